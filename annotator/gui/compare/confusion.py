"""Which labels are taken for which: over all pairs of annotators, or between two of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.core.text import visible
from annotator.gui.chrome import plain_label
from annotator.gui.compare.card import Card
from annotator.gui.compare.choice import Choice, confused
from annotator.gui.compare.tables import Cell, FigureTable, Way
from annotator.gui.fields import Combo


class ConfusionCard(Card):
    """``asked`` carries the way from a cell to its cases."""

    asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Labels of matched spans", parent=parent)
        self._session = session
        self._choice = Choice()
        self._labels: tuple[str, ...] = ()
        self._all: dict[tuple[str, str], int] = {}
        self.table = FigureTable("Labels of matched spans")
        self.table.asked.connect(self.asked)
        self.rows, self.columns = Combo(), Combo()
        for combo, name in ((self.rows, "Rows: whose labels"), (self.columns, "Columns: whose labels")):
            combo.setAccessibleName(name)
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
            combo.setMaximumWidth(180)
            combo.activated.connect(self._ask)
        self.beside(self.rows)
        self._times = plain_label("×", "muted")
        self.beside(self._times)
        self.beside(self.columns)
        self.add(self.table, 1)
        self._reading = session.reading()
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(self.hint.setText)

    def show_all(
        self, choice: Choice, people: dict[str, str], labels: tuple[str, ...], found: dict[tuple[str, str], int]
    ) -> None:
        """The table over all pairs of ``people`` (names by id); a pair chosen before stays chosen."""
        self._choice, self._labels = choice, labels
        self._all = found | {(b, a): count for (a, b), count in found.items()}
        chosen = self.rows.currentData(), self.columns.currentData()
        for combo, before in zip((self.rows, self.columns), chosen, strict=True):
            combo.clear()
            combo.addItem("everybody", "")
            for each, name in people.items():
                combo.addItem(name.replace("&", "&&"), each)
            combo.setCurrentIndex(max(0, combo.findData(before)))
        self._ask()

    def _ask(self) -> None:
        first, second = self.rows.currentData(), self.columns.currentData()
        if first and second and first != second:
            self._reading.ask(confused(self._choice, first, second), wait=0.05)
        else:
            self._show(self._all)

    def _show(self, counts: dict[tuple[str, str], int]) -> None:
        labels = [*self._labels, ""]
        most = max(counts.values(), default=0) or 1
        names = [visible(self._session.scheme.label_name(label)) if label else "nothing" for label in labels]
        pair = tuple(filter(None, (self.rows.currentData(), self.columns.currentData())))
        people = pair if len(set(pair)) == 2 else ()
        self.table.show_cells(
            names, names, [[_cell(a, b, counts.get((a, b), 0), most, people) for b in labels] for a in labels]
        )


def _cell(a: str, b: str, count: int, most: int, people: tuple[str, ...]) -> Cell:
    if not a and not b:
        return Cell("—")
    kind = "" if a == b else "label" if a and b else "only_one"
    return Cell(f"{count:,}", count / most, Way(people, kind, a or b))


