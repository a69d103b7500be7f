"""The page of the checks: what the lints found in the document, by place, all kinds or one. Reads; changes nothing."""

from bisect import bisect_left
from collections import Counter

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.checks import Checks
from annotator.core.lints import KINDS, Finding
from annotator.core.text import visible
from annotator.gui.chrome import paint_key_cap, plain_label, plain_tip
from annotator.gui.fields import Combo
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.side import Page

_SIGNS = {kind.key: kind.sign for kind in KINDS}
_NAMES = {kind.key: kind.name for kind in KINDS}


class _Delegate(QStyledItemDelegate):
    def __init__(self, page: "ChecksPage") -> None:
        super().__init__(page)
        self._page = page

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        finding: Finding = index.data(ITEM)
        palette = option.palette
        painter.save()
        self._page.list.paint_row(painter, option, index)
        box = QRectF(option.rect)
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        text = muted if self._page.is_dismissed(finding) else palette.color(QPalette.ColorRole.WindowText)
        cap = QRectF(box.left() + 12, box.center().y() - 8, 16, 16)
        paint_key_cap(painter, cap, _SIGNS[finding.kind], muted, muted)
        room = QRectF(box.left() + 38, box.top(), box.width() - 38 - 12, box.height())
        painter.setPen(text)
        shown = option.fontMetrics.elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class ChecksPage(Page):
    """``chosen`` asks to go to a finding; ``dismissed_asked`` to show what was dismissed, or no longer."""

    chosen = Signal(object)
    dismissed_asked = Signal(bool)

    def __init__(self, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks = checks
        self._current: Finding | None = None
        self.kinds = Combo()
        self.kinds.setAccessibleName("Kind of check")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kinds.setMinimumContentsLength(6)
        self.with_dismissed = QCheckBox("Dismissed")
        self.model = RowModel(
            lambda finding: visible(finding.message),
            self,
            {
                Qt.ItemDataRole.ToolTipRole: lambda each: plain_tip(f"{_NAMES[each.kind]}\n{each.message}"),
                Qt.ItemDataRole.AccessibleDescriptionRole: lambda each: (
                    f"{_NAMES[each.kind]}, {each.start} to {each.end}"
                ),
            },
        )
        self.list = RowList(self.model, 11)
        self.list.setAccessibleName("Checks")
        self.list.setItemDelegate(_Delegate(self))
        self._empty = plain_label("", "muted")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(12, 0, 12, 0)
        self._lay_out()
        self._fill_kinds()
        self.kinds.currentIndexChanged.connect(lambda: self._list())
        self.with_dismissed.toggled.connect(self.dismissed_asked)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        checks.changed.connect(self._follow)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.kinds, 1)
        top.addWidget(self.with_dismissed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_dismissed(self, shown: bool) -> None:
        self.with_dismissed.setChecked(shown)
        self._list()

    def listed(self) -> list[Finding]:
        """What the page lists now, by place."""
        return list(self.model.items)

    def is_dismissed(self, finding: Finding) -> bool:
        return self._checks.dismissal(finding) is not None

    def show_finding(self, finding: Finding) -> None:
        """Make a finding's row the current one, without telling anyone."""
        self._current, listed = finding, self.listed()
        place = bisect_left(listed, finding)
        self.list.show_row(place if listed[place : place + 1] == [finding] else -1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if self.isVisible():
            self._fill_kinds()
            self._list()

    def _fill_kinds(self) -> None:
        """The kinds that there are, each with its number, and all of them."""
        counts = Counter(finding.kind for finding in self._checks.findings)
        kind = self.kinds.currentData()
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(f"All kinds   {counts.total():,}", "")
        for each in KINDS:
            if counts[each.key] or each.key == kind:
                self.kinds.addItem(f"{each.name}  {each.sign}   {counts[each.key]:,}", each.key)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kind)))
        self.kinds.blockSignals(False)
        self.with_dismissed.setText(f"Dismissed {len(self._checks.dismissed):,}")

    def _list(self) -> None:
        kind = self.kinds.currentData()
        found = self._checks.findings
        if self.with_dismissed.isChecked():
            found = sorted([*found, *self._checks.dismissed])
        with self.list.unheard():
            self.model.show([finding for finding in found if finding.kind == kind] if kind else found)
        self._empty.setVisible(not self.listed())
        self._empty.setText("Still looking…" if self._checks.busy else "Nothing to look at again here.")
        if self._current is not None:
            self.show_finding(self._current)

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(ITEM))
