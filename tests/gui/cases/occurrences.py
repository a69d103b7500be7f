"""The case of the command ``occurrences.tag``."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.gui.cases import case
from tests.gui.conftest import User


@case("occurrences.tag")
def tag(user: User) -> Iterator[None]:
    user.select("wells")

    def use(dialog: QDialog) -> int:
        for key in (Qt.Key.Key_4, Qt.Key.Key_Return):
            QTest.keyClick(dialog.list, key)  # type: ignore[attr-defined]
        return dialog.result()

    user.dialogs.answer("QDialog.exec", use)
    yield
    assert user.spans() == [("source", "wells")]
