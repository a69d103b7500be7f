"""The list of documents while somebody works through it: what is typed, marked and tagged, and what is remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Assignment, Progress
from annotator.gui import queue_commands
from annotator.gui.assign_dialog import AssignDialog
from annotator.gui.documents_panel import DocumentsPanel
from annotator.store.project import Project
from annotator.store.queries import Queries
from tests.conftest import Dialogs
from tests.gui.cases.queue import choices, give, open_menu, titles
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User

TEXTS = tuple(f"Text {number:02} of thirty has {number} wells." for number in range(30))


def shown(user: User) -> list[str]:
    return [title.split()[1] for title in titles(user)]


def test_the_last_of_several_keys_counts(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    user = open_window(*TEXTS)
    asked: list[tuple[str, ...]] = []
    listed = Queries.listed

    def slow(query: Queries, wanted: object, *rest: object) -> object:
        asked.append(wanted.words)  # type: ignore[attr-defined]
        QTest.qWait(0)
        return listed(query, wanted, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Queries, "listed", slow)
    user.press("D", CTRL | SHIFT)
    user.type("text 17")
    assert shown(user) == ["17"]
    assert asked[-1] == ("text", "17")
    user.press("Backspace")
    assert shown(user) == ["01", *(str(number) for number in range(10, 20)), "21"]


def test_one_more_letter_looks_only_through_what_is_there(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = open_window(*TEXTS)
    within: list[int] = []
    listed = Queries.listed

    def watched(query: Queries, wanted: object, figures: object = None, only: object = None) -> object:
        within.append(-1 if only is None else len(only))  # type: ignore[arg-type]
        return listed(query, wanted, figures, only)  # type: ignore[arg-type]

    monkeypatch.setattr(Queries, "listed", watched)
    user.press("D", CTRL | SHIFT)
    user.type("1")
    assert len(shown(user)) == 12
    user.type("8")
    assert shown(user) == ["18"]
    assert within == [-1, 12]
    user.window.open_document(user.window.documents.model.rows[0].id)
    user.window.documents.reload()
    titles(user)
    assert within[-1] == 1


def test_enter_opens_the_first(open_window: OpenWindow) -> None:
    user = open_window(*TEXTS)
    user.press("D", CTRL | SHIFT)
    user.type("text 2")
    user.press("Return")
    titles(user)
    user.qtbot.waitUntil(lambda: user.window.focus.text.startswith("Text 02"))
    assert user.window.documents.list.hasFocus()


def test_choices_are_remembered(open_window: OpenWindow) -> None:
    user = open_window(*TEXTS)
    user.press("Return", CTRL)
    user.command("queue.show", "todo doing")
    user.command("queue.sort", "title")
    user.command("queue.reverse")
    before = shown(user)
    assert before == [f"{number:02}" for number in range(29, 0, -1)]
    user.restart()
    assert shown(user) == before
    assert choices(user) == "To do or In progress · Title ↓"
    actions = user.window.actions_table
    user.qtbot.waitUntil(lambda: actions.get("queue.sort", "title").isChecked())
    assert actions.get("queue.reverse").isChecked()
    assert actions.get("queue.show", "todo doing").isChecked()


def test_a_row_changes_where_it_stands(open_window: OpenWindow) -> None:
    user = open_window(*TEXTS)
    user.command("queue.sort", "spans")
    user.press("PageDown", ALT)
    document = user.window.focus.document
    assert document is not None
    user.put_caret("wells")
    user.press("1")
    user.press("2")
    rows = user.window.documents.model.rows
    place = rows.place_of(document.id)
    assert (place, rows[place].spans, rows[place].state) == (1, 2, "doing")
    assert user.window.documents.list.currentIndex().row() == 1
    user.window.documents.reload()
    titles(user)
    assert rows.place_of(document.id) == 0
    assert user.window.documents.list.currentIndex().row() == 0
    assert user.window.focus.document is not None
    assert user.window.focus.document.id == document.id


def test_the_next_unfinished_is_far_down_the_list(open_window: OpenWindow) -> None:
    user = open_window(*(f"Document {number}." for number in range(200)))
    rows = user.window.documents.model.rows
    mine = user.window.session.annotator.id
    done = [
        Change(None, Progress(id=f"p{place}", document_id=rows[place].id, annotator_id=mine, state="done"))
        for place in range(190)
    ]
    user.window.session.commit(ChangeSet("Mark", tuple(done)))
    user.press("Down", CTRL)
    assert user.window.focus.text == "Document 190."
    assert user.window.documents._count.text() == "190 / 200 DONE"
    user.press("Up", CTRL)
    assert user.said() == "There is no unfinished document above"


def test_the_panel_menu_by_keys(open_window: OpenWindow) -> None:
    user = open_window(*TEXTS[:3])
    user.press("D", CTRL | SHIFT)
    user.press("Tab")
    assert user.focused() is user.window.documents.menu_button
    user.press("Space")
    menu = open_menu(user)
    assert "Length" in [action.text().replace("&", "") for action in menu.actions()]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert choices(user) == "Title ↑"


def test_many_assignments_are_a_job_and_one_step(
    open_window: OpenWindow, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_commands, "BULK", 10)
    user = open_window(*TEXTS)

    def answer(dialog: AssignDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        user.qtbot.waitUntil(dialog.people.hasFocus)
        dialog.name.setFocus()
        user.type("Ana")
        user.press("Return")  # adds her, and does not assign yet
        assert dialog.isVisible()
        dialog.how.setCurrentIndex(dialog.how.findData("each"))
        dialog.how.setFocus()
        user.press("Return")
        return dialog.result()

    dialogs.answer("QDialog.exec", answer)
    user.command("queue.assign")
    user.wait_for_jobs()
    user.qtbot.waitUntil(lambda: user.said() == "Done: assign 30 documents to Ana")
    with Project(user.window.session.project.path, read_only=True) as project:
        person = project.query.person_called("Ana")
        assert person is not None
        assert project.query.assigned_counts() == {person.id: 30}
    user.take_the_keyboard()
    assert user.window.actions_table.get("edit.undo").text() == "Undo assign 30 documents to Ana"
    user.press("Z", CTRL)
    user.wait_for_jobs()
    assert user.window.session.query.every(Assignment) == []


def test_done_and_on_stays_with_what_is_assigned(open_window: OpenWindow) -> None:
    user = open_window(*TEXTS)
    give(user, 3, 7)
    user.command("queue.assigned", "mine")
    assert shown(user) == ["03", "07"]
    user.press("Down", CTRL)
    user.press("Return", CTRL)
    assert user.window.focus.text.startswith("Text 07")
    user.press("Return", CTRL)
    assert "every document" in user.said()


def test_a_long_list_is_read_a_screenful_at_a_time(open_window: OpenWindow) -> None:
    user = open_window(*(f"Document {number}." for number in range(1000)))
    panel: DocumentsPanel = user.window.documents
    rows = panel.model.rows
    assert len(rows) == 1000
    assert len(rows._lines) < 200
    panel.list.setFocus()
    user.press("End", CTRL)
    assert user.window.focus.text == "Document 999."
    assert len(rows._lines) < 300


def test_another_list_begins_at_its_top(open_window: OpenWindow) -> None:
    user = open_window(*(f"Document {number}." for number in range(300)))
    rows = user.window.documents.list
    rows.setFocus()
    user.press("End", CTRL)
    assert rows.verticalScrollBar().value() > 0
    user.press("Return", CTRL)
    user.window.open_document(user.window.documents.model.rows[299].id)
    user.command("queue.show", "todo")
    titles(user)
    assert rows.currentIndex().row() == -1
    assert rows.verticalScrollBar().value() == 0
