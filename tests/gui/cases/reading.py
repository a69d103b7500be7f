"""What makes reading comfortable."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from annotator.app.settings import Settings
from annotator.gui.article.fonts import Reading
from annotator.gui.reading_dialog import ReadingDialog
from tests.gui.cases import case
from tests.gui.conftest import User


def reading(user: User) -> Reading:
    return user.window.pane.article.reading


@case("reading.looser")
def looser(user: User) -> Iterator[None]:
    yield
    assert reading(user).line == 132
    assert "132%" in user.said()


@case("reading.tighter")
def tighter(user: User) -> Iterator[None]:
    yield
    assert reading(user).line == 112


@case("reading.wider")
def wider(user: User) -> Iterator[None]:
    yield
    assert reading(user).column == 80
    assert "80 characters" in user.said()


@case("reading.narrower")
def narrower(user: User) -> Iterator[None]:
    yield
    assert reading(user).column == 70


@case("reading.settings")
def settings(user: User) -> Iterator[None]:
    def use(dialog: QDialog) -> int:
        assert isinstance(dialog, ReadingDialog)
        dialog.show()
        QTest.keyClick(dialog.line.slider, Qt.Key.Key_End)
        assert reading(user).line == 200  # at once
        dialog.hide()
        return 0

    user.dialogs.answer("QDialog.exec", use)
    yield
    assert Settings().number("reading/line", 0) == 200


@case("reading.focus_mode")
def focus_mode(user: User) -> Iterator[None]:
    yield
    window = user.window
    assert not any(part.isVisible() for part in (window.documents, window.side, window.inspector, window.labels))
    assert window.menuBar().height() == 0
    assert user.focused() is user.article
    user.press("Escape")
    assert all(part.isVisible() for part in (window.documents, window.side, window.inspector, window.labels))
    assert window.menuBar().height() > 0


@case("reading.full_screen")
def full_screen(user: User) -> Iterator[None]:
    yield
    assert user.window.isFullScreen()
    user.command("reading.full_screen")
    assert not user.window.isFullScreen()
