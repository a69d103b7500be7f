"""The list of answers, filtered and counted, with what is settled ticked. Reads; chooses in Answers."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.app.answers import Answers
from annotator.edit.answering import Answer
from annotator.gui.chrome import paint_swatch
from annotator.gui.kinds_page import KindsPage
from annotator.gui.row_list import ITEM
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


class AnswersPage(KindsPage):
    """The page of the side column while answers are read."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(
            "Answers", KIND_NAMES, lambda answer: f"{describe(answer)}: {one_line(answer.span.text)}", parent
        )
        self._answers = answers
        self.set_delegate(_Delegate(self))
        self.kind_picked.connect(lambda kind: answers.show(kind=kind))
        self.picked.connect(answers.choose)
        answers.changed.connect(self.reload)
        answers.chosen.connect(self._show_chosen)
        self.reload()

    def reload(self) -> None:
        """Show the answers as they are now."""
        answers = self._answers
        counts = answers.counts()
        counts[""] = len(answers.every)
        self.show_items(answers.shown, counts, answers.kind, self._why_empty())
        left = answers.left()
        self.titled.emit(f"{left:,} open" if left else "All settled" if answers.every else "Answers")
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
