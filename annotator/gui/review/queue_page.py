"""The queue: the cases of the document, filtered and counted, with what is decided ticked. Reads; chooses in Review."""

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

from annotator.agreement.cases import KINDS, Case
from annotator.app.review import DISPUTED, Review
from annotator.gui.chrome import paint_swatch, plain_label
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.side import Page
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


class QueuePage(Page):
    """The page of the side column in review mode."""

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.review = review
        self._colors: dict[str, QColor] = {}
        self._kinds: dict[str, QToolButton] = {}
        self._hint = plain_label("", "muted")
        self._hint.setWordWrap(True)
        self.model = RowModel(lambda case: f"{head_of(review, case)}: {one_line(case.spans[0].text)}", self)
        self.list = RowList(self.model, 13)
        self.list.setAccessibleName("Cases")
        self.list.setItemDelegate(_Delegate(self))
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        review.changed.connect(self.reload)
        review.chosen.connect(self._show_chosen)
        self.reload()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(10, 8, 10, 0)
        grid.setSpacing(4)
        for place, kind in enumerate(("", *KINDS, DISPUTED)):
            button = QToolButton()
            button.setObjectName("chip")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().verticalPolicy())
            button.clicked.connect(lambda _=False, kind=kind: self.review.show(kind=kind))
            self._kinds[kind] = button
            grid.addWidget(button, place // 3, place % 3)
        hint = QVBoxLayout()
        hint.setContentsMargins(12, 4, 12, 4)
        hint.addWidget(self._hint)
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
        """Show the cases as they are now."""
        review = self.review
        counts = review.counts()
        counts[""] = len(review.every)
        for kind, button in self._kinds.items():
            button.setText(f"{KIND_NAMES[kind]} {counts[kind]}")
            button.setChecked(kind == review.kind)
        self.model.show(list(review.shown), keep=True)
        left = review.left()
        self.titled.emit(f"{left} to review" if left else "All reviewed" if review.every else "Cases")
        self._hint.setText(self._why_empty())
        self._hint.setVisible(bool(self._hint.text()))
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

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.review.choose(current.data(ITEM))
