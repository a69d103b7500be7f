"""A project that does not take what is done, here because it may not grow: it is told, nothing else is lost by it."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.gui.conftest import CTRL, OpenWindow, User
from tests.making import PLAIN

FULL = "not saved: the disk is full; free some space and try again"
LONG = "checked against the register of wells, which names all of them. " * 80
Room = Callable[[bool], None]


@pytest.fixture
def room(user: User) -> Room:
    """Whether there is room for anything more in the project's file."""

    def make(there: bool) -> None:
        connection = user.window.session.project._opened.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {2**30 if there else pages}")

    return make


def fill(user: User) -> None:
    """Tag until there is no room left in the pages that the file has."""
    for _ in range(400):
        user.put_caret("12 wells")
        user.press("2")
        if user.said() == FULL:
            return
    raise AssertionError("it never got full")


def test_a_tag_that_cannot_be_saved_is_nowhere(user: User, room: Room) -> None:
    room(False)
    fill(user)
    before, told = user.spans(), user.window.actions_table.get("edit.undo").text()
    user.put_caret("town")
    user.press("1")
    assert user.said() == FULL
    assert user.window.status.saved.text() == "Last change not saved"
    assert user.spans() == before
    shown = user.window.spans.model.spans
    assert [(span.label, span.text) for span in shown] == before
    assert len(user.window.focus.spans) == len(before)
    assert user.window.actions_table.get("edit.undo").text() == told
    assert not user.window.pane.article.spans_between(0, 3)
    room(True)
    user.press("1")
    assert user.window.status.saved.text() == "All changes saved"
    assert len(user.spans()) == len(before) + 1
    user.press("Z", CTRL)
    assert user.spans() == before


def test_an_undo_that_cannot_be_saved_changes_nothing_and_can_be_tried_again(user: User, room: Room) -> None:
    room(False)
    fill(user)
    before = user.spans()
    for _ in range(30):  # an undo needs room as well, until there is none
        user.press("Z", CTRL)
        if user.said() == FULL:
            break
        before = user.spans()
    assert user.said() == FULL
    assert user.spans() == before
    assert len(user.window.spans.model.spans) == len(before)
    room(True)
    user.press("Z", CTRL)
    assert len(user.spans()) == len(before) - 1


def note(user: User, text: str) -> None:
    user.press("N")
    QApplication.focusWidget().insertPlainText(text)  # type: ignore[union-attr]
    user.press("Escape")


def test_a_note_that_cannot_be_saved_stays_in_its_field_and_is_saved_later(user: User, room: Room) -> None:
    user.put_caret("town")
    user.press("1")
    user.put_caret("12 wells")
    user.press("2")
    room(False)
    note(user, LONG)
    assert user.said() == FULL
    assert [span.note for span in user.stored()] == ["", ""]
    assert user.window.inspector.form.note.toPlainText() == LONG
    user.press("BracketLeft")  # another span: its own note, which is empty
    user.window.inspector.show_span()
    assert user.window.inspector.form.note.toPlainText() == ""
    user.press("BracketRight")
    user.window.inspector.show_span()
    assert user.window.inspector.form.note.toPlainText() == LONG
    user.press("BracketLeft")
    room(True)
    user.put_caret("drink")
    user.press("3")  # whatever can be saved again shows that there is room
    user.qtbot.waitUntil(lambda: LONG in [span.note for span in user.stored()])
    assert [span.text for span in user.stored() if span.note] == ["12 wells"]


def test_a_window_with_something_unsaved_asks_before_it_closes(user: User, room: Room) -> None:
    user.put_caret("town")
    user.press("1")
    room(False)
    note(user, LONG)

    def cancel(box: QMessageBox) -> int:
        assert "What you have typed last is lost" in box.text()
        box.button(QMessageBox.StandardButton.Cancel).click()
        return 0

    user.dialogs.answer("QMessageBox.exec", cancel)
    user.window.close()
    assert user.window.isVisible()
    room(True)
    user.window.close()
    assert not user.window.isVisible()


def test_a_choice_that_cannot_be_saved_is_not_shown(user: User, room: Room) -> None:
    user.put_caret("town")
    user.press("1")
    form = user.window.inspector.form
    user.window.inspector.show_span()
    room(False)
    fill(user)
    user.put_caret("town")
    user.press("BracketLeft")
    user.window.inspector.show_span()
    field = form.fields["type"]
    field.setFocus()
    for way in ["Down", "Up"] * 60:
        shown = field.currentText()  # type: ignore[union-attr]
        user.press(way)
        if user.said() == FULL:
            break
    assert user.said() == FULL
    assert form.fields["type"].currentText() == shown  # type: ignore[union-attr]


def test_a_guideline_that_cannot_be_saved_stays_in_its_field(open_window: OpenWindow) -> None:
    user = open_window(PLAIN)
    user.put_caret("town")
    user.press("H")
    page = user.window.handlers.guide.page()
    page.edit()
    before = page.writer.toPlainText()
    connection = user.window.session.project._opened.connection
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    page.writer.selectAll()
    page.writer.insertPlainText(LONG * 3)
    page.read()
    assert user.said() == FULL
    assert page.writer.toPlainText() == LONG * 3
    assert not page.reading
    connection.execute(f"PRAGMA max_page_count = {2**30}")
    page.read()
    assert page.reading
    assert before != LONG * 3
