"""Tag all occurrences: what of, as what, where, and a list of every place to be ticked. Writes nothing itself."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.jobs import Tick
from annotator.app.session import Session
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.find import Options
from annotator.core.model import Document, Label, Span
from annotator.core.text import visible
from annotator.edit.occurrences import Occurrence, Occurrences, occurrences, whole_words
from annotator.gui.chrome import paint_swatch, plain_label
from annotator.gui.context_line import paint_context
from annotator.gui.fields import Combo
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.spans_panel import one_line

_CHORD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
_AT_ONCE = 100_000  # code points that are gone through without a job


class _Model(RowModel):
    """The places found, and which of them are ticked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda place: place.context.line, parent)
        self.ticked: list[bool] = []

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return "ticked" if self.ticked[index.row()] else "not ticked"
        return super().data(index, role)

    def tick(self, rows: range, on: bool) -> None:
        for row in rows:
            self.ticked[row] = on
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], 0))


class _Delegate(QStyledItemDelegate):
    def __init__(self, dialog: "OccurrencesDialog") -> None:
        super().__init__(dialog)
        self._dialog = dialog

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place: Occurrence = index.data(ITEM)
        dialog, palette, metrics = self._dialog, option.palette, option.fontMetrics
        painter.save()
        dialog.list.paint_row(painter, option, index)
        box = QRectF(option.rect).adjusted(12, 0, -12, 0)
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        ink = palette.color(QPalette.ColorRole.WindowText)
        _paint_tick(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), dialog.model.ticked[index.row()], ink)
        right = box.right()
        painter.setPen(muted)
        for text in dialog.remarks(place):
            width = metrics.horizontalAdvance(text)
            painter.drawText(
                QRectF(right - width, box.top(), width + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, text
            )
            right -= width + 14
        if place.labels:
            color = dialog.color_of(min(place.labels))
            paint_swatch(painter, QRectF(box.left() + 20, box.center().y() - 5, 10, 10), color)
        room = QRectF(box.left() + 38, box.top(), right - box.left() - 38, box.height())
        paint_context(painter, room, place.context, palette, option.font)
        painter.restore()


def _paint_tick(painter: QPainter, box: QRectF, on: bool, color: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.2))
    painter.drawRoundedRect(box, 2.5, 2.5)
    if on:
        painter.setPen(QPen(color, 2))
        low = box.bottom() - 3
        corners = ((box.left() + 2.5, box.center().y()), (box.left() + 5, low), (box.right() - 2, box.top() + 3))
        painter.drawPolyline([QPointF(x, y) for x, y in corners])
    painter.restore()


