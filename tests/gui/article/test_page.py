"""The page: column, header, zoom, scrolling, right-to-left text, the overview strip, dropped files."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.model import Span
from annotator.gui.article import LIGHT, adapted
from tests.gui.article.desk import SCHEME, Desk

LONG = "".join(f"Paragraph {n} says something, and " + "goes on about it for a while " * 9 + ".\n" for n in range(120))


def test_the_column_holds_about_seventy_five_characters_and_is_centred(desk: Desk) -> None:
    desk.view.resize(1600, 700)
    desk.load(LONG)
    rows = desk.view.document().firstBlock().layout()
    lengths = [rows.lineAt(n).textLength() for n in range(rows.lineCount() - 1)]
    assert 60 <= max(lengths) <= 82
    left, width = desk.view._layout.column
    assert abs(left - (desk.view.viewport().width() - left - width)) <= 1
    desk.view.resize(400, 700)
    left, width = desk.view._layout.column
    assert 0 < left < 60
    assert left + width < desk.view.viewport().width()


def test_lines_stand_well_apart_and_paragraphs_further(desk: Desk) -> None:
    desk.load(LONG)
    first, second = desk.view.places.boxes_of(0, 200)[:2]
    em = desk.view._metrics.em
    assert 1.5 * em <= second.top() - first.top() <= 1.8 * em
    last = desk.view.places.boxes_of(0, LONG.index("\n"))[-1]
    start = LONG.index("\n") + 1
    assert desk.view.places.boxes_of(start, start + 5)[0].top() - last.top() > 2.2 * em


def test_a_break_that_is_only_shown_looks_like_any_line_end(desk: Desk) -> None:
    text = "word " * 4000
    desk.load(text)
    block = desk.view.document().findBlockByNumber(1)
    desk.view.reveal(desk.view._content.ruler.to_cp(block.position()))
    around = desk.view._content.ruler.to_cp(block.position())
    tops = [box.top() for box in desk.view.places.boxes_of(around - 200, around + 200)]
    steps = {b - a for a, b in pairwise(tops)}
    assert max(steps) - min(steps) <= 1


def test_title_and_byline_stand_above_the_text_and_scroll_away(desk: Desk) -> None:
    desk.load(LONG)
    bare = desk.view.places.boxes_of(0, 5)[0].top()
    desk.view.set_header("Ten years of clinics", "By a reporter · A3")
    top = desk.view.places.boxes_of(0, 5)[0].top()
    assert top > bare + 30
    image = desk.view.viewport().grab().toImage()
    ink = {image.pixelColor(x, y).name() for x in range(100, 400) for y in range(bare, top - 10)}
    assert LIGHT.text in ink
    desk.view.set_header("", "")
    assert desk.view.places.boxes_of(0, 5)[0].top() == bare
    assert desk.view.text() == LONG


def test_a_header_is_plain_text(desk: Desk) -> None:
    desk.load(LONG)
    desk.view.set_header("<b>x</b>", "")
    assert desk.view._header._lines[0][0].text() == "<b>x</b>"


def test_zoom_by_wheel_and_by_steps(desk: Desk) -> None:
    desk.load(LONG)
    said: list[int] = []
    desk.view.zoom_changed.connect(said.append)
    height = desk.view.places.boxes_of(0, 5)[0].height()
    point = QPointF(200, 200)
    turn = QWheelEvent(
        point, desk.view.mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(desk.view.viewport(), turn)
    assert said == [110]
    desk.view.set_zoom(200)
    assert desk.view.places.boxes_of(0, 5)[0].height() > 1.7 * height
    desk.view.set_zoom(9999)
    assert desk.view.zoom == 300
    desk.view.step_zoom(-99)
    assert desk.view.zoom == 50


@pytest.mark.parametrize("how", ["zoom", "width"])
def test_the_top_of_the_page_stays_when_lines_break_anew(desk: Desk, how: str) -> None:
    desk.load(LONG)
    place = LONG.index("Paragraph 60")
    desk.view.reveal(place)
    top = desk.view.places.range_in_view()[0]
    if how == "zoom":
        desk.view.set_zoom(150)
    else:
        desk.view.resize(420, 600)
        QApplication.processEvents()
    now = desk.view.places.range_in_view()[0]
    assert abs(now - top) <= 90


def test_choosing_brings_into_view_and_leaves_alone_what_is_in_view(desk: Desk) -> None:
    desk.load(LONG)
    far, near = desk.span("Paragraph 90"), desk.span("Paragraph 1 ")
    desk.load(LONG, far, near)
    desk.view.choose(near.id)
    assert desk.view.verticalScrollBar().value() == 0
    desk.view.choose(far.id)
    box = desk.view.places.boxes_of(far.start, far.end)[0]
    assert 60 < box.top() < desk.view.viewport().height() - 60
    before = desk.view.verticalScrollBar().value()
    desk.view.choose(near.id, scroll=False)
    assert desk.view.verticalScrollBar().value() == before


def test_the_caret_may_move_without_scrolling(desk: Desk) -> None:
    desk.load(LONG)
    desk.view.set_caret(len(LONG), scroll=False)
    assert desk.view.caret() == len(LONG)
    assert desk.view.verticalScrollBar().value() == 0
    desk.view.set_caret(len(LONG))
    assert desk.view.places.range_in_view()[1] == len(LONG)


def test_the_scroll_bar_learns_the_number_of_lines(desk: Desk, qtbot: QtBot) -> None:
    desk.load(LONG)
    qtbot.waitUntil(lambda: not desk.view._ahead.busy)
    settled = desk.view.verticalScrollBar().maximum()
    desk.view.set_caret(len(LONG))
    desk.view.set_caret(0)
    assert desk.view.verticalScrollBar().maximum() == settled
    assert settled > 120 * 3


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", " ", "\u2028", "a" * 20_000, "\u200f", "\t\tx"])
def test_any_text_is_shown_and_clicked(desk: Desk, text: str) -> None:
    whole = Span(id="w", document_id="d", annotator_id="me", label="claim", start=0, end=len(text), text=text)
    desk.load(text, whole)
    desk.view.choose("w")
    for point in (QPoint(5, 5), QPoint(300, 40), QPoint(700, 500)):
        desk.click(point)
        assert 0 <= desk.view.caret() <= len(text)
    assert not desk.view.grab().isNull()


def test_spans_beyond_the_text_do_no_harm(desk: Desk) -> None:
    wrong = Span(id="w", document_id="d", annotator_id="me", label="claim", start=3, end=500, text="x")
    behind = Span(id="v", document_id="d", annotator_id="me", label="claim", start=400, end=500, text="x")
    desk.load("some words", wrong, behind)
    desk.view.choose("v")
    desk.view.choose("w")
    assert desk.view.places.boxes_of(3, 500)


def test_arabic_and_hebrew_paragraphs_stand_on_the_right(desk: Desk) -> None:
    text = "plain words\nשלום לכולם\nمرحبا بالعالم\n"
    desk.load(text)
    left, width = desk.view._layout.column
    latin, hebrew, arabic = (desk.view.places.boxes_of(text.index(c), text.index(c) + 1)[0] for c in ("p", "ש", "م"))
    assert abs(latin.left() - left) <= 1
    assert abs(hebrew.right() - (left + width)) <= 2
    assert abs(arabic.right() - (left + width)) <= 2


def test_a_number_in_arabic_is_covered_whole(desk: Desk) -> None:
    text = "بلغ عدد الطلاب 1,250 طالبا"
    desk.load(text)
    start = text.index("1")
    whole = desk.view.places.boxes_of(start, start + 5)
    digits = [desk.view.places.boxes_of(n, n + 1)[0] for n in range(start, start + 5)]
    assert len(whole) == 1
    assert abs(whole[0].width() - sum(box.width() for box in digits)) <= 3


def test_the_overview_has_a_tick_for_every_span_and_goes_there(desk: Desk, qtbot: QtBot) -> None:
    desk.load(LONG)
    first, last = desk.span("Paragraph 2 ", "quote"), desk.span("Paragraph 110", "statistic")
    desk.load(LONG, first)
    strip = desk.view.overview
    assert [color.name() for color in strip.ticks().values()] == [adapted("#00875A", LIGHT).name()]
    desk.view.apply_changes([], [last])
    qtbot.waitUntil(lambda: len(strip.ticks()) == 2)
    low = max(strip.ticks())
    image = strip.grab().toImage()
    assert image.pixelColor(strip.width() // 2, low + 1).name() == adapted("#C77700", LIGHT).name()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(4, low))
    start, end = desk.view.places.range_in_view()
    assert start <= last.start <= end


def test_dropped_files_are_told_and_dropped_text_is_not(desk: Desk, tmp_path: Path) -> None:
    desk.load("some words")
    told: list[list[str]] = []
    desk.view.files_dropped.connect(told.append)
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt")), QUrl("http://example.org/")])
    words.setText("dropped")
    accepted = []
    for data in (files, words):
        enter = QDragEnterEvent(
            QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(desk.view.viewport(), enter)
        accepted.append(enter.isAccepted())
        drop = QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(desk.view.viewport(), drop)
    assert accepted == [True, False]
    assert told == [[str(tmp_path / "a.txt")]]
    assert desk.view.toPlainText() == "some words"


def test_a_new_document_forgets_the_old_one(desk: Desk) -> None:
    desk.load(LONG)
    span = desk.span("Paragraph 90")
    desk.load(LONG, span)
    desk.view.choose(span.id)
    desk.view.load("short", (), SCHEME)
    assert desk.view.chosen() is None
    assert desk.view.selection() is None
    assert desk.view.caret() == 0
    assert desk.view.spans_at(0) == []
    assert not desk.view.overview.ticks()


def test_the_article_is_named_for_screen_readers(desk: Desk) -> None:
    assert desk.view.accessibleName() == "Article"
