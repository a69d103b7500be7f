"""The five kinds of underline as little picture tiles, so that a whole page of them costs one call a line.

Colour is never the only cue of a label: its kind of line says the same.
"""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

PERIODS = {"solid": 8, "dotted": 4, "dashed": 9, "double": 8, "wavy": 8}
_WIDTH = 360  # pixels of a tile, a whole number of every period: few tiles make a line, one blit each


@lru_cache(maxsize=256)
def tile(kind: str, rgba: int, thickness: float, scale: int, ratio: float) -> QPixmap:
    """A length of an underline, repeatable sideways. ``thickness`` in pixels before the whole is enlarged ``scale``
    times; ``ratio`` is the screen's pixel ratio.

    A kind that is not known is drawn solid.
    """
    period = PERIODS.get(kind, 8)
    height = stroke_height(kind, thickness)
    pixmap = QPixmap(math.ceil(_WIDTH * scale * ratio), math.ceil(height * scale * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(scale, scale)
    color = QColor.fromRgba(rgba)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x in range(0, _WIDTH, period):
        if kind == "dotted":
            painter.drawRect(QRectF(x, 0, 2, height))
        elif kind == "dashed":
            painter.drawRect(QRectF(x, 0, 6, height))
        elif kind == "double":
            painter.drawRect(QRectF(x, 0, period, 1))
            painter.drawRect(QRectF(x, height - 1, period, 1))
        elif kind != "wavy":
            painter.drawRect(QRectF(x, 0, period, height))
    if kind == "wavy":
        _wave(painter, color, period, height, thickness)
    painter.end()
    return pixmap


def stroke_height(kind: str, thickness: float) -> float:
    """How high a stroke of this kind is, in pixels, unscaled."""
    if kind == "double":
        return max(3.0, thickness + 1)
    if kind == "wavy":
        return max(3.0, thickness + 1.5)
    return thickness


def _wave(painter: QPainter, color: QColor, period: int, height: float, thickness: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, max(1.0, thickness * 0.6)))
    middle, swing = height / 2, (height - 1) / 2
    # Beyond both borders, so that neighbouring tiles join.
    points = [QPointF(x, middle - swing * math.sin(2 * math.pi * x / period)) for x in range(-2, _WIDTH + 3)]
    painter.drawPolyline(QPolygonF(points))
