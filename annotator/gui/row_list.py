"""A long list of one-line rows. A table view underneath: a list view asks for every row when one comes or goes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from annotator.gui.viewport import set_viewport

ITEM = Qt.ItemDataRole.UserRole
"""The role under which a row of a :class:`RowModel` hands out its item."""


class RowModel(QAbstractTableModel):
    """Items, one a row, as they were last shown. ``text`` is what a row reads out; ``more`` answers for other roles."""

    def __init__(
        self,
        text: Callable[[Any], str],
        parent: QObject | None = None,
        more: Mapping[int, Callable[[Any], Any]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.items: Sequence[Any] = ()
        self._answers = {Qt.ItemDataRole.DisplayRole: text, ITEM: lambda item: item, **(more or {})}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.items)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = self._answers.get(role)
        return answer(self.items[index.row()]) if answer else None

    def show(self, items: Sequence[Any], *, keep: bool = False) -> None:
        """Show other items. With ``keep``, as many as before are taken for the same ones, told anew: the list stays
        where it is."""
        if keep and len(items) == len(self.items):
            self.items = items
            if items:
                self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()


class RowList(QTableView):
    """One column that fills the width, rows of one height, whole rows chosen; Tab leaves it, Enter activates."""

    def __init__(self, model: QAbstractItemModel, padding: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_viewport(self)
        self.setObjectName("rows")  # the theme's style sheet leaves the chosen row of these to their delegates
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.fontMetrics().height() + padding)

    def show_row(self, row: int) -> None:
        """Make ``row`` the current one and bring it into view, without telling anyone; -1 for none."""
        with self.unheard():
            if row < 0:
                self.selectionModel().clear()
            else:
                self.setCurrentIndex(self.model().index(row, 0))
                # By itself it scrolls only when it hears of it; and a row that has just come is not laid out yet.
                self.executeDelayedItemsLayout()
                self.scrollTo(self.currentIndex())
        self.viewport().update()

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What becomes of the current row meanwhile is told to nobody: when rows come and go nobody has chosen one."""
        selection = self.selectionModel()
        blocked = selection.blockSignals(True)
        try:
            yield
        finally:
            selection.blockSignals(blocked)

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """What lies under a row: the chosen one is told by a band, and by a bar while the list has the focus."""
        # ``option.state`` says the same, but for its type PySide loads QStyle, the largest class of all (6 ms).
        if not self.selectionModel().isSelected(index):
            return
        color = QGuiApplication.palette().color(QPalette.ColorRole.Highlight)  # the list's own is transparent
        band = QColor(color)
        band.setAlpha(48)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawRect(option.rect)
        if self.hasFocus() and index == self.currentIndex():
            painter.setBrush(color)
            painter.drawRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
