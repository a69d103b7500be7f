"""The checks of the document that is looked at: what the lints find in it, without what was dismissed.

Found a few milliseconds at a time while the window has nothing else to do, always on a snapshot of the spans: a thread
would take the interpreter away from a key press for longer. What the text alone decides is read once per document.
"""

from collections.abc import Generator, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.focus import SHORT, Focus
from annotator.app.session import Session
from annotator.app.slices import Slices
from annotator.core.changes import ChangeSet
from annotator.core.lints import TELLS_SPEAKER, Facts, Finding, check, read
from annotator.core.model import Attribute, Dismissal, Label, Link, Span
from annotator.core.scheme import with_unit

_AT_ONCE = 400  # spans whose links are asked for together
_SOON, _REST = 30, 500  # ms after a change, in a document of ordinary length and in a long one


class Checks(QObject):
    """Follows focus and session. Findings are in the order of their place."""

    changed = Signal()

    def __init__(self, session: Session, focus: Focus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._focus = focus
        self._all: list[Finding] = []
        self._dismissals: dict[tuple[str, int, int], Dismissal] = {}
        self.findings: list[Finding] = []
        self.dismissed: list[Finding] = []
        self._facts: Facts | None = None
        self._read = ""  # the hash of the text they are of
        self._work: Generator[None, None, None] | None = None
        self._stale = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._begin)
        self._slices = Slices(self)
        focus.opened.connect(self._open)
        focus.filled.connect(self._fill)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._open)
        self._open()

    @property
    def busy(self) -> bool:
        """Whether what is shown may not be the last word."""
        return self._work is not None or self._rest.isActive()

    def dismissal(self, finding: Finding) -> Dismissal | None:
        return self._dismissals.get(finding.place)

    def settle(self) -> None:
        """Be up to date now, where that takes no more than a blink: in a document of ordinary length."""
        while self.busy and len(self._focus.text) <= SHORT:
            self._begin()
            for _ in self._work or ():
                pass

    def stop(self) -> None:
        """Drop what is under way, as before the project is closed."""
        self._rest.stop()
        self._slices.stop()
        if self._work is not None:
            self._work.close()
        self._work = None

    def _open(self) -> None:
        self.stop()
        document = self._focus.document
        if document is None or document.sha256 != self._read:
            self._facts, self._read = None, document.sha256 if document else ""
        mine = self._session.annotator.id
        dismissals = self._session.query.dismissals(document.id, mine) if document else []
        self._dismissals = {(each.lint, each.start, each.end): each for each in dismissals}
        self._take([])
        if document:
            self._rest.start(self._pause)

    @property
    def _pause(self) -> int:
        return _SOON if len(self._focus.text) <= SHORT else _REST

    def _fill(self, _: Any) -> None:
        self._rest.start(self._pause)

    def _follow(self, changes: ChangeSet | None) -> None:
        document = self._focus.document
        if changes is None or document is None:
            return  # the focus has opened it anew
        kinds = {type(change.record) for change in changes}
        if Dismissal in kinds:
            self._follow_dismissals(changes, document.id)
        if kinds & {Span, Link, Label, Attribute}:
            # What is under way goes on to its end: somebody who never rests should see something, too.
            self._stale = self._work is not None
            self._rest.start(self._pause)

    def _follow_dismissals(self, changes: ChangeSet, document_id: str) -> None:
        for change in changes:
            record = change.record
            if not isinstance(record, Dismissal):
                continue
            if (record.document_id, record.annotator_id) == (document_id, self._session.annotator.id):
                place = (record.lint, record.start, record.end)
                self._dismissals.pop(place, None)
                if change.after is not None:
                    self._dismissals[place] = record
        self._take(self._all)

    def _begin(self) -> None:
        self._rest.stop()
        if self._work is None and self._focus.document is not None and self._focus.complete:
            self._stale = False
            self._work = self._find()
            self._slices.start(self._work)

    def _find(self) -> Generator[None, None, None]:
        text, scheme, mine = self._focus.text, self._session.scheme, self._session.annotator.id
        try:
            if self._facts is None:
                self._facts = yield from read(text)
            spans = [span for span in self._focus.spans.values() if span.annotator_id == mine]
            attributed = yield from self._attributed(spans)
            found = yield from check(text, self._facts, spans, scheme, attributed)
        finally:
            self._work = None
        self._take(found)
        if self._stale:
            self._rest.start(self._pause)

    def _attributed(self, spans: Sequence[Span]) -> Generator[None, None, set[str]]:
        """The ids of those whose speaker a link tells."""
        quotations = with_unit(self._session.scheme, "quotation")
        ids = [span.id for span in spans if span.label in quotations]
        found: set[str] = set()
        for first in range(0, len(ids) if self._focus.links.any() else 0, _AT_ONCE):
            found |= self._session.query.linked_from(ids[first : first + _AT_ONCE], TELLS_SPEAKER)
            yield
        return found

    def _take(self, findings: list[Finding]) -> None:
        self._all = self.findings = findings
        self.dismissed = []
        if self._dismissals:
            self.findings = [each for each in findings if each.place not in self._dismissals]
            self.dismissed = [each for each in findings if each.place in self._dismissals]
        self.changed.emit()
