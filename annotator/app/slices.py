"""Work in the window's own thread that takes longer than a key press may wait: a little at a time, between its turns.

For work on what the window itself holds. What reads or writes the project for long is a job (``jobs``).
"""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_SLICE = 0.008  # seconds; half a frame


class Slices(QObject):
    """Goes through one piece of work, which yields wherever it may be interrupted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        return self._timer.isActive()

    def start(self, work: Iterator[None]) -> None:
        """Begin with ``work``; what was under way is dropped."""
        self._work = work
        self._timer.start()

    def stop(self) -> None:
        """Drop what is under way."""
        self._work = iter(())
        self._timer.stop()

    def _turn(self) -> None:
        work, until = self._work, time.perf_counter() + _SLICE
        for _ in work:
            if time.perf_counter() >= until:
                return
        if work is self._work:  # else its last step has begun something new
            self._timer.stop()
