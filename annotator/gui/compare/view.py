"""How far annotators agree: a heat map of pairs, a table of labels, cases by kind, and which labels are confused.

The figures are computed beside the window. It shows; where a cell leads is for others to go.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.agreement.cases import KINDS
from annotator.agreement.figures import Figures
from annotator.app.session import Session
from annotator.core.errors import Cancelled
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.edit.agreeing import agreement, comparable
from annotator.formats.bundle import unique_names
from annotator.gui.chrome import heading, plain_label
from annotator.gui.compare.tables import Cell, FigureTable, Way, told
from annotator.gui.review.queue_page import KIND_NAMES
from annotator.store.queries import Queries

MEASURES = {
    "f1_exact": "F1 exact", "f1_overlap": "F1 overlap", "unitizing_alpha": "unitizing α",
    "sentence_alpha": "sentence α", "kappa": "κ",
}  # fmt: skip
_MOST = 50  # annotators in the heat map


class CompareView(QWidget):
    """``asked`` carries the way to cases; ``told`` a line about the figures for the status bar."""

    asked = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self.figures: Figures | None = None
        self._names: dict[str, str] = {}
        self.pairs = FigureTable("Annotators")
        self.labels = FigureTable("Labels")
        self.kinds = FigureTable("Cases")
        self.confusion = FigureTable("Labels of matched spans")
        self.unfinished = QCheckBox("Also documents that not everybody has marked as done")
        self._state = plain_label("", "muted")
        self._state.setWordWrap(True)
        self._note = plain_label(
            "F1 on spans; overlap means half of the union. 95 % intervals by bootstrap over documents. α of .80 and"
            " more is called reliable, .667 to .80 tentative (Krippendorff). A dash: not defined.",
            "muted",
        )
        self._note.setWordWrap(True)
        self._lay_out()
        for table in (self.pairs, self.labels, self.kinds, self.confusion):
            table.asked.connect(self.asked)
        self.unfinished.toggled.connect(self.compute)
        self._reading = session.reading()
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(self._state.setText)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(16)
        for place, (name, table) in enumerate(
            (
                ("Annotators, F1 overlap", self.pairs),
                ("Labels", self.labels),
                ("Cases", self.kinds),
                ("Labels of matched spans", self.confusion),
            )
        ):
            panel = QVBoxLayout()
            panel.addWidget(heading(name))
            panel.addWidget(table, 1)
            grid.addLayout(panel, place // 2, place % 2)
        top = QHBoxLayout()
        top.addWidget(self._state, 1)
        top.addWidget(self.unfinished)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(grid, 1)
        column.addWidget(self._note)

    def compute(self) -> None:
        """Compute the figures of the project as it is now."""
        people = comparable(self._session.query)[:_MOST]
        self._names = unique_names(self._session.query.every(Annotator))
        ids, unfinished = [each.id for each in people], self.unfinished.isChecked()
        self._state.setText("Computing…")
        reading = self._reading

        def tick(done: int, total: int) -> None:
            if reading.overtaken:
                raise Cancelled("asked anew")

        def question(query: Queries) -> Figures:
            return agreement(query, ids, unfinished=unfinished, tick=tick)

        reading.ask(question)

    def _show(self, found: Figures) -> None:
        self.figures = found
        names = [visible(self._names.get(each, "?")) for each in found.annotators]
        documents = f"{found.documents:,} document{'' if found.documents == 1 else 's'}"
        self._state.setText(
            f"{documents} that all of them marked as done: {', '.join(names)}. Click a figure to see its cases."
            if found.documents and len(names) > 1
            else self._why_nothing(found)
        )
        self._show_pairs(found, names)
        self._show_labels(found)
        self._show_kinds(found)
        self._show_confusion(found)
        self.told.emit(f"Compared {len(names)} annotators in {documents}")

    def _why_nothing(self, found: Figures) -> str:
        if len(found.annotators) < 2:
            return "It takes two to agree: merge a colleague’s file first (File menu)."
        return "No document is marked as done by all of them. Tick the box to compare unfinished ones too."

    def _show_pairs(self, found: Figures, names: list[str]) -> None:
        people = found.annotators
        cells = []
        for a in people:
            line = []
            for b in people:
                figures = found.pairs.get((a, b)) or found.pairs.get((b, a))
                if figures is None:
                    line.append(Cell("—"))
                    continue
                figure = figures["f1_overlap"]
                count = sum(counts[a] + counts[b] for counts in found.spans.values())
                line.append(
                    Cell(
                        f"{told(figure)}\nn {count:,}",
                        figure.value,
                        Way((a, b)),
                        f"exact {told(figures['f1_exact'])}".replace("\n", ", "),
                    )
                )
            cells.append(line)
        self.pairs.show_cells(names, names, cells)

    def _show_labels(self, found: Figures) -> None:
        scheme = self._session.scheme
        rows = [visible(scheme.label_name(label)) for label in found.labels]
        cells = [
            [
                Cell(f"{sum(found.spans[label].values()):,}"),
                *(Cell(told(figures[name]), figures[name].value, Way(label=label)) for name in MEASURES),
            ]
            for label, figures in found.labels.items()
        ]
        self.labels.show_cells(["n", *MEASURES.values()], rows, cells)

    def _show_kinds(self, found: Figures) -> None:
        most = max(found.cases.values(), default=0) or 1
        kinds = list(reversed(KINDS))
        cells = [[Cell(f"{found.cases[kind]:,}", found.cases[kind] / most, Way(kind=kind))] for kind in kinds]
        self.kinds.show_cells([f"of {sum(found.cases.values()):,}"], [KIND_NAMES[each] for each in kinds], cells)

    def _show_confusion(self, found: Figures) -> None:
        labels = [*found.labels, ""]
        most = max(found.confusion.values(), default=0) or 1

        def count(a: str, b: str) -> int:
            return found.confusion.get((a, b), 0) or found.confusion.get((b, a), 0)

        names = [visible(self._session.scheme.label_name(label)) if label else "nothing" for label in labels]
        cells = [[self._confused(a, b, count(a, b), most) for b in labels] for a in labels]
        self.confusion.show_cells(names, names, cells)

    def _confused(self, a: str, b: str, count: int, most: int) -> Cell:
        if not a and not b:
            return Cell("—")
        kind = "" if a == b else "label" if a and b else "only_one"
        return Cell(f"{count:,}", count / most, Way(kind=kind, label=a or b))

    def set_colors(self, colors: dict[str, QColor]) -> None:
        """Other colours: shade the cells anew."""
        if self.figures:
            self._show(self.figures)