class OccurrencesDialog(QDialog):
    """``picked()`` and ``label()`` are what is to be tagged as what, once it was accepted."""

    def __init__(
        self,
        session: Session,
        document: Document,
        extent: tuple[int, int],
        span: Span | None,
        colors: dict[str, QColor],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tag all occurrences")
        self._session, self._document, self._colors = session, document, colors
        text = session.query.text(document.sha256)
        self._wanted = text[slice(*extent)]
        self._here = (document.id, extent[0])
        self._span = span
        self._asked: object = None  # the search whose result is waited for
        self._more = False
        self.model = _Model(self)
        self.list = RowList(self.model, 11)
        self.list.setAccessibleName("Occurrences")
        self.list.setItemDelegate(_Delegate(self))
        self.list.installEventFilter(self)
        self.labels = self._label_choice(span)
        self.everywhere = QCheckBox("&All documents")
        self.words = QCheckBox("&Whole words")
        self.case = QCheckBox("Same &case")
        self.words.setChecked(whole_words(text, *extent))
        self.case.setChecked(True)
        self.values = QCheckBox("Copy a&ttributes of the span")
        if not (span and span.attributes):
            self.values.hide()
        self.said = plain_label("", "muted")
        self._lay_out()
        for box in (self.everywhere, self.words, self.case):
            box.toggled.connect(self._look)
        for box in (self.everywhere, self.words, self.case, self.values):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # its key leaves the keyboard with the list
        self.labels.currentIndexChanged.connect(self._label_chosen)
        self.resize(860, 520)
        self.list.setFocus()
        self._look()

    def _label_choice(self, span: Span | None) -> Combo:
        labels = Combo()
        labels.setAccessibleName("Label")
        for label in self._session.scheme.labels:
            labels.addItem(f"{label.shortcut}  {visible(label.name)}".strip(), label.key)
        labels.setPlaceholderText("press a label’s key")
        labels.setCurrentIndex(labels.findData(span.label) if span else -1)
        return labels

    def _lay_out(self) -> None:
        what = plain_label(f"“{one_line(self._wanted)}”")
        what.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(16)
        for widget in (plain_label("as"), self.labels, self.everywhere, self.words, self.case, self.values):
            row.addWidget(widget)
        row.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._go = QPushButton("Tag")
        self._go.setDefault(True)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(what)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(plain_label("Space ticks one, Ctrl+A all or none; a label’s key chooses the label", "muted"))
        column.addLayout(foot)

    # What is chosen

    def label(self) -> Label | None:
        return self._session.scheme.label(str(self.labels.currentData() or ""))

    def picked(self) -> list[Occurrence]:
        return [place for place, on in zip(self.model.items, self.model.ticked, strict=True) if on]

    def copies_values(self) -> bool:
        label = self.label()
        return bool(self._span and label and self.values.isChecked() and self._span.label == label.key)

    def color_of(self, key: str) -> QColor:
        return self._colors.get(key, self._colors[""])

    def remarks(self, place: Occurrence) -> list[str]:
        """What stands at the right of a row, the rightmost first."""
        label = self.label()
        tagged = ["already tagged"] if label and label.key in place.labels else []
        return [*tagged, visible(place.document.title)[:28]] if self.everywhere.isChecked() else tagged

    # Looking

    def _look(self) -> None:
        """Find anew; the answer of a search that is no longer wanted is dropped."""
        session, wanted, mine = self._session, self._wanted, self._session.annotator.id
        options = Options(case=self.case.isChecked(), words=self.words.isChecked())
        everywhere, this = self.everywhere.isChecked(), self._document
        if not everywhere and this.length <= _AT_ONCE:
            self._asked = None
            self._show(occurrences(session.query, [this], wanted, options, mine, lambda done, total: None))
            return
        self._asked = token = object()
        self.said.setText("Looking…")
        self._go.setEnabled(False)

        def work(tick: Tick) -> Occurrences:
            def checked(done: int, total: int) -> None:
                if token is not self._asked:
                    raise Cancelled("no longer asked for")
                tick(done, total)

            with session.project.worker() as project:
                documents = list(project.query.documents()) if everywhere else [this]
                return occurrences(project.query, documents, wanted, options, mine, checked)

        def done(found: Occurrences) -> None:
            if token is self._asked:
                self._show(found)

        def failed(error: Exception) -> None:
            if token is self._asked:
                self.said.setText(str(error) if isinstance(error, AnnotatorError) else "This failed")

        session.jobs.start("Looking for occurrences", work, done, failed)

    def _show(self, found: Occurrences) -> None:
        self._more = found.more
        self.model.ticked = [True] * len(found.found)
        self.model.show(found.found)
        self._label_chosen()
        # Where one is now: what comes behind is what one goes through next.
        document_id, start = self._here
        rows = enumerate(found.found)
        row = next((row for row, each in rows if each.document.id == document_id and each.start >= start), 0)
        self.list.show_row(row if found.found else -1)

    def _label_chosen(self) -> None:
        """What is tagged so already begins unticked."""
        label = self.label()
        key = label.key if label else ""
        self.model.ticked = [key not in place.labels for place in self.model.items]
        self.list.viewport().update()
        self._count()

    def _count(self) -> None:
        total, picked = len(self.model.items), sum(self.model.ticked)
        first = "the first " if self._more else ""
        self.said.setText(f"{picked:,} of {first}{total:,} ticked")
        self._go.setText(f"Tag {picked:,}")
        self._go.setEnabled(picked > 0)

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row, total = self.list.currentIndex().row(), len(self.model.items)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.model.tick(range(total), not all(self.model.ticked))
        elif event.key() == Qt.Key.Key_Space and row >= 0:
            self.model.tick(range(row, row + 1), not self.model.ticked[row])
            self.list.show_row(min(row + 1, total - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        elif not event.modifiers() & _CHORD and (place := self._label_with(event.text())) >= 0:
            self.labels.setCurrentIndex(place)
            return True
        else:
            return False
        self._count()
        return True

    def _label_with(self, key: str) -> int:
        keys = [label.shortcut.casefold() for label in self._session.scheme.labels]
        return keys.index(key.casefold()) if key and key.casefold() in keys else -1

    def _take(self) -> None:
        if self.label() is None:
            self.said.setText("Which label? Press its key")
        elif self._go.isEnabled():
            self.accept()

    def done(self, result: int) -> None:
        self._asked = None
        super().done(result)
