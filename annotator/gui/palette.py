"""The command palette: every command by typing part of its name, with its keys beside it. Runs nothing itself."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import QDialog, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.gui.actions import Actions
from annotator.gui.commands import Command
from annotator.gui.row_list import RowList

ENTRY = Qt.ItemDataRole.UserRole


class _Model(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[tuple[Command, QAction]] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.entries)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(*entry)
        return entry if role == ENTRY else None

    def show(self, entries: list[tuple[Command, QAction]]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()


def name_of(command: Command, action: QAction) -> str:
    """Where a command stands in the menus, and its text as it is now ("Edit › Undo tag as claim")."""
    return " › ".join([*command.menu.split("/"), action.text().replace("&", "").rstrip("…")])


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._list = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command, action = index.data(ENTRY)
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        self._list.paint_row(painter, option, index)
        box = QRectF(option.rect).adjusted(12, 0, -12, 0)
        native = QKeySequence.SequenceFormat.NativeText
        keys = QKeySequence(command.keys[0]).toString(native) if command.keys else ""
        painter.setPen(muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.setPen(option.palette.color(QPalette.ColorRole.WindowText) if action.isEnabled() else muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name_of(command, action))
        painter.restore()


class Palette(QDialog):
    """Type, choose with the arrows, Enter. ``chosen`` is the action to run once the palette is closed."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.chosen: QAction | None = None
        self._all = [(command, actions.get(command.id, command.argument)) for command in actions.commands]
        self.words = QLineEdit()
        self.words.setPlaceholderText("Type part of a command…")
        self.words.setAccessibleName("Command")
        self._model = _Model(self)
        self.list = RowList(self._model, 11)
        self.list.setAccessibleName("Commands")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.resize(560, 420)
        self.words.textChanged.connect(self._filter)
        self.words.returnPressed.connect(self._take)
        self.list.clicked.connect(lambda _: self._take())
        self.words.installEventFilter(self)
        self._filter("")

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        fitting = [entry for entry in self._all if all(word in name_of(*entry).lower() for word in words)]
        if words:
            # What begins with the first word typed comes first: "ex" means Export rather than Next.
            fitting.sort(key=lambda entry: not entry[1].text().replace("&", "").lower().startswith(words[0]))
        self._model.show(fitting)
        self.list.show_row(0 if fitting else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in steps:
            row = self.list.currentIndex().row() + steps[Qt.Key(event.key())]
            self.list.show_row(min(max(row, 0), len(self._model.entries) - 1))
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            _, action = index.data(ENTRY)
            if action.isEnabled():
                self.chosen = action
                self.accept()
