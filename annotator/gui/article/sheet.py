"""What is painted of one block: lists of rectangles, made for the lines that show and kept until something changes.

A block of very many lines is cut into bands, so that a change in one costs no more than the lines in view. Nothing
here decides what a span looks like (``styles``) or where text stands (``geometry``), and nothing is painted here.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QPixmap, QPolygon, QTextBlock

from annotator.core.model import Span
from annotator.core.segments import lanes, segments
from annotator.gui.article.content import Content
from annotator.gui.article.fonts import Metrics
from annotator.gui.article.geometry import Piece, Row, pieces, rows
from annotator.gui.article.strokes import stroke_height, tile
from annotator.gui.article.styles import Style, Styles

_BAND = 24  # lines
_LANES = 8
_LANE_PITCH = 4.0
_EM = 18.0  # pixels; the size of text at which strokes have their plain thickness


@dataclass(slots=True)
class Paint:
    """What is painted of some lines, in pixels from the top left of their block."""

    fills: dict[int, list[QRect]] = field(default_factory=dict)
    strokes: list[tuple[QRectF, QPixmap]] = field(default_factory=list)
    solids: dict[int, list[QRectF]] = field(default_factory=dict)
    marks: list[tuple[QColor, QPolygon]] = field(default_factory=list)


def _row_top(row: Row) -> int:
    return row.top


def _row_bottom(row: Row) -> int:
    return row.bottom


class Stroke(NamedTuple):
    """The measures of an underline in pixels; ``drop`` from the tint above it."""

    drop: int
    height: float
    thickness: float
    scale: int
    packed: bool


class Sheet:
    """One block that is laid out, and the spans on it."""

    def __init__(self, block: QTextBlock, content: Content, styles: Styles, metrics: Metrics, ratio: float) -> None:
        self.rows = rows(block, metrics)
        self._content = content
        self._styles = styles
        self._metrics = metrics
        self._ratio = ratio
        self._base = block.position()
        to_cp = content.ruler.to_cp
        self._end = to_cp(self._base + block.length() - 1)
        self._spans = content.spans.query(to_cp(self._base), self._end + 1)
        # Over the whole block, so that a span keeps its lane from band to band.
        self._lanes = lanes(self._spans, _LANES)
        self._deepest = max(self._lanes.values(), default=0)
        self._bands: dict[int, Paint] = {}

    def between(self, top: int, bottom: int) -> Iterator[Paint]:
        """What is painted between two heights, counted from the top of the block."""
        if not self._spans:
            return
        for band in range((len(self.rows) + _BAND - 1) // _BAND):
            lines = self.rows[band * _BAND : (band + 1) * _BAND]
            # Underlines reach below their line, frames and marks a little above.
            if lines[0].top - self._metrics.pitch < bottom and lines[-1].bottom + self._metrics.pitch > top:
                if band not in self._bands:
                    self._bands[band] = self._make(lines)
                yield self._bands[band]

    def range_between(self, top: int, bottom: int) -> tuple[int, int]:
        """The code points on the lines between two heights, counted from the top of the block."""
        to_cp, lines = self._content.ruler.to_cp, self.rows
        first = bisect_right(lines, top, key=_row_bottom)
        last = bisect_left(lines, bottom, key=_row_top)
        if first >= last:
            return 0, 0
        return to_cp(self._base + lines[first].start), to_cp(self._base + lines[last - 1].end)

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces of code points ``[start, end)``; one that goes on in another block is neither first nor last."""
        ruler = self._content.ruler
        return pieces(self.rows, ruler.to_qt(start) - self._base, ruler.to_qt(end, before_break=True) - self._base)

    def depth(self, span: Span) -> int:
        """How far the underline of a span reaches below its tint."""
        stroke = self._stroke(self._styles.of(span), self._lanes.get(span.id, 0))
        return stroke.drop + math.ceil(stroke.height) + 1

    def _make(self, lines: list[Row]) -> Paint:
        paint, ruler, base = Paint(), self._content.ruler, self._base
        start, end = ruler.to_cp(base + lines[0].start), ruler.to_cp(base + lines[-1].end)
        # The place behind the last line belongs to no further band.
        behind = end + 1 if lines[-1] is self.rows[-1] else end
        for segment in segments(self._spans, start, end):
            color = self._styles.fill(segment.spans)
            if color is not None:
                boxes = paint.fills.setdefault(color.rgba(), [])
                boxes += (piece.box for piece in self._cut(lines, segment.start, segment.end))
        for span in self._spans:
            found = self._cut(lines, max(span.start, start), min(span.end, end))
            if found:
                self._add_strokes(paint, found, span)
            # Nothing else shows a span without width, or one of nothing but line ends.
            elif start <= span.start < behind and (span.start == span.end or span.text.isspace()):
                self._add_mark(paint, lines, ruler.to_qt(span.start) - base, self._styles.of(span))
        return paint

    def _cut(self, lines: list[Row], start: int, end: int) -> list[Piece]:
        if start >= end:
            return []
        ruler = self._content.ruler
        return pieces(lines, ruler.to_qt(start) - self._base, ruler.to_qt(end, before_break=True) - self._base)

    def _stroke(self, style: Style, lane: int) -> Stroke:
        """Packed lanes get hairlines: two that touched would read as one."""
        scale = max(1, round(self._metrics.em / _EM))
        pitch = min(_LANE_PITCH * scale, self._metrics.lane_room / (self._deepest + 1))
        drop = 1 + int(lane * pitch)
        if pitch < 3 * scale:
            return Stroke(drop, 1, 1, 1, True)
        return Stroke(drop, stroke_height(style.line, style.thickness) * scale, style.thickness, scale, False)

    def _add_strokes(self, paint: Paint, found: list[Piece], span: Span) -> None:
        style = self._styles.of(span)
        drop, height, thickness, scale, packed = self._stroke(style, self._lanes[span.id])
        bars = [QRectF(box.left(), box.bottom() + drop, box.width(), height) for _row, box, *_rest in found]
        rgba = style.color.rgba()
        if style.line == "solid" or (packed and style.line not in ("dotted", "dashed")):
            paint.solids.setdefault(rgba, []).extend(bars)
        else:
            pixmap = tile(style.line, rgba, thickness, scale, self._ratio)
            paint.strokes += [(bar, pixmap) for bar in bars]

    @staticmethod
    def _add_mark(paint: Paint, lines: list[Row], position: int, style: Style) -> None:
        """A little caret that points at a place between two characters, for a span without width."""
        row = next((row for row in reversed(lines) if row.start <= position), None)
        if row is None:
            return
        x, top, low = row.x(position), row.top, row.bottom
        shape = [(-1, top), (1, top), (1, low - 4), (5, low + 2), (-5, low + 2), (-1, low - 4)]
        paint.marks.append((style.color, QPolygon([QPoint(x + dx, y) for dx, y in shape])))
