"""The inspector: every attribute of the default scheme by keyboard, notes, history; no field triggers a tag key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from annotator.core.model import Attribute
from annotator.edit.schemes import default_scheme
from annotator.gui.fields import NoteField, TextField
from tests.gui.conftest import CTRL, SHIFT, User
from tests.making import PLAIN

KEYS = {"claim": "1", "statistic": "2", "quote": "3", "source": "4"}
TYPED = {"text": "1 d,r[", "number": "1600"}


def tag(user: User, label: str) -> None:
    user.put_caret("town")
    user.press(KEYS[label])


@pytest.mark.parametrize("label", [label.key for label in default_scheme().labels])
def test_every_attribute_can_be_set_by_keyboard_and_unset_stays_unset(user: User, label: str) -> None:
    tag(user, label)
    assert dict(user.stored()[0].attributes) == {}
    attributes = default_scheme().attributes_of(label)
    user.press("Return")
    expected: dict[str, object] = {}
    for place, attribute in enumerate(attributes):
        if place % 2 == 0:
            expected[attribute.key] = _fill(user, attribute)
        user.press("Tab")
    assert isinstance(user.focused(), NoteField)
    user.type("3 times, [sic]")
    user.press("Escape")
    assert user.window.pane.article.hasFocus()
    span = user.stored()[0]
    assert (dict(span.attributes), span.note) == (expected, "3 times, [sic]")
    assert len(user.spans()) == 1


def _fill(user: User, attribute: Attribute) -> object:
    field = user.focused()
    assert field.accessibleName() == attribute.name
    if attribute.type == "choice":
        assert isinstance(field, QComboBox)
        user.press("Down")
        return attribute.values[0]
    user.type(TYPED[attribute.type])
    return 1600 if attribute.type == "number" else TYPED["text"]


def test_unsetting_by_backspace(user: User) -> None:
    tag(user, "claim")
    user.press("Return")
    user.press("Down")
    assert dict(user.stored()[0].attributes) == {"type": "event"}
    user.press("Backspace")
    assert dict(user.stored()[0].attributes) == {}


def test_what_is_typed_is_kept_after_a_rest_without_leaving_the_field(user: User) -> None:
    tag(user, "claim")
    user.press("N")
    user.type("see p. 4")
    assert user.stored()[0].note == ""
    user.qtbot.waitUntil(lambda: user.stored()[0].note == "see p. 4", timeout=3000)
    assert isinstance(user.focused(), NoteField)


def test_undo_is_the_fields_until_it_has_committed(user: User) -> None:
    tag(user, "claim")
    user.press("N")
    user.type("abc")
    user.press("Z", CTRL)
    user.press("Escape")
    assert user.stored()[0].note == ""
    assert len(user.spans()) == 1
    user.press("N")
    user.type("kept")
    user.qtbot.waitUntil(lambda: user.stored()[0].note == "kept", timeout=3000)
    user.press("Z", CTRL)
    assert user.stored()[0].note == ""
    assert "edit note" in user.said()
    user.press("Z", CTRL | SHIFT)
    assert user.stored()[0].note == "kept"


def test_going_to_another_span_keeps_what_was_typed_for_this_one(user: User) -> None:
    user.select("the town")
    user.press("1")
    user.select("12 wells")
    user.press("2")
    user.press("N")
    user.type("count them")
    user.window.handlers.span.previous()
    assert [span.note for span in user.stored()] == ["", "count them"]


def test_what_is_no_number_is_marked_and_not_kept(user: User) -> None:
    tag(user, "statistic")
    field = user.window.inspector.form.fields["value"]
    field.setFocus()
    user.type("about 5")
    user.press("Escape")
    assert "value" not in user.stored()[0].attributes
    assert "not a number" in field.toolTip()


@pytest.mark.parametrize(
    ("typed", "kept"), [("1,600", 1600), ("62.8", 62.8), ("62,8", 62.8), ("-3", -3), ("1e400", None), ("nan", None)]
)
def test_numbers_as_people_write_them(user: User, typed: str, kept: float | None) -> None:
    tag(user, "statistic")
    user.window.inspector.form.fields["value"].setFocus()
    user.type(typed)
    user.press("Escape")
    assert user.stored()[0].attributes.get("value") == kept


def test_speakers_of_the_document_are_offered(user: User) -> None:
    tag(user, "quote")
    user.window.inspector.form.fields["speaker"].setFocus()
    user.type("Mayor Oda")
    user.press("Escape")
    user.put_caret("drink")
    user.press("3")
    field = user.window.inspector.form.fields["speaker"]
    assert isinstance(field, TextField)
    field.setFocus()
    assert field.completer().completionModel().rowCount() == 1
    user.type("od")
    assert field.completer().currentCompletion() == "Mayor Oda"


def test_the_history_of_a_span_is_told(user: User) -> None:
    tag(user, "claim")
    user.press("D")
    user.press("Z", CTRL)
    told = user.window.inspector.form.history.text()
    assert "tagged · Wen" in told
    assert "undid: move edge of claim · Wen" in told


def test_retagging_drops_values_the_new_label_lacks_and_undo_brings_them_back(user: User) -> None:
    tag(user, "claim")
    user.press("Return")
    user.press("Down")
    user.press("Escape")
    user.press("R")
    user.press("2")
    assert dict(user.stored()[0].attributes) == {}
    user.press("Z", CTRL)
    assert dict(user.stored()[0].attributes) == {"type": "event"}
    assert PLAIN
    assert QApplication.focusWidget() is user.window.pane.article


def test_three_lines_of_a_note_are_seen_without_scrolling(user: User) -> None:
    user.put_caret("town")
    user.press("1")
    note = user.window.inspector.form.note
    user.press("N")
    for line in ("one", "two"):
        user.type(line)
        user.press("Return")
    user.type("three")
    assert note.blockCount() == 3
    assert note.verticalScrollBar().maximum() == 0


def test_keys_typed_in_a_row_without_a_pause_land_in_the_field(user: User) -> None:
    user.put_caret("12 wells")
    for key in (Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_1, Qt.Key.Key_2):
        # No event loop in between, as when somebody types ahead of a busy machine.
        QTest.keyClick(user.focused(), key)
    user.press("Escape")
    assert [(span.label, dict(span.attributes)) for span in user.stored()] == [
        ("statistic", {"kind": "count", "value": 12})
    ]
