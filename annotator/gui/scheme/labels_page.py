"""Labels: their order, names, keys, colours, lines and units; adding, merging and deleting them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.model import Label
from annotator.core.scheme import LINES, UNITS
from annotator.core.vision import PALETTE, freshest
from annotator.edit import drafts
from annotator.gui.chrome import plain_label
from annotator.gui.dialogs import ask
from annotator.gui.scheme.desk import Desk
from annotator.gui.scheme.fields import Choice, Line, Tick
from annotator.gui.scheme.named_list import NamedList
from annotator.gui.scheme.preview import Preview, swatch, warnings


class LabelsPage(QWidget):
    """``fate(label)`` asks what becomes of a label's spans: a label's key, ``""`` to delete them, ``None`` to leave."""

    def __init__(self, desk: Desk, editable: bool, fate: Callable[[Label], str | None]) -> None:
        super().__init__()
        self._desk = desk
        self._fate = fate
        self._key = desk.scheme.labels[0].key if desk.scheme.labels else ""
        self.list = NamedList("Labels", editable)
        self.name, self.shortcut, self.description = Line("Name"), Line("Key"), Line("Description")
        self.shortcut.setMaxLength(1)
        self.color = Choice("Colour", [(name, color) for name, color in PALETTE.items()])
        for place, color in enumerate(PALETTE.values()):
            self.color.setItemIcon(place, swatch(color))
        self.other = Line("Colour as #RRGGBB")
        self.other.setFixedWidth(90)
        self.line = Choice("Line", [(each.capitalize(), each) for each in LINES])
        self.unit = Choice("Unit", [(each.capitalize(), each) for each in UNITS])
        self.auxiliary = Tick("Auxiliary: outside counts, queue and agreement")
        self.exported, self.warning = plain_label("", "muted"), plain_label("", "muted")
        self.preview = Preview()
        self._lay_out(editable)
        self._wire()
        desk.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self, editable: bool) -> None:
        for label in (self.exported, self.warning):
            label.setWordWrap(True)
        colors = QHBoxLayout()
        colors.addWidget(self.color, 1)
        colors.addWidget(self.other)
        form = QFormLayout()
        form.addRow("Name:", self.name)
        form.addRow("", self.exported)
        form.addRow("Key:", self.shortcut)
        form.addRow("Colour:", colors)
        form.addRow("Line:", self.line)
        form.addRow("Tags:", self.unit)
        form.addRow("", self.auxiliary)
        form.addRow("Description:", self.description)
        self._form = QWidget()
        self._form.setEnabled(editable)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.preview)
        column.addWidget(self.warning)
        column.addStretch()
        row = QHBoxLayout(self)
        row.addWidget(self.list, 2)
        row.addWidget(self._form, 3)

    def _wire(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.add_asked.connect(self._add)
        self.list.remove_asked.connect(self._remove)
        self.list.move_asked.connect(lambda key, step: self._desk.do(lambda draft: drafts.move_label(draft, key, step)))
        for field, name in (
            (self.name, "name"), (self.color, "color"), (self.line, "line"), (self.unit, "unit"),
            (self.auxiliary, "auxiliary"), (self.description, "description"),
        ):  # fmt: skip
            field.decided.connect(lambda value, name=name: self._set(**{name: value}))
        self.shortcut.decided.connect(self._set_key)
        self.other.decided.connect(self._set_color)

    def refresh(self) -> None:
        """Show the draft as it is."""
        labels = self._desk.scheme.labels
        label = self._desk.label(self._key) or labels[0]
        self._key = label.key
        items = [(each.key, f"{each.name}   {each.shortcut}".strip(), swatch(each.color)) for each in labels]
        self.list.show_items(list(items), label.key)
        self.name.show_value(label.name)
        new = self._desk.draft.before.label(label.key) is None
        stays = "" if new else "; that stays when the name changes"
        self.exported.setText(f"Data and exports say “{label.key}”{stays}.")
        self.shortcut.show_value(label.shortcut)
        self.color.show_value(label.color)
        self.other.show_value(label.color)
        self.line.show_value(label.line)
        self.unit.show_value(label.unit)
        self.auxiliary.show_value(label.auxiliary)
        self.description.show_value(label.description)
        self.preview.show_label(label)
        self.warning.setText("\n".join(warnings(label, labels)))

    def _choose(self, key: str) -> None:
        self._key = key
        self.refresh()

    def _set(self, **fields: Any) -> None:
        self._desk.do(lambda draft: drafts.set_label(draft, self._key, **fields))

    def _set_key(self, text: str) -> None:
        key = text.strip().upper()
        holder = self._desk.keys(key) if key else ""
        if key and not key.isalnum():
            self._desk.refuse("a label’s key is a digit or a letter")
        elif holder:
            self._desk.refuse(f"“{key}” is the key of the command “{holder}” already; choose another")
        else:
            self._set(shortcut=key)

    def _set_color(self, text: str) -> None:
        color = text.strip().upper()
        digits = color.removeprefix("#")
        if len(digits) != 6 or set(digits) - set("0123456789ABCDEF"):
            self._desk.refuse(f"“{text}” is no colour: write it as #RRGGBB, such as #0072B2")
        else:
            self._set(color=f"#{digits}")

    def _add(self) -> None:
        name = ask(self, "New label", "Name of the label:", "")
        if name is None:
            return
        color = freshest(label.color for label in self._desk.scheme.labels)
        if self._desk.do(lambda draft: drafts.add_label(draft, name, color)):
            self._choose(self._desk.scheme.labels[-1].key)
            self.shortcut.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, key: str) -> None:
        label = self._desk.label(key)
        into = self._fate(label) if label else None
        if into is not None:
            self._desk.do(lambda draft: drafts.remove_label(draft, key, into))
            self.list.list.setFocus()
