"""Paints quiet marks in the margin, beside the lines in which something is to be looked at again. Nothing else.

Costs what is in view: which places show is looked up, never gone through.
"""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock

from annotator.gui.article.colors import ArticleColors
from annotator.gui.article.painter import Blocks, SpanPainter

_MOST = 12  # notes that a tool tip tells


class MarginMarks:
    """``show`` notes at code points, ascending; ``current`` is the place of the one that was gone to, -1 for none."""

    def __init__(self, painter: SpanPainter) -> None:
        self.current = -1
        self._painter = painter
        self._places: list[int] = []
        self._notes: list[str] = []

    def show(self, places: Sequence[int], notes: Sequence[str], current: int) -> bool:
        """Take these over; false if they are what is shown already."""
        before = self._places, self._notes, self.current
        self._places, self._notes, self.current = list(places), list(notes), current
        return before != (self._places, self._notes, self.current)

    def paint(
        self, painter: QPainter, blocks: Blocks, area: QRect, colors: ArticleColors, column: tuple[int, int]
    ) -> None:
        """``column``: left edge and width of the text in the viewport, in pixels."""
        if not self._places:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        size = max(3.0, self._painter.metrics.em * 0.26)
        for block, origin in blocks:
            x = self._middle(block, column)
            for y, current in self._rows(block, area.top() - origin.y(), area.bottom() + 1 - origin.y()).items():
                painter.setBrush(QColor(colors.chosen if current else colors.muted))
                reach = size * (1.5 if current else 1)
                painter.drawEllipse(QRectF(x - reach / 2, origin.y() + y - reach / 2, reach, reach))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def text_at(self, blocks: Blocks, point: QPointF, column: tuple[int, int]) -> str:
        """The notes of the line at a point of the margin, one a line; empty elsewhere. ``blocks``: what is at its
        height."""
        for block, origin in blocks:
            if self._places and abs(point.x() - self._middle(block, column)) <= self._painter.metrics.em * 0.7:
                y = int(point.y()) - origin.y()
                here = self._between(block, y, y + 1)
                more = [f"and {len(here) - _MOST} more"] if len(here) > _MOST else []
                return "\n".join([self._notes[nth] for nth in here[:_MOST]] + more)
        return ""

    def _middle(self, block: QTextBlock, column: tuple[int, int]) -> float:
        left, width = column
        away = self._painter.metrics.em * 0.8
        return left + width + away if block.textDirection() == Qt.LayoutDirection.RightToLeft else left - away

    def _between(self, block: QTextBlock, top: int, bottom: int) -> range:
        """Which notes stand on the lines of a block between two heights, counted from its top."""
        start, end = self._painter.range_of(block, top, bottom)
        if start == end:
            return range(0)
        return range(bisect_left(self._places, start), bisect_left(self._places, end))

    def _rows(self, block: QTextBlock, top: int, bottom: int) -> dict[int, bool]:
        """The heights at which lines with notes have their middle, and whether the current note is among them."""
        found: dict[int, bool] = {}
        for nth in self._between(block, top, bottom):
            place = self._places[nth]
            for piece in self._painter.pieces_of(block, place, place + 1)[:1]:
                y = piece.box.center().y()
                found[y] = found.get(y, False) or place == self.current
        return found
