"""Whose span is whose, in the text: a lane for each annotator beside the column, an initial at the end of each span.

Costs what is in view. Paints only; who has which lane is told to it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from annotator.gui.article.colors import ArticleColors, adapted
from annotator.gui.article.content import Content
from annotator.gui.article.layout import ArticleLayout
from annotator.gui.article.painter import Blocks, SpanPainter

WIDTH, PITCH = 4, 7
"""Of a lane, in pixels."""
COLORS = ("#7c4dff", "#d6336c", "#0f8f8f", "#a15c00", "#3f6212", "#9d174d", "#1e40af", "#6b21a8")
"""Unlike the label colours, and told apart by the initials as well; further annotators begin anew."""
_MOST = 8  # lanes that fit beside the column; of the others only the initials show


class Lane(NamedTuple):
    """One annotator: whose spans, in which colour, under which initial."""

    annotator_id: str
    color: str
    initial: str


class LaneLayer:
    """The lanes of one article."""

    def __init__(self, content: Content, painter: SpanPainter, layout: ArticleLayout) -> None:
        self.lanes: Sequence[Lane] = ()
        self.silent: frozenset[str] = frozenset()
        """Ids of spans that need no initial: everybody has them."""
        self._content = content
        self._painter = painter
        self._layout = layout

    def paint(self, painter: QPainter, blocks: Blocks, area: QRect, colors: ArticleColors) -> None:
        """Paint the bars left of the column and the initials at the spans."""
        if not self.lanes:
            return
        left, _ = self._layout.column
        places = {lane.annotator_id: number for number, lane in enumerate(self.lanes)}
        shades = [adapted(lane.color, colors) for lane in self.lanes]
        font = QFont(painter.font())
        font.setPixelSize(max(8, round(self._painter.metrics.pitch * 0.32)))
        font.setBold(True)
        for block, origin in blocks:
            start, end = self._painter.range_of(block, area.top() - origin.y(), area.bottom() + 1 - origin.y())
            here = [span for span in self._content.spans.query(start, end + 1) if span.annotator_id in places]
            taken: dict[tuple[int, int], int] = {}
            for span in sorted(here, key=lambda each: places[each.annotator_id]):
                lane = places[span.annotator_id]
                pieces = self._painter.pieces_of(block, span.start, span.end)
                if lane < _MOST:
                    self._bars(painter, [piece.box.translated(origin) for piece in pieces], lane, left, shades[lane])
                if pieces and pieces[-1].last and span.id not in self.silent:
                    box = pieces[-1].box.translated(origin)
                    self._initial(painter, box, self.lanes[lane].initial, shades[lane], font, taken)
        painter.setPen(Qt.PenStyle.NoPen)

    def _bars(self, painter: QPainter, boxes: list[QRect], lane: int, left: int, color: QColor) -> None:
        x = left - 16 - lane * PITCH
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for box in boxes:
            painter.drawRoundedRect(QRectF(x, box.top(), WIDTH, box.height() + 2), 2, 2)

    def _initial(
        self,
        painter: QPainter,
        box: QRect,
        initial: str,
        color: QColor,
        font: QFont,
        taken: dict[tuple[int, int], int],
    ) -> None:
        """A small letter above the end of a span; those that end at one place stand side by side."""
        place = box.right(), box.top()
        shift = taken.get(place, 0)
        painter.setFont(font)
        painter.setPen(color)
        width = painter.fontMetrics().horizontalAdvance(initial)
        painter.drawText(box.right() + 1 + shift, box.top() + painter.fontMetrics().ascent() - 4, initial)
        taken[place] = shift + width + 1
