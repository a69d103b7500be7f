"""Backups."""

from collections.abc import Iterator

from annotator.gui.backups_dialog import BackupsDialog
from tests.gui.cases import case
from tests.gui.conftest import User


@case("backup.show")
def show(user: User) -> Iterator[None]:
    seen: list[int] = []

    def look(dialog: BackupsDialog) -> int:
        dialog.make.click()
        user.qtbot.waitUntil(lambda: "was made" in dialog.state.text(), timeout=5000)
        seen.append(dialog.table.rowCount())
        return dialog.reject() or 0

    user.dialogs.answer("QDialog.exec", look)
    yield
    assert seen == [1]
