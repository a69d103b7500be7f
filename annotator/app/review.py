"""What is being reviewed: whose spans, the cases of the open document, and the one at hand. Reads; decides nothing.

Cases are computed anew when a span changes; a verdict only changes what is decided.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from PySide6.QtCore import QObject, Signal

from annotator.agreement.cases import KINDS, Case, cases, compared_attributes
from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Comment, Progress, Source, Span, Verdict
from annotator.edit import reviewing
from annotator.edit.agreeing import comparable
from annotator.edit.answering import is_answered
from annotator.formats.bundle import unique_names

DISPUTED = "disputed"
"""Beside the kinds of cases: reviewers judged it differently."""


class Review(QObject):
    """The state of reviewing. It follows the focus and the session while it is ``on``."""

    changed = Signal()
    """Other cases, another filter, other names, or something was decided."""
    chosen = Signal()
    """Another case is at hand, or none."""

    def __init__(self, session: Session, focus: Focus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._focus = focus
        self.on = False
        self.annotators: tuple[Annotator, ...] = ()
        """Who is reviewed, in every document that they have marked as done."""
        self.here: tuple[Annotator, ...] = ()
        """Those of them who are done with the open document."""
        self.names_hidden = False
        self.worst_first = False
        self.kind = ""
        """Of which kind the cases shown are (one of ``KINDS``, or ``DISPUTED``); empty for all."""
        self.label = ""
        """Of which label the cases shown are; empty for all."""
        self.undecided_only = False
        self.every: list[Case] = []
        """All cases of the document, in reading order."""
        self.shown: list[Case] = []
        self.current: Case | None = None
        self.bench = reviewing.Bench("", {}, {}, {}, False)
        self.threads: dict[str, list[Comment]] = {}
        """What was written about a verdict, oldest first, by the verdict's id."""
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._read)
        focus.opened.connect(self._read)
        focus.filled.connect(lambda _: self._read() if focus.complete else None)

    # Whom, and how it is shown

    def start(self, annotators: Iterable[Annotator] | None = None) -> None:
        """Begin reviewing these people; by default all who can be compared, but for the reviewer."""
        people = comparable(self._session.query) if annotators is None else annotators
        self.annotators = tuple(each for each in people if each.id != self._session.annotator.id)
        self.on = True
        self._read()
        self.choose(self._first_undecided())

    def stop(self) -> None:
        self.on = False
        self._read()

    def show(
        self,
        *,
        kind: str | None = None,
        label: str | None = None,
        undecided_only: bool | None = None,
        worst_first: bool | None = None,
        names_hidden: bool | None = None,
    ) -> None:
        """Other cases, another order, or with names or without."""
        self.kind = self.kind if kind is None else kind
        self.label = self.label if label is None else label
        self.undecided_only = self.undecided_only if undecided_only is None else undecided_only
        self.worst_first = self.worst_first if worst_first is None else worst_first
        self.names_hidden = self.names_hidden if names_hidden is None else names_hidden
        self._arrange()
        self.changed.emit()
        if self.shown and self.place() < 0:
            self.choose(self._first_undecided())

    @property
    def blind(self) -> bool:
        """Whether the reviewer works on the open document blind, and may not see what others did."""
        return self._focus.blind

    def ordered(self) -> list[Annotator]:
        """The people here in the order of their lanes and keys: shuffled for each document while names are hidden."""
        people = sorted(self.here, key=lambda each: (each.name.lower(), each.id))
        if self.names_hidden and self._focus.document:
            # The same every time a reviewer sees this document, and no help in guessing across documents.
            random.Random(f"{self._focus.document.id} {self._session.annotator.id}").shuffle(people)
        return people

    def name_of(self, annotator_id: str) -> str:
        """What an annotator is called here: a letter while names are hidden."""
        if annotator_id == GOLD_ID:
            return "Gold"
        people = self.ordered()
        if self.names_hidden:
            for letter, person in zip(ascii_uppercase, people, strict=False):
                if person.id == annotator_id:
                    return letter
            return "?"
        return unique_names(self._session.query.every(Annotator)).get(annotator_id, "?")

    # Cases

    def decided(self, case: Case) -> bool:
        """Whether this reviewer is through with a case."""
        return reviewing.is_decided(self.bench, case)

    def asked(self, case: Case) -> list[Verdict]:
        """This reviewer's questions about a case."""
        verdicts = (self.bench.mine(span.id) for span in case.spans)
        return [verdict for verdict in verdicts if verdict is not None and verdict.verdict == "question"]

    def answered(self, case: Case) -> list[Verdict]:
        """Those of this reviewer's questions about a case that have an answer."""
        return [each for each in self.asked(case) if is_answered(each, self.threads.get(each.id, ()))]

    def waits(self, case: Case) -> bool:
        """Whether a case can be left alone until somebody answers a question about it. An answer, or a span that is new
        or was changed, opens it again."""
        if not self.asked(case) or self.answered(case):
            return False
        judged = (self.bench.mine(span.id) for span in case.spans)
        return all(
            verdict is not None and not reviewing.changed_since(span, verdict)
            for span, verdict in zip(case.spans, judged, strict=True)
        )

    def disputed(self, case: Case) -> bool:
        return reviewing.disputed(case, self.bench.verdicts.values())

    def counts(self) -> Counter[str]:
        """How many cases there are of each kind, and of disputed ones."""
        found = Counter(case.kind for case in self.every)
        found[DISPUTED] = sum(map(self.disputed, self.every))
        return found

    def left(self) -> int:
        """How many cases of the document wait to be decided."""
        return sum(not self.decided(case) for case in self.every)

    def place(self) -> int:
        """Where the case at hand stands among those shown; -1 if it is not among them."""
        return self.shown.index(self.current) if self.current in self.shown else -1

    def choose(self, case: Case | None) -> None:
        if case != self.current:
            self.current = case
            self.chosen.emit()

    def step(self, by: int) -> bool:
        """Go to the case before or behind; false at the end."""
        target = self.place() + by if self.place() >= 0 else (0 if by > 0 else len(self.shown) - 1)
        if not 0 <= target < len(self.shown):
            return False
        self.choose(self.shown[target])
        return True

    def move_on(self) -> bool:
        """Go to the next case to decide, from the one at hand and round; false if there is none."""
        start = self.place() + 1
        for case in (*self.shown[start:], *self.shown[:start]):
            if not self.decided(case) and not self.waits(case):
                self.choose(case)
                return True
        return False

    def case_of(self, span_id: str) -> Case | None:
        """The case that a span belongs to; for a gold span, the one that it came of."""
        ids = {source.source_id for source in self.bench.sources.values() if source.span_id == span_id} | {span_id}
        return next((case for case in self.every if any(span.id in ids for span in case.spans)), None)

    def _first_undecided(self) -> Case | None:
        to_decide = (case for case in self.shown if not self.decided(case) and not self.waits(case))
        return next(to_decide, self.shown[0] if self.shown else None)

    # Following

    def _read(self) -> None:
        """Everything of the open document anew."""
        self.every, self.here = [], ()
        document = self._focus.document
        if self.on and document and not self.blind:
            states = {each.annotator_id: each.state for each in self._session.query.progress(document.id)}
            self.here = tuple(each for each in self.annotators if states.get(each.id) == "done")
            compared = compared_attributes(self._session.scheme)
            self.every = cases(self._focus.spans.values(), [each.id for each in self.here], compared)
        if self.on:
            self._read_bench()
        self._arrange()
        self.changed.emit()

    def _read_bench(self) -> None:
        document, query = self._focus.document, self._session.query
        verdicts: Sequence[Verdict] = query.verdicts(document.id) if document else ()
        self.threads = {}
        for begin in range(0, len(verdicts), 500):
            for comment in query.comments([each.id for each in verdicts[begin : begin + 500]]):
                self.threads.setdefault(comment.verdict_id, []).append(comment)
        sources: Sequence[Source] = query.sources(document.id) if document else ()
        self.bench = reviewing.Bench(
            self._session.annotator.id,
            self._focus.spans,
            {verdict.id: verdict for verdict in verdicts},
            {source.id: source for source in sources},
            query.find(Annotator, GOLD_ID) is not None,
        )

    def _arrange(self) -> None:
        shown = [case for case in self.every if self._passes(case)]
        if self.worst_first:
            shown.sort(key=lambda case: KINDS.index(case.kind))
        self.shown = shown
        self._keep_current()

    def _passes(self, case: Case) -> bool:
        if self.kind == DISPUTED and not self.disputed(case):
            return False
        if self.kind and self.kind not in (DISPUTED, case.kind):
            return False
        if self.label and all(span.label != self.label for span in case.spans):
            return False
        return not (self.undecided_only and self.decided(case)) or case == self.current

    def _keep_current(self) -> None:
        """The case at hand may have other spans now; it is the one that shares a span with it."""
        if self.current is None or self.current in self.every:
            return
        ids = {span.id for span in self.current.spans}
        self.choose(next((case for case in self.every if any(span.id in ids for span in case.spans)), None))

    def _follow(self, changes: ChangeSet | None) -> None:
        if not self.on:
            return
        if changes is None or any(self._makes_cases(change.record) for change in changes):
            self._read()
        elif any(isinstance(change.record, Verdict | Source | Span | Comment) for change in changes):
            self._read_bench()
            self._arrange()
            self.changed.emit()

    def _makes_cases(self, record: object) -> bool:
        return isinstance(record, Progress | Annotator) or (
            isinstance(record, Span) and any(record.annotator_id == each.id for each in self.here)
        )
