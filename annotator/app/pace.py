"""What one did since the window was opened: spans, documents, and the minutes it took. Nothing of it is kept."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Progress, Span

BREAK_SECONDS = 300
"""A pause longer than this is a break, and counts for nothing."""


class Pace(QObject):
    """Counts the acts of whoever is tagging. A sign of life is an act, another document, a move of the caret.

    What a job does (an import, all occurrences at once) is not counted: nobody's hands did it.
    """

    changed = Signal(str)
    """Something else is to be shown: :meth:`text`."""

    def __init__(
        self, session: Session, focus: Focus, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(session)
        self._session = session
        self._clock = clock
        self._seconds = 0.0
        self._last = clock()
        self._documents: set[str] = set()
        self._told = ""
        self.spans = 0
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._begin)
        focus.opened.connect(self.live)

    @property
    def documents(self) -> int:
        """How many documents one tagged in, or marked."""
        return len(self._documents)

    @property
    def minutes(self) -> int:
        return int(self._seconds // 60)

    def live(self) -> None:
        """Somebody is there."""
        now = self._clock()
        if now - self._last <= BREAK_SECONDS:
            self._seconds += now - self._last
        self._last = now
        if self._documents:
            self._tell()

    def text(self) -> str:
        """"31 spans, 4 documents, 52 minutes"; empty before the first act."""
        if not self._documents:
            return ""
        parts = ((self.spans, "span"), (self.documents, "document"), (self.minutes, "minute"))
        return ", ".join(f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in parts)

    def _tell(self) -> None:
        if self.text() != self._told:
            self._told = self.text()
            self.changed.emit(self._told)

    def _begin(self) -> None:
        """Another annotator begins at nothing."""
        self._seconds, self._last, self.spans = 0.0, self._clock(), 0
        self._documents.clear()
        self._tell()

    def _follow(self, changes: ChangeSet | None) -> None:
        for change in changes or ():
            record, before, after = change.record, change.before, change.after
            if isinstance(record, Span | Progress) and record.annotator_id == self._session.annotator.id:
                self._documents.add(record.document_id)
                if isinstance(record, Span):
                    self.spans += (after is not None) - (before is not None)
        self.live()
