"""The caret by keys in the whole window: other scripts, long texts, selecting over lines, snapping of the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.app.settings import Settings
from annotator.core.walking import FARTHEST
from tests.gui.conftest import ALT, CTRL, NONE, SHIFT, OpenWindow, User
from tests.making import PLAIN

ARABIC = "قال المدير إن 300 عامل وصلوا. ثم غادروا London مساء."
CHINESE = "镇里打了12座井。“我们有水了！”镇长说。近3000人来了。"


def words(user: User, key: str, times: int, *, select: bool = False) -> list[int]:
    """Where the caret is after each press of Ctrl and an arrow."""
    places = []
    for _ in range(times):
        user.press(key, CTRL | SHIFT if select else CTRL)
        places.append(user.window.pane.article.caret())
    return places


def test_each_han_character_is_a_word(open_window: OpenWindow) -> None:
    user = open_window(CHINESE)
    assert words(user, "Right", 5) == [1, 2, 3, 4, 6], "12 is one word"
    assert words(user, "Left", 2) == [4, 3]


def test_in_arabic_left_goes_on(open_window: OpenWindow) -> None:
    user = open_window(ARABIC)
    user.put_caret("المدير")
    on = words(user, "Left", 3)
    assert ARABIC[on[0] : on[1]].strip() == "إن"
    assert ARABIC[on[1] : on[2]].strip() == "300"
    assert words(user, "Right", 1) == [ARABIC.index("300")]
    user.put_caret("London")
    assert words(user, "Left", 2, select=True)[-1] == ARABIC.index(".", ARABIC.index("London"))
    assert user.window.pane.article.selection() is not None
    user.press("1")
    assert user.spans() == [("claim", "London مساء")]


def test_sentences_figures_and_quotations_in_chinese(open_window: OpenWindow) -> None:
    user = open_window(CHINESE)
    user.press("G")
    user.press("2")
    user.press("Q")
    user.press("3")
    user.press("J")
    user.press("1")
    assert user.spans() == [("statistic", "12座井"), ("quote", "“我们有水了！”"), ("claim", "近3000人来了")]


def test_one_key_for_each_figure_and_one_to_go_there(open_window: OpenWindow) -> None:
    user = open_window("It has some 12 wells.\nOver 300 people, 20% of all, came in 2021.\nIt cost $1.5 million.")
    for _ in range(4):
        user.press("U")
        user.press("2")
    assert [text for _, text in user.spans()] == ["some 12 wells", "Over 300 people", "20%", "$1.5 million"]
    user.press("U")
    assert user.said() == "No further untagged figure below"
    user.press("U", SHIFT)
    assert user.said() == "No further untagged figure above"


def test_figures_of_others_are_untagged_for_me(user: User) -> None:
    session = user.window.session
    user.put_caret("12")
    user.press("2")
    user.command("view.others")
    user.command("view.others")
    assert session.annotator.name == "Wen"
    session.be(next(each for each in session.query.every(type(session.annotator)) if each.name == "Li"))
    user.put_caret("In 2021")
    user.press("U")
    assert user.window.pane.article.caret() == PLAIN.index("12")


def test_a_jump_brings_what_it_goes_to_into_view(open_window: OpenWindow) -> None:
    user = open_window(
        "Nothing is counted here at all, it is only said.\n" * 300 + "But 12 wells were dug.\nEnd.\n" * 2
    )
    user.press("G")
    article = user.window.pane.article
    low, high = article.places.range_in_view()
    assert low < article.caret() < article.caret() + len("12 wells") < high
    user.press("2")
    assert user.spans() == [("statistic", "12 wells")]


def test_a_long_way_is_looked_through_in_steps(open_window: OpenWindow) -> None:
    user = open_window("Nothing is counted here. " * (FARTHEST // 20) + "But 12 wells.")
    user.press("G")
    assert "pressed again" in user.said()
    assert user.window.pane.article.caret() == FARTHEST
    user.press("G")
    user.press("2")
    assert user.spans() == [("statistic", "12 wells")]


def test_shift_selects_across_a_line_break(open_window: OpenWindow) -> None:
    user = open_window("One line ends\nand a second begins here.")
    user.put_caret("ends")
    words(user, "Right", 3, select=True)
    user.press("1")
    assert user.spans() == [("claim", "ends\nand a")]
    user.put_caret("line")
    user.press("Down", SHIFT)
    selection = user.window.pane.article.selection()
    assert selection is not None
    assert "\n" in user.window.focus.text[slice(*selection)]
    user.press("2")
    assert "\n" in user.spans()[0][1]


def test_no_edge_ever_cuts_a_cluster(open_window: OpenWindow) -> None:
    text = "Cafe\u0301s sell 12 o\u0308ls. He said “e\u0301”."
    user = open_window(text)
    for keys in ("1", "G2", "Q3", "JE1", "EE2", "="):
        for key in keys:
            user.press({"=": "Equal"}.get(key, key))
    for span in user.stored():
        for edge in (span.start, span.end):
            assert edge == len(text) or text[edge] not in "\u0301\u0308"
    assert len(user.spans()) == 5


@pytest.mark.parametrize(
    ("snap", "selected"), [("words", "town built"), ("sentence", "In 2021 the town built 12 wells"), ("off", "own bui")]
)
def test_a_selection_by_mouse_snaps_as_told(user: User, snap: str, selected: str) -> None:
    user.window.handlers.view.snap(snap)
    article, start = user.window.pane.article, PLAIN.index("own bui")
    points = [article.places.boxes_of(at, at + 1)[0] for at in (start, start + 7)]
    ends = [box.bottomLeft() for box in points]
    for held, expected in ((NONE, selected), (ALT, "own bui")):
        QTest.mousePress(article.viewport(), Qt.MouseButton.LeftButton, NONE, ends[0])
        QTest.mouseMove(article.viewport(), ends[1])
        QTest.mouseRelease(article.viewport(), Qt.MouseButton.LeftButton, held, ends[1])
        assert PLAIN[slice(*(article.selection() or (0, 0)))] == expected
    user.put_caret("own")
    for _ in range(7):
        user.press("Right", SHIFT)
    assert PLAIN[slice(*(article.selection() or (0, 0)))] == "own bui", "keys never snap"


@pytest.mark.parametrize(
    ("kept", "snap"), [("true", "words"), ("false", "off"), ("sentence", "sentence"), ("?", "words")]
)
def test_the_snap_setting_of_an_earlier_version_is_understood(open_window: OpenWindow, kept: str, snap: str) -> None:
    settings = Settings()
    settings.set("view/snap", kept)
    settings.save()
    user = open_window(PLAIN)
    assert user.window.pane.article.mouse_snap == snap
    user.press("W", CTRL | ALT)
    user.restart()
    assert user.window.pane.article.mouse_snap == {"words": "sentence", "sentence": "off", "off": "words"}[snap]


def test_escape_leaves_a_duplicate_and_another_span_does(user: User) -> None:
    user.put_caret("12")
    user.press("2")
    user.press("C")
    user.press("Escape")
    user.press("1")
    assert sorted(label for label, _ in user.spans()) == ["claim", "statistic"]
    user.press("C")
    user.press("BracketLeft")
    user.press("BracketRight")
    user.press("3")
    assert len(user.spans()) == 3
    assert user.spans()[0] == ("claim", "In 2021 the town built 12 wells")
