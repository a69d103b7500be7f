"""Compare mode: what is compared, each annotator against gold, the report."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog

from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator
from annotator.gui.compare.view import CompareView
from annotator.gui.tick_dialog import TickDialog
from tests.gui.cases import case
from tests.gui.cases.review import enter
from tests.gui.conftest import User
from tests.making import LI, WEN


def compare(user: User, *, decided: bool = False) -> CompareView:
    """Wen and Li compared, by Chen; ``decided``: Wen's version of the first case became gold."""
    enter(user)
    if decided:
        user.command("review.take", "2")
    user.command("mode.compare")
    view = user.window.handlers.compare.view
    wait(user, view)
    return view


def wait(user: User, view: CompareView) -> None:
    user.qtbot.waitUntil(lambda: not view._reading.busy)


def untick(row: int, seen: list[str]):  # type: ignore[no-untyped-def]
    def answer(dialog: QDialog) -> int:
        assert isinstance(dialog, TickDialog)
        seen.extend(dialog.list.item(at).text() for at in range(dialog.list.count()))
        item = dialog.list.item(row)
        item.setCheckState(item.checkState().Unchecked)
        return 1

    return answer


@case("compare.people")
def people(user: User) -> Iterator[None]:
    view = compare(user)
    seen: list[str] = []
    user.dialogs.answer("QDialog.exec", untick(0, seen))
    yield
    wait(user, view)
    assert sorted(seen) == ["Li", "Wen"]
    assert view.figures is not None
    assert len(view.figures.annotators) == 1
    assert user.window.actions_table.get("compare.people").iconText() in ("Li", "Wen")


@case("compare.labels")
def labels(user: User) -> Iterator[None]:
    view = compare(user)
    seen: list[str] = []
    user.dialogs.answer("QDialog.exec", untick(0, seen))
    yield
    wait(user, view)
    assert view.figures is not None
    assert list(view.figures.labels) == ["statistic", "quote"]
    assert "Claim" in seen[0]


@case("compare.gold")
def gold(user: User) -> Iterator[None]:
    view = compare(user, decided=True)
    assert view.pairs.columnCount() == 2
    yield
    wait(user, view)
    assert view.figures is not None
    assert view.figures.annotators[-1] == GOLD_ID
    assert view.figures.documents == 1
    view.pairs.setFocus()
    view.pairs.setCurrentCell(0, 2)
    user.press("Return")
    assert user.window.handlers.mode.mode == "review"
    assert len(user.window.handlers.mode.desk.review.annotators) == 1


@case("compare.documents")
def documents(user: User) -> Iterator[None]:
    view = compare(user)
    assert "marked as done" in view._state.text()
    yield
    wait(user, view)
    assert "begun by any" in view._state.text()


@case("compare.independent")
def independent(user: User) -> Iterator[None]:
    view = compare(user)
    yield
    wait(user, view)
    assert view.choice.independent
    assert user.window.actions_table.get("compare.independent").isChecked()


@case("compare.feedback")
def feedback(user: User) -> Iterator[None]:
    """Who ended too early where: chosen by key, read in the table, and back to the figures."""
    view = compare(user, decided=True)
    yield
    page = view.feedback
    assert page.isVisible()
    assert page.who.hasFocus()
    names = [page.who.itemText(at) for at in range(page.who.count())]
    assert sorted(names) == ["Li", "Wen"]
    while page.who.currentText() != "Li":
        user.press("Down")
    columns = [page.table.horizontalHeaderItem(at).text() for at in range(page.table.columnCount())]
    assert page.table.item(0, columns.index("end too late")).text() == "1"
    user.command("compare.feedback")
    assert view.pairs.hasFocus()


@case("compare.report")
def report(user: User) -> Iterator[None]:
    compare(user, decided=True)
    path = user.window.session.project.path
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(path.with_name("told")), "Page to read (*.html)"))
    yield
    user.wait_for_jobs()
    text = path.with_name("told.html").read_text(encoding="utf-8")
    people = {each.name for each in user.window.session.query.every(Annotator)}
    assert {WEN.name, LI.name} <= people
    assert "2 annotators in told.html" in user.said()
    assert 'data-kind="boundary" data-state="decided"' in text
    assert "Cases by kind" in text
