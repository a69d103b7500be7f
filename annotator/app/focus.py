"""What is being looked at: a document with its text and spans, and the chosen span.

The spans of the document are kept here once, in step with the project, for every view to read.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Document, Progress, Span

SHORT = 100_000
"""Code points up to which a document's spans are read at once; of a longer one first those around the caret."""
PAGE = 12_000
"""How far around the caret: more than any screen shows."""
STRETCH = 100_000
"""How much of a long document is read at a time afterwards; with ten spans a kilobyte that takes a few milliseconds."""


class Focus(QObject):
    """The one place that says which document and which span are meant."""

    opened = Signal()
    """Another document is looked at (or none, or the same one read again), with no span chosen."""
    filled = Signal(list)
    """More spans of a long document have been read: these. ``complete`` says whether those were the last."""
    chosen = Signal()
    """Another span of the document is chosen, or none."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.document: Document | None = None
        self.text = ""
        self.spans: dict[str, Span] = {}
        self.progress: Progress | None = None
        self.span_id: str | None = None
        self._unread: list[range] = []
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._reload_progress)

    @property
    def span(self) -> Span | None:
        return self.spans.get(self.span_id) if self.span_id else None

    @property
    def complete(self) -> bool:
        """Whether all spans of the document are here; those of a long one come in by and by, after the first page."""
        return not self._unread

    def open(self, document_id: str | None, near: int = 0) -> None:
        """Look at another document (``None``: at none) around the position ``near``, with no span chosen."""
        query = self._session.query
        self.document = query.find(Document, document_id) if document_id else None
        self.text = query.text(self.document.sha256) if self.document else ""
        self.spans, self._unread = {}, []
        self.span_id = None
        if self.document:
            self._read_spans(self.document, near)
        self._reload_progress()
        self.opened.emit()
        if self._unread:
            QTimer.singleShot(0, self, self._fill)

    def _read_spans(self, document: Document, near: int) -> None:
        if document.length <= SHORT:
            spans = self._session.query.spans(document.id)
        else:
            spans = self._session.query.spans_touching(document.id, near - PAGE, near + PAGE)
            self._unread = [range(place, place + STRETCH) for place in range(0, document.length + 1, STRETCH)]
        self.spans = {span.id: span for span in spans}

    def _fill(self) -> None:
        if self.document is None or not self._unread:
            return
        stretch = self._unread.pop(0)
        found = self._session.query.spans_starting(self.document.id, stretch.start, stretch.stop)
        fresh = [span for span in found if span.id not in self.spans]
        self.spans.update((span.id, span) for span in fresh)
        self.filled.emit(fresh)
        if self._unread:
            QTimer.singleShot(0, self, self._fill)

    def choose(self, span_id: str | None) -> None:
        """Choose a span of the document, or none."""
        if span_id != self.span_id and (span_id is None or span_id in self.spans):
            self.span_id = span_id
            self.chosen.emit()

    def _reload_progress(self) -> None:
        mine = self._session.annotator.id
        records = self._session.query.progress(self.document.id) if self.document else []
        self.progress = next((each for each in records if each.annotator_id == mine), None)

    def _follow(self, changes: ChangeSet | None) -> None:
        if self.document is None:
            return
        if changes is None:
            self._reload()
            return
        for change in changes:
            record = change.record
            if isinstance(record, Span) and record.document_id == self.document.id:
                if change.after is None:
                    self.spans.pop(record.id, None)
                else:
                    self.spans[record.id] = record
            elif isinstance(record, Document) and record.id == self.document.id:
                if change.after is None:
                    self.open(None)
                    return
                self.document = record
            elif isinstance(record, Progress):
                self._reload_progress()
        if self.span_id not in self.spans:
            self.choose(None)

    def _reload(self) -> None:
        assert self.document is not None
        span, document_id = self.span, self.document.id
        self.open(document_id, span.start if span else 0)
        self.choose(span.id if span else None)
