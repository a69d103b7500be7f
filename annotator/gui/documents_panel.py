"""The documents on the left: filter, order, state, title, a count, and how far along one is. Reads; opens by a signal.

The order is read beside the window: typing goes on while a hundred thousand texts are looked through. Marking or
tagging changes a row where it stands; it moves, or goes, when the list is next read.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from annotator.app.session import Session
from annotator.core import listing
from annotator.core.changes import ChangeSet
from annotator.core.model import Assignment, Document, Progress, Record, Span
from annotator.gui.chrome import filter_field, heading, plain_label
from annotator.gui.documents_delegate import DocumentDelegate
from annotator.gui.documents_model import STATE_NAMES, DocumentsModel
from annotator.gui.row_list import RowList
from annotator.store.listing import Listed

if TYPE_CHECKING:
    from annotator.app.figure_counts import FigureCounts

_INSTANT_SECONDS = 0.03  # as long as this an answer is waited for: a short list changes with the key, not after it
_MANY = 10_000  # from here on the exact number is left to the tool tip: there is no room
_START_SECONDS = 0.05
_PATIENCE_MILLISECONDS = 300
_ASSIGNED = {"mine": "Assigned to you", "nobody": "Assigned to nobody"}
_HINT = (
    "Words that occur in title or text, and terms such as length>5000, claim=0, spans>=3, untagged>0,"
    " date>=2026-03, imported<2026"
)


class DocumentsPanel(QWidget):
    """``opened`` asks for a document by its id. ``remembered``: the choices of another day (``core.listing``)."""

    opened = Signal(str)
    chosen = Signal()
    """Another order is chosen, or other documents are to be shown."""

    def __init__(self, session: Session, remembered: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._shown_id: str | None = None
        self.total = 0
        """How many documents there are, under no filter."""
        self._done = 0
        self._shown: listing.Listing | None = None
        """What the list shows, as long as no document came or changed."""
        self._opens_first = False
        self._asking = False
        self._settled = False
        self._figures: FigureCounts | None = None
        self.listing = listing.remembered(
            remembered, session.annotator.id, [label.key for label in session.scheme.labels]
        )
        self.filter = filter_field("Filter by title or text…", "Filter documents")
        self.filter.setToolTip(_HINT)
        self.menu_button = QToolButton()
        self.menu_button.setObjectName("tab")
        self.menu_button.setText("▾")
        self.menu_button.setToolTip("Sort and show")
        self.menu_button.setAccessibleName("Sort and show")
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._choices = plain_label("", "muted")
        self._choices.setWordWrap(True)
        self._count = heading("")
        self.model = DocumentsModel(session, self)
        self.list = RowList(self.model, 13)
        self.list.setAccessibleName("Documents")
        self.list.setItemDelegate(DocumentDelegate(self.list, self.model))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName("Documents done")
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MILLISECONDS)
        self._reading = session.reading()
        self._lay_out()
        self._patience.timeout.connect(lambda: self._count.setText("SEARCHING…"))
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(self._tell)
        self.filter.textChanged.connect(lambda: self.reload())
        self.filter.returnPressed.connect(self._open_first)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._read_anew)
        self.reload(_START_SECONDS)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(heading("Documents"))
        top.addStretch()
        top.addWidget(self._count)
        filters = QHBoxLayout()
        filters.setSpacing(2)
        filters.addWidget(self.filter, 1)
        filters.addWidget(self.menu_button)
        choices = QHBoxLayout()
        choices.addWidget(self._choices)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.addWidget(plain_label("Your progress", "muted"))
        foot.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        for row in (top, filters, choices):
            row.setContentsMargins(12, 0, 12, 0)
            column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def choose(self, **choices: Any) -> None:
        """Sort or show otherwise: fields of a ``Listing``, its words and terms excepted, which are typed."""
        self._settled = True
        self.listing = self.listing._replace(**choices)
        self.reload()
        self.chosen.emit()

    def settle(self) -> None:
        """The window is there: now figures may be counted, if they are what the list is sorted by."""
        self._settled = True
        if self.listing.needs_figures:
            self.reload()

    def reload(self, wait: float = _INSTANT_SECONDS) -> None:
        """Read the order again, under the filter and the choices as they stand. Shown at once if that is quick."""
        words, terms = listing.parse(self.filter.text(), self._session.scheme)
        self.listing = self.listing._replace(annotator_id=self._session.annotator.id, words=words, terms=terms)
        wanted, label = self.listing, self.listing.sort.removeprefix("label:")
        label = label if wanted.sort != label else ""
        if label != self.model.rows.label:
            self.model.rows.forget(label)
        self.model.badge = wanted.sort
        self._show_choices()
        self._patience.start()
        if wanted.needs_figures:
            wanted = self._with_figures(wanted)
        elif self._figures:
            self._figures.drop()
        figures = self.model.figures
        # One more letter: only among what is in the list already.
        numbers, narrows = self.model.rows.numbers, self._shown is not None and wanted.narrows(self._shown)
        within = numbers if narrows and len(numbers) < self.total // 2 else None
        self._reading.ask(lambda query: (wanted, query.listed(wanted, figures, within)), wait)

    def _with_figures(self, wanted: listing.Listing) -> listing.Listing:
        """See that figures are counted; until they are, the list is as it would be without asking for them."""
        if self._figures is None and self._settled:
            # Not at start: it is rarely asked for, and takes its time.
            from annotator.app.figure_counts import FigureCounts

            self._figures = FigureCounts(self._session)
            self._figures.counted.connect(self._figures_counted)
            self._figures.progressed.connect(self._show_counting)
            self._figures.lost.connect(self._figures_counted)
            self._figures.failed.connect(self._tell)
        if self._figures:
            self._asking = True
            self._figures.want()
            self._asking = False
        if self._figures and self._figures.counts is not None:
            self.model.figures = self._figures.counts
            return wanted
        self.model.figures = {}
        terms = tuple(term for term in wanted.terms if term.name != "untagged")
        return wanted._replace(terms=terms, sort="position" if wanted.sort == "untagged" else wanted.sort)

    def _figures_counted(self) -> None:
        if self.listing.needs_figures and not self._asking:
            self.reload()

    def _show_counting(self, done: int, total: int) -> None:
        # The last reports come in behind the result.
        if self.listing.needs_figures and self._figures and self._figures.counts is None:
            self._count.setText(f"COUNTING {100 * done // max(1, total)}%")

    def _read_anew(self) -> None:
        self._shown = None
        self.model.rows.forget(self.model.rows.label)
        self.reload()

    def _show(self, answer: tuple[listing.Listing, Listed]) -> None:
        before = self._shown
        self._shown, listed = answer
        self._patience.stop()
        self.total, self._done = listed.total, listed.done
        self.model.show(listed.numbers)
        self._show_progress()
        if self._shown != before:
            self.list.scrollToTop()  # what was asked for begins there, unless the open document is in it
        self.show_document(self._shown_id)
        if self._opens_first:
            self._open_first()

    def _tell(self, problem: str) -> None:
        self._patience.stop()
        self._count.setText("NOT READ")
        self._count.setToolTip(problem)

    def _show_progress(self) -> None:
        shown = len(self.model.rows)
        done = f"{self._done:,} / {self.total:,} done"
        if shown != self.total:
            count = f"{shown:,} of {self.total:,}"
        else:
            count = done if self.total < _MANY else f"{100 * self._done // self.total}% done"
        self._count.setText(count.upper())
        self._bar.setToolTip(done)
        self._bar.setMaximum(max(1, self.total))
        self._bar.setValue(self._done)

    def _show_choices(self) -> None:
        """Say in words what is not as usual: nobody should wonder where the other documents are."""
        chosen = self.listing
        parts = [STATE_NAMES[state].capitalize() for state in chosen.states]
        parts = [" or ".join(parts)] if parts else []
        if chosen.assigned:
            parts.append(_ASSIGNED[chosen.assigned])
        if chosen.sort != "position" or chosen.descending:
            by = listing.SORTS.get(chosen.sort) or self._session.scheme.label_name(chosen.sort.removeprefix("label:"))
            parts.append(f"{by} {'↓' if chosen.descending else '↑'}")
        self._choices.setText(" · ".join(parts))
        self._choices.setVisible(bool(parts))

    def show_document(self, document_id: str | None) -> None:
        """Mark the document that is open; nothing is asked for."""
        self._shown_id = document_id
        self.list.show_row(self.model.rows.place_of(document_id) if document_id else -1)

    def neighbour(self, step: int, *, unfinished: bool = False) -> str | None:
        """The id of the document before (-1) or behind (1) the open one, under the filter; ``None`` at the end."""
        rows = self.model.rows
        place = rows.place_of(self._shown_id) if self._shown_id else -1
        place = len(rows) - 1 if place < 0 and step < 0 else place + step
        if not 0 <= place < len(rows):
            return None
        return rows.unfinished(place, step) if unfinished else rows[place].id

    def _row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            document_id = self.model.rows[current.row()].id
            if document_id and document_id != self._shown_id:
                self._shown_id = document_id
                self.opened.emit(document_id)

    def _open_first(self) -> None:
        self._opens_first = self._reading.busy
        if not self._opens_first and self.model.rows:
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None or any(isinstance(change.record, Document) for change in changes):
            self._read_anew()
            return
        if self.listing.assigned and any(isinstance(change.record, Assignment) for change in changes):
            self.reload()
        mine = self._session.annotator.id
        for change in changes:
            record = change.record
            if isinstance(record, Span) and record.annotator_id == mine:
                self._adjust(record.document_id, step=self._counts(change.after) - self._counts(change.before))
            elif isinstance(record, Progress) and record.annotator_id == mine:
                before, after = _state(change.before), _state(change.after)
                self._done += (after == "done") - (before == "done")
                self._show_progress()
                self._adjust(record.document_id, state=after)

    def _counts(self, span: Record | None) -> int:
        """1 for a span that the list counts."""
        if not isinstance(span, Span):
            return 0
        if self.model.rows.label:
            return int(span.label == self.model.rows.label)
        label = self._session.scheme.label(span.label)
        return int(label is None or not label.auxiliary)

    def _adjust(self, document_id: str, *, step: int = 0, state: str = "") -> None:
        rows = self.model.rows
        place = rows.place_of(document_id) if step or state else -1
        if place >= 0 and rows.known(place):
            row = rows[place]
            rows.replace(row._replace(state=state or row.state, spans=max(0, row.spans + step)))
            self.model.changed(place)


def _state(record: Record | None) -> str:
    return record.state if isinstance(record, Progress) else "todo"
