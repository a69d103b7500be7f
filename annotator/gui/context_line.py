"""Paints a line of context with what is meant in it set off, for rows of lists. Plain text, in either direction."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption

from annotator.core.excerpt import Excerpt
from annotator.core.text import Ruler


def paint_context(painter: QPainter, box: QRectF, context: Excerpt, palette: QPalette, font: QFont) -> None:
    """The line in muted colour, its place in full and bold; what does not fit is cut off at the end."""
    ruler = Ruler(context.line)
    start, end = ruler.to_qt(context.start), ruler.to_qt(context.end)
    layout = QTextLayout(context.line, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    strong = QTextCharFormat()
    strong.setFontWeight(QFont.Weight.Bold)
    strong.setForeground(palette.color(QPalette.ColorRole.WindowText))
    part = QTextLayout.FormatRange()
    part.start, part.length, part.format = start, end - start, strong
    layout.setFormats([part])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    muted: QColor = palette.color(QPalette.ColorRole.PlaceholderText)
    painter.save()
    painter.setClipRect(box)
    painter.setPen(muted)
    layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2))
    painter.restore()
