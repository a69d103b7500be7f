"""A page of the side column that lists items of several kinds, with a chip to filter by for each. Reads nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QStyledItemDelegate, QToolButton, QVBoxLayout, QWidget

from annotator.gui.chrome import plain_label
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.side import Page

_ACROSS = 3  # chips


class KindsPage(Page):
    """``kind_picked`` asks for the items of a kind (empty: all), ``picked`` for one item."""

    kind_picked = Signal(str)
    picked = Signal(object)

    def __init__(
        self, name: str, kinds: Mapping[str, str], text: Callable[[Any], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names = kinds
        self._colors: dict[str, QColor] = {}
        self._chips: dict[str, QToolButton] = {}
        self.hint = plain_label("", "muted")
        self.hint.setWordWrap(True)
        self.model = RowModel(text, self)
        self.list = RowList(self.model, 13)
        self.list.setAccessibleName(name)
        grid = QGridLayout()
        grid.setContentsMargins(10, 8, 10, 0)
        grid.setSpacing(4)
        for place, kind in enumerate(kinds):
            self._chips[kind] = self._chip(kind)
            grid.addWidget(self._chips[kind], place // _ACROSS, place % _ACROSS)
        hint = QVBoxLayout()
        hint.setContentsMargins(12, 4, 12, 4)
        hint.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addLayout(hint)
        column.addWidget(self.list, 1)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)

    def _chip(self, kind: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName("chip")
        chip.setCheckable(True)
        chip.setAutoExclusive(True)
        chip.setSizePolicy(chip.sizePolicy().Policy.Expanding, chip.sizePolicy().verticalPolicy())
        chip.clicked.connect(lambda: self.kind_picked.emit(kind))
        return chip

    def set_delegate(self, delegate: QStyledItemDelegate) -> None:
        """What paints the rows."""
        self.list.setItemDelegate(delegate)

    def show_items(self, items: Sequence[Any], counts: Mapping[str, int], kind: str, hint: str) -> None:
        """Show these items, which are of ``kind``; ``counts`` says how many there are of each, ``hint`` why so few."""
        for each, chip in self._chips.items():
            chip.setText(f"{self._names[each]} {counts[each]:,}")
            chip.setChecked(each == kind)
        with self.list.unheard():
            self.model.show(list(items), keep=True)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def set_colors(self, colors: dict[str, QColor]) -> None:
        self._colors = colors
        self.list.viewport().update()

    def color_of(self, label: str) -> QColor:
        """The colour of a label, fit for the theme."""
        return self._colors.get(label) or self._colors.get("") or QColor("gray")

    def take_keyboard(self) -> None:
        self.list.setFocus()

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(current.data(ITEM))
