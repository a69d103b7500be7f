"""What is on the screen: tints, underlines, marks, frame, for one span and for many."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication

from annotator.core.ids import GOLD_ID
from annotator.core.model import Span
from annotator.gui.article import DARK, LIGHT, ArticleColors, adapted, contrast
from tests.gui.article.desk import SCHEME, Desk

TEXT = "In the hills the road ends at a clinic. The province has built 1,600 town clinics since 2012, says Guan.\n" * 3
COLORS = {label.key: label.color for label in SCHEME.labels}


def picture(desk: Desk) -> QImage:
    return desk.view.viewport().grab().toImage()


def colors_in(image: QImage, box: QRect) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(box.left(), box.right() + 1)
        for y in range(box.top(), box.bottom() + 1)
    }


def box_of(desk: Desk, span: Span) -> QRect:
    return desk.view.places.boxes_of(span.start, span.end)[0]


def below(box: QRect) -> QRect:
    """Where the underlines of a piece of text are."""
    return QRect(box.left(), box.bottom() + 1, box.width(), 8)


def tint_of(desk: Desk, *spans: Span) -> str:
    fill = desk.view._styles.fill(spans)
    assert fill is not None
    return fill.name()


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_a_span_is_tinted_and_underlined_in_its_color_and_nothing_else_is(desk: Desk, colors: ArticleColors) -> None:
    desk.load(TEXT)
    desk.view.set_palette(colors)
    span, free = desk.span("the road"), desk.span("province")
    desk.load(TEXT, span)
    image = picture(desk)
    assert tint_of(desk, span) in colors_in(image, box_of(desk, span))
    assert adapted(COLORS["claim"], colors).name() in colors_in(image, below(box_of(desk, span)))
    assert tint_of(desk, span) not in colors_in(image, box_of(desk, free))
    assert colors_in(image, below(box_of(desk, free))) == {QColor(colors.paper).name()}


def test_every_one_of_overlapping_spans_shows_its_own_line(desk: Desk) -> None:
    desk.load(TEXT)
    spans = [
        desk.span("The province has built 1,600 town clinics", "claim"),
        desk.span("province has built", "quote"),
        desk.span("built 1,600", "statistic"),
        desk.span("clinics", "source"),
    ]
    desk.load(TEXT, *spans)
    image = picture(desk)
    for span in spans:
        assert adapted(COLORS[span.label], LIGHT).name() in colors_in(image, below(box_of(desk, span)))
    both = desk.span("built")
    assert tint_of(desk, *spans[:3]) in colors_in(image, box_of(desk, both))


def test_two_equal_spans_of_one_label_show_two_lines(desk: Desk) -> None:
    desk.load(TEXT)
    first, second = desk.span("the road"), desk.span("the road")
    line = adapted(COLORS["claim"], LIGHT).name()

    def runs(*spans: Span) -> int:
        desk.load(TEXT, *spans)
        box, image = box_of(desk, first), picture(desk)
        column = [image.pixelColor(box.center().x(), y).name() == line for y in range(box.bottom(), box.bottom() + 9)]
        return sum(now and not before for before, now in zip([False, *column], column, strict=False))

    assert runs(first) == 1
    assert runs(first, second) == 2


def test_an_auxiliary_label_has_a_line_but_no_tint(desk: Desk) -> None:
    desk.load(TEXT)
    span = desk.span("Guan", "source")
    desk.load(TEXT, span)
    box, image = box_of(desk, span), picture(desk)
    assert image.pixelColor(box.topLeft()).name() == QColor(LIGHT.paper).name()
    assert adapted(COLORS["source"], LIGHT).name() in colors_in(image, below(box))


def test_a_span_without_width_is_seen_and_found(desk: Desk) -> None:
    desk.load(TEXT)
    place = TEXT.index("road")
    point = Span(id="p", document_id="d", annotator_id="me", label="quote", start=place, end=place, text="")
    before = picture(desk)
    desk.load(TEXT, point)
    after = picture(desk)
    near = QRect(desk.before(place).x() - 6, desk.before(place).y() - 12, 12, 30)
    color = adapted(COLORS["quote"], LIGHT).name()
    assert color not in colors_in(before, near)
    assert color in colors_in(after, near)
    assert desk.view.spans_at(place) == [point]


def test_a_span_of_a_line_end_alone_is_seen(desk: Desk) -> None:
    desk.load(TEXT)
    place = TEXT.index("\n")
    line_end = Span(id="p", document_id="d", annotator_id="me", label="quote", start=place, end=place + 1, text="\n")
    desk.load(TEXT, line_end)
    assert adapted(COLORS["quote"], LIGHT).name() in colors_in(picture(desk), desk.view.viewport().rect())


def test_an_unknown_label_others_and_gold_look_different(desk: Desk) -> None:
    desk.load(TEXT)
    desk.view.set_own("me")
    mine, theirs = desk.span("the road"), desk.span("the road", owner="somebody")
    gold, unknown = desk.span("the road", owner=GOLD_ID), desk.span("the road", "no such label")
    looks = [desk.view._styles.of(span) for span in (mine, theirs, gold, unknown)]
    assert len({(look.tint, look.line, look.thickness, look.color.name()) for look in looks}) == 4
    assert [look.line for look in looks[2:]] == ["double", "wavy"]
    desk.load(TEXT, unknown)
    wave = [QColor(name) for name in colors_in(picture(desk), below(box_of(desk, unknown)))]
    assert any(contrast(color, QColor(LIGHT.paper)) > 3 for color in wave)


def test_a_change_shows_at_once_and_repaints_its_paragraph_alone(desk: Desk) -> None:
    desk.load(TEXT)
    QApplication.processEvents()
    span = desk.span("the road", nth=1)
    painted: list[QRect] = []

    class Ear(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.rect())
            return False

    ear = Ear()
    desk.view.viewport().installEventFilter(ear)
    desk.view.apply_changes([], [span])
    QApplication.processEvents()
    desk.view.viewport().removeEventFilter(ear)
    box = box_of(desk, span)
    assert any(rect.contains(box) for rect in painted)
    first = desk.view.places.boxes_of(0, 5)[0]
    assert not any(rect.intersects(first) for rect in painted)
    assert tint_of(desk, span) in colors_in(picture(desk), box)
    desk.view.apply_changes([span.id], [])
    assert tint_of(desk, span) not in colors_in(picture(desk), box)


def test_moving_a_span_leaves_nothing_behind(desk: Desk) -> None:
    desk.load(TEXT)
    plain = picture(desk)
    span = desk.span("the road ends")
    elsewhere = Span(id=span.id, document_id="d", annotator_id="me", label="claim", start=160, end=170, text="x")
    desk.view.apply_changes([], [span])
    desk.view.apply_changes([], [elsewhere])
    desk.view.apply_changes([span.id], [])
    assert picture(desk) == plain


def test_the_chosen_span_is_framed_on_every_line_it_is_on(desk: Desk) -> None:
    text = "word " * 100
    desk.load(text)
    span = desk.span("word " * 40)
    desk.load(text, span)
    frame = QColor(LIGHT.chosen).name()
    assert frame not in colors_in(picture(desk), desk.view.viewport().rect())
    desk.view.choose(span.id)
    image = picture(desk)
    boxes = desk.view.places.boxes_of(span.start, span.end)
    assert len(boxes) > 1
    assert image.pixelColor(boxes[0].center().x(), boxes[0].top() - 1).name() == frame
    for box in boxes:
        assert image.pixelColor(box.left(), box.center().y()).name() == frame
        assert image.pixelColor(box.right() + 1, box.center().y()).name() == frame
    desk.view.choose(None)
    assert frame not in colors_in(picture(desk), desk.view.viewport().rect())


def test_the_selection_lets_tints_show_through(desk: Desk) -> None:
    desk.load(TEXT)
    span = desk.span("the road")
    desk.load(TEXT, span)
    plain = colors_in(picture(desk), box_of(desk, span))
    desk.view.select(0, len(TEXT))
    tinted = colors_in(picture(desk), box_of(desk, span))
    untinted = colors_in(picture(desk), box_of(desk, desk.span("province")))
    assert tint_of(desk, span) in plain
    assert tinted - untinted
    text, tint, selection = QColor(LIGHT.text), QColor(tint_of(desk, span)), QColor(LIGHT.selection)
    alpha = selection.alphaF()
    over = QColor.fromRgbF(
        *(a + (b - a) * alpha for a, b in zip(tint.getRgbF()[:3], selection.getRgbF()[:3], strict=True))  # type: ignore[index, arg-type]
    )
    assert contrast(over, text) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_text_stays_readable_on_any_pile_of_tints(desk: Desk, colors: ArticleColors) -> None:
    desk.load(TEXT)
    desk.view.set_palette(colors)
    for pile in ([key] * depth for key in COLORS for depth in (1, 2, 6)):
        fill = desk.view._styles.fill(tuple(desk.span("the road", key) for key in pile))
        assert fill is None or contrast(fill, QColor(colors.text)) >= 4.5
    for color in (*COLORS.values(), "#000000", "#ffffff", "#ffff00", "nonsense"):
        assert contrast(adapted(color, colors), QColor(colors.paper)) >= colors.line_contrast


def test_the_caret_shows_on_a_tint(desk: Desk) -> None:
    desk.load(TEXT)
    span = desk.span("The province has built")
    desk.load(TEXT, span)
    desk.view.activateWindow()
    desk.view.set_caret(TEXT.index("ovince"))
    place = desk.view.cursorRect()
    strip = QRect(place.left(), place.top() + 2, 2, place.height() - 4)
    shown = picture(desk)
    desk.view.clearFocus()
    assert colors_in(shown, strip) != colors_in(picture(desk), strip)


def test_ten_thousand_spans_are_all_reachable(desk: Desk) -> None:
    text = "word " * 20_000
    made = [
        Span(id=f"n{n}", document_id="d", annotator_id="me", label="claim", start=n * 10, end=n * 10 + 30, text="")
        for n in range(9_990)
    ]
    desk.load(text, *made)
    for n in (0, 1, 5_000, 9_989):
        desk.view.choose(f"n{n}")
        boxes = desk.view.places.boxes_of(made[n].start, made[n].end)
        assert boxes
        assert made[n] in desk.view.places.spans_at(boxes[0].center().toPointF())


def test_lines_of_one_very_long_paragraph_keep_their_lanes_and_tints(desk: Desk) -> None:
    text = ("word " * 1500).strip()
    desk.load(text)
    desk.view.resize(500, 600)
    outer = Span(id="o", document_id="d", annotator_id="me", label="claim", start=0, end=len(text), text=text)
    inner = Span(id="i", document_id="d", annotator_id="me", label="quote", start=2500, end=3500, text=text[2500:3500])
    desk.load(text, outer, inner)
    drops = set()
    for position in range(0, len(text) - 40, 400):
        desk.view.reveal(position)
        image, box = picture(desk), desk.view.places.boxes_of(position, position + 3)[0]
        pile = (outer, inner) if inner.start <= position < inner.end else (outer,)
        assert image.pixelColor(box.left() + 3, box.top()).name() == tint_of(desk, *pile)
        line = adapted(COLORS["claim"], LIGHT).name()
        under = [
            y for y in range(box.bottom() + 1, box.bottom() + 10) if image.pixelColor(box.left(), y).name() == line
        ]
        drops.add(under[0] - box.bottom())
    assert len(drops) == 1
