"""The strip beside the scroll bar: a tick for every span of the document, in its label's colour. A click goes there.

What was looked for is marked at the right edge.

It paints a picture that is as high as the strip and made at most every few moments, so its cost does not depend on
how many spans there are.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.core.buckets import SpanIndex
from annotator.core.model import Span
from annotator.gui.article.styles import Styles

WIDTH = 12
_TICK = QSize(8, 3)
_FOUND = QSize(3, 2)
_MANY = 1000  # spans whose ticks are not made at once
_REST = 400  # ms without a change until all ticks are made anew, which takes some with 10,000 spans


class OverviewStrip(QWidget):
    """Ticks at the height of their spans' share of the text. Emits the code point position that was clicked."""

    position_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = 0
        self._spans = SpanIndex()
        self._styles = Styles()
        self._ticks: dict[int, QColor] | None = None
        self._found: Callable[[int, int], bool] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self._renew)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(WIDTH)

    def show_spans(self, length: int, spans: SpanIndex, styles: Styles) -> None:
        """Show the spans of a text of ``length`` code points; the index is read again at every ``refresh``."""
        self._length, self._spans, self._styles = length, spans, styles
        self._renew()
        if len(spans) > _MANY:
            # The page comes first: thousands of ticks would keep it back by as much as painting it takes.
            self._ticks = {}
            self._timer.start()

    def show_found(self, found: Callable[[int, int], bool] | None) -> None:
        """Mark the right edge at heights where ``found(start, end)`` says that something was found."""
        self._found = found
        self.update()

    def refresh(self, added: Iterable[Span] = ()) -> None:
        """The spans have changed: show those ``added`` now, and all of them anew when the keys rest."""
        if self._ticks is not None:
            for span in added:
                self.update(0, self._tick(self._ticks, span), self.width(), _TICK.height())
        self._timer.start()

    def ticks(self) -> dict[int, QColor]:
        """The colour at each height, in pixels from the top, that has a tick."""
        if self._ticks is None:
            self._ticks = {}
            for span in self._spans:
                self._tick(self._ticks, span)
        return self._ticks

    def _tick(self, ticks: dict[int, QColor], span: Span) -> int:
        room, length = max(0, self.height() - _TICK.height()), max(1, self._length)
        y = min(span.start, length) * room // length
        ticks[y] = self._styles.of(span).color
        return y

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # Not ``fillRect``: that takes gradients too, for which PySide would load all 169 of Qt's (2 ms).
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._styles.colors.paper))
        painter.drawRect(event.rect())
        left = (self.width() - _TICK.width()) // 2
        ticks = self.ticks()
        for y in range(event.rect().top() - _TICK.height(), event.rect().bottom() + 1):
            if y in ticks:
                painter.setBrush(ticks[y])
                painter.drawRect(left, y, _TICK.width(), _TICK.height())
        if self._found is not None:
            painter.setBrush(QColor(self._styles.colors.text))
            for y in range(event.rect().top() - 1, event.rect().bottom() + 1):
                if self._found(*self._share(y)):
                    painter.drawRect(self.width() - _FOUND.width(), y, _FOUND.width(), _FOUND.height())
        painter.end()

    def _share(self, y: int) -> tuple[int, int]:
        """The positions of the text that the row of pixels ``y`` stands for."""
        room = max(1, self.height() - _TICK.height())
        start = y * self._length // room
        return start, max(start + 1, (y + 1) * self._length // room)

    def resizeEvent(self, event: object) -> None:
        self._ticks = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _go(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self.height() > 0:
            share = min(max(event.position().y() / self.height(), 0.0), 1.0)
            self.position_clicked.emit(int(share * self._length))

    def _renew(self) -> None:
        self._ticks = None
        self.update()
