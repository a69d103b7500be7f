"""Work that takes longer than a blink: one worker thread, progress, Cancel.

Work is a plain function of one argument, ``tick(done, total)``, which reports and raises ``Cancelled``. It must not
touch anything of Qt; what it returns goes to ``done`` in the window's thread.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal

from annotator.core.errors import AnnotatorError, Cancelled

Tick: TypeAlias = Callable[[int, int], None]
Work: TypeAlias = Callable[[Tick], Any]

_REPORT_SECONDS = 0.05


class Job:
    """One piece of work under way, and what to do with its end."""

    def __init__(
        self, title: str, work: Work, done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        self.title = title
        self.work = work
        self.done = done
        self.failed = failed
        self.cancelled = threading.Event()


class Jobs(QObject):
    """Runs one job at a time, in the order they were started."""

    started = Signal(str)
    """A job begins: its title."""
    progressed = Signal(int, int)
    """Done, total (0 when not known)."""
    ended = Signal()
    """The job is over, whichever way; its own ``done`` or ``failed`` was called before."""
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Job] = []
        self._current: Job | None = None
        self._thread: threading.Thread | None = None
        self._finished.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._current is not None

    def start(
        self, title: str, work: Work, done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Queue ``work``; one of ``done`` and ``failed`` is called in this thread when it is over."""
        self._waiting.append(Job(title, work, done, failed))
        if self._current is None:
            self._next()

    def cancel(self) -> None:
        """Ask the running job to stop; its ``failed`` gets ``Cancelled``."""
        if self._current:
            self._current.cancelled.set()

    def drain(self) -> None:
        """Cancel everything and wait for the worker: nothing runs afterwards."""
        self._waiting.clear()
        self.cancel()
        if self._thread:
            self._thread.join()
        self._thread = self._current = None

    def _next(self) -> None:
        self._current = self._waiting.pop(0)
        self.started.emit(self._current.title)
        self._thread = threading.Thread(target=self._run, args=(self._current,), name="annotator-job", daemon=True)
        self._thread.start()

    def _run(self, job: Job) -> None:
        last = 0.0

        def tick(done: int, total: int) -> None:
            nonlocal last
            if job.cancelled.is_set():
                raise Cancelled(f"{job.title}: cancelled, nothing was changed")
            if time.monotonic() - last > _REPORT_SECONDS:
                last = time.monotonic()
                self.progressed.emit(done, total)

        try:
            self._finished.emit(job, job.work(tick), None)
        except Exception as error:  # handed to the window's thread, which tells faults of the world from bugs
            self._finished.emit(job, None, error)

    def _end(self, job: Job, result: object, error: Exception | None) -> None:
        if job is not self._current:
            return
        if self._thread:
            self._thread.join()
        self._current = self._thread = None
        try:
            if error is None:
                job.done(result)
            else:
                job.failed(error)
                if not isinstance(error, AnnotatorError):
                    raise error
        finally:
            self.ended.emit()
            if self._waiting and self._current is None:
                self._next()
