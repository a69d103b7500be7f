"""The Help menu."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox

from annotator import __version__
from annotator.gui.key_sheet import KeySheet
from annotator.gui.palette import Palette
from annotator.gui.shortcuts_dialog import ShortcutsDialog
from tests.gui.cases import case
from tests.gui.conftest import User


@case("help.palette")
def palette(user: User) -> Iterator[None]:
    user.put_caret("town")

    def take_first(dialog: QDialog) -> int:
        assert isinstance(dialog, Palette)
        dialog.words.setText("tag as claim")
        dialog.words.returnPressed.emit()
        return dialog.result()

    user.dialogs.answer("QDialog.exec", take_first)
    yield
    assert [label for label, _ in user.spans()] == ["claim"]


@case("help.keys")
def keys(user: User) -> Iterator[None]:
    def look(dialog: QDialog) -> int:
        assert isinstance(dialog, KeySheet)
        return 0

    user.dialogs.answer("QDialog.exec", look)
    yield
    assert user.dialogs.shown == ["QDialog.exec"]


@case("help.about")
def about(user: User) -> Iterator[None]:
    def read(box: QMessageBox) -> int:
        assert __version__ in box.text()
        return 0

    user.dialogs.answer("QMessageBox.exec", read)
    yield
    assert user.dialogs.shown[-1] == "QMessageBox.exec"


@case("help.shortcuts")
def shortcuts(user: User) -> Iterator[None]:
    def give(dialog: QDialog) -> int:
        assert isinstance(dialog, ShortcutsDialog)
        dialog.show()
        dialog.words.setText("normal size")
        dialog.field.setFocus()
        QTest.keyClick(dialog.field, Qt.Key.Key_F12)
        dialog.hide()
        return 0

    user.dialogs.answer("QDialog.exec", give)
    yield
    user.take_the_keyboard()
    user.command("view.zoom_in")
    user.press("F12")
    assert user.window.pane.article.zoom == 100
