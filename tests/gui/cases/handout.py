"""Hand-outs in the window."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QInputDialog

from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Span
from annotator.store.project import Project
from tests.gui.cases import case
from tests.gui.cases.answer import prepare
from tests.gui.conftest import User
from tests.making import LI, make_span, tag


def choose(user: User, name: str, file: Path, offered: Sequence[str] = ("Li",)) -> None:
    def answer(dialog: QInputDialog) -> int:
        assert dialog.comboBoxItems() == list(offered)
        dialog.setTextValue(name)
        return 1

    user.dialogs.answer("QInputDialog.exec", answer)
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(file), ""))


@case("handout.write")
def write(user: User) -> Iterator[None]:
    """For Li, with her span and none of Wen's; a new name is asked about; a file that is there stays."""
    user.put_caret("town")
    user.press("1")
    tag(user.window.session.project, make_span(70, 75, "statistic", who=LI), LI)
    target = user.window.session.project.path.with_name("for li.annotator")
    choose(user, "Li", target)
    yield
    user.wait_for_jobs()
    with Project(target, read_only=True) as project:
        assert [span.label for span in project.query.every(Span)] == ["statistic"]
    assert "3 documents and 1 span for Li" in user.said()
    choose(user, "Li", target)
    user.command("handout.write")
    user.wait_for_jobs()
    assert "there already" in user.said()
    other = target.with_name("for oda.annotator")
    choose(user, "Oda", other)
    user.agree()
    user.command("handout.write")
    user.wait_for_jobs()
    with Project(other, read_only=True) as project:
        assert [each.name for each in project.query.every(Annotator)] == ["Oda"]


@case("handout.answers")
def answers(user: User) -> Iterator[None]:
    """For Wen's colleague Li, with what came of the review."""
    prepare(user)
    target = user.window.session.project.path.with_name("answers.annotator")
    choose(user, "Li", target, ["Chen", "Li"])
    yield
    user.wait_for_jobs()
    with Project(target, read_only=True) as project:
        found = {span.annotator_id for span in project.query.every(Span)}
        assert found == {LI.id, GOLD_ID}
        assert "Wen" not in {each.name for each in project.query.every(Annotator)}
