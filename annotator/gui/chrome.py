"""Small shared parts of the window: headings, key caps, plain labels, label swatches. No state, no logic."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


def plain_label(text: str = "", name: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that never reads its text as HTML: with rich text an ``<img src=file:...>`` would paint the file."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if name:
        label.setObjectName(name)
    return label


def plain_tip(text: str) -> str:
    """A tool tip of texts from documents: Qt reads one as HTML if it looks like it, unless all of it is."""
    if not text:
        return ""
    from html import escape  # only once somebody points at something

    return "<p style='white-space: pre-wrap'>" + escape(text).replace("\n", "<br>") + "</p>"


def filter_field(hint: str, name: str) -> QLineEdit:
    """A field to filter a list by, with a button that clears it; made with the first text, as it shows no sooner."""
    field = QLineEdit()
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    field.textChanged.connect(lambda: field.setClearButtonEnabled(True))
    return field


def run(dialog: "QDialog") -> bool:
    """Show a modal dialog until it is decided. It goes soon after: otherwise it would stay as long as its window."""
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted


def heading(text: str) -> QLabel:
    """The small capitals over a panel."""
    return plain_label(text.upper(), "heading")


def program_icon() -> QIcon:
    """A page with lines marked in the colours of the three labels."""
    pixmap = QPixmap(64, 64)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#4B5160"), 2))
    painter.setBrush(QColor("#FFFEFB"))
    painter.drawRoundedRect(QRectF(9, 3, 46, 58), 5, 5)
    painter.setPen(Qt.PenStyle.NoPen)
    for y, width, color in ((14, 34, "#0072B2"), (27, 24, "#C77700"), (40, 30, "#00875A")):
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(QRectF(15, y, width, 8), 2, 2)
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
