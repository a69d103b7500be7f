"""Title and byline above the article, in the room that the first line leaves free. Not part of the text.

Always shown as plain text. Paints only; measuring and painting use the same layouts, so they cannot disagree.
"""

import unicodedata

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from annotator.gui.article.colors import ArticleColors
from annotator.gui.article.fonts import Metrics


class Header:
    """Title and byline; both empty means there is no header, only a margin."""

    def __init__(self) -> None:
        self.title = ""
        self.byline = ""
        self._lines: list[tuple[QTextLayout, int, bool]] = []
        self._rule = 0

    def lay_out(self, column: tuple[int, int], font: QFont, metrics: Metrics) -> int:
        """Break title and byline into the column; returns the height in pixels, margins included."""
        self._lines, self._rule = [], 0
        y = metrics.side
        if not self.title and not self.byline:
            return y
        title_font, byline_font = QFont(font), QFont()
        title_font.setPointSizeF(font.pointSizeF() * 1.5)
        title_font.setBold(True)
        byline_font.setPointSizeF(font.pointSizeF() * 0.76)
        if self.title:
            y = self._add(self.title, title_font, column, y, False) + round(metrics.em * 0.35)
        if self.byline:
            y = self._add(self.byline, byline_font, column, y, True) + round(metrics.em * 0.55)
        self._rule = y
        return y + round(metrics.em * 0.7)

    def _add(self, text: str, font: QFont, column: tuple[int, int], y: int, muted: bool) -> int:
        layout = QTextLayout(" ".join(text.split()), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        left, width = column
        right_to_left = _is_right_to_left(text)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            x = left + width - line.naturalTextWidth() if right_to_left else left
            line.setPosition(QPointF(int(x), y))
            y += round(line.height())
        layout.endLayout()
        self._lines.append((layout, y, muted))
        return y

    def paint(self, painter: QPainter, top: int, column: tuple[int, int], colors: ArticleColors) -> None:
        """Paint at ``top``, the viewport's y of the top of the first block."""
        for layout, _bottom, muted in self._lines:
            painter.setPen(QColor(colors.muted if muted else colors.text))
            layout.draw(painter, QPointF(0, top))
        if self._rule:
            painter.setPen(QColor(colors.rule))
            left, width = column
            painter.drawLine(left, top + self._rule, left + width, top + self._rule)


def _is_right_to_left(text: str) -> bool:
    """By the first character that has a direction, as Qt decides it for the paragraphs of the text."""
    directions = map(unicodedata.bidirectional, text)
    return next((found for found in directions if found in ("L", "R", "AL")), "L") != "L"
