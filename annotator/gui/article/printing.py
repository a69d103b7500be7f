"""Articles on paper: the text with its spans as on the page, then what is known of each span; for a printer or a PDF.

Lays out and draws line by line, so that a page breaks between lines and an article of any length needs no more than
one paragraph at a time. Does its work in whatever thread it is called in; touches no widget.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)

from annotator.core.errors import AnnotatorError
from annotator.core.model import Span
from annotator.core.scheme import Scheme
from annotator.core.segments import lanes, segments
from annotator.core.text import Ruler, display_breaks, visible
from annotator.formats.bundle import Bundle
from annotator.formats.readable_words import Cast, counted, details, facts, in_reading_order, quoted
from annotator.gui.article.colors import LIGHT
from annotator.gui.article.fonts import article_font
from annotator.gui.article.geometry import Row, is_mixed, pieces
from annotator.gui.article.styles import Styles

_PAPER = LIGHT._replace(paper="#ffffff", text="#000000", muted="#555555")
_LANES = 8
_TEXT, _SMALL = 10.5, 8.5  # points
_DASHES = {"dotted": [1.0, 1.4], "dashed": [3.6, 1.8]}  # in widths of the line


class _Look(NamedTuple):
    """How a paragraph is set; room above and indent in points."""

    font: QFont
    color: str = _PAPER.text
    above: float = 0.0
    indent: float = 0.0


def print_articles(
    device: QPagedPaintDevice, bundles: Iterable[Bundle], scheme: Scheme, names: Mapping[str, str]
) -> int:
    """Draw the articles, each from a new page on. Returns how many. Raises ``AnnotatorError`` if nothing can be drawn
    on the device, and whatever ``bundles`` raises; then the painter is closed and what is on the paper is a part."""
    painter = QPainter()
    if not painter.begin(device):
        raise AnnotatorError("it cannot be printed: the file or the printer takes nothing")
    done = 0
    try:
        paper = _Paper(device, painter, scheme)
        for bundle in bundles:
            if done:
                paper.new_page()
            _article(paper, bundle, Cast(scheme, names))
            done += 1
        paper.finish_page()
    finally:
        painter.end()
    return done


def _article(paper: "_Paper", bundle: Bundle, cast: Cast) -> None:
    paper.title = visible(bundle.document.title)
    paper.flow(paper.title, _Look(_sans(15, bold=True)))
    for name, value in facts(bundle.document):
        paper.flow(f"{name}: {visible(value)}", _Look(_sans(_SMALL), _PAPER.muted))
    spans = in_reading_order(bundle)
    serif, lane = article_font(100), lanes(spans, _LANES)
    serif.setPointSizeF(_TEXT)
    waiting, active, start = list(reversed(spans)), list[Span](), 0
    for line in bundle.text.split("\n"):
        end = start + len(line)
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [span for span in active if span.end > start]
        edges = [0, *display_breaks(line), len(line)]  # Qt lays out one huge line far more slowly than many short ones
        for at, to in pairwise(edges):
            above = 0.0 if at else 10.0 if start == 0 else 5.0
            paper.flow(line[at:to], _Look(serif, above=above), active, start + at, lane)
        start = end + 1
    if spans:
        _listed(paper, bundle, spans, cast)


def _listed(paper: "_Paper", bundle: Bundle, spans: Sequence[Span], cast: Cast) -> None:
    """What is known of each span, in a row under the text."""
    small = _sans(_SMALL)
    paper.flow(counted(len(spans)), _Look(_sans(_SMALL, bold=True), above=16.0))
    for nth, (span, known) in enumerate(zip(spans, details(bundle, spans, cast), strict=True), 1):
        head, said = f"{nth}  {cast.kind(span.label).name}, {cast.person(span.annotator_id)}:  ", quoted(span)
        shown = replace(span, start=len(head), end=len(head) + len(said))
        paper.flow(head + said, _Look(small, above=4.0), [shown], 0, {span.id: 0})
        told = "; ".join(f"{each.text} {each.target}" if each.target else each.text for each in known)
        if told:
            paper.flow(told, _Look(small, _PAPER.muted, indent=14.0))


def _sans(points: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


class _Paper:
    """Paragraphs one after the other on as many pages as it takes. Lengths are pixels of the device."""

    def __init__(self, device: QPagedPaintDevice, painter: QPainter, scheme: Scheme) -> None:
        self.title = ""
        self._device = device
        self._painter = painter
        self._styles = Styles()
        self._styles.colors, self._styles.scheme = _PAPER, scheme
        self._point = device.logicalDpiY() / 72
        # The painter's origin is the corner of what the margins leave; a footer takes the last of it.
        self._width = device.width()
        self._bottom = device.height() - 22 * self._point
        self._y = 0.0
        self._page = 1

    def new_page(self) -> None:
        self.finish_page()
        self._device.newPage()
        self._page += 1
        self._y = 0.0

    def finish_page(self) -> None:
        """The footer: of what article this is a page, and which."""
        font = _sans(_SMALL)
        metrics, number = QFontMetricsF(font, self._device), str(self._page)
        room = self._width - metrics.horizontalAdvance(number) - 20 * self._point
        self._painter.setFont(font)
        self._painter.setPen(QColor(_PAPER.muted))
        base = self._device.height() - metrics.descent()
        elided = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        self._painter.drawText(QPointF(0, base), elided)
        self._painter.drawText(QPointF(self._width - metrics.horizontalAdvance(number), base), number)

    def flow(
        self,
        text: str,
        look: _Look,
        spans: Sequence[Span] = (),
        start: int = 0,
        lane: Mapping[str, int] | None = None,
    ) -> None:
        """Set a paragraph that begins at the code point ``start``; ``lane`` says where each span's line is."""
        layout, indent = self._laid_out(text, look), look.indent * self._point
        ruler, mixed, lane = Ruler(text), is_mixed(text), lane or {}
        step = 2.2 * self._point
        self._y += look.above * self._point
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            here, there = line.textStart(), line.textStart() + line.textLength()
            a, b = start + ruler.to_cp(here), start + ruler.to_cp(there)
            under = [span for span in spans if span.start < b and span.end > a]
            depth = max((lane[span.id] for span in under), default=-1) + 1
            height = line.ascent() + line.descent() + step * (depth + 1.2)
            if self._y + height > self._bottom and self._y > 0:
                self.new_page()
            top, base = 0, round(line.ascent() + line.descent())
            right = round(line.x() + line.naturalTextWidth())
            row = Row(line, here, there, round(line.x()), right, top, base, mixed)
            self._painter.translate(indent, self._y)
            self._tints(row, under, ruler, start)
            self._painter.setPen(QColor(look.color))
            line.draw(self._painter, QPointF(0, 0))
            for span in under:
                for box in _boxes(row, span.start - start, span.end - start, ruler):
                    self._stroke(box, span, box.bottom() + step * (lane[span.id] + 0.6))
            self._painter.translate(-indent, -self._y)
            self._y += height

    def _laid_out(self, text: str, look: _Look) -> QTextLayout:
        layout = QTextLayout(text, look.font, self._device)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width - look.indent * self._point)
            line.setPosition(QPointF(0, 0))  # drawn one by one, each where there is room for it
        layout.endLayout()
        return layout

    def _tints(self, row: Row, spans: Sequence[Span], ruler: Ruler, start: int) -> None:
        for segment in segments(spans, start + ruler.to_cp(row.start), start + ruler.to_cp(row.end)):
            color = self._styles.fill(segment.spans)
            if color is not None:
                for box in _boxes(row, segment.start - start, segment.end - start, ruler):
                    self._painter.fillRect(box, color)

    def _stroke(self, box: QRect, span: Span, y: float) -> None:
        style, point = self._styles.of(span), self._point
        pen = QPen(style.color, 1.1 * point, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        line = QLineF(box.left(), y, box.left() + box.width(), y)
        if style.line in _DASHES:
            pen.setDashPattern(_DASHES[style.line])
        self._painter.setPen(pen)
        if style.line == "double":
            pen.setWidthF(0.5 * point)
            self._painter.setPen(pen)
            self._painter.drawLines([line.translated(0, -0.5 * point), line.translated(0, 0.5 * point)])
        elif style.line == "wavy":
            pen.setWidthF(0.7 * point)
            self._painter.strokePath(_wave(line, 1.6 * point), pen)
        else:
            self._painter.drawLine(line)


def _boxes(row: Row, start: int, end: int, ruler: Ruler) -> list[QRect]:
    """Where the code points ``[start, end)`` of the paragraph stand on a line."""
    first, last = ruler.to_qt(max(0, start)), ruler.to_qt(end)  # which stops at the end of the text
    return [piece.box for piece in pieces([row], first, last)]


def _wave(line: QLineF, half: float) -> QPainterPath:
    path, x, up = QPainterPath(line.p1()), line.x1(), True
    while x < line.x2():
        after = min(x + half, line.x2())
        path.quadTo(QPointF((x + after) / 2, line.y1() + (-half if up else half) * 0.6), QPointF(after, line.y1()))
        x, up = after, not up
    return path
