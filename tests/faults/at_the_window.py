"""Somebody at a window, pressing keys, in a process to be killed: ``at_the_window PROJECT SEED PIPE``.

Says what ``working`` says. A key is acknowledged once it has been handled: by then what it did is on the disk.
"""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.launch import open_window
from annotator.gui.window import MainWindow
from tests.faults.keeping import known

KINDS = ("tag", "undo", "redo", "delete", "edge", "note", "document", "close")
_KEYS = 150


class Hands:
    """Presses keys at random places of the text."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._window = window
        self._random = random.Random(seed)

    def do(self, kind: str) -> Callable[[], None]:
        article = self._window.pane.article
        article.setFocus()
        article.set_caret(self._random.randrange(len(self._window.focus.text)))
        if kind in ("delete", "edge", "note"):
            self._key("BracketRight")
        return getattr(self, kind)

    def tag(self) -> None:
        self._key(self._random.choice("123"))

    def undo(self) -> None:
        self._key("Z", Qt.KeyboardModifier.ControlModifier)

    def redo(self) -> None:
        self._key("Z", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    def delete(self) -> None:
        self._key("Delete")

    def edge(self) -> None:
        self._key("Right", Qt.KeyboardModifier.AltModifier)

    def note(self) -> None:
        self._key("N")
        QTest.keyClicks(QApplication.focusWidget(), self._random.choice(["checked", "odd", "see page 4"]))
        self._key("Escape")

    def document(self) -> None:
        self._key("PageDown", Qt.KeyboardModifier.ControlModifier)

    def close(self) -> None:
        self._window.close()

    def _key(self, key: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, getattr(Qt.Key, f"Key_{key}"), modifiers)
        QApplication.processEvents()


def main() -> None:
    path, seed, pipe = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

    def say(words: str) -> None:
        os.write(pipe, f"{words}\n".encode())

    program = open_window([path], name="Wen")
    assert program
    assert program.window
    QTest.qWaitForWindowActive(program.window)
    hands, chance = Hands(program.window, seed), random.Random(seed)
    before = known(path)
    say(before.telling())
    for kind in [*["tag"] * 5, *chance.choices(KINDS[:-1], [6, 2, 1, 1, 2, 1, 1], k=_KEYS), "close"]:
        press = hands.do(kind)
        say(f"began {kind}")
        press()
        if kind != "close":  # closing is the last, and there is no file to read beside it
            after = known(path)
            say(after.telling())


if __name__ == "__main__":
    main()
