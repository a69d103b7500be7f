"""The Help menu."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QMessageBox

from annotator import __version__
from annotator.gui.dialogs import KeysDialog
from annotator.gui.palette import Palette
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
        assert isinstance(dialog, KeysDialog)
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
