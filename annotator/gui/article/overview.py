"""The strip beside the scroll bar: a tick for every span of the document, in its label's colour. A click goes there.

What was looked for is marked at the right edge.

It remembers one span for each row of its pixels. A change costs the rows it touches; only another document, height or
owner makes all of them anew, for many spans a little at a time.
"""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.app.slices import Slices
from annotator.core.buckets import SpanIndex
from annotator.core.model import Span
from annotator.gui.article.styles import Styles

WIDTH = 12
_TICK = QSize(8, 3)
_FOUND = QSize(3, 2)
_MANY = 1000  # spans whose ticks are not made at once


class OverviewStrip(QWidget):
    """Ticks at the height of their spans' share of the text. Emits the code point position that was clicked."""

    position_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = 0
        self._spans = SpanIndex()
        self._styles = Styles()
        self._ticks: dict[int, Span] | None = None
        """The last span that starts in the share of each row; ``None`` until they are asked for."""
        self._found: Callable[[int, int], bool] | None = None
        self._slices = Slices(self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(WIDTH)

    def show_spans(self, length: int, spans: SpanIndex, styles: Styles) -> None:
        """Show the spans of a text of ``length`` code points; the index is read again at every ``refresh``."""
        self._length, self._spans, self._styles = length, spans, styles
        self._renew()

    def show_found(self, found: Callable[[int, int], bool] | None) -> None:
        """Mark the right edge at heights where ``found(start, end)`` says that something was found."""
        self._found = found
        self.update()

    def refresh(self, touched: Iterable[Span]) -> None:
        """These spans have come, gone or changed."""
        if self._ticks is not None:
            for y in {self._row(span) for span in touched}:
                self._look(y)

    def ticks(self) -> dict[int, QColor]:
        """The colour at each height, in pixels from the top, that has a tick."""
        return {y: self._styles.of(span).color for y, span in self._made().items()}

    def _made(self) -> dict[int, Span]:
        if self._ticks is None:
            self._ticks = {}
            for span in self._spans:
                if self._spans.shows(span):
                    y = self._row(span)
                    self._ticks[y] = max(self._ticks.get(y, span), span, key=_begun)
        return self._ticks

    def _room(self) -> int:
        return max(1, self.height() - _TICK.height())

    def _row(self, span: Span) -> int:
        length = max(1, self._length)
        return min(span.start, length) * self._room() // length

    def _look(self, y: int) -> None:
        """Look up the tick of one row."""
        assert self._ticks is not None
        room, length = self._room(), self._length
        # The positions whose row this is: of the row itself, rounded up.
        start, end = -(-y * length // room), -(-(y + 1) * length // room)
        here = [span for span in self._spans.query(start, max(end, start + 1)) if self._row(span) == y]
        before, now = self._ticks.pop(y, None), max(here, key=_begun, default=None)
        if now is not None:
            self._ticks[y] = now
        if now is not before:
            self.update(0, y, self.width(), _TICK.height())

    def _look_all(self) -> Iterator[None]:
        for y in range(self.height()):
            self._look(y)
            yield

    def paintEvent(self, event: QPaintEvent) -> None:
        ticks = self._made()
        painter = QPainter(self)
        # Not ``fillRect``: that takes gradients too, for which PySide would load all 169 of Qt's (2 ms).
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._styles.colors.paper))
        painter.drawRect(event.rect())
        left = (self.width() - _TICK.width()) // 2
        for y in range(event.rect().top() - _TICK.height(), event.rect().bottom() + 1):
            if y in ticks:
                painter.setBrush(self._styles.of(ticks[y]).color)
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
        self._renew()

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
        self._slices.stop()
        self._ticks = None
        self.update()
        if len(self._spans) > _MANY:
            # The page comes first: thousands of ticks would keep it back by as much as painting it takes.
            self._ticks = {}
            self._slices.start(self._look_all())


def _begun(span: Span) -> tuple[int, str]:
    return span.start, span.id
