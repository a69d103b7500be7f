"""The untagged figures of every document: counted when a list asks for them, beside the window, and kept in memory.

Finding figures takes a second for 1.5 MB of text; that is done in a process of its own, since a thread would hold up
the window at every turn. Where they stand is kept by the hash of the text: only the spans are read again.
"""

import sys
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import groupby
from multiprocessing import get_context
from operator import itemgetter

from PySide6.QtCore import QObject, Signal

from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Document, Span
from annotator.core.untagged import number_places, places_of, untagged
from annotator.store.queries import Queries

_SHORT = 300_000
"""Code points of new text that are looked through without starting a process."""
_BATCH = 200_000
_TURN_SECONDS = 0.001  # how long the window waits for its turn while all spans are gone through; 0.005 is usual
_AHEAD = 3  # batches the process has before it
_ONE_BY_ONE = 20  # documents that are counted again at once when their spans change


class FigureCounts(QObject):
    """``counts`` by row number of the document, for whoever is tagging; ``None`` until they are counted."""

    counted = Signal()
    lost = Signal()
    """What was counted, or is being counted, holds no more; whoever wants it asks again."""
    progressed = Signal(int, int)
    """Documents that were looked through, of how many."""
    failed = Signal(str)
    """Why they were not counted, in one line."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.counts: dict[int, int] | None = None
        self._counting = False
        self._places: dict[str, array[int]] = {}
        self._reading = session.reading()
        self._reading.answered.connect(self._take)
        self._reading.failed.connect(self.failed)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._forget)

    def want(self) -> None:
        """Count, unless that is done or under way; ``counted`` follows."""
        if self.counts is None and not self._counting:
            self._counting = True
            annotator_id, labels = self._session.annotator.id, self._labels()
            self._reading.ask(lambda query: self._count(query, annotator_id, labels), wait=0.03)

    def drop(self) -> None:
        """Nobody wants to know any more; what was found is kept."""
        if self._counting:
            self._counting = False
            self._reading.ask(lambda query: None)

    def _labels(self) -> list[str]:
        return [label.key for label in self._session.scheme.labels if label.unit == "number"]

    def _take(self, counts: dict[int, int] | None) -> None:
        if counts is not None:
            self.counts, self._counting = counts, False
            self.counted.emit()

    def _forget(self) -> None:
        self.counts = None
        self.drop()
        self.lost.emit()

    # In the thread

    def _count(self, query: Queries, annotator_id: str, labels: Sequence[str]) -> dict[int, int] | None:
        interval = sys.getswitchinterval()
        sys.setswitchinterval(_TURN_SECONDS)
        try:
            return self._counted(query, annotator_id, labels)
        finally:
            sys.setswitchinterval(interval)

    def _counted(self, query: Queries, annotator_id: str, labels: Sequence[str]) -> dict[int, int] | None:
        documents = list(query.document_texts())
        new = {sha256: length for _, sha256, length in documents if sha256 not in self._places}
        for done, (sha256, places) in enumerate(_found(query, new), len(documents) - len(new)):
            self._places[sha256] = places
            if self._reading.overtaken:
                return None
            if done % 100 == 0:
                self.progressed.emit(done, len(documents))
        counts = {number: len(self._places[sha256]) // 2 for number, sha256, _ in documents}
        hashes = {number: sha256 for number, sha256, _ in documents}
        for number, extents in groupby(query.extents(annotator_id, labels), itemgetter(0)):
            if self._reading.overtaken:
                return None
            if number in hashes:
                counts[number] = untagged(self._places[hashes[number]], (each[1:] for each in extents))
        return counts

    # In the window's thread

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None or any(isinstance(change.record, Document) for change in changes):
            self._forget()
            return
        mine, labels = self._session.annotator.id, set(self._labels())
        touched = {
            span.document_id
            for change in changes
            for span in (change.before, change.after)
            if isinstance(span, Span) and span.annotator_id == mine and span.label in labels
        }
        if len(touched) > _ONE_BY_ONE or (touched and self._counting):
            self._forget()
            return
        for document_id in touched if self.counts is not None else ():
            self._recount(document_id)

    def _recount(self, document_id: str) -> None:
        document, number = self._session.query.find(Document, document_id), None
        if document:
            number = self._session.query.document_number(document_id)
        if document is None or number is None or self.counts is None or document.sha256 not in self._places:
            return
        extents = self._session.query.extents(self._session.annotator.id, self._labels(), number)
        self.counts[number] = untagged(self._places[document.sha256], (each[1:] for each in extents))


def _found(query: Queries, lengths: dict[str, int]) -> Iterator[tuple[str, "array[int]"]]:
    """The places of the numbers in the texts with these hashes."""
    if sum(lengths.values()) <= _SHORT:
        yield from ((sha256, number_places(query.text(sha256))) for sha256 in lengths)
        return
    waiting: deque[tuple[list[str], Future[list[array[int]]]]] = deque()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        try:
            for batch in _batches(lengths):
                waiting.append((batch, process.submit(places_of, [query.text(sha256) for sha256 in batch])))
                if len(waiting) > _AHEAD:
                    yield from _landed(*waiting.popleft())
            while waiting:
                yield from _landed(*waiting.popleft())
        except BrokenProcessPool as error:
            raise AnnotatorError("The figures could not be counted: the process that does it has ended") from error
        finally:
            process.shutdown(wait=False, cancel_futures=True)


def _landed(batch: list[str], found: "Future[list[array[int]]]") -> Iterator[tuple[str, "array[int]"]]:
    return zip(batch, found.result(), strict=True)


def _batches(lengths: dict[str, int]) -> Iterator[list[str]]:
    batch, size = [], 0
    for sha256, length in lengths.items():
        batch.append(sha256)
        size += length
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
