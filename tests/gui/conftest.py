"""The whole window on a project of its own, offscreen, to be used with keys and mouse."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.core.model import Document, Span
from annotator.edit.projects import Start
from annotator.gui.application import Program
from annotator.gui.palette import Palette, name_of
from annotator.gui.window import MainWindow
from annotator.store.project import Project
from tests.conftest import Dialogs
from tests.making import PLAIN, make_project

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@dataclass
class User:
    """Somebody at the window: presses keys where the focus is, clicks, looks."""

    program: Program
    qtbot: QtBot
    dialogs: Dialogs

    @property
    def window(self) -> MainWindow:
        assert self.program.window is not None
        return self.program.window

    @property
    def article(self) -> QWidget:
        return self.window.pane.article

    def press(self, key: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        code = getattr(Qt.Key, f"Key_{key}")
        QTest.keyClick(self.focused(), code, modifiers)
        QApplication.processEvents()

    def command(self, command_id: str, argument: str | None = None) -> None:
        """Press the first key of a command; one without a key is run through the palette."""
        action = self.window.actions_table.get(command_id, argument)
        assert action.isEnabled(), f"{command_id} cannot be done now"
        if action.shortcut().isEmpty():
            self._run_in_palette(command_id, argument)
        else:
            QTest.keySequence(self.focused(), action.shortcut())
        QApplication.processEvents()

    def _run_in_palette(self, command_id: str, argument: str | None) -> None:
        actions = self.window.actions_table
        command = next(each for each in actions.commands if (each.id, each.argument) == (command_id, argument))

        def use(palette: Palette) -> int:
            palette.show()
            palette.activateWindow()
            palette.words.setFocus()
            QApplication.processEvents()
            palette.words.insert(name_of(command, actions.get(command_id, argument)))  # QTest types ASCII alone
            QTest.keyClick(palette.words, Qt.Key.Key_Return)
            palette.hide()
            self.window.activateWindow()
            QApplication.processEvents()
            return palette.result()

        # Before any answer that waits for a dialog of the command itself.
        self.dialogs.answers.setdefault("QDialog.exec", []).insert(0, use)
        self.command("help.palette")

    def agree(self) -> None:
        """Go on with whatever the next question is."""

        def press(box: QMessageBox) -> int:
            button = box.defaultButton()
            button.click()
            return 0

        self.dialogs.answer("QMessageBox.exec", press)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focused(), text)
        QApplication.processEvents()

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def put_caret(self, where: str, offset: int = 0) -> None:
        """By the view's own method: how the caret gets there is not what these tests are about."""
        self.window.pane.article.set_caret(self.window.focus.text.index(where) + offset)
        self.window.pane.article.setFocus()

    def select(self, what: str) -> None:
        start = self.window.focus.text.index(what)
        self.window.pane.article.select(start, start + len(what))
        self.window.pane.article.setFocus()

    def place_of(self, position: int) -> QPoint:
        """Where a code point is painted, in the article's viewport."""
        box = self.window.pane.article.places.boxes_of(position, position + 1)[0]
        return box.center()

    def click(self, position: int) -> None:
        QTest.mouseClick(self.window.pane.article.viewport(), Qt.MouseButton.LeftButton, NONE, self.place_of(position))
        QApplication.processEvents()

    def spans(self) -> list[tuple[str, str]]:
        """Label and text of each span as they are on the disk, in reading order, read through another connection."""
        return [(span.label, span.text) for span in self.stored()]

    def stored(self) -> list[Span]:
        with Project(self.window.session.project.path, read_only=True) as project:
            found = [span for document in project.query.documents() for span in project.query.spans(document.id)]
        return sorted(found, key=lambda span: (span.start, -span.end))

    def documents(self) -> list[Document]:
        with Project(self.window.session.project.path, read_only=True) as project:
            return list(project.query.documents())

    def said(self) -> str:
        return self.window.status.message()

    def wait_for_jobs(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.session.jobs.busy, timeout=20_000)

    def take_the_keyboard(self) -> None:
        self.window.activateWindow()
        self.window.pane.article.setFocus()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def restart(self) -> None:
        """Close the window and start again on the same file."""
        path = self.window.session.project.path
        self.window.close()
        self.program = Program("Wen", False)
        assert self.program.open(Start(path))
        self.qtbot.waitExposed(self.window)
        self.take_the_keyboard()


OpenWindow = Callable[..., User]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, dialogs: Dialogs) -> Iterator[OpenWindow]:
    """Open the window on a project with the given texts."""
    users: list[User] = []

    def open_(*texts: str, read_only: bool = False, name: str = "Wen") -> User:
        path = tmp_path / "news.annotator"
        if not path.exists():
            make_project(path, *texts).close()
        user = User(Program(name, read_only), qtbot, dialogs)
        users.append(user)
        assert user.program.open(Start(path))
        user.window.resize(1280, 800)
        qtbot.waitExposed(user.window)
        user.take_the_keyboard()
        return user

    yield open_
    for user in users:
        user.window.close()
        user.window.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    qapp.setStyleSheet("")


@pytest.fixture
def user(open_window: OpenWindow) -> User:
    return open_window(PLAIN)
