"""The article: the page and what the user does on it with mouse and keys. The one class the window embeds.

It only reports what was done; it never changes a span. Positions are code points of the canonical text throughout.
"""

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.core.model import Span
from annotator.core.text import grapheme_floor
from annotator.gui.article.pointer import Pointer
from annotator.gui.article.surface import ZOOMS, ArticleSurface


class ArticleView(ArticleSurface):
    """A read-only article with a visible caret, spans painted on it, and selection by mouse and keys.

    ``mouse_snap``: a mouse selection over more than one word grows to whole words on release, unless Alt is held.
    """

    selection_changed = Signal(int, int)
    """Start and end; (-1, -1) when nothing is selected any more."""
    selection_settled = Signal(QRect)
    """The mouse let go of a selection; where it stands in the viewport."""
    caret_moved = Signal(int)
    span_clicked = Signal(str)
    edge_dragged = Signal(str, int, int)
    """Span id, new start, new end; on release only."""
    files_dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mouse_snap = True
        self._pointer = Pointer(self)
        self._told: tuple[int, int] | None = None
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.selectionChanged.connect(self._tell_selection)
        self.cursorPositionChanged.connect(self._tell_caret)

    # Caret and selection

    def selection(self) -> tuple[int, int] | None:
        """What is selected, ``(start, end)``; ``None`` if nothing is."""
        cursor = self.textCursor()
        to_cp = self._painter.ruler.to_cp
        start, end = to_cp(cursor.selectionStart()), to_cp(cursor.selectionEnd())
        return (start, end) if start < end else None

    def caret(self) -> int:
        return self._painter.ruler.to_cp(self.textCursor().position())

    def set_caret(self, position: int, *, scroll: bool = True) -> None:
        """Put the caret there (at the grapheme border at or before it), dropping the selection."""
        self._set_cursor(position, position, scroll)

    def select(self, start: int, end: int) -> None:
        """Select ``[start, end)`` with the caret at ``end`` and bring it into view; ``end`` may be the lower one."""
        self._set_cursor(start, end, scroll=True)

    def _set_cursor(self, anchor: int, caret: int, scroll: bool) -> None:
        ruler = self._painter.ruler
        cursor = self.textCursor()
        bar = self.verticalScrollBar()
        before = bar.value()
        for place, mode in ((anchor, QTextCursor.MoveMode.MoveAnchor), (caret, QTextCursor.MoveMode.KeepAnchor)):
            border = grapheme_floor(self._text, place)
            higher = place > anchor or place > caret
            cursor.setPosition(ruler.to_qt(border, before_break=higher), mode)
        self.setTextCursor(cursor)
        # Qt has scrolled by as little as it could; go back, and there properly.
        bar.setValue(before)
        if scroll:
            self.reveal(min(anchor, caret), max(anchor, caret))

    def reselect(self, start: int, end: int) -> None:
        """Select ``[start, end)`` without scrolling, the caret staying on the side where it was."""
        cursor = self.textCursor()
        backwards = cursor.position() < cursor.anchor()
        self._set_cursor(end if backwards else start, start if backwards else end, scroll=False)

    def drop_selection(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def scroll_towards(self, point: QPointF) -> None:
        """Scroll a line up or down if the point of the viewport lies above or below it."""
        down = int(point.y() >= self.viewport().height()) - int(point.y() < 0)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    def _tell_selection(self) -> None:
        now = self.selection()
        if now != self._told:
            self._told = now
            self.selection_changed.emit(*(now or (-1, -1)))

    def _tell_caret(self) -> None:
        self.caret_moved.emit(self.caret())

    # Spans

    def spans_at(self, position: int) -> list[Span]:
        """The spans at a caret, innermost first: those over the character behind it, else those that end there."""
        return self._painter.spans.at(position)

    def spans_under(self, point: QPointF) -> list[Span]:
        """The spans a click at this point of the viewport may mean, in no particular order."""
        character, nearest = self.character_at(point), self.position_at(point)
        found = self._painter.spans.query(character, character + 1) if character is not None else []
        marks = self._painter.spans.query(nearest, nearest + 1)
        return found + [span for span in marks if span.start == span.end and span not in found]

    def chosen(self) -> Span | None:
        return self._chosen

    def choose(self, span_id: str | None, *, scroll: bool = True) -> None:
        """Frame this span and bring it into view; ``None``, or an id that is not shown, frames none."""
        before = self._chosen
        self._chosen = self._painter.spans.get(span_id) if span_id is not None else None
        self._repaint(span for span in (before, self._chosen) if span is not None)
        if self._chosen is not None and scroll:
            self.reveal(self._chosen.start, self._chosen.end)

    # Mouse, keys, clipboard, drops

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.press(event):
            super().mousePressEvent(self._aimed(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.move(event):
            super().mouseMoveEvent(self._aimed(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.release(event):
            super().mouseReleaseEvent(self._aimed(event))
            self._pointer.released(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.double_click(event):
            super().mouseDoubleClickEvent(self._aimed(event))

    def _aimed(self, event: QMouseEvent) -> QMouseEvent:
        point = event.position()
        shift = self._in_line(point) - point
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def step_zoom(self, steps: int) -> None:
        """Zoom in (positive) or out by steps of the usual series of sizes."""
        nearest = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self.zoom))
        self.set_zoom(ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._pointer.dragging:
            # While an edge is dragged Escape is ours, whatever the window does with it otherwise.
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pointer.dragging:
            self._pointer.cancel()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The canonical text: Qt's own would turn no-break spaces into blanks and keep breaks that are only shown."""
        data = QMimeData()
        start, end = self.selection() or (0, 0)
        data.setText(self._text[start:end])
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(bool(_files(event.mimeData())))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(bool(_files(event.mimeData())))

    def dropEvent(self, event: QDropEvent) -> None:
        files = _files(event.mimeData())
        event.setAccepted(bool(files))
        if files:
            self.files_dropped.emit(files)


def _files(data: QMimeData) -> list[str]:
    """The local files of a drop; anything else, dropped text among it, is none of ours."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
