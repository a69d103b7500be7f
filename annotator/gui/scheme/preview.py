"""How a label looks in the text, on light and on dark paper; and in words whether it is told apart from the others."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from annotator.core.model import Label
from annotator.core.vision import CLOSE, contrast, gap
from annotator.gui.article.colors import DARK, LIGHT, adapted, blend
from annotator.gui.article.fonts import article_font
from annotator.gui.article.strokes import stroke_height, tile
from annotator.gui.chrome import paint_swatch

_BEFORE, _MARKED, _AFTER = "In 2021 ", "the town built 12 wells", ", at last."
_PAPERS = {"light": LIGHT, "dark": DARK}
_EYES = {
    "": "", "protanopia": " for eyes without red cones", "deuteranopia": " for eyes without green cones",
    "tritanopia": " for eyes without blue cones",
}  # fmt: skip


class Preview(QWidget):
    """A line of text with one span in it, once on each paper."""

    def __init__(self) -> None:
        super().__init__()
        self._label: Label | None = None
        self.setMinimumSize(QSize(360, 84))
        self.setAccessibleName("How it looks")

    def show_label(self, label: Label | None) -> None:
        self._label = label
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._label is None:
            return
        painter = QPainter(self)
        height = self.height() // 2
        for place, colors in enumerate(_PAPERS.values()):
            box = QRectF(0, place * height, self.width(), height)
            painter.fillRect(box, QColor(colors.paper))
            painter.setFont(article_font(100))
            metrics = painter.fontMetrics()
            base, x = int(box.top()) + (height + metrics.ascent() - metrics.descent()) // 2, 12
            painter.setPen(QColor(colors.text))
            painter.drawText(x, base, _BEFORE)
            x += metrics.horizontalAdvance(_BEFORE)
            width = metrics.horizontalAdvance(_MARKED)
            line = adapted(self._label.color, colors)
            if not self._label.auxiliary:
                tint = blend([(line, colors.tint_alpha)], colors)
                painter.fillRect(x, base - metrics.ascent(), width, metrics.height(), tint)
            painter.drawText(x, base, _MARKED)
            strokes = tile(self._label.line, line.rgba(), 2, 1, self.devicePixelRatioF())
            lane = QRectF(x, base + metrics.descent(), width, stroke_height(self._label.line, 2))
            painter.drawTiledPixmap(lane, strokes)
            painter.drawText(x + width, base, _AFTER)
        painter.end()


def swatch(color: str) -> QIcon:
    """A small picture of a colour."""
    pixmap = QPixmap(14, 14)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    paint_swatch(painter, QRectF(1, 1, 12, 12), QColor(color))
    painter.end()
    return QIcon(pixmap)


def warnings(label: Label, others: tuple[Label, ...]) -> Iterator[str]:
    """What speaks against the colour of a label, in words: too faint on a paper, too close to another label."""
    for name, colors in _PAPERS.items():
        found = contrast(label.color, colors.paper)
        if found < 3:
            yield f"Faint on {name} paper ({found:.1f}:1, 3:1 is wanted): it is shown stronger there."
    for other in others:
        if other.key == label.key:
            continue
        shown = [
            gap(adapted(label.color, colors).name(), adapted(other.color, colors).name()) for colors in _PAPERS.values()
        ]
        worst = min(shown)
        if worst.distance < CLOSE:
            same = "and the line is the same" if other.line == label.line else "only the line tells them apart"
            yield f"Easily mixed up with “{other.name}”{_EYES[worst.kind]}; {same}."
