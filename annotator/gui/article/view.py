"""The article: the page and what the user does on it with mouse and keys. The one class the window embeds.

It only reports what was done; it never changes a span. Positions are code points of the canonical text throughout.
"""

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from annotator.core.model import Span
from annotator.core.text import grapheme_floor
from annotator.gui.article.pointer import Pointer
from annotator.gui.article.surface import ArticleSurface
from annotator.gui.chrome import plain_tip


class ArticleView(ArticleSurface):
    """A read-only article with a visible caret, spans painted on it, and selection by mouse and keys.

    ``mouse_snap``: ``words`` (a mouse selection over more than one word grows to whole words on release), ``sentence``
    (to whole sentences) or ``off``. Alt held turns it off; keys never snap.
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
        self.mouse_snap = "words"
        self._pointer = Pointer(self)
        self._told: tuple[int, int] | None = None
        self._place = 0
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.selectionChanged.connect(self._tell_selection)
        self.cursorPositionChanged.connect(self._tell_caret)

    # Caret and selection

    def selection(self) -> tuple[int, int] | None:
        """What is selected, ``(start, end)``; ``None`` if nothing is."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = self._content.border(cursor.selectionStart()), self._content.border_after(cursor.selectionEnd())
        return (start, end) if start < end else None

    def caret(self) -> int:
        return self._content.ruler.to_cp(self.textCursor().position())

    def set_caret(self, position: int, *, scroll: bool = True) -> None:
        """Put the caret there (at the grapheme border at or before it), dropping the selection."""
        self._set_cursor(position, position, scroll)

    def move_caret(self, position: int, *, select: bool) -> None:
        """Put the caret there, selecting on the way if ``select``, and bring it into view."""
        anchor = self._content.ruler.to_cp(self.textCursor().anchor()) if select else position
        self._set_cursor(anchor, position, scroll=False)
        self.reveal(position)

    def right_to_left(self) -> bool:
        """Whether the caret is in a right-to-left paragraph."""
        return self.textCursor().block().textDirection() == Qt.LayoutDirection.RightToLeft

    def select(self, start: int, end: int) -> None:
        """Select ``[start, end)`` with the caret at ``end`` and bring it into view; ``end`` may be the lower one."""
        self._set_cursor(start, end, scroll=True)

    def _set_cursor(self, anchor: int, caret: int, scroll: bool) -> None:
        ruler = self._content.ruler
        cursor = self.textCursor()
        bar = self.verticalScrollBar()
        before = bar.value()
        for place, mode in ((anchor, QTextCursor.MoveMode.MoveAnchor), (caret, QTextCursor.MoveMode.KeepAnchor)):
            border = grapheme_floor(self._content.text, place)
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

    def _tell_selection(self) -> None:
        now = self.selection()
        if now != self._told:
            self._told = now
            self.selection_changed.emit(*(now or (-1, -1)))

    def _tell_caret(self) -> None:
        cursor = self.textCursor()
        place, before = cursor.position(), self._place
        border = self._content.border(place)
        self._place = place
        if self._content.stands(place, border):
            self.caret_moved.emit(border)
            return
        # Qt stops inside some clusters (between the halves of a flag): go on to the border that lies ahead.
        goal = self._content.border_after(place) if place > before else border
        mode = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(self._content.ruler.to_qt(goal), mode)
        self.setTextCursor(cursor)

    # Spans

    def spans_at(self, position: int) -> list[Span]:
        """The spans at a caret, innermost first: those over the character behind it, else those that end there."""
        return self._content.spans.at(position)

    def spans_between(self, start: int, end: int) -> list[Span]:
        """The spans that share a character with ``[start, end)``, in no particular order."""
        return self._content.spans.query(start, end)

    # Mouse, keys, clipboard, drops

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.press(event):
            super().mousePressEvent(self._pointer.aimed(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        tip = plain_tip(self.layers.note_at(event.position()))
        if tip != self.viewport().toolTip():
            self.viewport().setToolTip(tip)
        if not self._pointer.move(event):
            super().mouseMoveEvent(self._pointer.aimed(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.release(event):
            super().mouseReleaseEvent(self._pointer.aimed(event))
            self._pointer.released(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.double_click(event):
            super().mouseDoubleClickEvent(self._pointer.aimed(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pointer.dragging:
            self._pointer.cancel()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The canonical text: Qt's own would turn no-break spaces into blanks and keep breaks that are only shown."""
        data = QMimeData()
        start, end = self.selection() or (0, 0)
        data.setText(self._content.text[start:end])
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
