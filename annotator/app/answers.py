"""What reviewers answered to the annotator at work: all of it, what is shown of it, and the answer at hand. Reads only.

There may be as many answers as spans: they are read beside the window, once; afterwards only those that a change is
about are read again.
"""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from annotator.app.reading import Reading
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Comment, Document, Record, Setting, Span, Verdict
from annotator.edit.answering import SEEN, Answer, answers

_WAIT = 0.05  # seconds that the window waits for the first answer


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
        self._of_span: dict[str, set[str]] = {}
        self._by_id: dict[str, Answer] = {}
        self.kind = ""
        """Of which kind the answers shown are (one of ``KINDS``); empty for all."""
        self.open_only = False
        self.every: list[Answer] = []
        """All of them, in the order of the documents and of the text."""
        self.shown: list[Answer] = []
        self.current: Answer | None = None
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self.read)

    @property
    def busy(self) -> bool:
        """Whether they are still being read."""
        return self._reading is not None and self._reading.busy

    def read(self) -> None:
        """Everything anew."""
        mine = self._session.annotator.id
        if not self._session.query.has_verdicts() and not self.busy:
            self._take([])
            return
        if self._reading is None:
            self._reading = self._session.reading()
            self._reading.answered.connect(self._take)
        self._reading.ask(lambda query: answers(query, mine), wait=_WAIT)

    # What is shown

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
        return Counter(answer.kind for answer in self.every)

    def left(self) -> int:
        """How many are open."""
        return sum(answer.open for answer in self.every)

    def place(self) -> int:
        """Where the answer at hand stands among those shown; -1 if it is not among them."""
        return next((n for n, each in enumerate(self.shown) if self._is_current(each)), -1)

    def choose(self, answer: Answer | None) -> None:
        if answer is None or not self._is_current(answer):
            self.current = answer
            self.chosen.emit()
            if self.open_only:  # one that is settled was in sight only as long as it was at hand
                self._arrange()
                self.changed.emit()

    def choose_first(self) -> None:
        """The one at hand if it still is, else the first that is open, else the first."""
        self.choose(self.current if self.place() >= 0 else self._first())

    def choose_about(self, records: Iterable[Record]) -> None:
        """The answer that one of these records belongs to, if any does."""
        for record in records:
            for id_ in sorted(self._concerned(record)):
                if id_ in self._by_id:
                    self.choose(self._by_id[id_])
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
            if answer.open and not self._is_current(answer):
                self.choose(answer)
                return True
        return False

    def _is_current(self, answer: Answer) -> bool:
        return self.current is not None and self.current.verdict.id == answer.verdict.id

    def _first(self) -> Answer | None:
        return next((answer for answer in self.shown if answer.open), self.shown[0] if self.shown else None)

    # Following

    def _take(self, found: list[Answer]) -> None:
        self.every = found
        self._by_id = {answer.verdict.id: answer for answer in found}
        self._of_span = {}
        for answer in found:
            for span_id in (answer.span.id, answer.verdict.result):
                if span_id:
                    self._of_span.setdefault(span_id, set()).add(answer.verdict.id)
        if self.current is not None:
            self.current = self._by_id.get(self.current.verdict.id)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        self.shown = [each for each in self.every if self._passes(each)]

    def _passes(self, answer: Answer) -> bool:
        # The one at hand stays in sight when it is settled, until one goes on.
        return (self.kind in ("", answer.kind)) and (not self.open_only or answer.open or self._is_current(answer))

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
        if fresh or any(id_ in self._by_id for id_ in ids):
            kept = [each for each in self.every if each.verdict.id not in ids]
            self._take(sorted([*kept, *fresh.values()], key=lambda answer: answer.place))

    def _concerned(self, record: Record) -> set[str]:
        """The ids of the verdicts that a record says something about."""
        if isinstance(record, Span):
            return self._of_span.get(record.id, set())
        if isinstance(record, Verdict):
            return {record.id}
        if isinstance(record, Comment):
            return {record.verdict_id}
        if isinstance(record, Setting) and record.id.startswith(SEEN):
            return {record.id.removeprefix(SEEN)}
        return set()
