"""A button for one label: its colour, name, count and key. Used in the bar above the text and at a selection."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.core.model import Label
from annotator.gui.chrome import key_cap_width, paint_key_cap, paint_swatch

_GAP = 7
_SWATCH = 10


class LabelButton(QAbstractButton):
    """Clicking it does what the label's key does. It never takes the focus from the text."""

    def __init__(self, label: Label, color: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._color = color
        self._count: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(label.name)
        tip = f"Tag as {label.name.lower()}"
        self.setToolTip(f"{tip} ({label.shortcut})\n{label.description}".strip())
        self.setAccessibleName(tip)

    def set_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.updateGeometry()
            self.update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(9, QFontMetrics(font).height() - 6))
        return font

    def sizeHint(self) -> QSize:
        width = 2 * _GAP + _SWATCH + _GAP + self.fontMetrics().horizontalAdvance(self.label.name)
        if self._count is not None:
            width += _GAP + QFontMetrics(self._bold()).horizontalAdvance(str(self._count))
        if self.label.shortcut:
            width += _GAP + key_cap_width(QFontMetrics(self._small()), self.label.shortcut)
        return QSize(width, self.fontMetrics().height() + 12)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        line = palette.color(QPalette.ColorRole.Mid)
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        text = muted if self.label.auxiliary or not self.isEnabled() else palette.color(QPalette.ColorRole.ButtonText)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setPen(line)
        painter.setBrush(palette.color(QPalette.ColorRole.Base if hot else QPalette.ColorRole.Button))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        middle = self.height() / 2
        paint_swatch(painter, QRectF(_GAP + 1, middle - _SWATCH / 2, _SWATCH, _SWATCH), self._color)
        x = 2 * _GAP + _SWATCH
        x = self._write(painter, x, self.label.name, self.font(), text)
        if self._count is not None:
            x = self._write(painter, x, str(self._count), self._bold(), text)
        if self.label.shortcut:
            painter.setFont(self._small())
            metrics = QFontMetrics(painter.font())
            height = metrics.height() + 2
            box = QRectF(x, middle - height / 2, key_cap_width(metrics, self.label.shortcut), height)
            paint_key_cap(painter, box, self.label.shortcut, muted, line)

    def _write(self, painter: QPainter, x: int, text: str, font: QFont, color: QColor) -> int:
        painter.setFont(font)
        painter.setPen(color)
        width = QFontMetrics(font).horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width + _GAP
