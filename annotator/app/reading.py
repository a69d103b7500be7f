"""Questions to the project that take too long for the window, where only the answer to the newest one is wanted.

A list that is filtered as somebody types asks anew at every key; the question before is broken off then. They are
answered in a thread of its own, over a connection that only reads.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from annotator.store.queries import Queries

Question: TypeAlias = Callable[[Queries], Any]
"""Reads, and touches nothing of Qt."""


class Reading(QObject):
    """Answers the newest question. The thread begins with the first one and ends with :meth:`close`."""

    answered = Signal(object)
    failed = Signal(str)
    """Why there is no answer, in one line."""
    _ready = Signal(int)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._reader: Project | None = None
        self._thread: threading.Thread | None = None
        self._change = threading.Condition()
        self._question: Question | None = None
        self._asked: Question | None = None
        self._number = 0
        self._answer: tuple[int, Any, Exception | None] = (0, None, None)
        self._delivered = 0
        self._closed = False
        self._ready.connect(lambda _: self._deliver(), Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._delivered < self._number

    @property
    def overtaken(self) -> bool:
        """Whether the answer that is being made is wanted no more: for a question that takes long to look at."""
        return self._closed or self._question is not None

    def ask(self, question: Question, wait: float = 0.0) -> None:
        """Ask; ``answered`` follows, at once if the answer is there within ``wait`` seconds."""
        with self._change:
            self._question = self._asked = question
            self._number += 1
            self._break_off()
            self._change.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="annotator-reading", daemon=True)
            self._thread.start()
        until = time.monotonic() + wait
        with self._change:
            while self._answer[0] < self._number and (left := until - time.monotonic()) > 0:
                self._change.wait(left)
        self._deliver()

    def close(self) -> None:
        """Break off what is being read and wait for the end of the thread."""
        self._closed = True
        while self._thread and self._thread.is_alive():
            with self._change:
                self._break_off()
                self._change.notify_all()
            self._thread.join(0.05)

    def renew(self) -> None:
        """Read over another connection from now on; what is still to be answered is asked again."""
        waiting = self._asked if self.busy else None
        self.close()
        self._thread, self._closed = None, False
        if waiting:
            self.ask(waiting)

    def _break_off(self) -> None:
        if self._reader:
            self._reader.interrupt()

    def _deliver(self) -> None:
        with self._change:
            number, result, error = self._answer
        if number < self._number or number <= self._delivered or self._closed:
            return
        self._delivered = number
        if error is None:
            self.answered.emit(result)
        else:
            self.failed.emit(str(error))
            if not isinstance(error, AnnotatorError):
                raise error

    def _run(self) -> None:
        try:
            while True:
                with self._change:
                    while self._question is None and not self._closed:
                        self._change.wait()
                    if self._closed:
                        return
                    question, number = self._question, self._number
                    self._question = None
                assert question is not None
                self._work(question, number)
        finally:
            with self._change:
                reader, self._reader = self._reader, None
            if reader:
                reader.close()

    def _work(self, question: Question, number: int) -> None:
        result, problem = None, None
        try:
            if self._reader is None:
                self._reader = self._project.worker()
            result = question(self._reader.query)
        except Exception as error:  # handed to the window's thread, which tells faults of the world from bugs
            problem = error
        with self._change:
            if number < self._number:
                return  # a newer question waits; that this one was broken off is nobody's concern
            self._answer = (number, result, problem)
            self._change.notify_all()
        self._ready.emit(number)
