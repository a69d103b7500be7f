"""How a line of the document list is painted: the state as a shape, the title, a number at the right. Paints only."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui.documents_model import DocumentsModel
from annotator.gui.row_list import RowList

_DONE_COLOR = QColor("#00875A")


class DocumentDelegate(QStyledItemDelegate):
    """Reads the rows of the model itself: a record would be copied on its way through Qt."""

    def __init__(self, rows: RowList, model: DocumentsModel) -> None:
        super().__init__(rows)
        self._rows = rows
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = self._model
        row = model.rows[index.row()]
        palette = option.palette
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        self._rows.paint_row(painter, option, index)
        box = QRectF(option.rect)
        paint_state(painter, QRectF(box.left() + 12, box.center().y() - 4.5, 9, 9), row.state, muted)
        count = model.badge_of(row)
        width = option.fontMetrics.horizontalAdvance(count)
        painter.setPen(muted)
        painter.drawText(box.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        title = box.adjusted(32, 0, -width - 22, 0)
        shown = option.fontMetrics.elidedText(row.title, Qt.TextElideMode.ElideRight, int(title.width()))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def paint_state(painter: QPainter, box: QRectF, state: str, muted: QColor) -> None:
    """A ring to do, a half disc in progress, a full disc done: told by shape, not by colour alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_DONE_COLOR)
        painter.drawEllipse(box)
    else:
        painter.setPen(QPen(muted, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if state == "doing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(muted)
            painter.drawPie(box, 90 * 16, 180 * 16)
    painter.restore()
