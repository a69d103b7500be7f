"""The spans of the document: a list in reading order with a filter. Reads the focus; chooses by a signal."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.app.slices import Slices
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Annotator, Link, Span
from annotator.core.reading_order import ReadingOrder, order
from annotator.core.text import grapheme_ceil, grapheme_floor
from annotator.gui.chrome import filter_field, paint_swatch
from annotator.gui.row_list import RowList
from annotator.gui.side import Page

SPAN = Qt.ItemDataRole.UserRole
_MANY = 2000  # spans; more are filtered a portion at a time
_PORTION = 100
_SHOWN = 120  # characters of a span's text that a row looks at; more never fits


class SpansModel(QAbstractTableModel):
    """Spans in reading order; one that comes or goes moves only its own row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = ReadingOrder()

    @property
    def spans(self) -> list[Span]:
        """What is listed, in reading order."""
        return self._order.spans

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.spans)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        span = self.spans[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(span.text)
        if role == SPAN:
            return span
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{span.label}, {span.start} to {span.end}"
        return None

    def show(self, spans: list[Span]) -> None:
        """List these, which are in reading order."""
        self.beginResetModel()
        self._order = ReadingOrder()
        self._order.spans = spans
        self.endResetModel()

    def remove(self, span: Span) -> None:
        place = self.place_of(span)
        if place >= 0:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self.spans[place]
            self.endRemoveRows()

    def add(self, span: Span) -> None:
        place = self._order.place_for(span)
        self.beginInsertRows(QModelIndex(), place, place)
        self.spans.insert(place, span)
        self.endInsertRows()

    def replace(self, before: Span, after: Span) -> None:
        """Put ``after`` in the place of ``before``, where its order allows it."""
        place = self.place_of(before)
        if place >= 0 and order(before) == order(after):
            self.spans[place] = after
            self.dataChanged.emit(self.index(place, 0), self.index(place, 0))
        else:
            self.remove(before)
            self.add(after)

    def behind(self, position: int) -> int:
        """The row of the first span that starts at ``position`` or behind it."""
        return self._order.behind(position)

    def place_of(self, span: Span) -> int:
        """The row of a span; -1 if it is not in the list."""
        return self._order.place_of(span)


def one_line(text: str) -> str:
    """The start of a text on one line, for a list."""
    return " ".join(text[:_SHOWN].split())


def both_ends(text: str, each: int = 36) -> str:
    """A text for a message about where it begins and ends: what is too long is left out in its middle."""
    if len(text) <= 2 * each + 3:
        return one_line(text)
    head, tail = text[: grapheme_floor(text, each)], text[grapheme_ceil(text, len(text) - each) :]
    return " ".join(f"{head} … {tail}".split())


def in_marks(text: str, longest: int = 40) -> str:
    """The start of a text for a message, in quotation marks unless it has its own; says where it was cut."""
    line = one_line(text)
    line = line if len(line) <= longest else line[: grapheme_floor(line, longest)].rstrip() + "…"
    return line if line.startswith(("“", '"', "«", "「", "『", "„")) else f"“{line}”"


class _Delegate(QStyledItemDelegate):
    def __init__(self, panel: "SpansPanel") -> None:
        super().__init__(panel)
        self._panel = panel

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        span: Span = index.data(SPAN)
        palette = option.palette
        painter.save()
        self._panel.list.paint_row(painter, option, index)
        box = QRectF(option.rect)
        own = self._panel.is_own(span)
        color = self._panel.color_of(span.label)
        paint_swatch(painter, QRectF(box.left() + 12, box.center().y() - 5, 10, 10), color, ring=not own)
        badge = self._panel.badge(span)
        right = box.right() - 12
        if badge:
            width = option.fontMetrics.horizontalAdvance(badge)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            place = QRectF(right - width, box.top(), width + 1, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, badge)
            right -= width + 8
        painter.setPen(palette.color(QPalette.ColorRole.WindowText if own else QPalette.ColorRole.PlaceholderText))
        room = QRectF(box.left() + 32, box.top(), right - box.left() - 32, box.height())
        shown = option.fontMetrics.elidedText(one_line(span.text), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class SpansPanel(Page):
    """``chosen`` asks for a span by its id."""

    chosen = Signal(str)

    def __init__(self, session: Session, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._focus = focus
        self._names: dict[str, str] = {}
        self._colors: dict[str, QColor] = {}
        self.others_shown = True
        self._words: list[str] = []
        self.filter = filter_field("Filter by label, text, note, value…", "Filter spans")
        self.model = SpansModel(self)
        self.list = RowList(self.model, 11)
        self.list.setAccessibleName("Spans")
        self.list.setItemDelegate(_Delegate(self))
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._sifting = Slices(self)
        self._lay_out()
        self._pause.timeout.connect(self.reload)
        self.filter.textChanged.connect(lambda: self._pause.start())
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        focus.opened.connect(self._show_document)
        focus.filled.connect(lambda _: self.reload() if focus.complete else self._show_count())
        focus.chosen.connect(self._show_chosen)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self.reload)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.list, 1)

    def set_colors(self, colors: dict[str, QColor]) -> None:
        """Label colours fit for the theme, by key; ``""`` is the colour of unknown labels."""
        self._colors = colors
        self.list.viewport().update()

    def color_of(self, label: str) -> QColor:
        return self._colors.get(label) or self._colors.get("") or QColor("gray")

    def is_own(self, span: Span) -> bool:
        return span.annotator_id == self._session.owner_id

    def badge(self, span: Span) -> str:
        """What a row says at its right end: whose it is, whether it has a note, whether it is linked."""
        marks = [] if self.is_own(span) else [self._names.get(span.annotator_id, "?")]
        if span.note:
            marks.append("✎")
        if self._focus.links.of(span.id):
            marks.append("🔗")
        return " ".join(marks)

    def reload(self) -> None:
        """Show the spans of the focus again, under the filter as it stands."""
        self._pause.stop()
        self._sifting.stop()
        self._names = {each.id: each.name for each in self._session.query.every(Annotator)}
        self._words = self.filter.text().lower().split()
        spans = self._focus.order.spans.copy()
        if self.others_shown and not self._words:
            self._show(spans)
        elif len(spans) <= _MANY:
            self._show([span for span in spans if self._passes(span)])
        else:
            self._sifting.start(self._sift(spans))

    def _sift(self, spans: list[Span]) -> Iterator[None]:
        """Show those that pass the filter, once all have been looked at."""
        found = []
        for place in range(0, len(spans), _PORTION):
            found += [span for span in spans[place : place + _PORTION] if self._passes(span)]
            yield
        self._show(found)

    def _show(self, spans: list[Span]) -> None:
        self.model.show(spans)
        self._show_count()
        self._show_chosen()

    def _passes(self, span: Span) -> bool:
        if not self.others_shown and not self.is_own(span):
            return False
        if not self._words:
            return True
        values = " ".join(f"{key} {value}" for key, value in span.attributes.items())
        name = self._names.get(span.annotator_id, "")
        label = f"{span.label} {self._session.scheme.label_name(span.label)}"
        haystack = f"{label} {span.text} {span.note} {values} {name}".lower()
        return all(word in haystack for word in self._words)

    def _show_count(self) -> None:
        shown, total = len(self.model.spans), len(self._focus.spans)
        self.titled.emit(f"Spans {total:,}" if shown == total else f"Spans {shown:,} of {total:,}")

    def _show_chosen(self) -> None:
        span = self._focus.span
        self.list.show_row(self.model.place_of(span) if span else -1)

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(SPAN).id)

    def _show_document(self) -> None:
        self.filter.clear()  # its signal starts the pause, which reload() ends
        self.reload()

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None:
            return  # the focus has read the document again, and told us
        if any(isinstance(each.record, Link) for each in changes):
            self.list.viewport().update()
        # A handful of spans move their own rows; for more, or while others are still looked at, all are shown again.
        if len(changes.changes) > 50 or self._sifting.busy:
            self.reload()
            return
        with self.list.unheard():
            for change in changes:
                self._take_over(change)
        self._show_count()
        self._show_chosen()

    def _take_over(self, change: Change) -> None:
        before, after = change.before, change.after
        document = self._focus.document
        if document is None or getattr(change.record, "document_id", None) != document.id:
            return
        if isinstance(before, Span) and isinstance(after, Span) and self._passes(after):
            self.model.replace(before, after)
        elif isinstance(before, Span):
            self.model.remove(before)
        elif isinstance(after, Span) and after.id in self._focus.spans and self._passes(after):
            self.model.add(after)
