"""One annotator against gold: where their spans deviate, by label and kind, and how that goes from day to day."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.agreement.feedback import DEVIATION_NAMES, DEVIATIONS, RIGHT, Feedback
from annotator.app.session import Session
from annotator.core.text import visible
from annotator.gui.chrome import plain_label
from annotator.gui.compare.card import Card
from annotator.gui.compare.tables import Cell, FigureTable
from annotator.gui.fields import Combo

_BAR = 34


class FeedbackPage(QWidget):
    """Shows what it is given; the person is chosen here."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Mapping[str, Feedback] = {}
        self.who = Combo()
        self.who.setAccessibleName("Whose spans")
        self.who.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.told = plain_label("", "muted")
        self.told.setWordWrap(True)
        self.table = FigureTable("Deviations by label and kind")
        self.days = DayBars()
        kinds, days = Card("Against gold"), Card("By day", "filled: right, outlined: deviating")
        kinds.beside(self.who)
        kinds.add(self.told)
        kinds.add(self.table, 1)
        days.add(self.days, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(kinds, 3)
        column.addWidget(days, 2)
        self.who.currentIndexChanged.connect(self._show)

    def show_feedback(self, found: Mapping[str, Feedback], names: Mapping[str, str]) -> None:
        """Feedback and names by id of the annotator; the person chosen before stays chosen."""
        self._found = found
        before = self.who.currentData()
        self.who.blockSignals(True)
        self.who.clear()
        for each in found:
            self.who.addItem(names.get(each, "?").replace("&", "&&"), each)
        self.who.setCurrentIndex(max(0, self.who.findData(before)))
        self.who.blockSignals(False)
        self.who.setVisible(bool(found))
        self._show()

    def _show(self) -> None:
        each = self._found.get(self.who.currentData() or "")
        self.days.show_days(each.days if each else {})
        if each is None:
            self.told.setText("There is no gold yet to measure by: decide cases in review first (Ctrl+2).")
            self.table.show_cells([], [], [])
            return
        documents = f"{each.documents:,} document{'s' * (each.documents != 1)}"
        self.told.setText(
            f"{each.right:,} of {each.spans:,} spans are as in gold, which has {each.gold:,}, in {documents} that are"
            " done and reviewed. What nobody has decided yet does not count."
        )
        kinds = (RIGHT, *DEVIATIONS)
        labels = [label for label, counts in each.labels.items() if any(counts.values())]
        most = max((counts.get(kind, 0) for counts in each.labels.values() for kind in DEVIATIONS), default=0) or 1
        cells = [
            [
                Cell(f"{each.labels[label].get(kind, 0):,}",
                     None if kind == RIGHT else each.labels[label].get(kind, 0) / most)
                for kind in kinds
            ]
            for label in labels
        ]  # fmt: skip
        rows = [visible(self._session.scheme.label_name(label)) for label in labels]
        self.table.show_cells([DEVIATION_NAMES[kind] for kind in kinds], rows, cells)


class DayBars(QWidget):
    """A bar for each day: filled what was right, outlined what deviates, with the share that is right above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Right and deviating spans by day")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that its description is read out
        self._days: Mapping[str, Mapping[str, int]] = {}

    def show_days(self, days: Mapping[str, Mapping[str, int]]) -> None:
        """Counts by day (ISO date) and kind; the last days that find room are painted."""
        self._days = days
        said = [f"{day}: {each.get(RIGHT, 0)} of {sum(each.values())} right" for day, each in days.items()]
        self.setAccessibleDescription("; ".join(said) or "Nothing yet")
        self.setToolTip("\n".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        ink, accent = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Highlight)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        line = painter.fontMetrics().height()
        floor = self.height() - line - 6
        shown = list(self._days.items())[-max(1, self.width() // _BAR) :]
        tallest = max((sum(each.values()) for _, each in shown), default=0) or 1
        scale = (floor - line - 6) / tallest
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(0, floor, self.width(), floor)
        for place, (day, each) in enumerate(shown):
            left, total = place * _BAR, sum(each.values())
            good, off = each.get(RIGHT, 0) * scale, (total - each.get(RIGHT, 0)) * scale
            painter.fillRect(QRectF(left + 4, floor - good, _BAR - 8, good), accent)
            painter.setPen(QPen(accent, 1.5))
            painter.drawRect(QRectF(left + 4.5, floor - good - off, _BAR - 9, off))
            painter.setPen(ink)
            share = f"{100 * each.get(RIGHT, 0) // total}%"
            painter.drawText(QRectF(left, floor - good - off - line - 1, _BAR, line), _CENTER, share)
            painter.drawText(QRectF(left, floor + 4, _BAR, line), _CENTER, day[5:])
        if self.hasFocus():
            painter.setPen(accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


_CENTER = Qt.AlignmentFlag.AlignCenter
