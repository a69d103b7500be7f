"""The whole program as a process against one that shows a bare Qt window: start until painted, and memory idle."""

import compileall
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.harness import Result, Timed, compare
from tests.making import make_project

ROOT = Path(__file__).resolve().parents[2]

TELL = """
import resource
with open("/proc/self/status") as status:
    kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
print(kilobytes, flush=True)
import os
os._exit(0)
"""
OURS = (
    """
import sys
from pathlib import Path
import annotator.__main__
from annotator.gui.launch import open_window, screen_problem
screen_problem()
program = open_window([Path(sys.argv[1])], name="Wen")
program.application.processEvents()
program.window.repaint()
program.application.processEvents()
"""
    + TELL
)
BARE = (
    """
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit
application = QApplication([])
window = QMainWindow()
edit = QPlainTextEdit()
edit.setPlainText("A line of text.\\n" * 20)
window.setCentralWidget(edit)
window.resize(1280, 800)
window.show()
application.processEvents()
window.repaint()
application.processEvents()
"""
    + TELL
)


def process(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds until the window is painted, and the process's memory then in kilobytes."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        memory = float(process.stdout.readline())
        seconds = time.perf_counter() - begin
    return seconds, memory


def starting() -> list[Result]:
    # As an installed program has it; a checkout may hold byte code of an older version, or none.
    compileall.compile_dir(ROOT / "annotator", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.annotator"
        make_project(path, *("A first line\n" + f"This is article {number}. " * 200 for number in range(20))).close()

        def timed(place: int, code: str, *arguments: str) -> Timed:
            return lambda: process(code, *arguments)[place]

        return [
            compare("start to a usable window / bare Qt window", timed(0, OURS, str(path)), timed(0, BARE), 2.0),
            compare("memory of an idle window / bare Qt window", timed(1, OURS, str(path)), timed(1, BARE), 2.0, 7),
        ]


BENCHMARKS = (starting,)
