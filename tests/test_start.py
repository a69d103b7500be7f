"""The start: what the window does without until it is needed, and what is made ready once it is there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import goes_to_the_window
from tests.making import PLAIN, WEN, make_project

ROOT = Path(__file__).resolve().parents[1]

_OPEN = """
import json, sys, time
from pathlib import Path
import annotator.__main__
from annotator.gui.launch import open_window, screen_problem
screen_problem()
program = open_window([Path(sys.argv[1])], name="Wen")
program.application.processEvents()
program.window.repaint()
painted = sorted(sys.modules)
classes = sorted(name for module in ("QtCore", "QtGui", "QtWidgets") for name in vars(sys.modules[f"PySide6.{module}"]))
parts = {name: getattr(program.window, name).isVisible() for name in ("documents", "pane", "spans", "inspector")}
from annotator.core import patterns
until = time.monotonic() + 60
ready = lambda: "annotator.core.units" in sys.modules and all("compiled" in vars(each) for each in patterns._made)
while not ready() and time.monotonic() < until:
    program.application.processEvents()
    time.sleep(0.02)
print(json.dumps({
    "modules": painted,
    "classes": classes,
    "parts": parts,
    "text": program.window.pane.article.text(),
    "ready": ready(),
}))
program.window.close()
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a process of its own tells that has opened the window on a project."""
    folder = tmp_path_factory.mktemp("start")
    make_project(folder / "news.annotator", PLAIN).close()
    # As at every start but the first, which makes ids for the installation and the person.
    (folder / "annotator").mkdir()
    known = {"installation": WEN.id, "annotators": {WEN.name: WEN.id}}
    (folder / "annotator" / "user.json").write_text(json.dumps(known), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", _OPEN, str(folder / "news.annotator")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize(
    "module",
    [
        "click",
        "uuid",
        "regex",
        "sqlite_utils",
        "charset_normalizer",
        "tomllib",
        "ctypes",
        "annotator.formats",
        "annotator.edit.importing",
        "annotator.edit.exporting",
        "annotator.edit.schemes",
        "annotator.store.schema",
        "annotator.core.units",
        "annotator.core.words",
        "annotator.core.find",
        "annotator.store.search",
        "annotator.gui.find_bar",
        "annotator.core.sentences",
        "multiprocessing",
        "annotator.app.figure_counts",
        "annotator.gui.assign_dialog",
        "annotator.gui.progress_dialog",
        "annotator.gui.queue_commands",
        "annotator.gui.dialogs",
        "annotator.gui.fields",
        "annotator.gui.span_form",
    ],
)
def test_the_window_appears_without(started: Any, module: str) -> None:
    assert "annotator.gui.window" in started["modules"]
    assert module not in started["modules"]


@pytest.mark.parametrize("name", ["QStyle", "QGradient", "QTabWidget", "QWizard", "QFileDialog", "QMessageBox"])
def test_pyside_has_not_loaded(started: Any, name: str) -> None:
    """Each takes it milliseconds: a class when it is first named, all widgets when it meets one it does not know."""
    assert "QMainWindow" in started["classes"]
    assert name not in started["classes"]


@pytest.mark.parametrize(
    ("arguments", "straight"),
    [
        ([], True),
        (["news.annotator"], True),
        (["-h"], False),
        (["-.annotator"], False),
        (["check", "news.annotator"], False),
        (["news.annotator", "more.txt"], False),
        (["story.txt"], False),
        (["--read-only", "news.annotator"], False),
    ],
)
def test_only_a_project_alone_goes_past_the_command_line(arguments: list[str], straight: bool) -> None:
    assert goes_to_the_window(arguments) is straight


def test_a_shell_that_asks_for_completions_gets_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ANNOTATOR_COMPLETE", "bash_complete")
    assert not goes_to_the_window([])


def test_a_fault_is_one_line_on_either_way(tmp_path: Path) -> None:
    """The same file that is not there, straight to the window and through the command line."""
    for way in ([], ["open"]):
        ended = subprocess.run(
            [sys.executable, "-m", "annotator", *way, str(tmp_path / "gone.annotator")],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert ended.returncode == 2
        assert ended.stdout == ""
        assert ended.stderr.count("\n") == 1
        assert ended.stderr.startswith(f"annotator: {tmp_path / 'gone.annotator'}: there is no such file")


def test_everything_is_there_when_it_appears(started: Any) -> None:
    assert started["parts"] == {"documents": True, "pane": True, "spans": True, "inspector": True}
    assert started["text"] == PLAIN


def test_what_the_first_tag_needs_is_ready_soon_afterwards(started: Any) -> None:
    assert started["ready"]
