"""A long list of one-line rows. A table view underneath: a list view asks for every row when one comes or goes."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from annotator.gui.viewport import set_viewport


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
