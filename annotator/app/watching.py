"""What becomes of the project's file while it is open: moved, deleted, replaced, or written by another program.

Where it lies is asked by a thread, since a network drive may keep one waiting; whether somebody wrote, in between the
keys. Both cost next to nothing. What was lost is kept by a copy among the backups, which is read from then on.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from annotator.app.jobs import Tick
from annotator.app.session import Session
from annotator.core.errors import AnnotatorError
from annotator.store import backups
from annotator.store.place import Loss
from annotator.user import backups_dir

PACE_SECONDS = 1.5


class Watching(QObject):
    """``in_sight`` says whether anybody could see what has changed. Nothing is watched before :meth:`start`."""

    followed = Signal()
    """Another program has written; everybody is about to read again what they show."""
    kept = Signal(object)
    """A copy of what was there lies at this path, and is read from now on; ``None``: none could be made."""
    _found = Signal(object)

    def __init__(self, session: Session, in_sight: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._in_sight = in_sight
        self._over = threading.Event()
        self._keeping = False
        """Whether what is there is still to be kept."""
        self._thread: threading.Thread | None = None
        self._clock = QTimer(self, interval=int(PACE_SECONDS * 1000))
        self._clock.timeout.connect(self._look)
        self._found.connect(session.lose, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._clock.start()
        self._thread = threading.Thread(target=self._watch_place, name="annotator-place", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer; what is to be kept is kept before this ends."""
        self._clock.stop()
        self._over.set()
        if self._keeping:
            self._session.jobs.drain()
            if self._keeping:  # its turn had not come
                with suppress(AnnotatorError):
                    self._copy()
        if self._thread:
            self._thread.join(PACE_SECONDS)  # not for ever: a network drive may have gone away

    def _watch_place(self) -> None:
        project = self._session.project
        while not self._over.wait(PACE_SECONDS):
            loss = project.loss()
            if loss is not None:
                if not self._over.is_set():
                    self._found.emit(loss)
                return

    def _look(self) -> None:
        if self._in_sight():
            self.follow()

    def follow(self) -> None:
        """Take over what another program has written, or another window beside which this one only reads."""
        session = self._session
        if session.writing or session.loss:
            return  # a job's own writing would look like another's; at its end everything is read anew
        query = session.query
        try:
            changed = session.project.changed_elsewhere()
        except AnnotatorError as error:
            why = str(error).removesuffix("; it was not opened")
            session.lose(Loss(f"another program has changed the structure of the project ({why})", whole=False))
            return
        if session.query is not query:
            for reading in session.readings:
                reading.renew()
        if changed:
            self.followed.emit()
            session.read_anew()

    def keep(self) -> None:
        """The file is gone: watch no longer, and keep what was in it."""
        session = self._session
        self._clock.stop()
        self._over.set()
        if session.loss is None or not session.loss.whole:
            return
        self._keeping = True

        def work(tick: Tick) -> Path:
            return self._copy()  # never cancelled: there may be nothing else left

        def done(copy: Path) -> None:
            session.go_on_with(copy)
            self.kept.emit(copy)

        # Where no copy can be made, the connection there is still reads all of it.
        session.jobs.start("Keeping what is there", work, done, lambda error: self.kept.emit(None))

    def _copy(self) -> Path:
        copy = backups.make(self._session.project, backups_dir(), "gone").path
        self._keeping = False
        return copy
