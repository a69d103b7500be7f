"""Small shared parts of the window: headings, key caps, plain labels, label swatches. No state, no logic."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def plain_label(text: str = "", name: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that never reads its text as HTML: with rich text an ``<img src=file:...>`` would paint the file."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if name:
        label.setObjectName(name)
    return label


def heading(text: str) -> QLabel:
    """The small capitals over a panel."""
    return plain_label(text.upper(), "heading")


def hairline() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    return line


def swatch_icon(color: str, *, ring: bool = False) -> QIcon:
    """A small rounded square in a label's colour; ``ring`` leaves it open."""
    pixmap = QPixmap(24, 24)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_swatch(painter, QRectF(1, 1, 10, 10), QColor(color), ring=ring)
    painter.end()
    return QIcon(pixmap)


def paint_swatch(painter: QPainter, box: QRectF, color: QColor, *, ring: bool = False) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.6) if ring else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if ring else color)
    painter.drawRoundedRect(box, 2.5, 2.5)
    painter.restore()


def key_cap_width(metrics: QFontMetrics, text: str) -> int:
    return metrics.horizontalAdvance(text) + 10


def paint_key_cap(painter: QPainter, box: QRectF, text: str, color: QColor, line: QColor) -> None:
    """A key as it is shown beside its command."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(color)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
