"""The small list beside a span that asks what it is linked to: types of link, spans nearest first, filtered by typing.

It offers what it is given and tells what was picked; it knows nothing of the project and changes nothing.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.core.model import Link, Span
from annotator.gui.chrome import paint_swatch, plain_label
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.status import Elided

_WIDTH, _ROWS = 460, 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
_CTRL = Qt.KeyboardModifier.ControlModifier


class Candidate(NamedTuple):
    """What may be at the other end: a span, or an ``extent`` that would be tagged first; or the ``link`` to it that is
    there. ``hint`` stands at the right."""

    text: str
    color: QColor
    hint: str
    span: Span | None = None
    extent: tuple[int, int] = (0, 0)
    link: Link | None = None


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._list = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Candidate = index.data(ITEM)
        painter.save()
        self._list.paint_row(painter, option, index)
        box = QRectF(option.rect).adjusted(10, 0, -10, 0)
        swatch = QRectF(box.left(), box.center().y() - 5, 10, 10)
        paint_swatch(painter, swatch, row.color, ring=row.span is None)
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, row.hint)
        room = box.adjusted(20, 0, -metrics.horizontalAdvance(row.hint) - 10, 0)
        shown = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.setPen(option.palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, shown)
        painter.restore()


class LinkPicker(QWidget):
    """``picked`` carries a ``Candidate``; ``in_text`` asks to choose in the text instead; ``left``: by Escape.

    ``nth`` is the type of link that is meant, counted from 0.
    """

    picked = Signal(object)
    in_text = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.nth = 0
        self._names: Sequence[str] = ()
        self._making = False
        self._where = QRect()
        self._offer: Callable[[int, str], Sequence[Candidate]] = lambda nth, words: ()
        self._types = plain_label()
        self._types.setWordWrap(True)
        self.words = QLineEdit()
        self.words.setAccessibleName("Other end of the link")
        self.words.setPlaceholderText("Type part of the other end…")
        self._model = RowModel(lambda row: row.text, self)
        self.list = RowList(self._model, 9)
        self.list.setAccessibleName("Spans to link to")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._said = Elided()
        self._said.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self._types, self.words, self.list, self._said):
            column.addWidget(widget)
        self.words.textChanged.connect(lambda _: self._fill())
        self.words.installEventFilter(self)
        self.list.clicked.connect(lambda _: self._take())
        self.hide()

    def ask(
        self,
        names: Sequence[str],
        nth: int,
        offer: Callable[[int, str], Sequence[Candidate]],
        where: QRect,
        *,
        making: bool = True,
    ) -> None:
        """Show beside ``where`` (in the parent) with these types of link; ``offer(nth, words)`` tells what fits.
        ``making``: the other end may be chosen in the text instead."""
        self._making = making
        self._names, self.nth, self._offer, self._where = names, nth, offer, where
        self.words.clear()
        self._fill()
        self.raise_()
        self.show()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def say(self, problem: str) -> None:
        """Why that could not be linked; the list stays."""
        self._said.show_text(problem)

    def candidates(self) -> Sequence[Candidate]:
        return self._model.items

    def _place(self) -> None:
        """As high as there is to show, under the span or above it: the text is to stay in view."""
        row = self.list.verticalHeader().defaultSectionSize()
        self.list.setFixedHeight(row * min(max(len(self._model.items), 2), _ROWS))
        area, where = self._area.rect(), self._where
        self.resize(min(_WIDTH, area.width() - 16), self.sizeHint().height())
        x = min(max(8, where.left()), area.width() - self.width() - 8)
        above, below = where.top() - self.height() - 8, where.bottom() + 12
        y = below if below + self.height() <= area.height() or above < 0 else above
        self.move(x, max(0, min(y, area.height() - self.height() - 8)))

    def _fill(self) -> None:
        names = enumerate(self._names) if len(self._names) > 1 else ()
        marked = [f"[ {name} ]" if nth == self.nth else f"{nth + 1} {name}" for nth, name in names] or [*self._names]
        self._types.setText("    ".join(marked))
        rows = self._offer(self.nth, self.words.text().strip())
        self._model.show(rows)
        self.list.show_row(0 if rows else -1)
        keys = "Enter takes it · Esc leaves"
        if self._making:
            keys = "Enter links · Tab or a digit: other type · Ctrl+L: choose in the text · Esc"
        self._said.show_text(keys if rows else f"Nothing here fits. {keys}")
        self._place()

    def _turn(self, step: int) -> None:
        self.nth = (self.nth + step) % len(self._names)
        self._fill()

    def _take(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.picked.emit(index.data(ITEM))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        do = self._meant(event)
        if do is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # before the commands of the window get it
        else:
            do()
        return True

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; ``None`` for one that is the field's."""
        key = event.key()
        digit = key - Qt.Key.Key_1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._take
        if key == Qt.Key.Key_Escape:
            return self.left.emit
        if key == Qt.Key.Key_L and event.modifiers() == _CTRL and self._making:
            return self.in_text.emit
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return lambda: self._turn(1 if key == Qt.Key.Key_Tab else -1)
        if key in _STEPS:
            row = self.list.currentIndex().row() + _STEPS[Qt.Key(key)]
            return lambda: self.list.show_row(min(max(row, 0), len(self._model.items) - 1))
        if 0 <= digit < len(self._names) and not event.modifiers() & _CTRL and not self.words.text():
            return lambda: self._turn(digit - self.nth)
        return None
