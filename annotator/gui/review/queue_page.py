"""The queue: the cases of the document, filtered and counted, with what is decided ticked. Reads; chooses in Review."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.agreement.cases import Case
from annotator.app.review import DISPUTED, Review
from annotator.gui.chrome import paint_swatch
from annotator.gui.kinds_page import KindsPage
from annotator.gui.row_list import ITEM
from annotator.gui.spans_panel import one_line

KIND_NAMES = {
    "": "all", "label": "label", "boundary": "boundary", "attribute": "attribute", "missing": "missing",
    "only_one": "only one", "agreed": "agreed", DISPUTED: "disputed",
}  # fmt: skip


def describe(review: Review, case: Case) -> str:
    """What kind of case it is, in words: who alone has it, who lacks it."""
    if case.kind == "only_one":
        return f"Only {review.name_of(case.spans[0].annotator_id)}"
    if case.kind == "missing":
        lacking = [review.name_of(each.id) for each in review.ordered() if each.id not in case.annotators]
        return f"Missing from {', '.join(lacking)}"
    return KIND_NAMES[case.kind].capitalize()


def state_of(review: Review, case: Case) -> str:
    """What else there is to know of it: reviewers differ, it waits for an answer, or has one."""
    states = {"disputed": review.disputed(case), "answered": review.answered(case), "asked": review.waits(case)}
    return "".join(f" · {state}" for state, holds in states.items() if holds)


def head_of(review: Review, case: Case) -> str:
    return describe(review, case) + state_of(review, case)


class _Delegate(QStyledItemDelegate):
    def __init__(self, page: "QueuePage") -> None:
        super().__init__(page)
        self._page = page

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        case: Case = index.data(ITEM)
        review = self._page.review
        palette = option.palette
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        decided = review.decided(case)
        painter.save()
        self._page.list.paint_row(painter, option, index)
        box = QRectF(option.rect)
        middle = box.center().y()
        color = self._page.color_of(case.spans[0].label)
        paint_swatch(painter, QRectF(box.left() + 12, middle - 5, 10, 10), color, ring=decided)
        painter.setPen(muted if decided else palette.color(QPalette.ColorRole.WindowText))
        head = ("✓ " if decided else "") + head_of(review, case)
        font = painter.font()
        font.setBold(not decided)
        painter.setFont(font)
        left = box.left() + 32
        room = QRectF(left, box.top(), box.width() - 44, box.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, head)
        used = painter.fontMetrics().horizontalAdvance(head) + 10
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(muted)
        rest = QRectF(left + used, box.top(), max(0.0, room.width() - used), box.height())
        text = option.fontMetrics.elidedText(
            one_line(case.spans[0].text), Qt.TextElideMode.ElideRight, int(rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


class QueuePage(KindsPage):
    """The page of the side column in review mode."""

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(
            "Cases", KIND_NAMES, lambda case: f"{head_of(review, case)}: {one_line(case.spans[0].text)}", parent
        )
        self.review = review
        self.set_delegate(_Delegate(self))
        self.kind_picked.connect(lambda kind: review.show(kind=kind))
        self.picked.connect(review.choose)
        review.changed.connect(self.reload)
        review.chosen.connect(self._show_chosen)
        self.reload()

    def reload(self) -> None:
        """Show the cases as they are now."""
        review = self.review
        counts = review.counts()
        counts[""] = len(review.every)
        self.show_items(review.shown, counts, review.kind, self._why_empty())
        left = review.left()
        self.titled.emit(f"{left} to review" if left else "All reviewed" if review.every else "Cases")
        self._show_chosen()

    def _why_empty(self) -> str:
        review = self.review
        if review.shown or not review.on:
            return ""
        if not review.annotators:
            return "Nobody else has tagged anything in this project. Merge a colleague’s file first (File menu)."
        if review.blind:
            return "You work on this document yourself, and blind: mark it as done before you review the others."
        if not review.here:
            return "None of those under review has marked this document as done. Ctrl+Down goes to the next."
        return "No case of this kind." if review.every else "They tagged nothing here."

    def _show_chosen(self) -> None:
        self.list.show_row(self.review.place())
