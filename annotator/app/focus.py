"""What is being looked at: a document with its text and spans, and the chosen span.

The spans of the document are kept here once, in step with the project, for every view to read. Where its annotator
works blind, only their own are here, so that no view can show another.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.links import Links
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Document, Progress, Setting, Span
from annotator.core.reading_order import ReadingOrder
from annotator.edit.blinding import BLIND, may_see

SHORT = 100_000
"""Code points up to which a document's spans are read at once; of a longer one first those around the caret."""
PAGE = 12_000
"""How far around the caret: more than any screen shows."""
PORTION = 1000
"""How many spans are read at a time afterwards: about 10 ms with all that the views do."""


class Focus(QObject):
    """The one place that says which document and which span are meant."""

    opened = Signal()
    """Another document is looked at (or none, or the same one read again), with no span chosen."""
    filled = Signal(list)
    """More spans of a long document have been read: these. ``complete`` says whether those were the last."""
    sight_changed = Signal()
    """What may be seen may have changed: the project is worked on blind from now on or no longer, or more is done. If
    ``blind`` did change, the document was opened anew."""
    chosen = Signal()
    """Another span of the document is chosen, or none."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.document: Document | None = None
        self.text = ""
        self.spans: dict[str, Span] = {}
        self.order = ReadingOrder()
        """The same spans in reading order."""
        self.links = Links(session)
        self.blind = False
        """Whether the others' spans of the document are left out: see ``edit.blinding``."""
        self._reviewing = False
        self._looking = QTimer(self, singleShot=True, interval=0)
        self._looking.timeout.connect(self._look)
        self.progress: Progress | None = None
        self.span_id: str | None = None
        self.again = False
        """Whether what is ``opened`` is what was open already, read again: the reader stays where they are."""
        self._unread: int | None = None
        self._filling = QTimer(self, singleShot=True, interval=0)
        self._filling.timeout.connect(self._fill)
        self.last_label: str | None = None
        """The label of the span that was chosen last."""
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._change_annotator)

    @property
    def span(self) -> Span | None:
        return self.spans.get(self.span_id) if self.span_id else None

    @property
    def complete(self) -> bool:
        """Whether all spans of the document are here; those of a long one come in by and by, after the first page."""
        return self._unread is None

    def open(self, document_id: str | None, near: int = 0) -> None:
        """Look at another document (``None``: at none) around the position ``near``, with no span chosen."""
        query = self._session.query
        self.document = query.find(Document, document_id) if document_id else None
        self.text = query.text(self.document.sha256) if self.document else ""
        self._unread, self.span_id = None, None
        self.links.forget()
        self.blind = self._is_blind()
        self.links.only = self._session.owner_id if self.blind else ""
        self._read_spans(near)
        self._reload_progress()
        self.opened.emit()
        if not self.complete:
            self._filling.start()

    def _read_spans(self, near: int) -> None:
        spans: list[Span] = []
        document, query = self.document, self._session.query
        if document is not None and document.length <= SHORT:
            spans = query.spans(document.id)
        elif document is not None:
            spans = query.spans_touching(document.id, near - PAGE, near + PAGE)
            self._unread = 0
        spans = self._seen(spans)
        self.spans, self.order = {span.id: span for span in spans}, ReadingOrder(spans)

    def _seen(self, spans: list[Span]) -> list[Span]:
        """Those that its annotator may see."""
        mine = self._session.owner_id
        return [span for span in spans if span.annotator_id == mine] if self.blind else spans

    def _is_blind(self) -> bool:
        document, session = self.document, self._session
        return document is not None and not may_see(
            session.query, document.id, session.annotator.id, reviewing=self._reviewing
        )

    def review(self, reviewing: bool) -> None:
        """Somebody begins to review, who may see what an annotator may not yet; or ends it."""
        self._reviewing = reviewing
        if self._is_blind() != self.blind:
            self._reload()

    def _look(self) -> None:
        """Once everybody has heard of a change: whether more or less is to be seen from now on."""
        if self._is_blind() != self.blind:
            self._reload()
        self.sight_changed.emit()

    def _change_annotator(self) -> None:
        if self.document is not None and (self.blind or self._is_blind()):
            self._reload()
        else:
            self._reload_progress()

    def _fill(self) -> None:
        if self.document is None or self._unread is None:
            return
        begin, found = self._unread, self._session.query.spans_from(self.document.id, self._unread, PORTION)
        self._unread = found[-1].start + 1 if len(found) >= PORTION else None
        found = self._seen(found)
        fresh = [span for span in found if span.id not in self.spans]
        self.spans.update((span.id, span) for span in fresh)
        self.order.fill(begin, self.document.length + 1 if self._unread is None else self._unread, found)
        # They stay as long as the document: to look among them for garbage would be felt at every key press.
        gc.freeze()
        self.filled.emit(fresh)
        if not self.complete:
            self._filling.start()

    def choose(self, span_id: str | None) -> None:
        """Choose a span of the document, or none."""
        if span_id != self.span_id and (span_id is None or span_id in self.spans):
            self.span_id = span_id
            if self.span:
                self.last_label = self.span.label
            self.chosen.emit()

    def _reload_progress(self) -> None:
        mine = self._session.annotator.id
        records = self._session.query.progress(self.document.id) if self.document else []
        self.progress = next((each for each in records if each.annotator_id == mine), None)

    def _follow(self, changes: ChangeSet | None) -> None:
        self.links.follow(changes)
        if changes is None or any(isinstance(each.record, Setting) and each.record.id == BLIND for each in changes):
            self._looking.start()
        if self.document is None:
            return
        if changes is None:
            self._reload()
            return
        for change in changes:
            record = change.record
            if isinstance(record, Span) and record.document_id == self.document.id:
                self._take_over(record, gone=change.after is None)
            elif isinstance(record, Document) and record.id == self.document.id:
                if change.after is None:
                    self.open(None)
                    return
                self.document = record
            elif isinstance(record, Progress):
                self._reload_progress()
                self._looking.start()
        if self.span_id not in self.spans:
            self.choose(None)

    def _take_over(self, span: Span, *, gone: bool) -> None:
        if not self._seen([span]):
            return
        before = self.spans.pop(span.id, None)
        if before is not None:
            self.order.remove(before)
        if not gone:
            self.spans[span.id] = span
            self.order.add(span)

    def _reload(self) -> None:
        assert self.document is not None
        span, document_id = self.span, self.document.id
        self.again = True
        try:
            self.open(document_id, span.start if span else 0)
            self.choose(span.id if span else None)
        finally:
            self.again = False
