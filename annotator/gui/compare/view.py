"""How far annotators agree: a heat map of pairs, a table of labels, cases by kind, which labels are confused; and, as a
second page, each annotator against gold.

The figures are computed beside the window. It shows; where a cell leads is for others to go.
"""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.agreement.cases import KINDS
from annotator.agreement.figures import Figures
from annotator.app.session import Session
from annotator.core.errors import Cancelled
from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.formats.bundle import unique_names
from annotator.gui.chrome import plain_label
from annotator.gui.compare.card import Card
from annotator.gui.compare.choice import MOST, Choice, Compared, compare
from annotator.gui.compare.confusion import ConfusionCard
from annotator.gui.compare.feedback_page import FeedbackPage
from annotator.gui.compare.tables import Cell, FigureTable, Way, told
from annotator.gui.review.queue_page import KIND_NAMES

MEASURES = {
    "f1_exact": "F1 exact", "f1_overlap": "F1 overlap", "unitizing_alpha": "unitizing α",
    "sentence_alpha": "sentence α", "kappa": "κ",
}  # fmt: skip


class CompareView(QWidget):
    """``asked`` carries the way to cases; ``told`` a line about the figures for the status bar; ``shown`` comes when
    the figures have been renewed."""

    asked = Signal(object)
    told = Signal(str)
    shown = Signal()
    _going = Signal(int)
    """How much of the computing is done, in percent: sent by the thread that does it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backdrop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self.choice = Choice()
        self.figures: Figures | None = None
        self._names: dict[str, str] = {}
        self.pairs = FigureTable("Annotators")
        self.labels = FigureTable("Labels")
        self.attributes = FigureTable("Attributes of matched spans")
        self.kinds = FigureTable("Cases", bars=True)
        self.confusion_card = ConfusionCard(session)
        self.confusion = self.confusion_card.table
        self.feedback = FeedbackPage(session)
        self.pages = QStackedWidget()
        self._state = plain_label("", "muted")
        self._state.setWordWrap(True)
        self._cases = Card("Cases")
        self._lay_out()
        for table in (self.pairs, self.labels, self.kinds, self.confusion_card):
            table.asked.connect(self.asked)
        self._reading = session.reading()
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(self._state.setText)
        self._going.connect(self._tell_progress)

    def _lay_out(self) -> None:
        annotators, labels = Card("Annotators", "F1 of overlapping spans"), Card("Labels")
        annotators.add(self.pairs, 1)
        annotators.add(self._state)
        labels.add(self.labels, 2)
        labels.add(self.attributes, 1)
        note = plain_label("95 % intervals by bootstrap over documents. α: .80 reliable, .667 tentative.", "muted")
        note.setWordWrap(True)
        labels.add(note)
        self._cases.add(self.kinds, 1)
        figures = QWidget()
        grid = QGridLayout(figures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        for place, card in enumerate((annotators, labels, self._cases, self.confusion_card)):
            grid.addWidget(card, place // 2, place % 2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        grid.setRowStretch(0, 11)
        grid.setRowStretch(1, 9)
        self.pages.addWidget(figures)
        self.pages.addWidget(self.feedback)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self.pages)
        order = (self.pairs, self.labels, self.attributes, self.kinds, self.confusion_card.rows,
                 self.confusion_card.columns, self.confusion, self.feedback.who, self.feedback.table,
                 self.feedback.days)  # fmt: skip
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def turn(self) -> None:
        """From the figures to the page of feedback and back; the keyboard goes along."""
        to_feedback = self.pages.currentIndex() == 0
        self.pages.setCurrentIndex(int(to_feedback))
        (self.feedback.who if to_feedback and self.feedback.who.isVisible() else self.first).setFocus()

    @property
    def first(self) -> QWidget:
        """What has the keyboard first on the page that shows."""
        return self.feedback.table if self.pages.currentIndex() else self.pairs

    def compute(self, choice: Choice | None = None) -> None:
        """Compute the figures of the project as it is now."""
        self.choice = choice or self.choice
        self._names = unique_names(self._session.query.every(Annotator)) | {GOLD_ID: "gold"}
        self._state.setText("Computing…")
        reading, going, told_last = self._reading, self._going, 0

        def tick(done: int, total: int) -> None:
            nonlocal told_last
            if reading.overtaken:
                raise Cancelled("asked anew")
            percent = 100 * done // max(1, total)
            if percent // 5 != told_last // 5:
                told_last = percent
                going.emit(percent)

        reading.ask(compare(self.choice, tick))

    def _tell_progress(self, percent: int) -> None:
        if self._reading.busy:
            self._state.setText(f"Computing… {percent} %")

    def name(self, annotator_id: str) -> str:
        return visible(self._names.get(annotator_id, "?"))

    def _show(self, found: Compared) -> None:
        figures = self.figures = found.figures
        names = {each: self.name(each) for each in figures.annotators}
        documents = f"{figures.documents:,} document{'' if figures.documents == 1 else 's'}"
        self._state.setText(self._how(figures, documents))
        self._show_pairs(figures, list(names.values()))
        self._show_labels(figures)
        self._show_kinds(figures)
        self.confusion_card.show_all(self.choice, names, tuple(figures.labels), dict(figures.confusion))
        self.feedback.show_feedback(found.feedback, names)
        counts = [f"{name} {sum(each[who] for each in figures.spans.values()):,}" for who, name in names.items()][:6]
        more = "…" if len(names) > 6 else ""
        spans = f" · {', '.join(counts)}{more} spans" if counts else ""
        self.told.emit(f"{documents}{spans} · computed in {found.seconds:.1f} s")
        self.shown.emit()

    def _how(self, found: Figures, documents: str) -> str:
        people = len(found.annotators)
        if people < 2:
            return "It takes two to agree: merge a colleague’s file first (File menu)."
        if not found.documents:
            return "No document is marked as done by all of them: D compares unfinished ones too, P fewer people."
        which = "begun by any of them" if self.choice.unfinished else "marked as done by all of them"
        first = f" The first {MOST} of them." if people > MOST else ""
        return f"{documents} {which}.{first} Return or a click leads to the cases."

    def _show_pairs(self, found: Figures, names: list[str]) -> None:
        people = found.annotators
        self.pairs.show_cells(names, names, [[self._pair(found, a, b) for b in people] for a in people])

    def _pair(self, found: Figures, a: str, b: str) -> Cell:
        figures = found.pairs.get((a, b)) or found.pairs.get((b, a))
        if figures is None:
            return Cell("—")
        figure = figures["f1_overlap"]
        count = sum(counts[a] + counts[b] for counts in found.spans.values())
        hint = f"{self.name(a)} and {self.name(b)}: exact {told(figures['f1_exact'])}".replace("\n", ", ")
        return Cell(f"{told(figure)}\nn {count:,}", figure.value, Way((a, b)), hint)

    def _show_labels(self, found: Figures) -> None:
        scheme = self._session.scheme
        rows = [visible(scheme.label_name(label)) for label in found.labels]
        cells = [
            [
                Cell(f"{sum(found.spans[label].values()):,}"),
                *(Cell(told(figures[name]), None, Way(label=label)) for name in MEASURES),
            ]
            for label, figures in found.labels.items()
        ]
        self.labels.show_cells(["n", *MEASURES.values()], rows, cells)
        known = {name: figure for name, figure in found.attributes.items() if figure.value is not None}
        values = [[Cell(told(figure).replace("\n", " · "), None, Way(label=name.split(".", 1)[0]))]
                  for name, figure in known.items()]  # fmt: skip
        self.attributes.setVisible(bool(known))
        rows = [visible(name.replace(".", " · ")) for name in known]
        self.attributes.show_cells(["α of matched spans"], rows, values)

    def _show_kinds(self, found: Figures) -> None:
        most = max(found.cases.values(), default=0) or 1
        kinds = list(reversed(KINDS))
        cells = [[Cell(f"{found.cases[kind]:,}", found.cases[kind] / most, Way(kind=kind))] for kind in kinds]
        total = sum(found.cases.values())
        self._cases.hint.setText(f"{total:,}")
        self.kinds.show_cells([""], [KIND_NAMES[each].capitalize() for each in kinds], cells)


