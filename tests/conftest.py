"""What every test gets: a home of its own, no dialog it did not ask for, nothing left running behind it.

Tests of pure modules stay pure: whatever needs Qt happens only for tests that ask for `qtbot` or `qapp`. Fixtures to
ask for: `dialogs` (answers for modal dialogs) and `shared` (real articles made by others, skipped where absent).
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Before pytest-qt makes its application, and whatever the desktop has set: no test may open a window on a real screen.
# (Tests in tests/person start the program as a process of its own, with its own environment.)
os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile("dev", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

# Everything that starts an event loop of its own, and would hang a test that nobody sits in front of. QMenu.exec is not
# among them: PySide looks it up past the class, so it cannot be replaced; the program shows its menus with popup().
MODAL = {
    "QDialog": ["exec"],
    "QMessageBox": ["exec", "about", "aboutQt", "critical", "information", "question", "warning"],
    "QFileDialog": [
        "exec", "getExistingDirectory", "getExistingDirectoryUrl", "getOpenFileName", "getOpenFileNames",
        "getOpenFileUrl", "getOpenFileUrls", "getSaveFileName", "getSaveFileUrl",
    ],
    "QInputDialog": ["exec", "getDouble", "getInt", "getItem", "getMultiLineText", "getText"],
    "QColorDialog": ["exec", "getColor"],
    "QFontDialog": ["exec", "getFont"],
}  # fmt: skip


def uses_qt(request: pytest.FixtureRequest) -> bool:
    return not {"qtbot", "qapp"}.isdisjoint(request.fixturenames)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--faults",
        choices=("short", "long"),
        default="short",
        help="how long tests/faults goes on: hundreds of kills, cuts and hostile files, or a few",
    )


@pytest.fixture(scope="session")
def long_faults(request: pytest.FixtureRequest) -> bool:
    """Whether faults are to be brought about for minutes (``--faults long``) rather than seconds."""
    return bool(request.config.getoption("--faults") == "long")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data and locks of this test alone. XDG_CACHE_HOME stays: fontconfig would scan all fonts anew."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ):
        (home / folder).mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(name, str(home / folder))
    return home


class Dialogs:
    """Answers for modal dialogs. One that nobody arranged for fails the test, and so does an answer left over."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Any]] = {}
        self.shown: list[str] = []
        self.unexpected: list[str] = []

    def answer(self, name: str, *values: Any) -> None:
        """Answer the next calls of `name` ("QFileDialog.getSaveFileName") with `values`, in turn. A callable is
        called with what the dialog was given (for `exec`: the dialog itself) and its result is the answer."""
        kind, _, method = name.partition(".")
        assert method in MODAL.get(kind, ()), f"{name} is not a modal dialog known here"
        self.answers.setdefault(name, []).extend(values)

    def open(self, name: str, *args: Any, **keywords: Any) -> Any:
        self.shown.append(name)
        waiting = self.answers.get(name)
        if not waiting:
            self.unexpected.append(f"{name}{args}")
            raise AssertionError(f"modal dialog {name}{args} without an answer; see the fixture `dialogs`")
        value = waiting.pop(0)
        return value(*args, **keywords) if callable(value) else value


def _modal(dialogs: Dialogs, name: str) -> Callable[..., Any]:
    """A stand-in for the method `name`: `exec` is bound and hands on its dialog, the others are static."""
    if name.endswith(".exec"):

        def run(dialog: Any, *args: Any, **keywords: Any) -> Any:
            known = [base.__name__ for base in type(dialog).__mro__ if "exec" in MODAL.get(base.__name__, ())]
            chosen = next((kind for kind in known if dialogs.answers.get(f"{kind}.exec")), known[0])
            return dialogs.open(f"{chosen}.exec", dialog, *args, **keywords)

        return run
    return staticmethod(lambda *args, **keywords: dialogs.open(name, *args, **keywords))


@pytest.fixture
def dialogs() -> Dialogs:
    """The answers this test gives to modal dialogs, and the names of those `shown`."""
    return Dialogs()


@pytest.fixture(autouse=True)
def quiet_windows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For tests with Qt: dialogs answer or fail, and no window or thread outlives the test."""
    if not uses_qt(request):
        yield
        return
    request.getfixturevalue("qapp")
    dialogs: Dialogs = request.getfixturevalue("dialogs")
    from PySide6 import QtWidgets
    from PySide6.QtCore import QThreadPool

    for kind, methods in MODAL.items():
        for method in methods:
            monkeypatch.setattr(getattr(QtWidgets, kind), method, _modal(dialogs, f"{kind}.{method}"))
    before = set(threading.enumerate())
    yield
    drained = QThreadPool.globalInstance().waitForDone(5000)
    running = _still_running(before, seconds=5)
    stray = [window for window in QtWidgets.QApplication.topLevelWidgets() if window.isVisible()]
    names = [f"{type(window).__name__} {window.windowTitle()!r}" for window in stray]
    for window in stray:
        window.close()
        window.deleteLater()
    assert not dialogs.unexpected, f"modal dialogs without an answer: {dialogs.unexpected}"
    left = {name: values for name, values in dialogs.answers.items() if values}
    assert not left, f"answers to dialogs that never came: {left}"
    assert drained, "work left in the thread pool"
    assert not running, f"threads left running: {running}"
    assert not names, f"windows left open: {names}"


def _still_running(before: set[threading.Thread], seconds: float) -> list[str]:
    """Names of threads that started since and do not end within `seconds`. A QThread shows here as a dummy that stays
    listed after its end; Qt itself complains about one that is destroyed while running."""
    deadline = time.monotonic() + seconds
    new = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    for thread in new:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in new if thread.is_alive()]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data made by others, which lies beside the checkout on some machines and is no part of it."""
    if not SHARED.is_dir():
        pytest.skip(f"no {os.path.relpath(SHARED)} beside this checkout: real data made by others is not part of it")
    return SHARED
