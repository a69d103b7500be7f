"""The open project as the window sees it: commit, undo, redo, and the one signal that says what changed.

Nobody else writes. A verb of ``edit`` computes a change set; :meth:`Session.commit` writes it, then announces it, to
whoever asked for it like to everyone else.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.app.jobs import Jobs, Tick
from annotator.app.reading import Reading
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError, NotSaved, Stale
from annotator.core.model import GOLD, Annotator, Attribute, Label, LinkType, Record
from annotator.core.scheme import Scheme
from annotator.store.history import Entry
from annotator.store.place import Displaced, Loss
from annotator.store.project import Project
from annotator.store.queries import Queries
from annotator.store.writing import Act
from annotator.user import User

BULK = 500
"""Acts on more records than this run in the worker."""
_REMEMBERED = 2000
"""Records of which it is kept in mind how they were left."""


class Session(QObject):
    """One open project and one annotator at work in it."""

    changed = Signal(object)
    """A durable ``ChangeSet``; ``None`` after bulk work, which may have changed anything."""
    annotator_changed = Signal()
    saved = Signal(bool)
    """Whether the last act is in the file, or the file did not take it."""
    lost = Signal()
    """The project's file is no longer where it was, or no longer a project: see ``loss``. Nothing can be changed."""

    def __init__(self, project: Project, user: User, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.installation = user.installation
        self.jobs = Jobs(self)
        self.readings: list[Reading] = []
        self._still: list[Project] = []
        self.writing = False
        """Whether a job is writing: editing pauses meanwhile."""
        self._as_gold = False
        self._scheme: Scheme | None = None
        self.loss: Loss | None = None
        self.read_only_because = ""
        """Why the project was opened for reading only; ``held``: somebody else has it open for writing."""
        self.held = False
        self._left: dict[str, Record | None] = {}
        """How acts of this session have left the records that they changed last."""
        self._stale = QTimer(self, singleShot=True, interval=0)
        self._stale.timeout.connect(self.read_anew)
        self.annotator = self._known(user.annotator)

    @property
    def query(self) -> Queries:
        return self.project.query

    @property
    def read_only(self) -> bool:
        return self.project.read_only or self.loss is not None

    @property
    def scheme(self) -> Scheme:
        if self._scheme is None:
            self._scheme = self.query.scheme()
        return self._scheme

    def _known(self, annotator: Annotator) -> Annotator:
        """The annotator as this project knows them."""
        return self.query.find(Annotator, annotator.id) or annotator

    @property
    def owner_id(self) -> str:
        """Whose spans are made and edited: the annotator's own, or gold's while a reviewer puts it right."""
        return GOLD.id if self._as_gold else self.annotator.id

    def act_as_gold(self, gold: bool) -> None:
        """From now on edit gold's spans, or one's own again. Who does it is the annotator all the same."""
        if gold != self._as_gold:
            self._as_gold = gold
            self.annotator_changed.emit()

    def be(self, annotator: Annotator) -> None:
        """Whoever tags from now on. They enter the project with their first act."""
        self.annotator = self._known(annotator)
        self.annotator_changed.emit()

    def commit(self, changes: ChangeSet) -> None:
        """Write a change set and announce it. Raises ``AnnotatorError``; then nothing was changed."""
        if not changes:
            return
        self._check_free()
        with self._telling():
            self.project.apply_batches(
                [self._entering(self.query), changes], self._act(changes.label, merged=changes.merged)
            )
        _remember(self._left, changes)
        self._announce(changes)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """See to it that what a write has run into is shown: a file that is gone, or what somebody else has written."""
        try:
            yield
        except NotSaved:
            self.saved.emit(False)
            raise
        except Displaced as error:
            self.lose(error.loss)
            raise
        except Stale:
            self._stale.start()  # once whoever asked for it has told why it could not be
            raise
        self.saved.emit(True)

    def _entering(self, query: Queries) -> tuple[Change, ...]:
        """An annotator enters the project with their first act, gold with the first that is done for it."""
        people = (self.annotator, GOLD) if self._as_gold else (self.annotator,)
        return tuple(Change(None, each) for each in people if not query.find(Annotator, each.id))

    def undo_entry(self) -> Entry | None:
        return self.project.undoable(self.annotator.id, self.installation)

    def redo_entry(self) -> Entry | None:
        return self.project.redoable(self.annotator.id, self.installation)

    def take_back(
        self, entry: Entry, done: Callable[[ChangeSet], None], failed: Callable[[Exception], None]
    ) -> None:
        """Undo or redo ``entry``; a big one runs as a job. ``done`` gets what changed, of a big one the beginning.

        Raises ``AnnotatorError``; ``failed`` gets what stopped a job.
        """
        self._check_free()
        if entry.records > BULK:
            title = f"{'Redo' if entry.kind == 'undo' else 'Undo'} {entry.label}"
            self._run_bulk(
                title,
                lambda project, tick: _beginning(self._take_back(project, entry, tick)),
                done,
                failed,
            )
            return
        with self._telling():
            changes = self._take_back(self.project, entry)
        _remember(self._left, changes)
        self._announce(changes)
        done(changes)

    def _take_back(self, project: Project, entry: Entry, tick: Tick = lambda done, total: None) -> ChangeSet:
        return project.take_back(entry, self.annotator.id, self.installation, tick, self._left)

    def bulk(
        self,
        label: str,
        batches: Callable[[Queries, Tick], Iterable[Iterable[Change]]],
        done: Callable[[], None],
        failed: Callable[[Exception], None],
        *,
        merged: bool = True,
    ) -> None:
        """Write batches of records as one act, as a job; Cancel rolls everything back.

        ``merged``: they come from elsewhere, with times and revisions of their own.
        """
        self._check_free()
        act = self._act(label, merged=merged)

        def work(project: Project, tick: Tick) -> int:
            entering = () if merged else self._entering(project.query)
            return project.apply_batches(chain([entering], batches(project.query, tick)), act)

        self._run_bulk(label, work, lambda _: done(), failed)

    def _run_bulk(
        self,
        title: str,
        work: Callable[[Project, Tick], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        # Editing pauses meanwhile: a second writer would only wait for the lock, and block the window.
        self.writing = True

        def in_worker(tick: Tick) -> Any:
            project = self.project.worker()
            try:
                return work(project, tick)
            finally:
                project.close()

        def finished(result: Any) -> None:
            self.writing = False
            self._left.clear()
            self.project.changed_elsewhere()  # that was us
            self._announce(None)
            done(result)

        def broke(error: Exception) -> None:
            self.writing = False
            failed(error)
            if isinstance(error, Displaced):
                self.lose(error.loss)

        self.jobs.start(title, in_worker, finished, broke)

    def _check_free(self) -> None:
        if self.loss:
            raise AnnotatorError(f"Not saved: {self.loss.what}; save it under a new name to go on")
        if self.read_only:
            raise AnnotatorError("This project is open read-only; save a copy to change it")
        if self.writing:
            raise AnnotatorError("Editing pauses until the running job is over")

    def read_anew(self) -> None:
        """Somebody else may have changed anything: tell everybody to read again what they show."""
        self._announce(None)

    def lose(self, loss: Loss) -> None:
        """The file is not what it was: change nothing any more."""
        if self.loss is None:
            self.loss = loss
            self.lost.emit()

    def go_on_with(self, copy: Path) -> None:
        """Read from a copy of the project from now on; nobody reads the file that is no longer at its place."""
        for reading in self.readings:
            reading.close()
        self.project.go_on_with(copy)
        for reading in self.readings:
            reading.renew()
        self.read_anew()

    def _act(self, label: str, *, merged: bool = False) -> Act:
        return Act(label, self.annotator.id, self.installation, merged=merged)

    def _announce(self, changes: ChangeSet | None) -> None:
        if changes is None or any(isinstance(change.record, Label | Attribute | LinkType) for change in changes):
            self._scheme = None
        self.changed.emit(changes)

    def hold_still(self) -> Project | None:
        """The project as it is now, through a connection of its own, to be closed by who reads it, or with the session;
        ``None`` where nobody could write meanwhile. Raises ``AnnotatorError``."""
        self._still = [each for each in self._still if not each.closed]
        still = self.project.worker()
        self._still.append(still)
        if still.hold_still():
            return still
        still.close()
        return None

    def reading(self) -> Reading:
        """Someone's own way to ask the project what takes long, beside the window; it ends with the session."""
        self.readings.append(Reading(self.project, self))
        return self.readings[-1]

    def close(self) -> None:
        """End the workers and close the project: afterwards it is exactly one file."""
        self._stale.stop()
        self.jobs.drain()
        for still in self._still:
            still.close()
        for reading in self.readings:
            reading.close()
        self.project.close()


def _remember(left: dict[str, Record | None], changes: ChangeSet) -> None:
    """Keep in mind how an act has left things: a program that writes no history may change them before Undo."""
    for change in changes:
        left.pop(change.record.id, None)
        left[change.record.id] = change.after
    for oldest in list(islice(left, max(0, len(left) - _REMEMBERED))):
        del left[oldest]


def _beginning(changes: ChangeSet) -> ChangeSet:
    """Enough to see what it was about."""
    return ChangeSet(changes.label, changes.changes[:BULK], changes.merged)
