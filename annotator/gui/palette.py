"""The command palette: every command by typing part of its name, with its keys beside it. Runs nothing itself."""

import re

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QDialog, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.app.settings import Settings
from annotator.gui import keymap
from annotator.gui.actions import Actions
from annotator.gui.commands import Command
from annotator.gui.mnemonics import plain
from annotator.gui.row_list import ITEM, RowList, RowModel

WHY_NOT = Qt.ItemDataRole.UserRole + 1
_RECENT = "palette/recent"
_KEPT = 8


def name_of(command: Command, action: QAction) -> str:
    """Where a command stands in the menus, and its text as it is now ("Edit › Undo tag as claim")."""
    return " › ".join([*command.menu.split("/"), plain(action.text()).rstrip("…")])


class Recent:
    """The commands last taken in the palette, the last one first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.names = [name for name in settings.text(_RECENT, "").split("|") if name]

    def add(self, command: Command) -> None:
        name = keymap.name_of(command)
        self.names = [name, *(each for each in self.names if each != name)][:_KEPT]
        self._settings.set(_RECENT, "|".join(self.names))

    def rank(self, command: Command) -> int:
        name = keymap.name_of(command)
        return self.names.index(name) if name in self.names else _KEPT


def fit(words: list[str], name: str, keys: str = "", *, loose: bool = False) -> int | None:
    """How well typed words fit a name: 0 is best, ``None`` not at all.

    A word may begin the name behind its menu, begin a word, stand anywhere, or be (part of) a key; if ``loose``, its
    letters may also be strewn, best where they begin words, as ``mew`` does for Move edge … word.
    """
    text = name.rsplit("› ", 1)[-1]
    total = 0
    for word in words:
        if text.startswith(word):
            continue
        if f" {word}" in f" {name}":
            total += 1
        elif word in name or word in keys:
            total += 2
        elif loose and _strewn(word, name, "(?:|.* )"):
            total += 3
        elif loose and _strewn(word, name, ".*"):
            total += 4
        else:
            return None
    return total


def _strewn(word: str, name: str, between: str) -> bool:
    return re.search("(?:^| )" + between.join(map(re.escape, word)), name) is not None


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._list = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command, action = index.data(ITEM)
        why_not = index.data(WHY_NOT)
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        self._list.paint_row(painter, option, index)
        box = QRectF(option.rect).adjusted(12, 0, -12, 0)
        keys = why_not or (keymap.native(command.keys[0]) if command.keys else "")
        painter.setPen(muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.setPen(option.palette.color(QPalette.ColorRole.WindowText) if not why_not else muted)
        name = f"✓ {name_of(command, action)}" if action.isChecked() else name_of(command, action)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


class Palette(QDialog):
    """Type, choose with the arrows, Enter. ``chosen`` is the action to run once the palette is closed."""

    def __init__(self, actions: Actions, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.chosen: QAction | None = None
        self._recent = recent
        self._all = [(command, actions.get(command.id, command.argument)) for command in actions.commands]
        self.words = QLineEdit()
        self.words.setPlaceholderText("Type part of a command…")
        self.words.setAccessibleName("Command")
        self._model = RowModel(lambda entry: name_of(*entry), self, {WHY_NOT: lambda entry: actions.why_not(entry[0])})
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
        fits: dict[str, int] = {}
        for loose in (False, True):
            for command, action in self._all if not fits else ():
                name, keys = name_of(command, action).lower(), " ".join(map(keymap.native, command.keys)).lower()
                found = fit(words, name, keys, loose=loose)
                if found is not None:
                    fits[keymap.name_of(command)] = -1 if name == text.lower().strip() else found
        fitting = [entry for entry in self._all if keymap.name_of(entry[0]) in fits]
        fitting.sort(key=lambda entry: (fits[keymap.name_of(entry[0])], self._recent.rank(entry[0])))
        self._model.show(fitting)
        self.list.show_row(0 if fitting else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in steps:
            row = self.list.currentIndex().row() + steps[Qt.Key(event.key())]
            self.list.show_row(min(max(row, 0), len(self._model.items) - 1))
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            command, action = index.data(ITEM)
            if action.isEnabled():
                self.chosen = action
                self._recent.add(command)
                self.accept()
