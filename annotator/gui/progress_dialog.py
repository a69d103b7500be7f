"""How far everybody is, and how many spans were made on which day, as numbers and as charts. Reads only."""

from collections import Counter
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.gui.charts import DayChart, Kind, LabelChart
from annotator.gui.chrome import heading, plain_label
from annotator.gui.fields import Combo
from annotator.store.tallies import Tally

DAYS = 30


class ProgressDialog(QDialog):
    """``colors``: those of the labels, fit for the theme; ``pace``: what was done in this session, in words."""

    def __init__(
        self, session: Session, colors: dict[str, QColor], pace: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Progress")
        self._session = session
        self._kinds = [
            Kind(label.key, visible(label.name), colors[label.key])
            for label in session.scheme.labels
            if not label.auxiliary
        ]
        self._tally: Tally | None = None
        self._total = plain_label("Counting…")
        self._pace = plain_label(f"This session: {pace}" if pace else "This session: nothing tagged yet", "muted")
        self.table = QTableWidget(0, 6 + len(self._kinds))
        self.table.setAccessibleName("Progress of each annotator")
        self.whose = Combo()
        self.whose.setAccessibleName("Whose spans")
        self.whose.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.days = DayChart()
        self.labels = LabelChart()
        self._dress_table()
        self._lay_out()
        self.whose.currentIndexChanged.connect(self._show_charts)
        today = date.today()
        self._days = [str(today - timedelta(days=DAYS - 1 - place)) for place in range(DAYS)]
        self._reading = session.reading()
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(self._total.setText)
        since = self._days[0]
        self._reading.ask(lambda query: query.tally(since), wait=0.05)

    def _dress_table(self) -> None:
        titles = ["Annotator", "Done", "In progress", "To do", "Assigned", "Spans"]
        self.table.setHorizontalHeaderLabels(titles + [kind.name for kind in self._kinds])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)

    def _lay_out(self) -> None:
        charts = QHBoxLayout()
        charts.addWidget(heading(f"Spans per day, last {DAYS} days"))
        charts.addStretch()
        charts.addWidget(self.whose)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self._total)
        column.addWidget(self._pace)
        column.addWidget(self.table, 1)
        column.addLayout(charts)
        column.addWidget(self.days)
        column.addWidget(heading("Spans per label, in all"))
        column.addWidget(self.labels)
        column.addWidget(buttons)
        self.resize(760, 640)

    def _show(self, tally: Tally) -> None:
        self._tally = tally
        people = {person.id: person for person in self._session.query.every(Annotator)}
        people.setdefault(self._session.annotator.id, self._session.annotator)
        mine = tally.states.get(self._session.annotator.id, {}).get("done", 0)
        self._total.setText(f"{tally.documents:,} documents; {mine:,} of them done by you")
        known = sorted(people.values(), key=lambda each: (each.id != self._session.annotator.id, each.name.lower()))
        self.table.setRowCount(len(known))
        self.whose.blockSignals(True)
        self.whose.addItem("Everybody", "")
        for row, person in enumerate(known):
            you = " (you)" if person.id == self._session.annotator.id else ""
            self.whose.addItem(visible(person.name) + you, person.id)
            self._show_person(row, visible(person.name) + you, person.id, tally)
        self.whose.setCurrentIndex(1)
        self.whose.blockSignals(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._show_charts()

    def _show_person(self, row: int, name: str, annotator_id: str, tally: Tally) -> None:
        states, labels = tally.states.get(annotator_id, {}), tally.labels.get(annotator_id, {})
        done, doing = states.get("done", 0), states.get("doing", 0)
        numbers = [
            done,
            doing,
            max(0, tally.documents - done - doing),
            tally.assigned.get(annotator_id, 0),
            sum(labels.values()),
            *(labels.get(kind.key, 0) for kind in self._kinds),
        ]
        self.table.setItem(row, 0, QTableWidgetItem(name))
        for column, number in enumerate(numbers, 1):
            item = QTableWidgetItem(f"{number:,}")
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _show_charts(self) -> None:
        tally, whose = self._tally, self.whose.currentData()
        if tally is None:
            return
        days: Counter[tuple[str, str]] = Counter()
        for (annotator_id, day, label), count in tally.days.items():
            if not whose or annotator_id == whose:
                days[day, label] += count
        labels: Counter[str] = Counter()
        for annotator_id, counts in tally.labels.items():
            if not whose or annotator_id == whose:
                labels.update(counts)
        self.days.show_counts(self._kinds, self._days, days)
        self.labels.show_counts(self._kinds, labels)
