"""No exception disappears: those of slots, event handlers, jobs and threads are logged and shown, Qt's warnings logged.

Installed by ``launch.start_program`` alone: tests make the window by themselves and must fail on exceptions.
The dialog comes from the event loop, never from within what failed, which may be painting; it is not modal and does
not take the keyboard, so that what is being typed goes on where it was.
"""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.store.trouble import of_the_disk

if TYPE_CHECKING:
    from annotator.faults import Tally
    from annotator.gui.fault_dialog import FaultDialog

_MOST_SHOWN = 10


class FaultWatch(QObject):
    """``window`` is asked for the window of the moment; ``warn`` shows a line in it."""

    _happened = Signal(str)
    _told = Signal(str)

    def __init__(self, window: Callable[[], QWidget | None], warn: Callable[[str], None]) -> None:
        super().__init__()
        self._window, self._warn = window, warn
        self._tally_made: Tally | None = None
        self._lock = threading.RLock()
        self._inside = threading.local()
        self._shown: list[str] = []
        self._dialog: FaultDialog | None = None
        self._before: tuple[Any, Any, Any] | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._told.connect(warn, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        qt = qInstallMessageHandler(self._qt_message)
        self._before = (sys.excepthook, threading.excepthook, qt)
        sys.excepthook = lambda kind, error, trace: self.report(error.with_traceback(trace))
        threading.excepthook = lambda told: self.report(told.exc_value) if told.exc_value else None

    def remove(self) -> None:
        """Put back what was there before, and close the dialog and the log."""
        if self._before:
            sys.excepthook, threading.excepthook = self._before[:2]
            qInstallMessageHandler(self._before[2])
            self._before = None
        if self._dialog:
            self._dialog.close()
        if self._tally_made:
            self._tally_made.close()

    @property
    def _tally(self) -> "Tally":
        if self._tally_made is None:
            import PySide6

            from annotator.faults import Tally

            self._tally_made = Tally(f"Qt {qVersion()}, PySide {PySide6.__version__}")
        return self._tally_made

    def report(self, error: BaseException) -> None:
        """An exception that nobody caught, in any thread. Never raises."""
        from annotator.faults import describe, print_trace

        if not isinstance(error, Exception):  # Ctrl+C, the end of a thread
            sys.__excepthook__(type(error), error, error.__traceback__)
            return
        if isinstance(error, Cancelled):
            return
        print_trace(error)
        try:
            what = describe(error)
            with self._lock:
                self._tally.add(what)
            line = str(error) if isinstance(error, AnnotatorError) else of_the_disk(error)
            if line:  # the world's fault: its line says what to do
                self._told.emit(line)
            else:
                self._happened.emit(what)
        except Exception as another:  # also where the window is already being taken down
            print_trace(another)

    def _show(self, what: str) -> None:
        if what not in self._shown:
            self._shown = [*self._shown, what][-_MOST_SHOWN:]
            if self._dialog is None:
                self._make_dialog()
        elif self._dialog is None:
            # It was shown and put away: a dialog that comes back with every repaint would keep anyone from working.
            self._warn("Something went wrong again in the program; what you did last may not have happened")
        if self._dialog:
            with self._lock:
                self._dialog.set_details(len(self._shown), self._tally.details(self._shown))

    def _make_dialog(self) -> None:
        from annotator.gui.fault_dialog import FaultDialog

        self._dialog = dialog = FaultDialog(self._window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._put_away)
        dialog.destroyed.connect(self._put_away)  # with its window, when another project is opened
        active = QApplication.activeWindow()
        dialog.show()
        if active:
            active.activateWindow()  # where a new window is given the keyboard all the same

    def _put_away(self) -> None:
        self._dialog = None

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        inside, self._inside.qt = getattr(self._inside, "qt", False), True
        try:
            if sys.stderr is not None:
                print(message, file=sys.stderr)
            if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or inside:
                return
            from annotator.faults import without_names

            with self._lock:
                self._tally.note(f"Qt: {without_names(message or '')}")
        except Exception as error:
            # Of a paintEvent, as a rule: Qt complains of the painter it left behind before PySide gets to tell of the
            # exception, which then comes up here.
            self.report(error)
        finally:
            self._inside.qt = inside
