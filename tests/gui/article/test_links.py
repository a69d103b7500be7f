"""What is on the screen of links: marks at their ends, lines from the chosen span, what lies beyond the page."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from annotator.core.model import Link, LinkType, Span
from annotator.gui.article import DARK, LIGHT, ArticleColors, adapted
from annotator.gui.theme import CONTRAST
from tests.gui.article.desk import SCHEME, Desk

TEXT = "In the hills the road ends at a clinic. The province has built 1,600 town clinics since 2012, says Guan.\n" * 40
_NEAR = 40
COLORS = {label.key: label.color for label in SCHEME.labels}
KINDS = SCHEME._replace(link_types=(LinkType(id="said_by", key="said_by", name="Said by"),))


def show(desk: Desk, spans: list[Span], *ends: tuple[Span, Span]) -> None:
    links = [
        Link(id=str(n), type="said_by", from_id=start.id, to_id=end.id, annotator_id="me")
        for n, (start, end) in enumerate(ends)
    ]
    desk.load(TEXT, *spans)
    desk.view.set_scheme(KINDS)
    desk.view.layers.set_links(lambda span_id: [link for link in links if span_id in (link.from_id, link.to_id)])


def picture(desk: Desk) -> QImage:
    QApplication.processEvents()
    return desk.view.viewport().grab().toImage()


def count(image: QImage, color: str, box: QRect | None = None) -> int:
    """Pixels of about this colour: lines are smoothed."""
    box = image.rect() if box is None else box.intersected(image.rect())
    wanted = QColor(color)
    found = 0
    for x in range(box.left(), box.right() + 1):
        for y in range(box.top(), box.bottom() + 1):
            ink = image.pixelColor(x, y)
            apart = (ink.red() - wanted.red(), ink.green() - wanted.green(), ink.blue() - wanted.blue())
            found += max(map(abs, apart)) <= _NEAR
    return found


def end_of(desk: Desk, span: Span) -> QRect:
    """Where the mark of a span is."""
    box = desk.view.places.boxes_of(span.start, span.end)[-1]
    return QRect(box.right() - 3, box.top() - 4, 8, 9)


@pytest.mark.parametrize("colors", [LIGHT, DARK, CONTRAST.article])
def test_linked_spans_have_a_mark_at_their_ends_and_others_have_none(desk: Desk, colors: ArticleColors) -> None:
    desk.load(TEXT)
    desk.view.set_palette(colors)
    quote, source, free = desk.span("the road", "quote"), desk.span("Guan", "source"), desk.span("province", "quote")
    show(desk, [quote, source, free])
    bare = picture(desk)
    show(desk, [quote, source, free], (quote, source))
    image = picture(desk)
    inks = {span.label: adapted(COLORS[span.label], colors).name() for span in (quote, source)}
    assert count(image, inks["quote"], end_of(desk, quote)) >= 8
    assert count(image, inks["source"], end_of(desk, source)) >= 1
    for span in (quote, source, free):
        assert count(bare, inks[span.label], end_of(desk, span)) == 0
    assert count(image, inks["quote"], end_of(desk, free)) == 0


@pytest.mark.parametrize("colors", [LIGHT, DARK, CONTRAST.article])
def test_a_line_leads_from_the_chosen_span_and_goes_with_it(desk: Desk, colors: ArticleColors) -> None:
    desk.load(TEXT)
    desk.view.set_palette(colors)
    quote, source = desk.span("the road", "quote"), desk.span("Guan", "source", nth=3)
    show(desk, [quote, source], (quote, source))
    between = QRect(0, end_of(desk, quote).bottom() + 40, desk.view.viewport().width(), 30)
    assert count(picture(desk), colors.chosen, between) == 0
    desk.view.choose(quote.id)
    assert count(picture(desk), colors.chosen, between) > 20
    desk.view.choose(source.id)
    assert count(picture(desk), colors.chosen, between) > 20
    desk.view.choose(None)
    assert count(picture(desk), colors.chosen) == 0


def test_an_end_out_of_view_is_named_at_the_border_on_its_side(desk: Desk) -> None:
    desk.load(TEXT)
    quote, far = desk.span("the road", "quote", nth=6), desk.span("Guan", "source", nth=39)
    first = desk.span("In the hills", "source")
    show(desk, [quote, far, first], (quote, far))
    desk.view.choose(quote.id)
    height, width = desk.view.viewport().height(), desk.view.viewport().width()
    bottom = QRect(0, height - 30, width, 30)
    assert count(picture(desk), LIGHT.chosen, bottom) > 60
    bar = desk.view.verticalScrollBar()
    bar.setValue(4)
    assert count(picture(desk), LIGHT.chosen, bottom) > 60
    assert count(picture(desk), LIGHT.chosen, bottom.translated(0, -24)) == 0, "left where it was painted before"
    show(desk, [quote, far, first], (quote, first))
    desk.view.choose(quote.id)
    bar.setValue(9)
    assert count(picture(desk), LIGHT.chosen, QRect(0, 0, width, 30)) > 60
    assert count(picture(desk), LIGHT.chosen, bottom) == 0


def test_an_end_that_is_not_shown_has_no_line(desk: Desk) -> None:
    desk.load(TEXT)
    quote, other = desk.span("the road", "quote"), desk.span("Guan", "source", owner="you", nth=2)
    show(desk, [quote, other], (quote, other))
    desk.view.choose(quote.id)
    with_line = count(picture(desk), LIGHT.chosen)
    desk.view.show_only("me")
    assert count(picture(desk), LIGHT.chosen) < with_line - 50


def test_a_link_that_is_being_made_leads_to_the_span_that_is_chosen(desk: Desk) -> None:
    desk.load(TEXT)
    quote, source = desk.span("the road", "quote"), desk.span("Guan", "source", nth=3)
    show(desk, [quote, source])
    desk.view.choose(source.id)
    between = QRect(0, end_of(desk, quote).bottom() + 40, desk.view.viewport().width(), 30)
    assert count(picture(desk), LIGHT.chosen, between) == 0
    desk.view.layers.set_pending_link(quote.id, "Said by")
    assert count(picture(desk), LIGHT.chosen, between) > 20
    desk.view.layers.set_pending_link("", "")
    assert count(picture(desk), LIGHT.chosen, between) == 0
