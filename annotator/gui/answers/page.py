"""The list of answers, filtered and counted, with what is settled ticked. Reads; chooses in Answers."""


from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.answers import Answers
from annotator.edit.answering import KINDS, Answer
from annotator.gui.chrome import paint_swatch, plain_label
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.side import Page
from annotator.gui.spans_panel import one_line

KIND_NAMES = {"": "all", "reject": "rejected", "fix": "fixed", "question": "questions", "accept": "accepted"}
_HEADS = {"reject": "Rejected", "fix": "Fixed", "question": "Question", "accept": "Accepted"}


def describe(answer: Answer) -> str:
    """What was said, and what has become of the span."""
    marks = [_HEADS[answer.kind]]
    if answer.gone:
        marks.append("deleted")
    elif answer.kind == "fix" and answer.taken_over:
        marks.append("taken over")
    elif answer.changed:
        marks.append("changed since")
    return " · ".join(marks)


class _Delegate(QStyledItemDelegate):
    def __init__(self, page: "AnswersPage") -> None:
        super().__init__(page)
        self._page = page

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        answer: Answer = index.data(ITEM)
        palette = option.palette
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        self._page.list.paint_row(painter, option, index)
        box = QRectF(option.rect)
        color = self._page.color_of(answer.span.label)
        paint_swatch(painter, QRectF(box.left() + 12, box.center().y() - 5, 10, 10), color, ring=not answer.open)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText) if answer.open else muted)
        head = describe(answer) if answer.open else f"✓ {describe(answer)}"
        font = painter.font()
        font.setBold(answer.open)
        painter.setFont(font)
        room = QRectF(box.left() + 32, box.top(), box.width() - 44, box.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, middle, head)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(head) + 10)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(muted)
        shown = one_line(answer.span.text)
        text = option.fontMetrics.elidedText(shown, Qt.TextElideMode.ElideRight, max(0, int(room.width())))
        painter.drawText(room, middle, text)
        painter.restore()


class AnswersPage(Page):
    """The page of the side column while answers are read."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self._colors: dict[str, QColor] = {}
        self._kinds: dict[str, QToolButton] = {}
        self.hint = plain_label("", "muted")
        self.hint.setWordWrap(True)
        self.model = RowModel(lambda answer: f"{describe(answer)}: {one_line(answer.span.text)}", self)
        self.list = RowList(self.model, 13)
        self.list.setAccessibleName("Answers")
        self.list.setItemDelegate(_Delegate(self))
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        answers.changed.connect(self.reload)
        answers.chosen.connect(self._show_chosen)
        self.reload()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(10, 8, 10, 0)
        grid.setSpacing(4)
        for place, kind in enumerate(("", *KINDS)):
            button = QToolButton()
            button.setObjectName("chip")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().verticalPolicy())
            button.clicked.connect(lambda _=False, kind=kind: self._answers.show(kind=kind))
            self._kinds[kind] = button
            grid.addWidget(button, place // 3, place % 3)
        hint = QVBoxLayout()
        hint.setContentsMargins(12, 4, 12, 4)
        hint.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addLayout(hint)
        column.addWidget(self.list, 1)

    def set_colors(self, colors: dict[str, QColor]) -> None:
        self._colors = colors
        self.list.viewport().update()

    def color_of(self, label: str) -> QColor:
        return self._colors.get(label) or self._colors.get("") or QColor("gray")

    def take_keyboard(self) -> None:
        self.list.setFocus()

    def reload(self) -> None:
        """Show the answers as they are now."""
        answers = self._answers
        counts = answers.counts()
        counts[""] = len(answers.every)
        for kind, button in self._kinds.items():
            button.setText(f"{KIND_NAMES[kind]} {counts[kind]:,}")
            button.setChecked(kind == answers.kind)
        with self.list.unheard():
            self.model.show(list(answers.shown), keep=True)
        left = answers.left()
        self.titled.emit(f"{left:,} open" if left else "All settled" if answers.every else "Answers")
        self.hint.setText(self._why_empty())
        self.hint.setVisible(bool(self.hint.text()))
        self._show_chosen()

    def _why_empty(self) -> str:
        answers = self._answers
        if answers.shown:
            return ""
        if answers.busy:
            return "Reading…"
        if not answers.every:
            return "Nobody has judged your spans yet. Merge the reviewer’s file (File menu) to find the answers here."
        return "No open answer of this kind." if answers.open_only else "No answer of this kind."

    def _show_chosen(self) -> None:
        self.list.show_row(self._answers.place())

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self._answers.choose(current.data(ITEM))
