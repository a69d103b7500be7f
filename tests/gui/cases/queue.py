"""The list of documents as a queue: sort, show, assign, count."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.core.changes import ChangeSet
from annotator.core.listing import SORTS
from annotator.edit import assigning
from annotator.gui.assign_dialog import AssignDialog
from annotator.gui.commands import SHOWN
from annotator.gui.progress_dialog import ProgressDialog
from annotator.store.project import Project
from tests.gui.cases import case
from tests.gui.conftest import User

FIRST, SECOND, THIRD = "In 2021 the town bui", "A second article. It", "A third one, with no"


def titles(user: User) -> list[str]:
    """What the list shows, from the top, once it has been read."""
    panel = user.window.documents
    user.qtbot.waitUntil(lambda: not panel._reading.busy)
    index = panel.model.index
    return [panel.model.data(index(row, 0)) for row in range(panel.model.rowCount())]


def choices(user: User) -> str:
    label = user.window.documents._choices
    return label.text() if label.isVisible() else ""


def prepare(user: User) -> None:
    """The second document has two spans, one of them a figure, and is in progress; the third is done."""
    user.window.open_document(user.window.documents.model.rows[1].id)
    user.put_caret("7")
    user.press("2")
    user.put_caret("dry")
    user.press("1")
    user.window.open_document(user.window.documents.model.rows[2].id)
    user.command("document.mark", "done")


EXPECTED = {
    "position": [FIRST, SECOND, THIRD],
    "title": [SECOND, THIRD, FIRST],
    "imported": [FIRST, SECOND, THIRD],
    "date": [FIRST, SECOND, THIRD],
    "length": [FIRST, SECOND, THIRD],
    "state": [FIRST, SECOND, THIRD],
    "spans": [SECOND, FIRST, THIRD],
    "untagged": [FIRST, SECOND, THIRD],
}


def _sorts(name: str) -> None:
    @case("queue.sort", name)
    def sort(user: User) -> Iterator[None]:
        prepare(user)
        user.window.documents.choose(sort="length" if name != "length" else "title")
        shown = user.window.focus.document
        yield
        user.qtbot.waitUntil(lambda: titles(user) == EXPECTED[name])
        assert user.window.actions_table.get("queue.sort", name).isChecked()
        assert user.window.focus.document == shown
        assert choices(user).startswith("" if name == "position" else SORTS[name])


for _name in SORTS:
    _sorts(_name)


def open_menu(user: User) -> QMenu:
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@case("queue.sort_by_label")
def sort_by_label(user: User) -> Iterator[None]:
    prepare(user)
    yield
    menu = open_menu(user)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert titles(user) == [SECOND, FIRST, THIRD]
    assert choices(user) == "Statistic ↓"
    rows = user.window.documents.model.rows
    assert [row.spans for row in rows] == [1, 0, 0]
    assert user.window.actions_table.get("queue.sort_by_label").isChecked()


@case("queue.reverse")
def reverse(user: User) -> Iterator[None]:
    yield
    assert titles(user) == [THIRD, SECOND, FIRST]
    assert user.window.actions_table.get("queue.reverse").isChecked()


SHOWS = {
    "": [FIRST, SECOND, THIRD],
    "todo": [FIRST],
    "doing": [SECOND],
    "done": [THIRD],
    "todo doing": [FIRST, SECOND],
}


def _shows(states: str) -> None:
    @case("queue.show", states)
    def show(user: User) -> Iterator[None]:
        prepare(user)
        user.window.documents.choose(states=("doing",) if states != "doing" else ("todo",))
        yield
        assert titles(user) == SHOWS[states]
        assert user.window.actions_table.get("queue.show", states).isChecked()
        assert bool(choices(user)) == bool(states)


for _states in SHOWN:
    _shows(_states)


def give(user: User, *rows: int) -> None:
    """Assign these rows of the list to whoever is tagging."""
    session, panel = user.window.session, user.window.documents
    numbers = [panel.model.rows[row].number for row in rows]
    batches = assigning.assign(session.query, numbers=numbers, people=[session.annotator], way="each")
    session.commit(ChangeSet("Assign", tuple(change for batch in batches for change in batch)))


@case("queue.assigned", "mine")
def mine(user: User) -> Iterator[None]:
    give(user, 0, 2)
    yield
    assert titles(user) == [FIRST, THIRD]
    assert choices(user) == "Assigned to you"
    user.command("document.next_unfinished")
    document = user.window.focus.document
    assert document is not None
    assert document.title == THIRD


@case("queue.assigned", "nobody")
def nobody(user: User) -> Iterator[None]:
    give(user, 0, 2)
    yield
    assert titles(user) == [SECOND]
    give(user, 0)
    assert titles(user) == []


def _adds(term: str, expected: list[str], more: str = "") -> None:
    @case("queue.add_term", term)
    def add(user: User) -> Iterator[None]:
        prepare(user)
        yield
        user.type(more)
        assert user.window.documents.filter.text() == term + more
        user.qtbot.waitUntil(lambda: titles(user) == expected)


_adds("untagged>0", [FIRST, SECOND])
_adds("spans=0", [FIRST, THIRD])
_adds("length>", [FIRST, SECOND], more="40")
_adds("date>=", [], more="2026")  # these have none


@case("queue.show_everything")
def show_everything(user: User) -> Iterator[None]:
    user.window.documents.filter.setText("second")
    user.window.documents.choose(states=("todo",), sort="title", descending=True)
    assert titles(user) == [SECOND]
    yield
    assert titles(user) == [FIRST, SECOND, THIRD]
    assert choices(user) == ""


@case("queue.assign")
def assign(user: User) -> Iterator[None]:
    def answer(dialog: AssignDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        user.qtbot.waitUntil(dialog.people.hasFocus)
        for key in ("Space", "Down", "Space", "Return"):
            user.press(key)
        return dialog.result()

    user.dialogs.answer("QDialog.exec", answer)
    yield
    with Project(user.window.session.project.path, read_only=True) as project:
        counts = sorted(project.query.assigned_counts().values())
    assert counts == [1, 2]
    assert user.said() == "Done: assign 3 documents to Li, Wen"
    user.take_the_keyboard()
    user.command("edit.undo")
    with Project(user.window.session.project.path, read_only=True) as project:
        assert project.query.assigned_counts() == {}


@case("queue.progress")
def progress(user: User) -> Iterator[None]:
    prepare(user)
    seen: dict[str, object] = {}

    def look(dialog: ProgressDialog) -> int:
        dialog.show()
        user.qtbot.waitUntil(lambda: dialog.table.rowCount() == 2)
        table = dialog.table
        texts = [table.item(0, column).text() for column in range(table.columnCount())]
        seen.update(row=texts, days=dialog.days.accessibleDescription(), labels=dialog.labels.accessibleDescription())
        seen["pace"] = dialog._pace.text()
        dialog.close()
        return 0

    user.dialogs.answer("QDialog.exec", look)
    yield
    assert seen["row"] == ["Wen (you)", "1", "1", "1", "0", "2", "1", "1", "0"]
    assert str(seen["days"]).endswith(": 2")
    assert seen["labels"] == "Claim: 1; Statistic: 1; Quote: 0"
    assert seen["pace"] == "This session: 2 spans, 2 documents, 0 minutes"
    assert user.window.status.pace.text() == "2 spans, 2 documents, 0 minutes"
