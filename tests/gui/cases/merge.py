"""Merging in the window."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QTableWidget

from annotator.store.project import Project
from tests.gui.cases import case
from tests.gui.conftest import User
from tests.making import LI, make_span, tag


@case("merge.files")
def files(user: User) -> Iterator[None]:
    """The plan is shown before anything is done; the merge is one step that Ctrl+Z takes back."""
    here = user.window.session.project.path
    user.put_caret("town")
    user.press("1")
    other = here.with_name("from li.annotator")
    user.window.session.project.copy_to(other)
    with Project(other) as project:
        tag(project, make_span(70, 75, "statistic", who=LI), LI)
    seen: list[str] = []

    def look(dialog: QDialog) -> int:
        table = dialog.findChild(QTableWidget)
        seen.extend(table.item(row, 1).text() for row in range(table.rowCount()))
        assert len(user.spans()) == 1
        return 1

    user.dialogs.answer("QFileDialog.getOpenFileNames", ([str(other)], ""))
    user.dialogs.answer("QDialog.exec", look)
    yield
    user.wait_for_jobs()
    assert sorted(seen) == ["Li", "Wen"]
    assert len(user.spans()) == 2
    assert "1 new" in user.said()
    user.command("edit.undo")
    assert len(user.spans()) == 1
