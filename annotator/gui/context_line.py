"""Paints a line of context with what is meant in it set off, for rows of lists. Plain text, in either direction."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from annotator.core.excerpt import Excerpt
from annotator.core.text import Ruler

_UNBOUNDED = 100_000.0


def paint_context(painter: QPainter, box: QRectF, context: Excerpt, palette: QPalette, font: QFont) -> None:
    """The line in muted colour, its place in full and bold. What does not fit is cut off, but never the place."""
    ruler = Ruler(context.line)
    start, end = ruler.to_qt(context.start), ruler.to_qt(context.end)
    strong = QTextCharFormat()
    strong.setFontWeight(QFont.Weight.Bold)
    strong.setForeground(palette.color(QPalette.ColorRole.WindowText))
    part = QTextLayout.FormatRange()
    part.start, part.length, part.format = start, end - start, strong
    layout = QTextLayout(context.line, font)
    layout.setFormats([part])
    line = _one_line(layout, _one_line(layout, _UNBOUNDED).naturalTextWidth() + 1)
    x = _shift(line, start, end, box.width())
    painter.save()
    painter.setClipRect(box)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    layout.draw(painter, QPointF(box.left() + x, box.top() + (box.height() - line.height()) / 2))
    painter.restore()


def _one_line(layout: QTextLayout, width: float) -> QTextLine:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    return line


def _shift(line: QTextLine, start: int, end: int, room: float) -> float:
    """Where the line begins, so that its own beginning is in view, or else the place that is meant."""
    edges = [_x(line, start), _x(line, end)]
    left, right = min(edges), max(edges)
    backwards = _x(line, 0) > line.width() / 2  # it begins at the right
    x = room - line.width() if backwards else 0.0
    if left + x < 0 or right + x > room:
        x = min(0.0, max(room / 2 - (left + right) / 2, room - line.width()))
    return x


def _x(line: QTextLine, position: int) -> float:
    # The stubs promise a float; PySide returns (x, position moved to a valid place).
    found: Any = line.cursorToX(position)
    x: float = found[0] if isinstance(found, tuple) else found
    return x
