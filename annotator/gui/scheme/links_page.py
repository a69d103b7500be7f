"""Link types: names, and which labels they may join."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.edit import drafts
from annotator.gui.chrome import plain_label
from annotator.gui.dialogs import ask
from annotator.gui.scheme.desk import Desk
from annotator.gui.scheme.fields import Line
from annotator.gui.scheme.named_list import NamedList

_KEY = Qt.ItemDataRole.UserRole


class LinksPage(QWidget):
    """The link types; none of the labels ticked at an end means that all are allowed there."""

    def __init__(self, desk: Desk, editable: bool) -> None:
        super().__init__()
        self._desk = desk
        self._key = ""
        self.list = NamedList("Link types", editable)
        self.name, self.description = Line("Name"), Line("Description")
        self.exported = plain_label("", "muted")
        self.ends = {"from_labels": QListWidget(), "to_labels": QListWidget()}
        form = QFormLayout()
        form.addRow("Name:", self.name)
        form.addRow("", self.exported)
        form.addRow("Description:", self.description)
        ends = QHBoxLayout()
        for name, box in self.ends.items():
            title = "From" if name == "from_labels" else "To"
            box.setAccessibleName(f"{title} which labels")
            box.itemChanged.connect(lambda _, name=name: self._set_end(name))
            side = QVBoxLayout()
            side.addWidget(plain_label(f"{title} (none ticked: any)", "muted"))
            side.addWidget(box)
            ends.addLayout(side)
        self._form = QWidget()
        self._form.setEnabled(editable)
        fields = QVBoxLayout(self._form)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addLayout(form)
        fields.addLayout(ends, 1)
        row = QHBoxLayout(self)
        row.addWidget(self.list, 2)
        row.addWidget(self._form, 3)
        self._wire()
        desk.changed.connect(self.refresh)
        self.refresh()

    def _wire(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.add_asked.connect(self._add)
        self.list.remove_asked.connect(lambda key: self._desk.do(lambda draft: drafts.remove_link_type(draft, key)))
        self.list.move_asked.connect(
            lambda key, step: self._desk.do(lambda draft: drafts.move_link_type(draft, key, step))
        )
        self.name.decided.connect(lambda value: self._set(name=value))
        self.description.decided.connect(lambda value: self._set(description=value))

    def refresh(self) -> None:
        """Show the draft as it is."""
        types = self._desk.scheme.link_types
        found = next((each for each in types if each.key == self._key), next(iter(types), None))
        self._key = found.key if found else ""
        self.list.show_items([(each.key, each.name, None) for each in types], self._key)
        self._form.setVisible(found is not None)
        if found is None:
            return
        self.name.show_value(found.name)
        self.exported.setText(f"Data and exports say “{found.key}”.")
        self.description.show_value(found.description)
        for name, box in self.ends.items():
            row = box.currentRow()
            box.blockSignals(True)
            box.clear()
            for label in self._desk.scheme.labels:
                item = QListWidgetItem(label.name, box)
                item.setData(_KEY, label.key)
                ticked = label.key in getattr(found, name)
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            box.setCurrentRow(max(0, row))
            box.blockSignals(False)

    def _choose(self, key: str) -> None:
        self._key = key
        self.refresh()

    def _set(self, **fields: Any) -> None:
        self._desk.do(lambda draft: drafts.set_link_type(draft, self._key, **fields))

    def _set_end(self, name: str) -> None:
        box = self.ends[name]
        items = [box.item(row) for row in range(box.count())]
        ticked = tuple(str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked)
        self._set(**{name: ticked})

    def _add(self) -> None:
        name = ask(self, "New link type", "Name of the link type:", "")
        if name is not None and self._desk.do(lambda draft: drafts.add_link_type(draft, name)):
            self._choose(self._desk.scheme.link_types[-1].key)
            self.ends["from_labels"].setFocus()
