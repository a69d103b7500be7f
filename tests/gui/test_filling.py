"""The pass that fills in attributes with one key a value: what is asked, in which order, undo, and where it ends."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.fill_panel import FillPanel
from tests.gui.cases.span import chosen, tagged
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User

TEXT = "Guan came. “We drink again,” said Mayor Oda. Nearly 3,000 people came. Then “All is well,” said another."


@pytest.fixture
def desk(open_window: OpenWindow) -> User:
    """Two quotes, a source, a statistic; the caret is at the start."""
    user = open_window(TEXT)
    for what, key in (("Mayor Oda", "4"), ("3,000 people", "2"), ("“We drink again,”", "3"), ("“All is well,”", "3")):
        tagged(user, what, key)
    user.put_caret("Guan came")
    return user


def panel(user: User) -> FillPanel:
    (found,) = user.window.findChildren(FillPanel)
    return found


def asked(user: User) -> tuple[str, str]:
    question = panel(user).question
    assert question is not None
    return question.text, question.attribute.key


def offers(user: User) -> list[str]:
    question = panel(user).question
    assert question is not None
    return [name for name, _ in question.offers]


def stored(user: User) -> dict[str, dict[str, object]]:
    return {span.text: dict(span.attributes) for span in user.stored()}


def only(user: User, *presses: str) -> None:
    """In the menu of the panel: ask for the attribute at hand alone."""
    user.press("A", ALT)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_one_key_a_value_and_the_panel_moves_on_by_itself(desk: User) -> None:
    desk.press("P")
    assert asked(desk) == ("“We drink again,”", "type")
    assert panel(desk).progress.text() == "1 of 19"
    assert chosen(desk).text == "“We drink again,”"
    desk.press("1")  # direct
    desk.press("1")  # speech
    assert asked(desk) == ("“We drink again,”", "speaker")
    assert offers(desk) == ["Mayor Oda"]
    desk.press("1")
    desk.press("0")
    desk.press("Space")
    assert asked(desk) == ("3,000 people", "kind")
    assert panel(desk).progress.text() == "6 of 19"
    desk.press("Escape")
    assert panel(desk).isHidden()
    assert desk.focused() is desk.article
    assert stored(desk)["“We drink again,”"] == {"type": "direct", "medium": "speech", "speaker": "Mayor Oda"}


def test_a_number_is_read_from_the_text_and_taken_with_return(desk: User) -> None:
    desk.put_caret("3,000")
    desk.press("P")
    desk.press("1")
    assert asked(desk) == ("3,000 people", "value")
    desk.press("Return")
    assert asked(desk) == ("3,000 people", "value_to")
    desk.type("3500")
    desk.press("Return")
    assert stored(desk)["3,000 people"] == {"kind": "count", "value": 3000, "value_to": 3500}
    desk.type("people")
    desk.press("Return")
    assert stored(desk)["3,000 people"]["unit"] == "people"


def test_what_is_typed_is_offered_to_the_next_span(desk: User) -> None:
    desk.press("P")
    desk.press("Space")
    desk.press("Space")
    only(desk)
    assert panel(desk).progress.text() == "1 of 2"
    assert asked(desk) == ("“We drink again,”", "speaker")
    desk.type("1st Mayor, Oda")
    desk.press("Return")
    assert stored(desk)["“We drink again,”"] == {"speaker": "Mayor Oda"}, "a digit in an empty field is a key"


def test_another_speaker_is_typed(desk: User) -> None:
    desk.press("P")
    desk.press("Space")
    desk.press("Space")
    only(desk)
    desk.type("Oda 2")
    desk.press("Return")
    assert asked(desk) == ("“All is well,”", "speaker")
    assert sorted(offers(desk)) == ["Mayor Oda", "Oda 2"]
    desk.press(str(offers(desk).index("Oda 2") + 1))
    assert panel(desk).isHidden()
    assert desk.said() == "2 values set; nothing is left to ask"
    assert [values for values in stored(desk).values() if values] == [{"speaker": "Oda 2"}] * 2


def test_backspace_goes_back_and_undo_too(desk: User) -> None:
    desk.press("P")
    desk.press("1")
    desk.press("2")
    desk.press("Backspace")
    assert asked(desk)[1] == "medium"
    desk.press("3")
    assert stored(desk)["“We drink again,”"] == {"type": "direct", "medium": "document"}
    assert asked(desk)[1] == "speaker"
    desk.press("Z", CTRL)
    desk.press("Z", CTRL)
    assert stored(desk)["“We drink again,”"] == {"type": "direct"}
    assert asked(desk)[1] == "medium"
    desk.press("Backspace")
    desk.press("Backspace")
    assert desk.said() == "This is the first question"


def test_which_attributes_are_asked_is_remembered(desk: User) -> None:
    desk.press("P")
    only(desk)
    assert panel(desk).progress.text() == "1 of 2"
    desk.press("Escape")
    desk.restart()
    desk.put_caret("Guan came")
    desk.press("P")
    assert panel(desk).progress.text() == "1 of 2"
    desk.press("A", ALT)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert panel(desk).progress.text() == "1 of 19"


def test_it_begins_at_the_caret_and_comes_round(desk: User) -> None:
    desk.put_caret("Then")
    desk.press("P")
    assert asked(desk)[0] == "“All is well,”"
    for _ in range(5):
        desk.press("Space")
    assert asked(desk) == ("“We drink again,”", "type")


def test_a_full_pass_is_at_most_a_key_a_value(desk: User) -> None:
    desk.press("P")
    keys = 0
    while not panel(desk).isHidden():
        question = panel(desk).question
        assert question is not None
        desk.press("Return" if question.attribute.type == "number" else "1" if question.offers else "Space")
        keys += 1
    assert keys == 19
    assert len(stored(desk)["“We drink again,”"]) == 5


def test_nothing_to_ask(user: User) -> None:
    user.press("P")
    assert user.said() == "Nothing is unset here"
    tagged(user, "12 wells", "4")
    user.press("P")
    assert user.said() == "Nothing is unset here"


def test_spans_of_others_are_not_asked_for(open_window: OpenWindow, desk: User) -> None:
    desk.window.close()
    other = open_window(name="Li")
    other.press("P")
    assert other.said() == "Nothing is unset here"


def test_copying_says_why_not(desk: User) -> None:
    desk.press("P", SHIFT)
    assert "Choose a span first" in desk.said()
    desk.put_caret("We drink")
    desk.press("P", SHIFT)
    assert desk.said() == "There is no quote of yours before this one"
    desk.put_caret("All is")
    desk.press("P", SHIFT)
    assert "nothing to copy" in desk.said()


def test_copying_is_one_step(desk: User) -> None:
    desk.put_caret("We drink")
    desk.press("P")
    for _ in range(3):
        desk.press("1")
    desk.press("Escape")
    desk.put_caret("All is")
    desk.press("P", SHIFT)
    assert stored(desk)["“All is well,”"] == {"type": "direct", "medium": "speech", "speaker": "Mayor Oda"}
    assert desk.said() == "Copied from “We drink again,”: type direct, medium speech, speaker Mayor Oda"
    desk.press("Z", CTRL)
    assert stored(desk)["“All is well,”"] == {}
