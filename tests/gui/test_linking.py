"""Linking by key: the list beside the span, the other end in the text, refusals, following, removing."""

import pytest
from PySide6.QtWidgets import QPushButton

from annotator.gui.fields import TextField
from annotator.gui.link_picker import LinkPicker
from tests.gui.cases.link import links, quote_and_source
from tests.gui.cases.span import chosen, tagged
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User

TEXT = (
    "Guan came. “We drink again,” said Mayor Oda, the friend of Guan Li. "
    "Nearly 3,000 people came. Some 12 wells were dug. The clinic is new."
)


def picker(user: User) -> LinkPicker:
    (found,) = user.window.findChildren(LinkPicker)
    return found


def offered(user: User) -> list[str]:
    return [row.text for row in picker(user).candidates()]


@pytest.fixture
def desk(open_window: OpenWindow) -> User:
    """Two sources, a quote, two statistics and a claim; the quote is chosen."""
    user = open_window(TEXT)
    tagged(user, "Guan Li", "4")
    tagged(user, "Mayor Oda", "4")
    tagged(user, "3,000 people", "2")
    tagged(user, "12 wells", "2")
    tagged(user, "The clinic is new", "1")
    tagged(user, "“We drink again,”", "3")
    return user


def test_a_quote_and_its_speaker_take_two_keys_and_fill_the_speaker(desk: User) -> None:
    desk.press("L")
    desk.press("Return")
    assert links(desk) == [("said_by", "“We drink again,”", "Mayor Oda")]
    assert chosen(desk).attributes == {"speaker": "Mayor Oda"}
    assert desk.said() == "Said by →: Mayor Oda; speaker set"
    desk.press("Z", CTRL)
    assert links(desk) == []
    assert chosen(desk).attributes == {}


def test_the_list_is_nearest_first_and_typing_filters_it(desk: User) -> None:
    desk.press("L")
    assert offered(desk) == ["Mayor Oda", "Guan Li"]
    desk.type("gu")
    assert offered(desk)[0] == "Guan Li"
    desk.press("Return")
    assert links(desk) == [("said_by", "“We drink again,”", "Guan Li")]
    desk.press("L")
    assert offered(desk) == ["Mayor Oda"], "what is linked already is not offered"
    desk.press("Escape")
    assert picker(desk).isHidden()
    assert desk.focused() is desk.article


def test_the_question_names_a_quotation_with_its_own_marks_alone(desk: User) -> None:
    desk.press("L")
    assert desk.said() == "Link “We drink again,”: to what?"


def test_what_is_typed_of_a_name_tags_all_of_it(open_window: OpenWindow) -> None:
    user = open_window("“We drink,” said Chief Engineer Ann Lee’s friend Jo Park yesterday.")
    tagged(user, "“We drink,”", "3")
    user.press("L")
    user.type("lee")
    assert offered(user) == ["Tag “Chief Engineer Ann Lee” as source and link"]
    for _ in "lee":
        user.press("Backspace")
    user.type("friend jo")
    assert offered(user) == ["Tag “friend Jo Park” as source and link"]


def test_a_name_that_is_not_tagged_is_tagged_and_linked(desk: User) -> None:
    desk.press("L")
    desk.type("guan")
    assert offered(desk) == ["Guan Li", "Tag “Guan” as source and link"]
    desk.press("Down")
    desk.press("Return")
    assert links(desk) == [("said_by", "“We drink again,”", "Guan")]
    assert ("source", "Guan") in desk.spans()
    desk.press("Z", CTRL)
    assert ("source", "Guan") not in desk.spans()
    assert links(desk) == []


def test_a_name_to_be_tagged_comes_without_its_possessive(open_window: OpenWindow) -> None:
    user = open_window("Mayor Oda’s words were “We drink again,” they say.")
    tagged(user, "“We drink again,”", "3")
    user.press("L")
    user.type("mayor o")
    user.press("Return")
    assert chosen(user).attributes == {"speaker": "Mayor Oda"}


def test_tab_and_digits_choose_the_type_and_the_last_one_comes_first_next_time(desk: User) -> None:
    desk.press("BracketRight")
    desk.press("BracketRight")
    desk.press("BracketRight")
    assert chosen(desk).text == "3,000 people"
    desk.press("L")
    assert offered(desk) == ["The clinic is new"]
    desk.press("Tab")
    assert offered(desk) == ["12 wells"]
    desk.press("Tab", SHIFT)
    desk.press("2")
    desk.press("Return")
    assert links(desk) == [("compares_to", "3,000 people", "12 wells")]
    desk.press("BracketRight")
    desk.press("L")
    assert picker(desk).nth == 1
    desk.press("1")
    desk.type("cl")
    desk.press("Return")
    assert ("supports", "12 wells", "The clinic is new") in links(desk)


def test_the_other_end_can_be_chosen_in_the_text_and_a_wrong_one_is_refused_in_words(desk: User) -> None:
    desk.press("L")
    desk.press("L", CTRL)
    assert "Said by → a source" in desk.said()
    for _ in range(3):
        desk.press("BracketRight")
    assert chosen(desk).text == "3,000 people"
    desk.press("Return")
    assert desk.said() == "“Said by” can only lead to a source; this is a statistic"
    assert links(desk) == []
    desk.press("BracketLeft")
    desk.press("L")
    assert links(desk) == [("said_by", "“We drink again,”", "Guan Li")]
    assert chosen(desk).label == "quote"
    desk.press("Return")
    assert desk.window.inspector.isAncestorOf(desk.focused()), "Return is its own again"


