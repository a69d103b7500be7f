"""Tag all occurrences, by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui import occurrence_commands
from annotator.gui.occurrences_dialog import OccurrencesDialog
from tests.gui.conftest import ALT, CTRL, NONE, OpenWindow, User

FIRST = "Oda said 12. Odabashi said 12. Then Oda left; ODA is gone."
SECOND = "There is no Oda here but this."

Key = tuple[str, Qt.KeyboardModifier]


def keys(user: User, *pressed: str | Key | Callable[[OccurrencesDialog], None]) -> list[str]:
    """Answer the dialog with these keys; what it said after each."""
    said: list[str] = []

    def use(dialog: OccurrencesDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        user.qtbot.waitUntil(dialog.isActiveWindow)
        dialog.list.setFocus()
        QApplication.processEvents()
        for each in pressed:
            if callable(each):
                each(dialog)
            else:
                key, modifiers = each if isinstance(each, tuple) else (each, NONE)
                widget = QApplication.focusWidget() or dialog.list
                QTest.keyClick(widget, getattr(Qt.Key, f"Key_{key}"), modifiers)
                QTest.qWait(150 if modifiers == ALT else 0)  # Qt shows the click on a box
            QApplication.processEvents()
            user.qtbot.waitUntil(lambda: not user.window.session.jobs.busy, timeout=10_000)
            said.append(dialog.said.text())
        dialog.hide()
        user.take_the_keyboard()
        return dialog.result()

    user.dialogs.answer("QDialog.exec", use)
    return said


def test_the_chosen_spans_label_and_text_are_taken(open_window: OpenWindow) -> None:
    user = open_window(FIRST, SECOND)
    user.select("Oda")
    user.press("4")
    said = keys(user, "Return")
    user.press("O")
    assert user.spans() == [("source", "Oda")] * 2
    assert said == ["1 of 2 ticked"]
    assert "Tagged 1 occurrence as source" in user.said()
    user.press("Z", CTRL)
    assert user.spans() == [("source", "Oda")]


def test_all_documents_any_case_any_part_as_one_step(open_window: OpenWindow) -> None:
    user = open_window(FIRST, SECOND)
    user.select("Oda")
    said = keys(user, ("A", ALT), ("W", ALT), ("C", ALT), "4", "Return")
    user.press("O")
    assert said == ["3 of 3 ticked", "4 of 4 ticked", "5 of 5 ticked", "5 of 5 ticked", "5 of 5 ticked"]
    assert sorted(user.spans()) == [("source", "ODA"), *[("source", "Oda")] * 4]
    assert "in 2 documents" in user.said()
    assert "ag 5 occurrences as source" in user.window.actions_table.get("edit.undo").text()
    user.press("Z", CTRL)
    assert user.spans() == []


def test_one_begins_and_ends_where_one_is(open_window: OpenWindow) -> None:
    user = open_window("Oda came. " + "Nobody saw it. " * 20 + "Oda left. " + "Rain fell. " * 20 + "Oda slept.")
    place = user.window.focus.text.index("Oda left")
    user.window.pane.article.select(place, place + 3)
    rows: list[int] = []
    keys(user, lambda dialog: rows.append(dialog.list.currentIndex().row()), "4", "Return")
    user.press("O")
    assert rows == [1]
    user.press("Z", CTRL)
    assert user.window.pane.article.caret() == place


def test_space_and_control_a_tick(open_window: OpenWindow) -> None:
    user = open_window(FIRST)
    user.select("said 12")
    said = keys(user, "4", ("A", CTRL), ("A", CTRL), "Space", "Return")
    user.press("O")
    assert said == ["2 of 2 ticked", "0 of 2 ticked", "2 of 2 ticked", "1 of 2 ticked", "1 of 2 ticked"]
    assert [(span.start, span.text) for span in user.stored()] == [(22, "said 12")]


def test_without_a_label_it_asks_for_one(open_window: OpenWindow) -> None:
    user = open_window(FIRST)
    user.select("12")
    said = keys(user, "Return", "Escape")
    user.press("O")
    assert "press its key" in said[0].lower()
    assert user.spans() == []


def test_attributes_are_copied_when_asked(open_window: OpenWindow) -> None:
    user = open_window(FIRST)
    user.select("12")
    user.press("2")
    span = user.window.focus.span
    assert span is not None
    from annotator.edit import tagging

    session = user.window.session
    session.commit(
        tagging.set_attribute(
            span, "unit", "people", name="Unit", annotator_id=session.annotator.id, scheme=session.scheme
        )
    )
    user.window.pane.article.setFocus()
    keys(user, ("T", ALT), "Return")
    user.press("O")
    assert [dict(each.attributes) for each in user.stored()] == [{"unit": "people"}] * 2


def test_nothing_chosen_is_said(open_window: OpenWindow) -> None:
    user = open_window(FIRST)
    user.press("O")
    assert "Select a text" in user.said()


def test_very_many_are_one_step_too(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrence_commands, "BULK", 20)
    user = open_window("twelve wells. " * 40)
    user.select("wells")
    keys(user, "2", "Return")
    user.press("O")
    user.wait_for_jobs()
    assert user.spans() == [("statistic", "wells")] * 40
    assert {span.rev for span in user.stored()} == {1}
    assert all(span.updated_at for span in user.stored())
    user.press("Z", CTRL)
    user.wait_for_jobs()
    assert user.spans() == []
