"""Which keys each command has: those of the table, unless somebody chose others, which the settings keep.

No key goes to two commands where both would hear it: Qt would run neither. Here are the rules and the memory; the
actions take the keys over, ``shortcuts_dialog`` asks for them. No widgets.
"""

import json
from collections.abc import Iterable, Mapping

from PySide6.QtGui import QKeySequence

from annotator.app.settings import Settings
from annotator.core.text import visible
from annotator.gui.commands import COMMANDS, Command

_GROUP = "keys"
_FIELDS = {"Ctrl+A": "chooses all", "Ctrl+C": "copies", "Ctrl+X": "cuts", "Ctrl+V": "pastes", "Esc": "goes back"}
_FIELDS |= {"Tab": "goes to the next field", "Shift+Tab": "goes to the field before", "Backtab": "goes back a field"}
_WALKING = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")
_WALKS = frozenset(f"{held}{key}" for held in ("", "Shift+", "Ctrl+", "Ctrl+Shift+") for key in _WALKING)
_HELD = ("Ctrl+", "Alt+", "Meta+")


def name_of(command: Command) -> str:
    """The one name of a command, its argument included."""
    return command.id if command.argument is None else f"{command.id} {command.argument}"


def clash(one: Command, other: Command) -> bool:
    """Whether both would hear a key. A key of the window is heard everywhere, in the text too."""
    if not one.on_in & other.on_in:
        return False
    return one.scope == other.scope or "window" in (one.scope, other.scope)


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class Keymap:
    """The chosen keys. ``problems`` are lines about settings that could not be used, for the status line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own: dict[str, tuple[str, ...]] = {}
        self.problems: list[str] = []
        known: Mapping[str, Command] | None = None
        for name, value in settings.group(_GROUP).items():
            known = known or {name_of(command): command for command in COMMANDS}
            try:
                self._own[name] = _read(value)
            except ValueError:
                self.problems.append(f"Key settings: “{visible(name)}” has no list of keys; it keeps its own")
            if name not in known:
                self._own.pop(name, None)
                self.problems.append(f"Key settings: there is no command “{visible(name)}”")

    def applied(self, commands: Iterable[Command]) -> list[Command]:
        """These commands with the keys they have now: first labels, then chosen keys, then those of the table."""
        commands = list(commands)
        labels = {key: command for command in commands if command.id == "span.tag" for key in command.keys}
        others = (each for each in COMMANDS for key in each.keys if key in labels and clash(labels[key], each))
        if not self._own and not any(others):
            return commands  # as at nearly every start
        taken: dict[str, list[Command]] = {}
        found: dict[str, Command] = {}
        for command in sorted(commands, key=self._rank):
            name = name_of(command)
            keys = []
            for key in self._own.get(name, command.keys):
                if any(clash(command, other) for other in taken.get(key, ())):
                    self._tell_lost(name, key, taken[key][0])
                else:
                    taken.setdefault(key, []).append(command)
                    keys.append(key)
            found[name] = command if tuple(keys) == command.keys else command._replace(keys=tuple(keys))
        return [found[name_of(command)] for command in commands]

    def _rank(self, command: Command) -> int:
        return 0 if command.id == "span.tag" else 1 if name_of(command) in self._own else 2

    def _tell_lost(self, name: str, key: str, holder: Command) -> None:
        if name in self._own:
            line = f"Key settings: {native(key)} is {holder.text.rstrip('…')} already; “{visible(name)}” goes without"
            if line not in self.problems:
                self.problems.append(line)

    def is_own(self, command: Command) -> bool:
        """Whether its keys are not those of the table."""
        return name_of(command) in self._own

    @staticmethod
    def defaults(command: Command) -> tuple[str, ...]:
        """Its keys in the table."""
        return next((each.keys for each in COMMANDS if name_of(each) == name_of(command)), command.keys)

    def set(self, command: Command, keys: Iterable[str]) -> None:
        """Give a command these keys; those of the table need not be remembered."""
        keys, name = tuple(dict.fromkeys(keys)), name_of(command)
        if keys == self.defaults(command):
            self.reset(command)
        else:
            self._own[name] = keys
            self._settings.set(f"{_GROUP}/{name}", json.dumps(keys))
            self._settings.save()

    def reset(self, command: Command | None = None) -> None:
        """Back to the table: one command, or all."""
        for name in [name_of(command)] if command else list(self._settings.group(_GROUP)):
            self._own.pop(name, None)
            self._settings.remove(f"{_GROUP}/{name}")
        self._settings.save()


def _read(value: object) -> tuple[str, ...]:
    """The keys that a setting names; a ``ValueError`` if it is no list of keys."""
    keys = json.loads(str(value))
    if not isinstance(keys, list) or not all(isinstance(key, str) and key == written(key) for key in keys):
        raise ValueError(value)
    return tuple(keys)


def written(key: str) -> str:
    """A key as the table writes it; empty if it is none, or a chord of several."""
    sequence = QKeySequence(key)
    return sequence.toString() if sequence.count() == 1 else ""


def refusal(key: str, command: Command, menus: Mapping[str, str]) -> str:
    """Why a command may not have a key; empty if it may. ``menus`` is what opens which menu, such as Alt+F: File."""
    shown = native(key)
    if any(key in each.keys for each in COMMANDS):
        pass  # given out by the table: whether it is free is for ``holder`` to say
    elif key in _FIELDS:
        return f"{shown} {_FIELDS[key]}, everywhere: choose another key"
    elif key in _WALKS:
        return f"{shown} moves the caret and the chosen row: choose another key"
    elif key in menus:
        return f"{shown} opens the {menus[key]} menu: choose another key"
    if command.scope != "text" and not key.startswith(_HELD) and not _is_function_key(key):
        return f"{shown} alone would also be typed into fields: hold Ctrl or Alt with it, or take a function key"
    return ""


def _is_function_key(key: str) -> bool:
    bare = key.removeprefix("Shift+")
    return bare.startswith("F") and bare[1:].isdigit()


def holder(key: str, command: Command, commands: Iterable[Command]) -> Command | None:
    """The other command that has this key where both would hear it."""
    others = (each for each in commands if name_of(each) != name_of(command))
    return next((each for each in others if key in each.keys and clash(command, each)), None)
