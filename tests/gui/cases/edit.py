"""The Edit menu."""

from collections.abc import Iterator

from PySide6.QtWidgets import QInputDialog

from tests.gui.cases import case
from tests.gui.conftest import User


@case("edit.undo")
def undo(user: User) -> Iterator[None]:
    user.put_caret("town")
    user.press("1")
    assert len(user.spans()) == 1
    yield
    assert user.spans() == []


@case("edit.redo")
def redo(user: User) -> Iterator[None]:
    user.put_caret("town")
    user.press("1")
    user.command("edit.undo")
    assert user.spans() == []
    yield
    assert len(user.spans()) == 1


@case("edit.annotator")
def annotator(user: User) -> Iterator[None]:
    def enter(box: QInputDialog) -> int:
        box.setTextValue("Oda")
        return 1

    user.dialogs.answer("QInputDialog.exec", enter)
    yield
    assert user.window.session.annotator.name == "Oda"
