"""Tagging as an annotator does it: by keys and by mouse; what counts is what is on the disk afterwards."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.model import Span
from annotator.gui.label_button import LabelButton
from tests.gui.conftest import ALT, CTRL, NONE, SHIFT, OpenWindow, User
from tests.making import LI, PLAIN, make_span, tag

CLAIM = "In 2021 the town built 12 wells"
QUOTE = "“We drink again,”"


def test_a_digit_tags_the_unit_at_the_caret(user: User) -> None:
    user.put_caret("town")
    user.press("1")
    user.put_caret("12 wells")
    user.press("2")
    user.put_caret("drink")
    user.press("3")
    user.put_caret("3,000")
    user.press("2")
    assert user.spans() == [
        ("claim", CLAIM),
        ("statistic", "12 wells"),
        ("quote", QUOTE),
        ("statistic", "Nearly 3,000 people"),
    ]
    assert {span.annotator_id for span in user.stored()} == {user.window.session.annotator.id}


def test_a_digit_tags_the_selection_without_the_white_space_at_its_edges(user: User) -> None:
    user.select(" the town ")
    user.press("1")
    assert user.spans() == [("claim", "the town")]
    assert user.window.pane.article.selection() is None
    assert user.window.focus.span is not None


def test_shift_arrows_select_and_control_takes_words(user: User) -> None:
    user.put_caret("the town")
    user.press("Right", SHIFT | CTRL)
    user.press("Right", SHIFT | CTRL)
    for _ in range(6):
        user.press("Right", SHIFT)
    user.press("1")
    assert user.spans() == [("claim", "the town built")]


def test_a_digit_always_adds_and_warns_of_a_twin(user: User) -> None:
    user.put_caret("town")
    user.press("1")
    user.press("1")
    assert user.spans() == [("claim", CLAIM)] * 2
    assert "already" in user.said()
    user.press("Z", CTRL)
    assert user.spans() == [("claim", CLAIM)]


def test_retag_is_r_then_a_digit_and_escape_leaves_it(user: User) -> None:
    user.put_caret("town")
    user.press("1")
    user.press("R")
    assert "Retag" in user.said()
    user.press("2")
    assert user.spans() == [("statistic", CLAIM)]
    user.press("R")
    user.press("Escape")
    user.press("3")
    assert len(user.spans()) == 2


def test_delete_takes_the_chosen_span(user: User) -> None:
    user.put_caret("town")
    user.press("1")
    user.put_caret("12")
    user.press("2")
    user.press("Delete")
    assert user.spans() == [("claim", CLAIM)]
    user.press("Delete")
    assert user.spans() == []
    user.press("Delete")
    assert "Choose a span" in user.said()
    for _ in range(2):
        user.press("Z", CTRL)
    assert user.spans() == [("claim", CLAIM), ("statistic", "12 wells")]


def test_brackets_walk_through_all_spans_nested_ones_too(user: User) -> None:
    for what, key in (("In 2021 the town", "1"), ("town", "4"), ("In 2021", "2")):
        user.select(what)
        user.press(key)
    user.put_caret("Nearly")
    chosen = []
    for _ in range(4):
        user.press("BracketLeft")
        span = user.window.focus.span
        assert span is not None
        chosen.append(span.text)
    assert chosen == ["town", "In 2021", "In 2021 the town", "In 2021 the town"]
    assert "first span" in user.said()
    user.press("BracketRight")
    assert user.window.focus.span is not None
    assert user.window.focus.span.text == "In 2021"
    user.press("Period")
    assert user.window.focus.span.text == "town"
    user.press("Comma")
    assert user.window.focus.span.text == "In 2021"


def test_repeated_clicks_walk_through_the_spans_at_one_place(user: User) -> None:
    for what, key in (("In 2021 the town", "1"), ("the town", "4"), ("town", "2")):
        user.select(what)
        user.press(key)
    place = PLAIN.index("town") + 1
    seen = []
    for _ in range(4):
        user.click(place)
        QTest.qWait(QApplication.doubleClickInterval() + 20)
        span = user.window.focus.span
        assert span is not None
        seen.append(span.text)
    assert seen == ["town", "the town", "In 2021 the town", "town"]


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        ("Right", ALT, "the town "),
        ("Left", ALT, "the tow"),
        ("Right", ALT | SHIFT, "he town"),
        ("Left", ALT | SHIFT, " the town"),
        ("F", NONE, "the town built"),
        ("D", NONE, "the"),
        ("S", NONE, "town"),
        ("A", NONE, "2021 the town"),
        ("Right", ALT | CTRL, "the town built"),
        ("Left", ALT | CTRL | SHIFT, "2021 the town"),
        ("F", SHIFT, "the town built 12 wells"),
        ("Down", ALT, "the town built 12 wells"),
        ("A", SHIFT, "In 2021 the town"),
    ],
)
def test_edges_move_by_keys(user: User, key: str, modifiers: Qt.KeyboardModifier, expected: str) -> None:
    user.select("the town")
    user.press("1")
    user.press(key, modifiers)
    assert user.spans() == [("claim", expected)]
    user.press("Z", CTRL)
    assert user.spans() == [("claim", "the town")]


def nest(user: User) -> str:
    """Three spans one within another; the middle one is chosen. Its id."""
    for what, key in (("In 2021 the town built", "1"), ("the town", "3"), ("town", "2")):
        user.select(what)
        user.press(key)
    user.press("BracketLeft")
    span = user.window.focus.span
    assert span is not None
    assert span.text == "the town"
    return span.id


def test_a_span_stays_chosen_however_its_edges_move(user: User) -> None:
    chosen = nest(user)
    caret = user.window.pane.article.caret()
    for key, modifiers in (("F", NONE), ("F", SHIFT), ("D", SHIFT), ("A", NONE), ("Right", ALT), ("S", SHIFT)):
        user.press(key, modifiers)
        assert user.window.focus.span_id == chosen, key
        assert user.window.pane.article.caret() == caret, key
        row = user.window.spans.list.currentIndex()
        assert user.window.spans.model.spans[row.row()].id == chosen, key


def test_the_caret_stays_when_a_span_is_deleted(user: User) -> None:
    nest(user)
    caret = user.window.pane.article.caret()
    user.press("Delete")
    assert user.window.pane.article.caret() == caret
    assert user.window.focus.span is not None
    assert user.window.focus.span.text == "In 2021 the town built"


def test_an_edge_goes_past_the_sentence_and_onto_the_next_line(open_window: OpenWindow) -> None:
    user = open_window("One two. Three four.\nFive six.")
    user.select("four.")
    user.press("1")
    user.press("F", SHIFT)
    assert user.spans()[0][1].startswith("four.\nFive")
    user.press("A", SHIFT)
    user.press("A", SHIFT)
    assert user.spans()[0][1].startswith("One two. Three four.")


def test_an_edge_is_cut_off_a_glued_word(open_window: OpenWindow) -> None:
    user = open_window("LotteriaOn April 8 the bridge opened.")
    user.put_caret("bridge")
    user.press("1")
    user.press("S")
    assert user.spans() == [("claim", "On April 8 the bridge opened")]


def test_a_span_is_never_shrunk_to_nothing(user: User) -> None:
    user.select("12")
    user.press("2")
    for _ in range(3):
        user.press("Left", ALT)
    assert user.spans() == [("statistic", "1")]
    assert "at least one character" in user.said()


def test_an_edge_is_dragged_with_the_mouse(user: User) -> None:
    user.select("the town")
    user.press("1")
    view = user.window.pane.article
    span = user.window.focus.span
    assert span is not None
    edge = view.places.edges_of(span)[1].center()
    target = user.place_of(PLAIN.index("built") + 4) + QPoint(4, 0)
    viewport = view.viewport()
    QTest.mouseMove(viewport, edge)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, edge)
    for step in range(1, 6):
        QTest.mouseMove(viewport, edge + (target - edge) * (step / 5))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, target)
    assert user.spans() == [("claim", "the town built")]


def test_the_mouse_selects_and_a_bar_of_labels_appears(user: User) -> None:
    viewport = user.window.pane.article.viewport()
    start = user.place_of(PLAIN.index("the town")) - QPoint(3, 0)
    end = user.place_of(PLAIN.index("built") + 2)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, end)
    bar = user.window.pane.bar
    assert bar.isVisible()
    assert viewport.rect().contains(bar.geometry())
    button = next(each for each in bar.findChildren(LabelButton) if each.label.key == "claim")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert user.spans() == [("claim", "the town built")]
    assert not bar.isVisible()
    assert user.window.pane.article.hasFocus()


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_bar_of_labels_is_written_like_the_one_above(user: User, zoom: int) -> None:
    user.window.pane.article.set_zoom(zoom)
    QApplication.processEvents()
    user.window.pane.bar.show_at(QRect(200, 100, 50, 20))
    above, floating = (each.findChildren(LabelButton)[0] for each in (user.window.labels, user.window.pane.bar))
    assert floating.font().families() == above.font().families() != user.window.pane.article.font().families()
    assert floating.font().pointSizeF() == above.font().pointSizeF()


def test_a_button_above_the_text_tags_too_and_counts(user: User) -> None:
    user.put_caret("town")
    button = next(each for each in user.window.labels.findChildren(LabelButton) if each.label.key == "claim")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert user.spans() == [("claim", CLAIM)]
    assert button._count == 1
    assert user.window.documents.model.rows[0].spans == 1
    assert user.window.documents.model.rows[0].state == "doing"


def test_nothing_to_tag_is_said(open_window: OpenWindow) -> None:
    user = open_window("Words.\n   \nMore words.")
    user.window.pane.article.select(7, 9)
    user.press("1")
    assert user.spans() == []
    assert "white space" in user.said()


def test_others_spans_are_left_alone(user: User) -> None:
    tag(user.window.session.project, make_span(0, 7, who=LI), LI)
    user.window.focus.open(user.window.focus.document.id)  # type: ignore[union-attr]
    user.put_caret("2021")
    user.press("BracketRight")
    for key in ("Delete", "D", "R"):
        user.press(key)
    user.press("1")
    assert "someone else's" in user.said()
    assert [(span.annotator_id, span.text) for span in user.stored()] == [(LI.id, "In 2021")]


def test_tagging_chinese_and_emoji_keeps_code_points(open_window: OpenWindow) -> None:
    user = open_window("👩🏽‍🌾 说：“今年收了三千吨𠮷米。”然后走了。")
    user.put_caret("今年")
    user.press("3")
    user.select("三千吨𠮷米")
    user.press("2")
    for span in user.stored():
        assert isinstance(span, Span)
        assert user.window.focus.text[span.start : span.end] == span.text
    assert user.spans() == [("quote", "“今年收了三千吨𠮷米。”"), ("statistic", "三千吨𠮷米")]
