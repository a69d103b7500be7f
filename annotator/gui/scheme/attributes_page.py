"""Attributes of a label: names, types, values, completion, order."""

from typing import Any

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import ATTRIBUTE_TYPES
from annotator.edit import drafts
from annotator.gui.chrome import plain_label
from annotator.gui.dialogs import ask
from annotator.gui.scheme.desk import Desk
from annotator.gui.scheme.fields import Choice, Line, Tick
from annotator.gui.scheme.named_list import NamedList

_TYPES = {"choice": "One of some values", "text": "Text", "number": "Number", "boolean": "Yes or no"}


class AttributesPage(QWidget):
    """The attributes of the label chosen above them."""

    def __init__(self, desk: Desk, editable: bool) -> None:
        super().__init__()
        self._desk = desk
        self._key = ""
        self.label = Choice("Label", [])
        self.list = NamedList("Attributes", editable)
        self.values = NamedList("Values", editable, renames=True)
        self.name, self.description = Line("Name"), Line("Description")
        self.type = Choice("Type", [(_TYPES[each], each) for each in ATTRIBUTE_TYPES])
        self.completes = Tick("Offer what was given before")
        self.exported = plain_label("", "muted")
        self._lay_out(editable)
        self._wire()
        desk.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self, editable: bool) -> None:
        form = QFormLayout()
        form.addRow("Name:", self.name)
        form.addRow("", self.exported)
        form.addRow("Type:", self.type)
        form.addRow("", self.completes)
        form.addRow("Description:", self.description)
        self._form = QWidget()
        fields = QVBoxLayout(self._form)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addLayout(form)
        for widget in (self.name, self.type, self.completes, self.description):
            widget.setEnabled(editable)
        fields.addWidget(self.values, 1)
        fields.addStretch()
        left = QVBoxLayout()
        left.addWidget(self.label)
        left.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.addLayout(left, 2)
        row.addWidget(self._form, 3)

    def _wire(self) -> None:
        self.label.decided.connect(lambda _: self._choose(""))
        self.list.chosen.connect(self._choose)
        self.list.add_asked.connect(self._add)
        self.list.remove_asked.connect(
            lambda key: self._desk.do(lambda draft: drafts.remove_attribute(draft, self._label(), key))
        )
        self.list.move_asked.connect(
            lambda key, step: self._desk.do(lambda draft: drafts.move_attribute(draft, self._label(), key, step))
        )
        self.name.decided.connect(lambda value: self._set(name=value))
        self.type.decided.connect(lambda value: self._set(type=value))
        self.completes.decided.connect(lambda value: self._set(completes=value))
        self.description.decided.connect(lambda value: self._set(description=value))
        self.values.add_asked.connect(self._add_value)
        self.values.rename_asked.connect(self._rename_value)
        self.values.remove_asked.connect(
            lambda value: self._desk.do(lambda draft: drafts.remove_value(draft, self._label(), self._key, value))
        )
        self.values.move_asked.connect(
            lambda value, step: self._desk.do(
                lambda draft: drafts.move_value(draft, self._label(), self._key, value, step)
            )
        )

    def _label(self) -> str:
        return str(self.label.currentData())

    def refresh(self) -> None:
        """Show the draft as it is."""
        before = self.label.currentData()
        self.label.blockSignals(True)
        self.label.clear()
        for label in self._desk.scheme.labels:
            self.label.addItem(label.name, label.key)
        self.label.setCurrentIndex(max(0, self.label.findData(before)))
        self.label.blockSignals(False)
        attributes = self._desk.scheme.attributes_of(self._label())
        found = self._desk.attribute(self._label(), self._key) or next(iter(attributes), None)
        self._key = found.key if found else ""
        self.list.show_items([(each.key, each.name, None) for each in attributes], self._key)
        self._form.setVisible(found is not None)
        if found is None:
            return
        self.name.show_value(found.name)
        self.exported.setText(f"Data and exports say “{found.key}”.")
        self.type.show_value(found.type)
        self.completes.show_value(found.completes)
        self.completes.setVisible(found.type == "text")
        self.description.show_value(found.description)
        self.values.setVisible(found.type == "choice")
        self.values.show_items([(value, value, None) for value in found.values], self.values.current())

    def _choose(self, key: str) -> None:
        self._key = key
        self.refresh()

    def _set(self, **fields: Any) -> None:
        self._desk.do(lambda draft: drafts.set_attribute(draft, self._label(), self._key, **fields))

    def _add(self) -> None:
        name = ask(self, "New attribute", f"Name of the attribute of “{self.label.currentText()}”:", "")
        if name is not None and self._desk.do(lambda draft: drafts.add_attribute(draft, self._label(), name)):
            self._choose(self._desk.scheme.attributes_of(self._label())[-1].key)
            self.type.setFocus()

    def _add_value(self) -> None:
        value = ask(self, "New value", "Value:", "")
        if value is not None:
            self._desk.do(lambda draft: drafts.add_value(draft, self._label(), self._key, value))

    def _rename_value(self, value: str) -> None:
        new = ask(self, "Rename value", "The value is called otherwise in all spans; one that is there merges:", value)
        if new is not None:
            self._desk.do(lambda draft: drafts.rename_value(draft, self._label(), self._key, value, new))
