"""A bug of our own at the window: told once, counted, logged; work goes on, and tests go on failing on exceptions."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.errors import AnnotatorError
from annotator.faults import log_path
from annotator.gui.fault_dialog import FaultDialog
from annotator.gui.faults import FaultWatch
from tests.gui.conftest import User
from tests.making import PLAIN, make_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def watched(user: User, capsys: pytest.CaptureFixture[str]) -> Iterator[User]:
    watch = FaultWatch(lambda: user.program.window, user.program.warn)
    watch.install()
    yield user
    watch.remove()
    QApplication.processEvents()
    capsys.readouterr()


def shown(user: User) -> list[FaultDialog]:
    QApplication.processEvents()
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, FaultDialog) and each.isVisible()]


def break_tagging(user: User, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*args: object) -> None:
        raise type(error)(*error.args)  # a new one: an exception keeps the way of those before

    monkeypatch.setattr(user.window.handlers.span, "tag", broken)


def test_a_disk_that_cannot_be_read_is_no_bug(watched: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.Error) as full:
            connection.execute("CREATE TABLE one (a)")
    broken = full.value
    monkeypatch.setattr(watched.window.handlers.span, "tag", lambda *args: raise_(broken))
    watched.put_caret("town")
    watched.press("1")
    assert not shown(watched)
    assert watched.said() == "the project cannot be read: the disk is full; free some space and try again"


def raise_(error: Exception) -> None:
    raise error


def test_a_bug_in_a_command_is_told_and_work_goes_on(watched: User, monkeypatch: pytest.MonkeyPatch) -> None:
    break_tagging(watched, monkeypatch, ValueError(PLAIN))
    watched.put_caret("town")
    watched.press("1")
    [dialog] = shown(watched)
    assert watched.focused() is watched.article  # what is typed next goes on where it was
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    for told in ("Annotator 0", "Python 3", "Qt 6", "1 ×", "annotator/gui/actions.py", "ValueError"):
        assert told in copied
    assert PLAIN[:10] not in copied + log_path().read_text()
    monkeypatch.delattr(watched.window.handlers.span, "tag")
    watched.press("2")
    assert len(watched.spans()) == 1
    watched.press("Z", Qt.KeyboardModifier.ControlModifier)
    assert watched.spans() == []


def test_repeated_bugs_are_one_dialog_with_a_count(watched: User, monkeypatch: pytest.MonkeyPatch) -> None:
    break_tagging(watched, monkeypatch, ValueError())
    watched.put_caret("town")
    for _ in range(50):
        watched.press("1")
    [dialog] = shown(watched)
    assert "50 ×" in dialog.details.toPlainText()
    dialog.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(watched.focused(), Qt.Key.Key_Escape)
    watched.take_the_keyboard()
    watched.press("1")
    assert shown(watched) == []
    assert "went wrong again" in watched.said()
    break_tagging(watched, monkeypatch, KeyError())
    watched.press("1")
    [dialog] = shown(watched)
    assert "2 different faults" in dialog._head.text()


def test_what_is_being_typed_survives(watched: User, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.put_caret("town")
    watched.press("1")
    watched.press("N")
    watched.type("half a no")
    threading.excepthook(threading.ExceptHookArgs((ValueError, ValueError(), None, None)))
    assert len(shown(watched)) == 1
    watched.type("te")
    watched.press("Escape")
    assert [span.note for span in watched.stored()] == ["half a note"]


def test_bugs_in_jobs_and_threads_are_told(watched: User) -> None:
    def work(tick: object) -> None:
        raise LookupError(PLAIN)

    watched.wait_for_jobs()
    watched.window.session.jobs.start("Work", work, lambda _: None, lambda error: None)
    watched.wait_for_jobs()
    watched.qtbot.waitUntil(lambda: len(shown(watched)) == 1)
    thread = threading.Thread(target=lambda: {}["Mayor"])
    thread.start()
    thread.join()
    watched.qtbot.waitUntil(lambda: "KeyError" in shown(watched)[0].details.toPlainText())
    log = log_path().read_text()
    assert "LookupError" in log
    assert "KeyError" in log
    assert "Mayor" not in log
    assert PLAIN[:10] not in log


def test_a_fault_of_the_world_that_nobody_caught_is_its_line(watched: User, monkeypatch: pytest.MonkeyPatch) -> None:
    break_tagging(watched, monkeypatch, AnnotatorError("not saved: the disk is full"))
    watched.put_caret("town")
    watched.press("1")
    assert shown(watched) == []
    assert watched.said() == "not saved: the disk is full"


@pytest.mark.qt_no_exception_capture
def test_warnings_of_qt_go_to_the_log_without_names(watched: User) -> None:
    qWarning('cannot read "Mayor" in /home/li/x')
    assert "Qt: cannot read … in …" in log_path().read_text()


def test_the_window_alone_leaves_the_hooks_of_tests_alone(user: User) -> None:
    assert "annotator" not in sys.excepthook.__module__
    assert "annotator" not in threading.excepthook.__module__


_RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QPointF, Qt, QTimer, QCoreApplication, QEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from annotator.gui import launch
from annotator.gui.article.overview import OverviewStrip
from annotator.gui.span_commands import SpanCommands

def broken(self, *args):
    raise ValueError("Mayor")

what = sys.argv[2]
made = launch.open_window

def opened(*args, **named):
    program = made(*args, **named)
    QTimer.singleShot(300, lambda: cause(program.window))
    QTimer.singleShot(900, lambda: look(program.window))
    return program

def cause(window):
    strip = window.pane.article.overview
    if what == "slot":
        SpanCommands.tag = broken
        window.actions_table.get("span.tag", "claim").trigger()
    elif what == "event":
        OverviewStrip._go = broken
        event = QMouseEvent(QEvent.Type.MouseButtonPress, QPointF(1, 9), QPointF(1, 9), Qt.MouseButton.LeftButton,
                            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.postEvent(strip, event)
    elif what == "painting":
        OverviewStrip._made = broken
        strip.update()
        QTimer.singleShot(300, strip.update)

def look(window):
    print([type(each).__name__ for each in QApplication.topLevelWidgets() if type(each).__name__ == "FaultDialog"])
    window.close()

launch.open_window = opened
sys.exit(launch.start_program([Path(sys.argv[1])], name="Wen"))
"""


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("slot", "annotator/gui/actions.py"),
        ("event", "annotator/gui/article/overview.py"),
        ("painting", "annotator/gui/article/overview.py"),
    ],
)
def test_the_program_as_it_is_started_tells_of_bugs(tmp_path: Path, what: str, where: str) -> None:
    make_project(tmp_path / "news.annotator", PLAIN).close()
    ended = subprocess.run(
        [sys.executable, "-c", _RUN, str(tmp_path / "news.annotator"), what],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert ended.stdout.strip() == "['FaultDialog']", ended.stderr
    assert ended.returncode == 0
    assert where in log_path().read_text()
    assert "Mayor" not in log_path().read_text()
