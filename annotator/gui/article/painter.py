"""What of the spans is painted: per block a list of rectangles, made once and kept until the block or its spans change.

Tints go under the text and underlines over it, so there are two passes with Qt's own between them. Nothing here
reacts to the user and nothing here decides what a span looks like (``styles``) or where text stands (``geometry``).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygon, QTextBlock

from annotator.core.model import Span
from annotator.core.segments import lanes, segments
from annotator.gui.article.content import Content
from annotator.gui.article.fonts import Metrics
from annotator.gui.article.geometry import Piece, Row, pieces, rows
from annotator.gui.article.strokes import stroke_height, tile
from annotator.gui.article.styles import Style, Styles

_KEPT = 600  # blocks; some twenty pages
_LANES = 8
_LANE_PITCH = 4.0
_EM = 18.0  # pixels; the size of text at which strokes have their plain thickness


@dataclass(slots=True)
class BlockPaint:
    """What is painted of one block, in pixels from its top left."""

    fills: dict[int, list[QRect]] = field(default_factory=dict)
    strokes: list[tuple[QRectF, QPixmap]] = field(default_factory=list)
    solids: dict[int, list[QRectF]] = field(default_factory=dict)
    marks: list[tuple[QColor, QPolygon]] = field(default_factory=list)
    depths: dict[str, int] = field(default_factory=dict)
    """How far the underline of a span reaches below its tint, by span id."""


class SpanPainter:
    """Paints the spans of the blocks it is given."""

    def __init__(self, content: Content, styles: Styles, metrics: Metrics) -> None:
        self.styles = styles
        self.metrics = metrics
        self._content = content
        self.ratio = 1.0
        self._kept: dict[int, BlockPaint] = {}

    def forget(self, number: int | None = None) -> None:
        """Drop what is kept of one block, or of all."""
        if number is None:
            self._kept.clear()
        else:
            self._kept.pop(number, None)

    def paint_tints(self, painter: QPainter, blocks: Iterable[tuple[QTextBlock, QPoint]]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for block, origin in blocks:
            fills = self._of(block).fills
            if fills:
                painter.translate(origin)
                for rgba, boxes in fills.items():
                    painter.setBrush(QColor.fromRgba(rgba))
                    painter.drawRects(boxes)
                painter.translate(-origin)

    def paint_lines(self, painter: QPainter, blocks: Iterable[tuple[QTextBlock, QPoint]]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for block, origin in blocks:
            paint = self._of(block)
            painter.translate(origin)
            for rgba, bars in paint.solids.items():
                painter.setBrush(QColor.fromRgba(rgba))
                painter.drawRects(bars)
            for bar, pixmap in paint.strokes:
                # The pattern hangs on the page, not on the span: equal strokes side by side then run on evenly.
                painter.drawTiledPixmap(bar, pixmap, QPoint(int(bar.x()) % pixmap.width(), 0))
            for color, polygon in paint.marks:
                painter.setBrush(color)
                painter.drawPolygon(polygon)
            painter.translate(-origin)

    def paint_outline(self, painter: QPainter, blocks: Iterable[tuple[QTextBlock, QPoint]], span: Span) -> None:
        """The frame of the chosen span, following its lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self.styles.colors.chosen), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for block, origin in blocks:
            found = self.pieces_of(block, span.start, span.end)
            if found:
                painter.translate(origin)
                painter.drawPath(_frame(found, self._of(block).depths.get(span.id, 3)))
                painter.translate(-origin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def pieces_of(self, block: QTextBlock, start: int, end: int) -> list[Piece]:
        """The pieces of code points ``[start, end)`` in one block, which must be laid out."""
        base, length = block.position(), block.length() - 1
        a, b = self._content.ruler.to_qt(start) - base, self._content.ruler.to_qt(end, before_break=True) - base
        if b <= 0 or a >= length:
            return []
        # Left uncut at the block's borders: a piece that goes on in another block is neither first nor last.
        return pieces(rows(block, self.metrics), a, b)

    def _of(self, block: QTextBlock) -> BlockPaint:
        number = block.blockNumber()
        paint = self._kept.get(number)
        if paint is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            paint = self._kept[number] = self._make(block)
        return paint

    def _make(self, block: QTextBlock) -> BlockPaint:
        paint = BlockPaint()
        base = block.position()
        start, end = self._content.ruler.to_cp(base), self._content.ruler.to_cp(base + block.length() - 1)
        spans = self._content.spans.query(start, end + 1)
        if not spans:
            return paint
        lines = rows(block, self.metrics)
        for segment in segments(spans, start, end):
            color = self.styles.fill(segment.spans)
            if color is not None:
                boxes = paint.fills.setdefault(color.rgba(), [])
                boxes += (piece.box for piece in self._cut(lines, base, segment.start, segment.end))
        lane_of = lanes(spans, _LANES)
        deepest = max(lane_of.values())
        for span in spans:
            found = self._cut(lines, base, max(span.start, start), min(span.end, end))
            style = self.styles.of(span)
            if found:
                paint.depths[span.id] = self._add_strokes(paint, found, style, lane_of[span.id], deepest)
            # Nothing else shows a span without width, or one of nothing but line ends.
            elif start <= span.start <= end and (span.start == span.end or span.text.isspace()):
                self._add_mark(paint, lines, self._content.ruler.to_qt(span.start) - base, style)
        return paint

    def _cut(self, lines: list[Row], base: int, start: int, end: int) -> list[Piece]:
        if start >= end:
            return []
        ruler = self._content.ruler
        return pieces(lines, ruler.to_qt(start) - base, ruler.to_qt(end, before_break=True) - base)

    def _add_strokes(self, paint: BlockPaint, found: list[Piece], style: Style, lane: int, deepest: int) -> int:
        """Underline the pieces of one span and say how far down that reaches.

        Packed lanes get hairlines: two that touched would read as one.
        """
        scale = max(1, round(self.metrics.em / _EM))
        pitch = min(_LANE_PITCH * scale, self.metrics.lane_room / (deepest + 1))
        packed = pitch < 3 * scale
        thickness = 1 if packed else style.thickness
        height = 1 if packed else stroke_height(style.line, thickness) * scale
        drop = 1 + int(lane * pitch)
        bars = [QRectF(box.left(), box.bottom() + drop, box.width(), height) for _row, box, *_rest in found]
        rgba = style.color.rgba()
        if style.line == "solid" or (packed and style.line not in ("dotted", "dashed")):
            paint.solids.setdefault(rgba, []).extend(bars)
        else:
            pixmap = tile(style.line, rgba, thickness, 1 if packed else scale, self.ratio)
            paint.strokes += [(bar, pixmap) for bar in bars]
        return drop + math.ceil(height) + 1

    def _add_mark(self, paint: BlockPaint, lines: list[Row], position: int, style: Style) -> None:
        """A little caret that points at a place between two characters, for a span without width."""
        row = next((row for row in reversed(lines) if row.start <= position), None)
        if row is None:
            return
        x, top, low = row.x(position), row.top, row.bottom
        shape = [(-1, top), (1, top), (1, low - 4), (5, low + 2), (-5, low + 2), (-1, low - 4)]
        paint.marks.append((style.color, QPolygon([QPoint(x + dx, y) for dx, y in shape])))


def _frame(found: list[Piece], room: int) -> QPainterPath:
    """The outline around the pieces of one block, ``room`` pixels below the last of them for its underlines."""
    path = QPainterPath()
    for piece, following in zip(found, [*found[1:], None], strict=True):
        box = QRectF(piece.box).adjusted(0, -1, 0, room)
        if following is not None and following.box.left() < box.right() and following.box.right() > box.left():
            # Down into the next line, so that pieces which lie under each other have one outline.
            box.setBottom(max(box.bottom(), following.box.top()))
        shape = QPainterPath()
        shape.addRect(box)
        path = path.united(shape)
    return path.simplified()
