"""A short list of names that can be added to, moved about and taken from, by keys and buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from annotator.core.text import visible
from annotator.gui.chrome import plain_label

_KEY = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    pressed_key = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        key = event.key()
        if key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_F2) or (alt and key in _STEPS):
            self.pressed_key.emit(int(key))
        else:
            super().keyPressEvent(event)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NamedList(QWidget):
    """Ins asks to add, Del to remove, F2 to rename, Alt+Up and Alt+Down to move the chosen one."""

    chosen = Signal(str)
    add_asked = Signal()
    remove_asked = Signal(str)
    rename_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, what: str, editable: bool, *, renames: bool = False) -> None:
        super().__init__()
        self.list = _List()
        self.list.setAccessibleName(what)
        self.list.setMinimumHeight(90)
        self.list.currentItemChanged.connect(lambda item: self.chosen.emit(item.data(_KEY) if item else ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        if not editable:
            return
        self.list.pressed_key.connect(self._pressed)
        row = QHBoxLayout()
        buttons = [("Add", Qt.Key.Key_Insert), ("Remove", Qt.Key.Key_Delete), ("↑", Qt.Key.Key_Up)]
        buttons += [("↓", Qt.Key.Key_Down)] + ([("Rename", Qt.Key.Key_F2)] if renames else [])
        names = {"↑": "Move up", "↓": "Move down"}
        for text, key in buttons:
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{names.get(text, text)}: {what}")
            if text in names:
                button.setFixedWidth(32)
            button.clicked.connect(lambda _=False, key=key: self._pressed(int(key)))
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        hint = "Ins adds, Del removes, Alt+↑ ↓ moves" + (", F2 renames" if renames else "")
        column.addWidget(plain_label(hint, "muted"))

    def show_items(self, items: list[tuple[str, str, QIcon | None]], chosen: str) -> None:
        """Show key, name and picture of each, with one of them chosen; the first if there is no such."""
        self.list.blockSignals(True)
        self.list.clear()
        for key, name, icon in items:
            item = QListWidgetItem(visible(name))
            item.setData(_KEY, key)
            if icon:
                item.setIcon(icon)
            self.list.addItem(item)
        place = next((place for place, item in enumerate(items) if item[0] == chosen), 0)
        self.list.setCurrentRow(place if items else -1)
        self.list.blockSignals(False)

    def current(self) -> str:
        """The key of the chosen one; empty if there is none."""
        item = self.list.currentItem()
        return str(item.data(_KEY)) if item else ""

    def _pressed(self, key: int) -> None:
        if key == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif current := self.current():
            if key == Qt.Key.Key_Delete:
                self.remove_asked.emit(current)
            elif key == Qt.Key.Key_F2:
                self.rename_asked.emit(current)
            else:
                self.move_asked.emit(current, _STEPS[Qt.Key(key)])
