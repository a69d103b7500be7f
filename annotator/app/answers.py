"""What reviewers answered to the annotator at work: all of it, what is shown of it, and the answer at hand. Reads only.

There may be as many answers as spans: they are read beside the window, once; afterwards only those that a change is
about are read again, and take their places among the others.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from annotator.app.reading import Reading
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Comment, Document, Record, Setting, Span, Verdict
from annotator.edit.answering import SEEN, Answer, answers
from annotator.store.queries import Queries

_WAIT = 0.05  # seconds that the window waits for the first answer
_PLACE = attrgetter("place")


class _Shelf(NamedTuple):
    """The answers in order, and what is asked of them all the time."""

    every: list[Answer]
    by_id: dict[str, Answer]
    of_span: dict[str, set[str]]
    """The ids of the verdicts on a span, or that a gold span came of."""
    kinds: Counter[str]
    open: set[str]

    def take(self, answer: Answer) -> None:
        """Note all about an answer but its place in the order."""
        id_ = answer.verdict.id
        self.by_id[id_] = answer
        for span_id in (answer.span.id, answer.verdict.result):
            if span_id:
                self.of_span.setdefault(span_id, set()).add(id_)
        self.kinds[answer.kind] += 1
        if answer.open:
            self.open.add(id_)

    def put_back(self, answer: Answer) -> None:
        """Forget all about it but its place in the order."""
        id_ = answer.verdict.id
        del self.by_id[id_]
        for span_id in (answer.span.id, answer.verdict.result):
            if span_id:
                self.of_span[span_id].discard(id_)
        self.kinds[answer.kind] -= 1
        self.open.discard(id_)


def _filled(found: list[Answer]) -> _Shelf:
    shelf = _Shelf(found, {}, {}, Counter(), set())
    for answer in found:
        shelf.take(answer)
    return shelf


class Answers(QObject):
    """The answers to one annotator's spans. It follows the session from the first ``read`` on."""

    changed = Signal()
    """Other answers, another filter, or something was done about one."""
    chosen = Signal()
    """Another answer is at hand, or none."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Reading | None = None
        self._shelf = _filled([])
        self._whose = ""
        self.kind = ""
        """Of which kind the answers shown are (one of ``KINDS``); empty for all."""
        self.open_only = False
        self.shown: list[Answer] = []
        self.current: Answer | None = None
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._change_annotator)

    @property
    def busy(self) -> bool:
        """Whether they are still being read."""
        return self._reading is not None and self._reading.busy

    def read(self) -> None:
        """Everything anew."""
        mine = self._whose = self._session.annotator.id
        if not self._session.query.has_verdicts() and not self.busy:
            self._take(_filled([]))
            return
        if self._reading is None:
            self._reading = self._session.reading()
            self._reading.answered.connect(self._take)

        def look(query: Queries) -> _Shelf:
            return _filled(answers(query, mine))

        self._reading.ask(look, wait=_WAIT)

    def _change_annotator(self) -> None:
        if self._whose != self._session.annotator.id:  # who edits gold for a while stays who they are
            self.read()

    # What is shown

    @property
    def every(self) -> list[Answer]:
        """All of them, in the order of the documents and of the text."""
        return self._shelf.every

    def show(self, *, kind: str | None = None, open_only: bool | None = None) -> None:
        """Other answers."""
        self.kind = self.kind if kind is None else kind
        self.open_only = self.open_only if open_only is None else open_only
        self._arrange()
        if self.place() < 0:
            self.choose(self._first())
        self.changed.emit()

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return self._shelf.kinds.copy()

    def left(self) -> int:
        """How many are open."""
        return len(self._shelf.open)

    def place(self) -> int:
        """Where the answer at hand stands among those shown; -1 if it is not among them."""
        return -1 if self.current is None else _place_in(self.shown, self.current)

    def choose(self, answer: Answer | None) -> None:
        before = self.current
        if answer is not None and self._is_current(answer):
            return
        self.current = answer
        # What is settled is in sight among the open ones as long as it is at hand.
        goes = before is not None and not self._passes(before) and _remove(self.shown, before)
        comes = answer is not None and self._passes(answer) and _place_in(self.shown, answer) < 0
        if answer is not None and comes:
            insort(self.shown, answer, key=_PLACE)
        if goes or comes:
            self.changed.emit()
        self.chosen.emit()

    def choose_first(self) -> None:
        """The one at hand if it still is, else the first that is open, else the first."""
        self.choose(self.current if self.place() >= 0 else self._first())

    def choose_about(self, records: Iterable[Record]) -> None:
        """The answer that one of these records belongs to, if any does."""
        for record in records:
            for id_ in sorted(self._concerned(record)):
                answer = self._shelf.by_id.get(id_)
                if answer is not None:
                    if self.kind not in ("", answer.kind):
                        self.show(kind="")
                    self.choose(answer)
                    return

    def step(self, by: int) -> bool:
        """Go to the answer before or behind; false at the end."""
        target = self.place() + by if self.place() >= 0 else (0 if by > 0 else len(self.shown) - 1)
        if not 0 <= target < len(self.shown):
            return False
        self.choose(self.shown[target])
        return True

    def move_on(self) -> bool:
        """Go to the next open answer, from the one at hand and round; false if there is none."""
        start = self.place() + 1
        for answer in (*self.shown[start:], *self.shown[:start]):
            if answer.verdict.id in self._shelf.open and not self._is_current(answer):
                self.choose(answer)
                return True
        return False

    def _is_current(self, answer: Answer) -> bool:
        return self.current is not None and self.current.verdict.id == answer.verdict.id

    def _first(self) -> Answer | None:
        is_open = (answer for answer in self.shown if answer.verdict.id in self._shelf.open)
        return next(is_open, self.shown[0] if self.shown else None)

    # Following

    def _take(self, shelf: _Shelf) -> None:
        self._shelf = shelf
        if self.current is not None:
            self.current = shelf.by_id.get(self.current.verdict.id)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        kind = self.kind
        shown = [each for each in self.every if each.verdict.verdict == kind] if kind else self.every.copy()
        self.shown = [each for each in shown if self._passes(each)] if self.open_only else shown

    def _passes(self, answer: Answer) -> bool:
        # The one at hand stays in sight when it is settled, until one goes on.
        return self.kind in ("", answer.kind) and (
            not self.open_only or answer.verdict.id in self._shelf.open or self._is_current(answer)
        )

    def _renew(self, before: Answer | None, after: Answer | None) -> None:
        """One answer is another now, has come or has gone."""
        at_hand = before is not None and self._is_current(before)
        if before is not None:
            self._shelf.put_back(before)
            _remove(self.every, before)
            _remove(self.shown, before)
        if after is not None:
            self._shelf.take(after)
            insort(self.every, after, key=_PLACE)
            if self._passes(after):
                insort(self.shown, after, key=_PLACE)
        if at_hand:
            self.current = after

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None or self.busy or any(isinstance(each.record, Document) for each in changes):
            self.read()
            return
        ids = sorted({id_ for change in changes for id_ in self._concerned(change.record)})
        if not ids:
            return
        query, mine = self._session.query, self._session.annotator.id
        living = [verdict for verdict, deleted in query.versions(Verdict, ids).values() if not deleted]
        fresh = {answer.verdict.id: answer for answer in answers(query, mine, living)}
        pairs = [(self._shelf.by_id.get(id_), fresh.get(id_)) for id_ in ids]
        for before, after in pairs:
            self._renew(before, after)
        if any(before or after for before, after in pairs):
            self.changed.emit()

    def _concerned(self, record: Record) -> set[str]:
        """The ids of the verdicts that a record says something about."""
        if isinstance(record, Span):
            return self._shelf.of_span.get(record.id, set())
        if isinstance(record, Verdict):
            return {record.id}
        if isinstance(record, Comment):
            return {record.verdict_id}
        if isinstance(record, Setting) and record.id.startswith(SEEN):
            return {record.id.removeprefix(SEEN)}
        return set()


def _place_in(found: list[Answer], answer: Answer) -> int:
    """Where the answer that is in this place stands in a list in order; -1 if it is not there."""
    at = bisect_left(found, answer.place, key=_PLACE)
    return at if at < len(found) and found[at].place == answer.place else -1


def _remove(found: list[Answer], answer: Answer) -> bool:
    """Whether it was there."""
    at = _place_in(found, answer)
    if at >= 0:
        del found[at]
    return at >= 0
