"""Tables of figures: shaded by value in one hue, so that they read alike for every eye; each cell can lead to cases."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.agreement.figures import Figure
from annotator.gui.article.colors import luminance

_WAY = Qt.ItemDataRole.UserRole
_SHARE = Qt.ItemDataRole.UserRole + 1
_SMALL = 0.8
_WIDE, _HIGH = 26, 14  # room around what a cell says
_BAR = 320
_LOOKED_AT = 8  # cells of a row or column, when it is made wide enough: with 50 people there are 2,500 alike


class Way(NamedTuple):
    """Which cases a cell leads to: of these people (ids; empty: all), of this kind and this label (empty: any)."""

    people: tuple[str, ...] = ()
    kind: str = ""
    label: str = ""


class Cell(NamedTuple):
    """What a cell says, the first line large; ``share`` (0 to 1) is how strongly it is shaded, ``None`` not at all."""

    text: str
    share: float | None = None
    way: Way | None = None
    hint: str = ""


class FigureTable(QTableWidget):
    """``asked`` carries the way of a cell that was clicked, or on which Return was pressed. With ``bars`` the share of
    a cell is the length of a bar in front of its number."""

    asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, bars: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self.setAccessibleName(name)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)  # the cell at hand has a frame
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(not bars)
        for mode in (self.setHorizontalScrollMode, self.setVerticalScrollMode):
            mode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Bars(self) if bars else _Figures(self))
        self.cellActivated.connect(self._ask)
        self.cellClicked.connect(self._ask)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            # Sized once when filled: by themselves they would measure anew at each of 2,500 cells.
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setResizeContentsPrecision(_LOOKED_AT)
        if bars:
            self.horizontalHeader().hide()
            self.horizontalHeader().setStretchLastSection(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.resizeColumnsToContents()
            self.resizeRowsToContents()

    def sizeHint(self) -> QSize:
        return QSize(240, 90)  # the cards share the room among them; what is longer scrolls

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def show_cells(self, columns: Sequence[str], rows: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Fill the table anew, with the same cell at hand; ``cells`` row by row."""
        row, column = self.currentRow(), self.currentColumn()
        self.clear()
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels(columns)
        self.setVerticalHeaderLabels(rows)
        for place, line in enumerate(cells):
            for at, cell in enumerate(line):
                self.setItem(place, at, self._item(cell))
        self.resizeColumnsToContents()
        self.resizeRowsToContents()
        self.setCurrentCell(max(0, min(row, len(rows) - 1)), max(0, min(column, len(columns) - 1)))

    def _item(self, cell: Cell) -> QTableWidgetItem:
        item = QTableWidgetItem(cell.text)
        item.setToolTip(cell.hint)
        item.setData(_WAY, cell.way)
        item.setData(_SHARE, cell.share)
        return item

    def _ask(self, row: int, column: int) -> None:
        item = self.item(row, column)
        way = item.data(_WAY) if item else None
        if way is not None:
            self.asked.emit(way)


class _Figures(QStyledItemDelegate):
    """Paints a cell from the palette of now, so that other colours need no filling anew."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        first, *rest = str(index.data()).split("\n")
        small = QFontMetrics(_small(option.font))
        width = max([option.fontMetrics.horizontalAdvance(first), *(small.horizontalAdvance(line) for line in rest)])
        return QSize(width + _WIDE, option.fontMetrics.height() + small.height() * len(rest) + _HIGH)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        fore = option.palette.color(QPalette.ColorRole.WindowText)
        share = index.data(_SHARE)
        if share is not None:
            back, fore = shade(share, option.palette)
            painter.fillRect(option.rect, back)
        first, *rest = str(index.data()).split("\n")
        small = QFontMetrics(_small(option.font))
        height = option.fontMetrics.height() + small.height() * len(rest)
        top = option.rect.center().y() - height // 2
        painter.setPen(fore)
        painter.setFont(option.font)
        top = _line(painter, option.rect, top, option.fontMetrics.height(), first)
        painter.setFont(_small(option.font))
        for line in rest:
            top = _line(painter, option.rect, top, small.height(), line)
        painter.restore()
        mark_current(painter, option)


class _Bars(_Figures):
    """A bar as long as the cell's share, and its number behind."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, text = option.rect, str(index.data())
        room = min(_BAR, rect.width() - option.fontMetrics.horizontalAdvance(text) - 28)
        length = room * float(index.data(_SHARE) or 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
        if length:
            painter.drawRoundedRect(QRectF(rect.left() + 8, rect.top() + 6, max(2, length), rect.height() - 12), 3, 3)
        painter.setPen(option.palette.color(QPalette.ColorRole.WindowText))
        left = rect.adjusted(16 + int(length), 0, 0, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
        mark_current(painter, option)


def mark_current(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """A frame around the cell at hand while its table has the keyboard."""
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.save()
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.WindowText), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * _SMALL)
    return made


def _line(painter: QPainter, rect: QRect, top: int, height: int, text: str) -> int:
    painter.drawText(QRect(rect.left(), top, rect.width(), height), Qt.AlignmentFlag.AlignCenter, text)
    return top + height


def shade(share: float, palette: QPalette) -> tuple[QColor, QColor]:
    """A step of one hue between panel and accent, and a colour for text on it of at least 4.5:1."""
    paper, accent = palette.color(QPalette.ColorRole.AlternateBase), palette.color(QPalette.ColorRole.Highlight)
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
    light, dark = QColor("#ffffff"), QColor("#000000")
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
