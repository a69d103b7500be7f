"""The mouse on the article: clicks that walk through spans, selections that snap to words, edges that are dragged.

It decides what a gesture means and tells the view's signals; Qt's own text control does the plain selecting.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent

from annotator.core.buckets import innermost
from annotator.core.model import Span
from annotator.core.text import grapheme_ceil, grapheme_floor

if TYPE_CHECKING:
    from annotator.gui.article.view import ArticleView

_SCROLL_MILLISECONDS = 50  # for each line, while an edge is held beyond the page
_REACH = 5  # pixels either side of an edge that take hold of it


class Pointer:
    """What the mouse is doing on one view. ``press``, ``move``, ``release`` and ``double_click`` return whether the
    event is dealt with; otherwise it is Qt's."""

    def __init__(self, view: "ArticleView") -> None:
        self._view = view
        self._dragged: Span | None = None
        self._moves_start = False
        self._grip = QPointF()
        self._double_at = QPointF()
        self._since_double = QElapsedTimer()
        self._clicked: tuple[str, ...] = ()
        self._point = QPointF()
        self._scrolling = QTimer(view, interval=_SCROLL_MILLISECONDS)
        self._scrolling.timeout.connect(lambda: self._drag_to(self._point))
        self._escape = _Escape(self, view)

    @property
    def dragging(self) -> bool:
        """Whether an edge is being dragged; no longer once the span went away meanwhile."""
        chosen = self._view.chosen()
        return self._dragged is not None and chosen is not None and chosen.id == self._dragged.id

    def press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        point = event.position()
        if self._is_triple(point):
            from annotator.core.sentences import sentence_at  # not at the top: the start need not wait for it

            self._since_double.invalidate()
            self._view.select(*sentence_at(self._view.text(), self._view.places.position_at(point)))
            return True
        extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        edge = None if extending else self.edge_at(point)
        if edge is not None:
            self._take_hold(edge, point)
            return True
        if not extending:
            # A press on selected text would begin to drag the text itself, when all one wants is to select anew.
            self._view.drop_selection()
        return False

    def _take_hold(self, edge: str, point: QPointF) -> None:
        span = self._view.chosen()
        assert span is not None
        self._dragged, self._moves_start = span, edge == "start"
        self._view.installEventFilter(self._escape)
        # An edge is taken hold of from a few pixels away; it must not jump there before the hand has moved.
        box = self._view.places.edges_of(span)[0 if edge == "start" else 1]
        self._grip = QPointF(QRectF(box).center().x() - point.x(), 0)

    def move(self, event: QMouseEvent) -> bool:
        if self.dragging and self._dragged is not None:
            self._drag_to(event.position())
            return True
        if not event.buttons():
            over = self.edge_at(event.position()) is not None
            shape = Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.IBeamCursor
            self._view.viewport().setCursor(shape)
        return False

    def release(self, event: QMouseEvent) -> bool:
        if self._dragged is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        span, goes_on = self._dragged, self.dragging
        start, end = self._extent(span, event.position())
        self.cancel()
        if goes_on and (start, end) != (span.start, span.end):
            self._view.edge_dragged.emit(span.id, start, end)
        elif goes_on:
            # Nothing was dragged: a click so near an edge means what a click means anywhere.
            self._view.set_caret(self._view.places.position_at(event.position()), scroll=False)
            self._click(event.position())
        return True

    def cancel(self) -> None:
        """End a drag; the span is shown as it was."""
        span, goes_on = self._dragged, self.dragging
        self._dragged = None
        self._scrolling.stop()
        self._view.removeEventFilter(self._escape)
        if span is not None and goes_on:
            self._view.apply_changes((), [span])

    def released(self, event: QMouseEvent) -> None:
        """After Qt dealt with a release: settle the selection, or take it for a click on a span."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._view.selection() is None:
            self._click(event.position())
        else:
            self._settle(snap=not event.modifiers() & Qt.KeyboardModifier.AltModifier)

    def double_click(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._since_double.start()
        self._double_at = event.position()
        position = self._view.places.character_at(event.position())
        if position is not None:
            from annotator.core.words import word_at

            start, end = word_at(self._view.text(), position)
            if start <= position < end:
                self._view.select(start, end)
        return True

    def edge_at(self, point: QPointF) -> str | None:
        """Which edge of the chosen span the point takes hold of: ``start``, ``end`` or ``None``."""
        span = self._view.chosen()
        if span is None:
            return None
        start, end = (box.adjusted(-_REACH, -2, _REACH, 4) for box in self._view.places.edges_of(span))
        # The end first: a span of one character is more often too short than too long.
        if end.contains(point.toPoint()):
            return "end"
        return "start" if start.contains(point.toPoint()) else None

    def aimed(self, event: QMouseEvent) -> QMouseEvent:
        """The event for Qt, moved up or down into the line that it means: Qt knows no room between lines."""
        point = event.position()
        shift = self._view.places.in_line(point) - point
        if shift == QPointF():
            return event
        return QMouseEvent(
            event.type(),
            point + shift,
            event.scenePosition() + shift,
            event.globalPosition() + shift,
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )

    def _drag_to(self, point: QPointF) -> None:
        """The edge goes to a point; beyond the page a line further, and on for as long as the mouse rests there."""
        if self._dragged is None or not self.dragging:
            self._scrolling.stop()
            return
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        step = int(point.y() >= height) - int(point.y() < 0)
        bar.setValue(bar.value() + step)
        start, end = self._extent(self._dragged, point)
        self._view.apply_changes((), [replace(self._dragged, start=start, end=end)])
        self._point = point
        if not step:
            self._scrolling.stop()
        elif not self._scrolling.isActive():
            self._scrolling.start()

    def _extent(self, span: Span, point: QPointF) -> tuple[int, int]:
        """What the dragged span would be with its edge at ``point``; never less than one character."""
        text, position = self._view.text(), self._view.places.position_at(point + self._grip)
        if self._moves_start:
            return min(position, grapheme_floor(text, span.end - 1)), span.end
        return span.start, max(position, grapheme_ceil(text, span.start + 1))

    def _is_triple(self, point: QPointF) -> bool:
        hints = QGuiApplication.styleHints()
        return (
            self._since_double.isValid()
            and self._since_double.elapsed() < hints.mouseDoubleClickInterval()
            and (point - self._double_at).manhattanLength() < hints.startDragDistance()
        )

    def _settle(self, snap: bool) -> None:
        selection = self._view.selection()
        assert selection is not None
        text = self._view.text()
        if snap and self._view.mouse_snap == "sentence":
            from annotator.core.ladder import snap_to_sentences

            self._view.reselect(*snap_to_sentences(text, *selection))
        elif snap and self._view.mouse_snap == "words":
            from annotator.core.words import snap_to_words, word_at

            first = word_at(text, selection[0])
            # Part of one word was meant exactly; over several, nobody aims at the letter.
            if not first[0] <= selection[0] < selection[1] <= first[1]:
                self._view.reselect(*snap_to_words(text, *selection))
        box = QRect()
        for piece in self._view.places.boxes_of(*(self._view.selection() or selection)):
            box = box.united(piece)
        self._view.selection_settled.emit(box)

    def _click(self, point: QPointF) -> None:
        spans = self._view.places.spans_at(point)
        if not spans:
            self._clicked = ()
            return
        names = tuple(span.id for span in sorted(spans, key=innermost))
        chosen = self._view.chosen()
        # Clicking on walks outwards and round; a first click at a place always means the innermost.
        again = names == self._clicked and chosen is not None and chosen.id in names
        nth = (names.index(chosen.id) + 1) % len(names) if again and chosen is not None else 0
        self._clicked = names
        self._view.span_clicked.emit(names[nth])


class _Escape(QObject):
    """While an edge is dragged Escape is ours, whatever the window does with it otherwise. Installed only then."""

    def __init__(self, pointer: Pointer, view: QObject) -> None:
        super().__init__(view)
        self._pointer = pointer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if self._pointer.dragging:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
        return self._pointer.dragging