def test_a_selection_is_tagged_and_linked(desk: User) -> None:
    desk.press("L")
    desk.press("L", CTRL)
    desk.select("Guan")
    desk.press("Return")
    assert links(desk) == [("said_by", "“We drink again,”", "Guan")]


def test_escape_leaves_the_choice_in_the_text(desk: User) -> None:
    desk.press("L")
    desk.press("L", CTRL)
    desk.press("Escape")
    desk.press("BracketRight")
    desk.press("Return")
    assert links(desk) == []
    assert desk.window.inspector.isAncestorOf(desk.focused())


def test_a_source_is_linked_from_its_own_side(user: User) -> None:
    quote_and_source(user)
    user.press("BracketRight")
    assert chosen(user).label == "source"
    user.press("L")
    user.press("Return")
    assert links(user) == [("said_by", "“We drink again,”", "Mayor Oda")]
    assert [dict(span.attributes) for span in user.stored() if span.label == "quote"] == [{"speaker": "Mayor Oda"}]


def test_nothing_to_link(user: User) -> None:
    user.press("L")
    assert "Choose a span first" in user.said()
    tagged(user, "12 wells", "2")
    user.press("L")
    assert offered(user) == []
    user.press("Return")
    assert links(user) == []
    user.press("Escape")


def test_follow_goes_round_and_back(desk: User) -> None:
    desk.press("L")
    desk.press("Return")
    seen = []
    for _ in range(3):
        desk.press("L", SHIFT)
        seen.append(chosen(desk).text)
    assert seen == ["Mayor Oda", "“We drink again,”", "Mayor Oda"]
    desk.press("L", SHIFT)
    desk.press("L")
    desk.press("Return")
    seen = []
    for _ in range(4):
        desk.press("L", SHIFT)
        seen.append(chosen(desk).text)
    assert seen == ["Mayor Oda", "Guan Li", "“We drink again,”", "Mayor Oda"]
    desk.put_caret("The clinic")
    desk.press("L", SHIFT)
    assert "no links" in desk.said()


def test_removing_one_of_several_asks_which(desk: User) -> None:
    for _ in range(2):
        desk.press("L")
        desk.press("Return")
    desk.press("L", ALT)
    assert sorted(offered(desk)) == ["Guan Li", "Mayor Oda"]
    desk.type("guan")
    desk.press("Return")
    assert links(desk) == [("said_by", "“We drink again,”", "Mayor Oda")]
    desk.press("L", ALT)
    assert links(desk) == []
    desk.press("L", ALT)
    assert "no links" in desk.said()


def test_deleting_a_span_takes_its_links_along_in_one_step(desk: User) -> None:
    desk.press("L")
    desk.press("Return")
    desk.press("Delete")
    assert links(desk) == []
    desk.press("Z", CTRL)
    assert links(desk) == [("said_by", "“We drink again,”", "Mayor Oda")]


def test_read_only_links_can_be_followed_alone(open_window: OpenWindow, desk: User) -> None:
    desk.press("L")
    desk.press("Return")
    desk.window.close()
    reader = open_window(read_only=True)
    reader.put_caret("We drink")
    reader.press("L", SHIFT)
    assert chosen(reader).text == "Mayor Oda"
    assert not reader.window.actions_table.get("link.begin").isEnabled()


def row_of(desk: User) -> str:
    """The text of the link row that has the keyboard, going there by Tab."""
    desk.press("Return")
    for _ in range(12):
        if isinstance(desk.focused(), QPushButton):
            return desk.focused().accessibleName()
        desk.press("Tab")
    raise AssertionError("no row of a link was reached by Tab")


def test_links_in_the_inspector_by_keyboard(desk: User) -> None:
    desk.press("L")
    desk.press("Return")
    assert row_of(desk) == "Said by → Mayor Oda"
    desk.press("Return")
    assert chosen(desk).text == "Mayor Oda"
    assert desk.focused() is desk.article
    desk.press("L", SHIFT)
    row_of(desk)
    desk.press("T")
    assert links(desk) == [("contradicts", "“We drink again,”", "Mayor Oda")]
    assert desk.focused().accessibleName() == "Contradicts → Mayor Oda"
    desk.press("Delete")
    assert links(desk) == []
    assert desk.focused().accessibleName() == "Note"
    desk.press("Z", CTRL)
    desk.press("Z", CTRL)
    assert links(desk) == [("said_by", "“We drink again,”", "Mayor Oda")]


def test_the_speaker_field_completes_from_the_sources_of_the_text(desk: User) -> None:
    desk.press("Return")
    desk.press("Tab")
    desk.press("Tab")
    field = desk.focused()
    assert isinstance(field, TextField)
    desk.type("da")
    completer = field.completer()
    assert completer is not None
    assert [completer.currentCompletion(), completer.completionCount()] == ["Mayor Oda", 1]
    desk.press("Escape")
    desk.press("Escape")
