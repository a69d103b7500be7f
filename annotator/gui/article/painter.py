"""Paints the spans of an article. Tints go under the text and underlines over it, with Qt's own painting in between.

Nothing here reacts to the user; what is painted of each block stands on its ``Sheet``, kept until it changes.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextBlock

from annotator.core.model import Span
from annotator.gui.article.content import Content
from annotator.gui.article.fonts import Metrics
from annotator.gui.article.geometry import Piece
from annotator.gui.article.sheet import Paint, Sheet
from annotator.gui.article.styles import Styles

_KEPT = 600  # blocks; some twenty pages

Blocks = Iterable[tuple[QTextBlock, QPoint]]
"""Blocks that are laid out, each with the place of its top left corner in the viewport."""


class SpanPainter:
    """Paints the spans of the blocks it is given, as far as they lie in ``area``, a rectangle of the viewport."""

    def __init__(self, content: Content, styles: Styles, metrics: Metrics) -> None:
        self.styles = styles
        self.metrics = metrics
        self.ratio = 1.0
        self._content = content
        self._kept: dict[int, Sheet] = {}

    def forget(self, number: int | None = None) -> None:
        """Drop what is kept of one block, or of all."""
        if number is None:
            self._kept.clear()
        else:
            self._kept.pop(number, None)

    def paint_tints(self, painter: QPainter, blocks: Blocks, area: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for paint in self._paints(painter, blocks, area):
            for rgba, boxes in paint.fills.items():
                painter.setBrush(QColor.fromRgba(rgba))
                painter.drawRects(boxes)

    def paint_lines(self, painter: QPainter, blocks: Blocks, area: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for paint in self._paints(painter, blocks, area):
            for rgba, bars in paint.solids.items():
                painter.setBrush(QColor.fromRgba(rgba))
                painter.drawRects(bars)
            for bar, pixmap in paint.strokes:
                # The pattern hangs on the page, not on the span: equal strokes side by side then run on evenly.
                painter.drawTiledPixmap(bar, pixmap, QPoint(int(bar.x()) % pixmap.width(), 0))
            for color, polygon in paint.marks:
                painter.setBrush(color)
                painter.drawPolygon(polygon)

    def paint_outline(self, painter: QPainter, blocks: Blocks, span: Span) -> None:
        """The frame of the chosen span, following its lines."""
        pen = QPen(QColor(self.styles.colors.chosen), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for block, origin in blocks:
            sheet = self._sheet(block)
            found = sheet.pieces(span.start, span.end)
            if found:
                with _moved(painter, origin):
                    painter.drawPath(_frame(found, sheet.depth(span)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def pieces_of(self, block: QTextBlock, start: int, end: int) -> list[Piece]:
        """The pieces of code points ``[start, end)`` in one block, which must be laid out."""
        return self._sheet(block).pieces(start, end)

    def range_of(self, block: QTextBlock, top: int, bottom: int) -> tuple[int, int]:
        """The code points on those lines of a block that reach into ``[top, bottom)``, counted from its own top."""
        return self._sheet(block).range_between(top, bottom)

    def _paints(self, painter: QPainter, blocks: Blocks, area: QRect) -> Iterator[Paint]:
        """What is to be painted, with the painter moved to its block meanwhile."""
        for block, origin in blocks:
            with _moved(painter, origin):
                yield from self._sheet(block).between(area.top() - origin.y(), area.bottom() + 1 - origin.y())

    def _sheet(self, block: QTextBlock) -> Sheet:
        number = block.blockNumber()
        sheet = self._kept.get(number)
        if sheet is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            sheet = self._kept[number] = Sheet(block, self._content, self.styles, self.metrics, self.ratio)
        return sheet


@contextmanager
def _moved(painter: QPainter, by: QPoint) -> Iterator[None]:
    painter.translate(by)
    yield
    painter.translate(-by)


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
