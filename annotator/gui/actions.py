"""The commands as Qt actions: in the menus, and on the widgets where their keys work."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.core.scheme import Scheme
from annotator.gui.chrome import plain_tip
from annotator.gui.commands import MODES, Command, command_table
from annotator.gui.handlers import Handlers
from annotator.gui.keymap import Keymap
from annotator.gui.mnemonics import mnemonics, plain


class Actions(QObject):
    """An action for each command of the table; :meth:`set_scheme` renews those of the labels.

    ``commands`` is the table with the keys that commands have now; ``keys_changed`` tells that they have others.
    """

    keys_changed = Signal()

    def __init__(
        self, scheme: Scheme, handlers: Handlers, window: QWidget, text: Iterable[QWidget], keymap: Keymap
    ) -> None:
        super().__init__(window)
        self.keymap = keymap
        self._scheme = scheme
        self.commands = tuple(keymap.applied(command_table(scheme)))
        self._handlers = handlers
        self._window = window
        self._text = tuple(text)
        self._editable = True
        self._why = "read-only"
        self._mode = "annotate"
        self._by_name: dict[tuple[str, str | None], QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._menus: dict[str, QMenu] = {}
        self._menu_keys: dict[str, str] = {}
        for command in self.commands:
            self._make(command)

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        in_text = command.scope == "text"
        if in_text:  # else it is the window, as Qt has it
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setCheckable(command.checkable)
        if command.group:
            self._groups.setdefault(command.group, QActionGroup(self)).addAction(action)
        action.triggered.connect(_runner(command, self._handlers))
        action.setEnabled(self._may(command))
        self._by_name[command.id, command.argument] = action
        for widget in self._text if in_text else (self._window,):
            widget.addAction(action)
        return action

    def get(self, command_id: str, argument: str | None = None) -> QAction:
        return self._by_name[command_id, argument]

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus, in the order of the table."""
        menus = self._menus
        for command in self.commands:
            path = command.menu.split("/")
            for depth in range(1, len(path) + 1):
                name = "/".join(path[:depth])
                if name not in menus:
                    parent = menus["/".join(path[: depth - 1])] if depth > 1 else bar
                    menus[name] = _menu(parent, path[depth - 1])
            if command.separator:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(self._by_name[command.id, command.argument])
        for action, text in zip(bar.actions(), mnemonics(action.text() for action in bar.actions()), strict=True):
            action.setText(text)
            self._menu_keys[f"Alt+{text[text.index('&') + 1].upper()}"] = plain(text)

    def menu_keys(self) -> dict[str, str]:
        """The keys that open menus, each with the name of its menu."""
        return self._menu_keys

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now; empty if it can."""
        if self._by_name[command.id, command.argument].isEnabled():
            return ""
        if self._mode not in command.on_in:
            return f"only in {min(command.on_in)}"
        return self._why if command.edits and not self._editable else "not possible now"

    def menu(self, path: str) -> QMenu:
        """The menu of that name, such as ``Document/Show``."""
        return self._menus[path]

    def set_scheme(self, scheme: Scheme) -> None:
        """Other labels or other keys: make their commands anew, in keys and menu."""
        for command in self.commands:
            if command.id == "span.tag":
                action = self._by_name.pop((command.id, command.argument))
                for widget in (self._menus[command.menu], *self._text):
                    widget.removeAction(action)
                action.deleteLater()
        self._scheme = scheme
        self.commands = tuple(self.keymap.applied(command_table(scheme)))
        menu = self._menus["Span"]
        first = menu.actions()[0]
        for command in self.commands:
            if command.id == "span.tag":
                menu.insertAction(first, self._make(command))
        self.renew_keys()

    def renew_keys(self) -> None:
        """Take over the keys that have been chosen, and tell whoever shows them."""
        self.commands = tuple(self.keymap.applied(command_table(self._scheme)))
        for command in self.commands:
            action = self._by_name[command.id, command.argument]
            action.setShortcuts([QKeySequence(key) for key in command.keys])
        self.keys_changed.emit()

    def set_editable(self, editable: bool, why: str = "") -> None:
        """Turn off what changes the project where it cannot be changed, and tell in the menus ``why``."""
        self._editable, self._why = editable, why or "read-only"
        for menu in self._menus.values():
            menu.setToolTipsVisible(not editable)
        for command in self.commands:
            if command.edits:
                action = self._by_name[command.id, command.argument]
                action.setEnabled(self._may(command))
                action.setToolTip("" if editable else plain_tip(f"{command.text}: not possible, {self._why}"))

    def set_mode(self, mode: str) -> None:
        """Turn off the keys of other modes: two enabled actions on one key would do neither."""
        self._mode = mode
        for command in self.commands:
            if command.on_in != MODES:
                self._by_name[command.id, command.argument].setEnabled(self._may(command))

    def _may(self, command: Command) -> bool:
        return self._mode in command.on_in and (self._editable or not command.edits)

    def add_text(self, widget: QWidget) -> None:
        """Another widget where the single keys of the text work."""
        self._text = (*self._text, widget)
        for command in self.commands:
            if command.scope == "text":
                widget.addAction(self._by_name[command.id, command.argument])


def _menu(parent: QMenuBar | QMenu, title: str) -> QMenu:
    menu = parent.addMenu(title)
    # Not before it shows: what entries say changes ("Undo tag as claim"), and the start need not wait for it.
    menu.aboutToShow.connect(lambda: _underline(menu))
    return menu


def _underline(menu: QMenu) -> None:
    """Give each entry of a menu a letter of its own."""
    entries = [action for action in menu.actions() if not action.isSeparator()]
    for action, text in zip(entries, mnemonics(action.text() for action in entries), strict=True):
        action.setText(text)


def _runner(command: Command, handlers: Handlers) -> Callable[[], None]:
    group, method = command.id.split(".")

    def run() -> None:
        # The signal's own argument (checked) is dropped: a handler asks the action where it matters.
        do = getattr(getattr(handlers, group), method)
        do() if command.argument is None else do(command.argument)

    return run
