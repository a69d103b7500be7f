"""Tables of figures: shaded by value in one hue, so that they read alike for every eye; each cell can lead to cases."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.agreement.figures import Figure
from annotator.gui.article.colors import luminance


class Way(NamedTuple):
    """Which cases a cell leads to: of these people (ids; empty: all), of this kind and this label (empty: any)."""

    people: tuple[str, ...] = ()
    kind: str = ""
    label: str = ""


class Cell(NamedTuple):
    """What a cell says; ``share`` (0 to 1) is how strongly it is shaded, ``None`` not at all."""

    text: str
    share: float | None = None
    way: Way | None = None
    hint: str = ""


class FigureTable(QTableWidget):
    """``asked`` carries the way of a cell that was clicked, or on which Return was pressed."""

    asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.cellActivated.connect(self._ask)
        self.cellClicked.connect(self._ask)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_cells(self, columns: Sequence[str], rows: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Fill the table anew; ``cells`` row by row."""
        self.clear()
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels(columns)
        self.setVerticalHeaderLabels(rows)
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                self.setItem(row, column, self._item(cell))

    def _item(self, cell: Cell) -> QTableWidgetItem:
        item = QTableWidgetItem(cell.text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        item.setToolTip(cell.hint)
        item.setData(Qt.ItemDataRole.UserRole, cell.way)
        if cell.share is not None:
            back, fore = shade(cell.share, self.palette())
            item.setBackground(back)
            item.setForeground(fore)
        return item

    def _ask(self, row: int, column: int) -> None:
        item = self.item(row, column)
        way = item.data(Qt.ItemDataRole.UserRole) if item else None
        if way is not None:
            self.asked.emit(way)


def shade(share: float, palette: QPalette) -> tuple[QColor, QColor]:
    """A step of one hue between paper and accent, and a colour for text on it of at least 4.5:1."""
    paper, accent = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
    share = min(max(share, 0.0), 1.0) * 0.9
    red, green, blue = (
        a + (b - a) * share
        for a, b in (
            (paper.redF(), accent.redF()),
            (paper.greenF(), accent.greenF()),
            (paper.blueF(), accent.blueF()),
        )
    )
    back = QColor.fromRgbF(red, green, blue)
    light, dark = QColor("#ffffff"), QColor("#101318")
    return back, light if luminance(back) < 0.18 else dark


def told(figure: Figure) -> str:
    """``.86`` over its interval; an em dash where it is not defined."""
    if figure.value is None:
        return "—"
    if figure.interval is None:
        return short(figure.value)
    return f"{short(figure.value)}\n{short(figure.interval[0])} to {short(figure.interval[1])}"


def short(value: float) -> str:
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if abs(value) < 0.995 else text
