"""The documents on the left: filter, state, title, span count, and how far along one is. Reads; opens by a signal."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Document, Progress, Span
from annotator.gui.chrome import filter_field, heading, plain_label
from annotator.gui.row_list import RowList
from annotator.store.queries import DocumentRow

ROW = Qt.ItemDataRole.UserRole
STATE_NAMES = {"todo": "to do", "doing": "in progress", "done": "done"}
_DONE_COLOR = QColor("#00875A")


class DocumentsModel(QAbstractTableModel):
    """The document rows as they were last read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[DocumentRow] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            spans = "1 span" if row.spans == 1 else f"{row.spans:,} spans"
            return f"{row.title}\n{STATE_NAMES[row.state]}, {spans}, {row.length:,} characters"
        return None

    def show(self, rows: list[DocumentRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def replace(self, place: int, row: DocumentRow) -> None:
        self.rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def place_of(self, document_id: str) -> int:
        """The row of a document; -1 if the filter hides it."""
        return next((place for place, row in enumerate(self.rows) if row.id == document_id), -1)


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._rows = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: DocumentRow = index.data(ROW)
        palette = option.palette
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        self._rows.paint_row(painter, option, index)
        box = QRectF(option.rect)
        paint_state(painter, QRectF(box.left() + 12, box.center().y() - 4.5, 9, 9), row.state, muted)
        count = f"{row.spans:,}"
        width = option.fontMetrics.horizontalAdvance(count)
        painter.setPen(muted)
        painter.drawText(box.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        title = box.adjusted(32, 0, -width - 22, 0)
        shown = option.fontMetrics.elidedText(row.title, Qt.TextElideMode.ElideRight, int(title.width()))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def paint_state(painter: QPainter, box: QRectF, state: str, muted: QColor) -> None:
    """A ring to do, a half disc in progress, a full disc done: told by shape, not by colour alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_DONE_COLOR)
        painter.drawEllipse(box)
    else:
        painter.setPen(QPen(muted, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if state == "doing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(muted)
            painter.drawPie(box, 90 * 16, 180 * 16)
    painter.restore()


class DocumentsPanel(QWidget):
    """``opened`` asks for a document by its id."""

    opened = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._shown_id: str | None = None
        self._total = 0
        self._done = 0
        self.filter = filter_field("Filter by title or text…", "Filter documents")
        self._count = heading("")
        self.model = DocumentsModel(self)
        self.list = RowList(self.model, 13)
        self.list.setAccessibleName("Documents")
        self.list.setItemDelegate(_Delegate(self.list))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName("Documents done")
        self._pause = QTimer(self, singleShot=True, interval=150)
        self._lay_out()
        self._pause.timeout.connect(self.reload)
        self.filter.textChanged.connect(lambda: self._pause.start())
        self.filter.returnPressed.connect(self._open_first)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self.reload)
        self.reload()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(heading("Documents"))
        top.addStretch()
        top.addWidget(self._count)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.addWidget(plain_label("Your progress", "muted"))
        foot.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        for item in (top, self.filter):
            row = QHBoxLayout()
            row.setContentsMargins(12, 0, 12, 0)
            if isinstance(item, QWidget):
                row.addWidget(item)
            else:
                row.addLayout(item)
            column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def reload(self) -> None:
        """Read the rows again, under the filter as it stands."""
        self._pause.stop()
        mine = self._session.annotator.id
        self.model.show(self._session.query.document_rows(mine, self.filter.text()))
        self._read_progress()
        self.show_document(self._shown_id)

    def _read_progress(self) -> None:
        mine = self._session.query.progress_counts().get(self._session.annotator.id, {})
        self._total = self._session.query.counts()["documents"]
        self._done = mine.get("done", 0)
        self._show_progress()

    def _show_progress(self) -> None:
        shown = len(self.model.rows)
        all_shown = shown == self._total
        count = f"{self._done:,} / {self._total:,} done" if all_shown else f"{shown:,} of {self._total:,}"
        self._count.setText(count.upper())
        self._bar.setMaximum(max(1, self._total))
        self._bar.setValue(self._done)

    def show_document(self, document_id: str | None) -> None:
        """Mark the document that is open; nothing is asked for."""
        self._shown_id = document_id
        self.list.show_row(self.model.place_of(document_id) if document_id else -1)

    def neighbour(self, step: int, *, unfinished: bool = False) -> str | None:
        """The id of the document before (-1) or behind (1) the open one, under the filter; ``None`` at the end."""
        rows = self.model.rows
        place = self.model.place_of(self._shown_id) if self._shown_id else -1
        if place < 0 and step < 0:
            place = len(rows)
        place += step
        while 0 <= place < len(rows):
            if not unfinished or rows[place].state != "done":
                return rows[place].id
            place += step
        return None

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            row: DocumentRow = current.data(ROW)
            if row.id != self._shown_id:
                self._shown_id = row.id
                self.opened.emit(row.id)

    def _open_first(self) -> None:
        self.reload()
        if self.model.rows:
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None or any(isinstance(change.record, Document) for change in changes):
            self.reload()
            return
        mine = self._session.annotator.id
        counted = {label.key for label in self._session.scheme.labels if not label.auxiliary}
        for change in changes:
            record = change.record
            if isinstance(record, Span) and record.annotator_id == mine:
                step = sum(
                    sign
                    for side, sign in ((change.after, 1), (change.before, -1))
                    if isinstance(side, Span) and (side.label in counted or not self._session.scheme.label(side.label))
                )
                self._adjust(record.document_id, step=step)
            elif isinstance(record, Progress) and record.annotator_id == mine:
                self._adjust(record.document_id, state=record.state if change.after else "todo")

    def _adjust(self, document_id: str, *, step: int = 0, state: str = "") -> None:
        place = self.model.place_of(document_id)
        if state:
            self._read_progress()
        if place < 0 or not (step or state):
            return
        row = self.model.rows[place]
        self.model.replace(
            place, DocumentRow(row.id, row.title, row.length, state or row.state, max(0, row.spans + step))
        )
