"""The shortcut editor: every command with its keys; keys are set by pressing them, and a key that is taken is told.

What is chosen works at once. The rules are those of ``keymap``; this only asks.
"""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text import visible
from annotator.gui.actions import Actions
from annotator.gui.chrome import filter_field, plain_label
from annotator.gui.commands import Command
from annotator.gui.keymap import holder, name_of, native, refusal
from annotator.gui.row_list import ITEM, RowList, RowModel

OWN = Qt.ItemDataRole.UserRole + 1
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


def title(command: Command) -> str:
    """Where it stands in the menus, and its name."""
    return " › ".join([*command.menu.split("/"), visible(command.text).rstrip("…")])


def keys_text(command: Command) -> str:
    return "    ".join(native(key) for key in command.keys)


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._list = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command: Command = index.data(ITEM)
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        text = option.palette.color(QPalette.ColorRole.WindowText)
        painter.save()
        self._list.paint_row(painter, option, index)
        box = QRectF(option.rect).adjusted(12, 0, -12, 0)
        own = index.data(OWN)
        painter.setPen(text if own else muted)
        keys = keys_text(command) + ("    changed" if own else "")
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.setPen(text)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title(command))
        painter.restore()


class KeyField(QKeySequenceEdit):
    """Takes one key with what is held down. Tab stays what it is everywhere; Esc leaves the field alone."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        self.setAccessibleName("New key")
        line = self.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setPlaceholderText("Press a new key here")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ShortcutsDialog(QDialog):
    """Choose a command with filter and arrows, Enter, then press its new key."""

    def __init__(self, actions: Actions, menus: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self._actions = actions
        self._menus = menus
        self._wanted = ""
        self.words = filter_field("Filter by command or key…", "Filter commands")
        self._model = RowModel(
            lambda command: f"{title(command)}: {keys_text(command) or 'no key'}",
            self,
            {OWN: actions.keymap.is_own},
        )
        self.list = RowList(self._model, 9)
        self.list.setAccessibleName("Commands and their keys")
        self.list.setItemDelegate(_Delegate(self.list))
        self.about = plain_label("", "muted")
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(2 * self.about.fontMetrics().lineSpacing())
        self.field = KeyField()
        self.take_over = QPushButton("Take it over")
        self.default = QPushButton("Back to its default")
        self.all_default = QPushButton("All back to their defaults")
        self._keys = QHBoxLayout()
        self._key_buttons: list[QPushButton] = []
        self._lay_out()
        self.words.textChanged.connect(self._filter)
        self.words.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_command())
        self.list.activated.connect(lambda _: self.field.setFocus())
        self.field.keySequenceChanged.connect(self._pressed)
        self.field.left.connect(self.list.setFocus)
        self.take_over.clicked.connect(self._take)
        self.default.clicked.connect(self._reset)
        self.all_default.clicked.connect(self._reset_all)
        self._filter("")
        self.words.setFocus()

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addLayout(self._keys)
        keys.addWidget(self.field, 1)
        keys.addWidget(self.take_over)
        keys.addWidget(self.default)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.all_default, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        for button in (self.take_over, self.default, *buttons.findChildren(QPushButton)):
            button.setAutoDefault(False)  # Enter in the filter means the chosen command
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addLayout(keys)
        column.addWidget(buttons)
        self.resize(720, 640)

    def command(self) -> Command | None:
        """The chosen command, with the keys it has now."""
        index = self.list.currentIndex()
        return self._model.items[index.row()] if index.isValid() else None

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        fitting = [
            command
            for command in self._actions.commands
            if all(word in f"{title(command)} {keys_text(command)}".lower() for word in words)
        ]
        self._model.show(fitting)
        self.list.show_row(0 if fitting else -1)
        self._show_command()

    def _show_command(self, said: str = "") -> None:
        """Show the keys of the chosen command, each a button that takes it away."""
        command = self.command()
        self._wanted = ""
        self.field.clear()
        for button in self._key_buttons:
            self._keys.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._key_buttons = []
        label = command is not None and command.id == "span.tag"
        editable = command is not None and not label
        for key in command.keys if command and editable else ():
            button = QPushButton(f"{native(key)}  ✕".replace("&", "&&"))
            button.setAutoDefault(False)
            button.setAccessibleName(f"Take {native(key)} away")
            button.clicked.connect(lambda _=False, key=key: self._remove(key))
            self._keys.addWidget(button)
            button.show()
            self._key_buttons.append(button)
        self.field.setEnabled(editable)
        self.default.setEnabled(command is not None and self._actions.keymap.is_own(command))
        self.take_over.hide()
        self.about.setText(said or self._about(command, label))

    def _about(self, command: Command | None, label: bool) -> str:
        if command is None:
            return "No command is called so"
        if label:
            return "The keys of labels belong to the scheme of the project: change them in the scheme editor."
        where = "in the text and the list of spans" if command.scope == "text" else "everywhere in the window"
        return f"“{title(command)}” works {where}. Enter, then its new key; a button below takes a key away."

    def _pressed(self, sequence: QKeySequence) -> None:
        command, key = self.command(), sequence.toString()
        if command is None or not key or key == self._wanted:
            return  # the field says its key again when the keyboard leaves it
        self._wanted = ""
        self.take_over.hide()
        other = holder(key, command, self._actions.commands)
        problem = refusal(key, command, self._menus)
        if key in command.keys:
            problem = f"{native(key)} is its key already"
        if problem:
            self.about.setText(problem)
        elif other is not None and other.id == "span.tag":
            self.about.setText(f"{native(key)} is {title(other)}: a label’s key, which the scheme editor changes")
        elif other is not None:
            self.about.setText(f"{native(key)} is {title(other)}: take it away from there first, or take it over")
            self._wanted = key
            self.take_over.show()
        else:
            self._give(command, (*command.keys, key), f"{native(key)} is {title(command)} now")

    def _take(self) -> None:
        """Give the key that was pressed to this command, in place of the one that has it."""
        command, key = self.command(), self._wanted
        other = holder(key, command, self._actions.commands) if command else None
        if command is None or other is None:
            return
        keys = tuple(each for each in other.keys if each != key)
        self._actions.keymap.set(other, keys)
        has = keys_text(other._replace(keys=keys)) or "none"
        rest = f"{title(other)} has {has}"
        self._give(command, (*command.keys, key), f"{native(key)} is {title(command)} now; {rest}")
        self.list.setFocus()

    def _remove(self, key: str) -> None:
        command = self.command()
        if command:
            self._give(command, tuple(each for each in command.keys if each != key), f"{native(key)} is free now")
            self.list.setFocus()

    def _reset(self) -> None:
        command = self.command()
        if command is None:
            return
        self._actions.keymap.reset(command)
        self._renew()
        now = next(each for each in self._actions.commands if name_of(each) == name_of(command))
        lost = [key for key in self._actions.keymap.defaults(command) if key not in now.keys]
        told = f"; {', '.join(map(native, lost))} another command has by now" if lost else ""
        self._show_command(f"“{title(command)}” has its default keys again{told}")
        self.list.setFocus()

    def _reset_all(self) -> None:
        self._actions.keymap.reset()
        self._renew()
        self._show_command("Every command has its default keys again")

    def _give(self, command: Command, keys: tuple[str, ...], said: str) -> None:
        self._actions.keymap.set(command, keys)
        self._renew()
        self._show_command(said)

    def _renew(self) -> None:
        """The keys have changed: tell the program, and show the same rows with their new keys."""
        self._actions.renew_keys()
        row = self.list.currentIndex().row()
        now = {name_of(command): command for command in self._actions.commands}
        self._model.show([now[name_of(command)] for command in self._model.items])
        self.list.show_row(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The filter moves the chosen row; Enter in filter or list goes to the field for the key, Del takes a key."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.words and event.key() in _STEPS:
            row = self.list.currentIndex().row() + _STEPS[Qt.Key(event.key())]
            self.list.show_row(min(max(row, 0), len(self._model.items) - 1))
            self._show_command()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.isEnabled():
            self.field.setFocus()
            return True
        if watched is self.list and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._key_buttons:
            self._key_buttons[-1].click()
            return True
        return super().eventFilter(watched, event)
