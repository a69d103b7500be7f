"""How long the window was deaf: the longest gap between two turns of the event loop while something is done.

5 MB of text with 100,000 spans in the whole window. A key or a click that arrives during such a gap waits for its end,
so this is what a stall feels like. Absolute, since that is how it is felt: the limit is 100 ms.
"""

import tempfile
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.model import Annotator
from annotator.core.patterns import warm_up
from annotator.gui.window import MainWindow
from tests.benchmarks.article import application
from tests.benchmarks.harness import Result
from tests.benchmarks.keeping import project_with, window_on
from tests.benchmarks.synthetic import prose
from tests.making import LI

LIMIT = 0.1
_REST = 0.7
"""Seconds after which whatever an act has put off has begun: filters wait 0.1 to 0.2 s, the overview strip 0.4."""
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


class Meter(QObject):
    """Notes the longest time between two beats of a timer that is always due."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def during(self, act: Callable[[], object], busy: Callable[[], bool] = lambda: False) -> float:
        """The longest gap from the call of ``act`` until ``_REST`` seconds after it is no longer ``busy``."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start()
        act()
        until = time.perf_counter() + _REST
        while time.perf_counter() < until:
            application().processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if busy():
                until = time.perf_counter() + _REST
        self._timer.stop()
        return self.longest


class _Desk:
    """The window on the big document, and what somebody does there."""

    def __init__(self, window: MainWindow, big: str, small: str) -> None:
        self.window, self.big, self.small = window, big, small
        self.meter = Meter()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window.pane.article, key, modifiers)

    def busy(self) -> bool:
        return not self.window.focus.complete or self.window.session.jobs.busy

    def measure(self, act: Callable[[], object]) -> float:
        return self.meter.during(act, self.busy)

    def acts(self) -> list[tuple[str, Callable[[], object], Callable[[], object]]]:
        """Name, what goes before and is not measured, and the act."""
        window, article = self.window, self.window.pane.article
        length = len(window.focus.text)
        middle = length // 2

        def text() -> None:
            article.setFocus()
            article.set_caret(middle)

        def selected() -> None:
            article.setFocus()
            article.select(middle, middle + 40)

        def chosen() -> None:
            text()
            self.key(Qt.Key.Key_BracketRight)

        def filtering() -> None:
            window.spans.filter.setFocus()

        def type_filter() -> None:
            QTest.keyClicks(window.spans.filter, "quote")

        def unfilter() -> None:
            window.spans.filter.clear()

        def pages() -> None:
            for _ in range(10):
                self.key(Qt.Key.Key_PageDown)
                application().processEvents()

        def nothing() -> None:
            pass

        other = window.session.query.find(Annotator, LI.id)
        me = window.session.annotator
        return [
            ("opening", lambda: self.leave(), lambda: window.open_document(self.big)),
            ("ten pages down", text, pages),
            ("Ctrl+End", text, lambda: self.key(Qt.Key.Key_End, CTRL)),
            ("tag", selected, lambda: self.key(Qt.Key.Key_1)),
            ("tag a sentence", text, lambda: self.key(Qt.Key.Key_1)),
            ("undo", nothing, lambda: self.key(Qt.Key.Key_Z, CTRL)),
            ("redo", nothing, lambda: self.key(Qt.Key.Key_Z, CTRL | SHIFT)),
            ("next span ]", chosen, lambda: self.key(Qt.Key.Key_BracketRight)),
            ("next span ] from the caret", text, lambda: self.key(Qt.Key.Key_BracketRight)),
            ("delete a span", chosen, lambda: self.key(Qt.Key.Key_Delete)),
            ("into the inspector", chosen, lambda: self.key(Qt.Key.Key_Return)),
            ("filter spans", filtering, type_filter),
            ("filter off", nothing, unfilter),
            ("others off", text, lambda: self.key(Qt.Key.Key_F7)),
            ("others on", text, lambda: self.key(Qt.Key.Key_F7)),
            ("other annotator", text, lambda: window.handlers.edit.be(other) if other else None),
            ("same annotator", text, lambda: window.handlers.edit.be(me)),
            ("zoom in", text, lambda: self.key(Qt.Key.Key_Plus, CTRL)),
            ("another document", text, lambda: window.open_document(self.small)),
            ("and back", nothing, lambda: window.open_document(self.big)),
            ("delete the document", text, lambda: window.handlers.document.delete()),
            ("undo that", nothing, lambda: self.key(Qt.Key.Key_Z, CTRL)),
        ]

    def leave(self) -> None:
        self.window.focus.open(None)
        while self.busy():
            application().processEvents()


def stalls(times: int = 3) -> list[Result]:
    """Every act, the worst gap of each of ``times`` rounds."""
    application()
    import annotator.core.units  # noqa: F401 - for its patterns, which the program makes ready in a thread

    warm_up()
    with tempfile.TemporaryDirectory() as folder:
        text = prose(5_000_000)
        small_text = "A small document.\nWith two lines.\n"
        project, document = project_with(folder, "stalls", text, 100_000, more=(small_text,))
        small = next(each.id for each in project.query.documents() if each.id != document.id)
        window = window_on(project)
        desk = _Desk(window, document.id, small)
        application().setActiveWindow(window)
        window.open_document(document.id)
        desk.measure(lambda: None)
        found: dict[str, list[float]] = {}
        for _ in range(times):
            for name, before, act in desk.acts():
                before()
                desk.measure(lambda: None)
                found.setdefault(name, []).append(desk.measure(act))
        window.close()
    return [
        Result(f"longest stall: {name} / 100 ms", tuple(gap / LIMIT for gap in gaps), 1.0, (LIMIT,))
        for name, gaps in found.items()
    ]


BENCHMARKS = (stalls,)
