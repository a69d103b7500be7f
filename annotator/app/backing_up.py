"""Backups that nobody has to think of: the first of a day soon after the window is there, then while one works.

Each is a job with a connection of its own; that one failed is told and stops nobody. A project that is open read-only
gets none.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from annotator.app.jobs import Tick, Work
from annotator.app.session import Session
from annotator.core.errors import AnnotatorError
from annotator.store import backups
from annotator.store.place import Displaced
from annotator.user import backups_dir

_WORK_MINUTES = 30


class BackingUp(QObject):
    """``failed`` is told why a backup could not be made."""

    def __init__(self, session: Session, failed: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._failed = failed
        self._changed = self._told = False
        self._clock = QTimer(self, interval=_WORK_MINUTES * 60_000)
        self._clock.timeout.connect(self.work)
        session.changed.connect(self._note)

    def start(self) -> None:
        """Make the first backup of the day if it is due, and begin to count the time of work."""
        if self._session.read_only:
            return
        self._clock.start()
        there = backups.listed(backups.folder_of(self._session.project.path, backups_dir()))
        if not there or there[0].made.astimezone().date() != datetime.now().date():
            self.make("day")

    def stop(self) -> None:
        self._clock.stop()

    def work(self) -> None:
        """Half an hour has passed: a backup if anything was done in it."""
        if self._changed:
            self.make("work")

    def make(self, why: str) -> None:
        """Queue a backup; jobs that are started after it find it made."""
        project = self._session.project
        self._changed = False

        def work(tick: Tick) -> None:
            with project.worker() as source:
                backups.make(source, backups_dir(), why, tick=tick)

        self._queue(work)

    def make_as_of_now(self, why: str) -> None:
        """Queue a backup of what there is at this moment, whatever is written before its turn comes."""
        session = self._session
        self._changed = False
        try:
            still = session.hold_still()
            if still is None:  # over a network reading would keep us from writing: then now
                with session.project.worker() as source:
                    backups.make(source, backups_dir(), why)
                return
        except AnnotatorError as error:
            self._tell(error)
            return

        def work(tick: Tick) -> None:
            with still as source:
                backups.make(source, backups_dir(), why, tick=tick)

        self._queue(work)

    def _queue(self, work: Work) -> None:
        def done(_: None) -> None:
            self._told = False

        self._session.jobs.start("Backing up", work, done, self._tell)

    def _tell(self, error: Exception) -> None:
        """Once, until one can be made again: it stops nobody, and need not be said every half hour."""
        if not self._told and not isinstance(error, Displaced):  # which is told in its own way
            self._failed(f"No backup: {error}")
        self._told = True

    def _note(self) -> None:
        self._changed = True
