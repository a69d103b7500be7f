"""Two small charts: spans per day, and per label. Every bar has its number; what is seen is also said in words.

Parts of a bar differ by their place, from the bottom up in the order of the legend, and not by colour alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

_GAP = 3


class Kind(NamedTuple):
    """What is counted apart: a label's key, name and colour."""

    key: str
    name: str
    color: QColor


class _Chart(QWidget):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that its description is read out
        self._kinds: Sequence[Kind] = ()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.82)
        return font

    def _pens(self) -> tuple[QColor, QColor, QColor]:
        """Ink, muted ink, and the colour of hairlines."""
        palette = self.palette()
        roles = (QPalette.ColorRole.WindowText, QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Mid)
        ink, muted, line = (palette.color(role) for role in roles)
        return ink, muted, line

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        raise NotImplementedError


class DayChart(_Chart):
    """A bar for each day, its labels one above the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spans per day", parent)
        self._days: Sequence[str] = ()
        self._counts: Mapping[tuple[str, str], int] = {}

    def show_counts(self, kinds: Sequence[Kind], days: Sequence[str], counts: Mapping[tuple[str, str], int]) -> None:
        """``counts`` by day (ISO date) and label key; ``days`` in order, without a gap."""
        self._kinds, self._days, self._counts = kinds, days, counts
        said = [f"{day}: {self._total(day):,}" for day in days if self._total(day)]
        self.setAccessibleDescription("; ".join(said) or "No spans in these days")
        self.setToolTip("\n".join(said))
        self.update()

    def _total(self, day: str) -> int:
        return sum(self._counts.get((day, kind.key), 0) for kind in self._kinds)

    def sizeHint(self) -> QSize:
        return QSize(640, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 130)

    def _paint(self, painter: QPainter) -> None:
        painter.setFont(self._small())
        line = painter.fontMetrics().height()
        ink, muted, rule = self._pens()
        floor = self.height() - line - 6
        tallest = max((self._total(day) for day in self._days), default=0)
        scale = (floor - line - 4) / max(1, tallest)
        step = self.width() / max(1, len(self._days))
        painter.setPen(rule)
        painter.drawLine(0, floor, self.width(), floor)
        for place, day in enumerate(self._days):
            left, bottom = place * step, float(floor)
            for kind in self._kinds:
                height = self._counts.get((day, kind.key), 0) * scale
                if height:
                    bottom -= height
                    painter.fillRect(QRectF(left + _GAP, bottom, step - 2 * _GAP, height), kind.color)
                    painter.fillRect(QRectF(left + _GAP, bottom, step - 2 * _GAP, 1), self.palette().window())
            total = self._total(day)
            if total:
                exact = f"{total:,}"
                fits = painter.fontMetrics().horizontalAdvance(exact) < step
                self._write(painter, ink, left + step / 2, bottom - line - 1, exact if fits else _short(total))
            if place % 7 == (len(self._days) - 1) % 7:  # today, and each week before
                when = date.fromisoformat(day)
                self._write(painter, muted, left + step / 2, floor + 4, f"{when.day} {when:%b}")

    def _write(self, painter: QPainter, color: QColor, middle: float, top: float, text: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(0.0, middle - width / 2), self.width() - width - 1.0)
        painter.setPen(color)
        painter.drawText(QRectF(left, top, width + 1, painter.fontMetrics().height()), 0, text)


def _short(number: int) -> str:
    """``6.3k``: a number over a narrow bar. The exact one is in the description and the tool tip."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f}{letter}" if number < 10 * size else f"{number // size}{letter}"
    return str(number)


class LabelChart(_Chart):
    """A bar for each label, with its name and number; it is the legend of the other chart too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spans per label", parent)
        self._counts: Mapping[str, int] = {}

    def show_counts(self, kinds: Sequence[Kind], counts: Mapping[str, int]) -> None:
        self._kinds, self._counts = kinds, counts
        self.setAccessibleDescription("; ".join(f"{kind.name}: {counts.get(kind.key, 0):,}" for kind in kinds))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, max(1, len(self._kinds)) * (self.fontMetrics().height() + 6) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def _paint(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        row = metrics.height() + 6
        names = max((min(220, metrics.horizontalAdvance(kind.name)) for kind in self._kinds), default=0) + 12
        numbers = max((metrics.horizontalAdvance(f"{count:,}") for count in self._counts.values()), default=0) + 12
        most = max((self._counts.get(kind.key, 0) for kind in self._kinds), default=0)
        room = self.width() - names - numbers - 4
        ink, _, _ = self._pens()
        for place, kind in enumerate(self._kinds):
            top, count = 2.0 + place * row, self._counts.get(kind.key, 0)
            length = max(2.0, room * count / max(1, most))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(ink)
            name = metrics.elidedText(kind.name, Qt.TextElideMode.ElideRight, 220)
            painter.drawText(QRectF(2, top, names, row), middle, name)
            painter.fillRect(QRectF(names, top + 4, length, row - 8), kind.color)
            painter.drawText(QRectF(names + length + 8, top, numbers, row), middle, f"{count:,}")
