"""Paints what was found in an article, quietly, under the text. Made when something is looked for first.

Costs what is in view: which matches show is looked up, never gone through. It decides nothing and selects nothing.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.core.find import Matches
from annotator.gui.article.colors import ArticleColors
from annotator.gui.article.painter import Blocks, SpanPainter


class MatchLayer:
    """The ``matches`` of one article; ``current`` is the one that was gone to, -1 for none."""

    def __init__(self, painter: SpanPainter) -> None:
        self.matches = Matches()
        self.current = -1
        self._painter = painter

    def paint(self, painter: QPainter, blocks: Blocks, area: QRect, colors: ArticleColors) -> None:
        frame = QColor(colors.found)
        frame.setAlpha(255)
        plain: list[QRect] = []
        now: list[QRect] = []
        for block, origin in blocks:
            start, end = self._painter.range_of(block, area.top() - origin.y(), area.bottom() + 1 - origin.y())
            for nth in self.matches.touching(start, end):
                boxes = now if nth == self.current else plain
                pieces = self._painter.pieces_of(block, *self.matches[nth])
                boxes += (piece.box.translated(origin).adjusted(0, 0, -1, -1) for piece in pieces)
        painter.setPen(QPen(frame, 1))
        painter.setBrush(QColor(colors.found))
        painter.drawRects(plain)
        painter.setPen(QPen(QColor(colors.text), 2))
        painter.drawRects(now)
        painter.setPen(Qt.PenStyle.NoPen)

    def between(self, start: int, end: int) -> bool:
        """Whether anything was found in ``[start, end)``."""
        return len(self.matches.touching(start, end)) > 0
