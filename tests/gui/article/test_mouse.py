"""The mouse on the article: clicks, selections, words and sentences, dragged edges."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.article.desk import Desk

Heard = Callable[..., list[tuple[object, ...]]]
TEXT = (
    "In the hills the road ends at a clinic. The province has built 1,600 town clinics since 2012, says Guan.\n"
    "Not everything went well. They counted 7,426 cases, and the sum came to 946 million.\n"
)


def test_clicks_at_one_place_walk_from_the_innermost_span_outwards_and_round(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    outer, inner = (
        desk.span("The province has built 1,600 town clinics since 2012"),
        desk.span("1,600 town", "statistic"),
    )
    middle = desk.span("built 1,600 town clinics", "quote")
    desk.load(TEXT, outer, inner, middle)
    clicked = heard(desk.view.span_clicked)
    desk.view.span_clicked.connect(desk.view.choose)
    point = desk.middle(TEXT.index("600"))
    for _ in range(4):
        desk.click(point)
        QTest.qWait(1)
        desk.view._pointer._since_double.invalidate()
    assert [name for (name,) in clicked] == [inner.id, middle.id, outer.id, inner.id]


def test_a_first_click_elsewhere_begins_with_the_innermost_again(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    outer, inner = desk.span("built 1,600 town clinics"), desk.span("1,600", "statistic")
    desk.load(TEXT, outer, inner)
    clicked = heard(desk.view.span_clicked)
    desk.view.span_clicked.connect(desk.view.choose)
    desk.click(desk.middle(TEXT.index("600")))
    desk.click(desk.middle(TEXT.index("clinics since")))
    desk.click(desk.middle(TEXT.index("600")))
    assert [name for (name,) in clicked] == [inner.id, outer.id, inner.id]


def test_a_click_beside_text_or_on_plain_text_chooses_nothing(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    desk.load(TEXT, desk.span("clinic."))
    clicked = heard(desk.view.span_clicked)
    desk.click(desk.middle(TEXT.index("hills")))
    desk.click(QPoint(desk.view.viewport().width() - 3, desk.middle(0).y()))
    assert clicked == []


def test_a_click_on_the_underline_counts_as_on_the_span(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    span = desk.span("hills")
    desk.load(TEXT, span)
    clicked = heard(desk.view.span_clicked)
    box = desk.view.places.boxes_of(span.start, span.end)[0]
    desk.click(QPoint(box.center().x(), box.bottom() + 3))
    assert clicked == [(span.id,)]


def test_a_selection_over_words_grows_to_whole_words_on_release(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    settled = heard(desk.view.selection_settled)
    a, b = TEXT.index("ills the"), TEXT.index("oad ends") + 1
    desk.drag(desk.before(a), desk.middle(TEXT.index("the road")), desk.before(b))
    assert desk.selected() == "hills the road"
    (box,) = settled[0]
    assert box.contains(desk.middle(a))
    assert box.contains(desk.middle(b))


def test_part_of_one_word_stays_exactly_as_selected(desk: Desk) -> None:
    desk.load(TEXT)
    a = TEXT.index("everything")
    desk.drag(desk.before(a + 2), desk.middle(a + 3), desk.before(a + 5))
    assert desk.selected() == "ery"


def test_alt_and_the_switch_turn_snapping_off(desk: Desk) -> None:
    desk.load(TEXT)
    way = desk.before(TEXT.index("ills the")), desk.before(TEXT.index("oad ends"))
    desk.drag(*way, modifier=Qt.KeyboardModifier.AltModifier)
    assert desk.selected() == "ills the r"
    desk.view.mouse_snap = "off"
    desk.drag(*way)
    assert desk.selected() == "ills the r"


def test_dragging_backwards_leaves_the_caret_in_front(desk: Desk) -> None:
    desk.load(TEXT)
    desk.drag(desk.before(TEXT.index("oad ends")), desk.before(TEXT.index("ills the")))
    assert desk.selected() == "hills the road"
    assert desk.view.caret() == TEXT.index("hills")


def test_one_can_select_anew_inside_a_selection(desk: Desk) -> None:
    desk.load(TEXT)
    desk.view.select(0, TEXT.index("\n"))
    a = TEXT.index("road")
    desk.drag(desk.before(a), desk.middle(a + 2), desk.before(a + 4))
    assert desk.selected() == "road"


def test_double_click_takes_the_word_and_triple_click_the_sentence(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    settled = heard(desk.view.selection_settled)
    point = desk.middle(TEXT.index("province") + 3)
    desk.double_click(point)
    assert desk.selected() == "province"
    desk.click(point)
    assert desk.selected() == "The province has built 1,600 town clinics since 2012, says Guan."
    assert len(settled) == 2


def test_the_room_between_two_lines_belongs_to_the_nearer_one(desk: Desk) -> None:
    desk.load("word " * 200)
    first, second = desk.view.places.boxes_of(0, 400)[:2]
    x, border = first.left() + 100, (first.bottom() + second.top()) / 2
    upper, lower = (desk.view.places.position_at(QPointF(x, box.center().y())) for box in (first, second))
    assert upper < lower
    for y in range(first.top(), second.bottom()):
        desk.click(QPoint(x, y))
        if abs(y - border) > 1:
            assert desk.view.caret() == (upper if y < border else lower)


def test_the_edge_of_the_chosen_span_is_dragged_by_characters(desk: Desk, heard: Heard) -> None:
    text = "Komiks|On April 8 they met, and nobody came."
    desk.load(text)
    span = desk.span("Komiks|On April 8")
    desk.load(text, span)
    dragged = heard(desk.view.edge_dragged)
    desk.view.choose(span.id)
    desk.drag(desk.before(0), desk.before(3), desk.before(text.index("On")))
    assert dragged == [(span.id, text.index("On"), span.end)]
    assert desk.view.chosen() == span  # the view only tells


def test_dragging_the_end_shows_the_new_extent_and_escape_takes_it_back(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    dragged = heard(desk.view.edge_dragged)
    desk.view.choose(span.id)
    box = desk.view.places.boxes_of(span.start, span.end)[0]
    desk.press(QPoint(box.right() + 1, box.center().y()))
    QTest.mouseMove(desk.view.viewport(), desk.before(TEXT.index("at a clinic")))
    chosen = desk.view.chosen()
    assert chosen is not None
    assert TEXT[chosen.start : chosen.end] == "the road ends "
    desk.keys(Qt.Key.Key_Escape)
    assert desk.view.chosen() == span
    QTest.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, desk.middle(60))
    assert dragged == []
    assert desk.view.spans_at(span.start) == [span]


def test_escape_is_the_drags_and_otherwise_the_windows(desk: Desk) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    desk.view.choose(span.id)
    pressed: list[str] = []
    shortcut = QShortcut(QKeySequence("Esc"), desk.view)
    shortcut.activated.connect(lambda: pressed.append("Esc"))
    box = desk.view.places.boxes_of(span.start, span.end)[0]
    desk.press(QPoint(box.right() + 1, box.center().y()))
    QTest.mouseMove(desk.view.viewport(), desk.before(TEXT.index("at a clinic")))
    assert desk.view.chosen() != span
    desk.keys(Qt.Key.Key_Escape)
    assert (desk.view.chosen(), pressed) == (span, [])
    desk.keys(Qt.Key.Key_Escape)
    assert pressed == ["Esc"]


@pytest.mark.parametrize("aside", range(-5, 6))
def test_a_click_beside_an_edge_moves_the_caret_and_not_the_edge(desk: Desk, heard: Heard, aside: int) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    dragged, clicked = heard(desk.view.edge_dragged), heard(desk.view.span_clicked)
    desk.view.choose(span.id)
    for edge in desk.view.places.edges_of(span):
        point = edge.center() + QPoint(aside, 0)
        desk.view.set_caret(0)
        desk.click(point)
        assert dragged == []
        assert desk.view.caret() == desk.view.places.position_at(QPointF(point)) > 0
    assert clicked == [] or set(clicked) == {(span.id,)}
    assert desk.view.chosen() == span


def test_shift_and_a_click_at_an_edge_selects_up_to_there(desk: Desk) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    desk.view.choose(span.id)
    desk.view.set_caret(0)
    desk.click(desk.view.places.edges_of(span)[1].center(), Qt.KeyboardModifier.ShiftModifier)
    assert desk.view.selection() == (0, span.end)


def test_an_edge_never_passes_the_other(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    span = desk.span("road")
    desk.load(TEXT, span)
    dragged = heard(desk.view.edge_dragged)
    desk.view.choose(span.id)
    box = desk.view.places.boxes_of(span.start, span.end)[0]
    desk.drag(QPoint(box.right() + 1, box.center().y()), desk.middle(5), desk.middle(2))
    assert dragged == [(span.id, span.start, span.start + 1)]


def test_only_the_edges_of_the_chosen_span_show_the_handle(desk: Desk) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    edge = desk.before(span.start)
    QTest.mouseMove(desk.view.viewport(), edge)
    assert desk.view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    desk.view.choose(span.id)
    QTest.mouseMove(desk.view.viewport(), edge + QPoint(1, 0))
    assert desk.view.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    QTest.mouseMove(desk.view.viewport(), desk.middle(span.start + 4))
    assert desk.view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_the_span_may_go_while_its_edge_is_dragged(desk: Desk, heard: Heard) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    dragged = heard(desk.view.edge_dragged)
    desk.view.choose(span.id)
    desk.press(desk.before(span.start))
    desk.view.apply_changes([span.id], [])
    QTest.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, desk.middle(2))
    assert dragged == []
    assert desk.view.spans_at(span.start) == []


def test_arabic_is_clicked_and_dragged_from_its_right(desk: Desk, heard: Heard) -> None:
    text = "افتتحت المدرسة عام 2019 وقال المدير إن الطلاب كثيرون."
    desk.load(text)
    span = desk.span("المدرسة")
    desk.load(text, span)
    clicked, dragged = heard(desk.view.span_clicked), heard(desk.view.edge_dragged)
    first = desk.view.places.boxes_of(0, len(text))[0]
    left, width = desk.view._layout.column
    assert abs(first.right() - (left + width)) <= 2
    desk.click(desk.middle(span.start + 2))
    assert clicked == [(span.id,)]
    desk.view.choose(span.id)
    box = desk.view.places.boxes_of(span.start, span.end)[0]
    target = desk.view.places.boxes_of(0, 1)[0]
    desk.drag(QPoint(box.right(), box.center().y()), QPoint(target.right(), target.center().y()))
    assert dragged == [(span.id, 0, span.end)]


def test_the_page_scrolls_on_while_an_edge_rests_beyond_its_border(desk: Desk, heard: Heard, qtbot: QtBot) -> None:
    text = "One line of text.\n" * 300
    desk.load(text)
    span = desk.span("line")
    desk.load(text, span)
    desk.view.choose(span.id)
    dragged = heard(desk.view.edge_dragged)
    bar, height = desk.view.verticalScrollBar(), desk.view.viewport().height()
    box = desk.view.places.boxes_of(span.start, span.end)[0]
    desk.press(QPoint(box.right() + 1, box.center().y()))
    QTest.mouseMove(desk.view.viewport(), QPoint(box.right(), height + 10))
    qtbot.waitUntil(lambda: bar.value() > 6)
    chosen = desk.view.chosen()
    assert chosen is not None
    assert chosen.end > 6 * len("One line of text.\n")
    QTest.mouseMove(desk.view.viewport(), QPoint(box.right(), height // 2))
    rested = bar.value()
    qtbot.wait(150)
    assert bar.value() == rested
    QTest.mouseMove(desk.view.viewport(), QPoint(box.right(), -10))
    qtbot.waitUntil(lambda: bar.value() < rested - 2)
    desk.keys(Qt.Key.Key_Escape)
    stopped = bar.value()
    qtbot.wait(150)
    assert bar.value() == stopped
    assert desk.view.chosen() == span
    release = QPoint(box.right(), height // 2)
    QTest.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, release)
    assert dragged == []
