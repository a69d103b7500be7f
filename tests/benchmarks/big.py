"""Big documents: 5 MB and 100,000 spans in the whole window. Cost has to follow what is visible."""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from annotator.gui.article import ArticleView
from tests.benchmarks.article import application, open_bare, scroll, shown
from tests.benchmarks.harness import Result, Timed, compare
from tests.benchmarks.keeping import BarePress, OurPress, opening_of, project_with, window_on
from tests.benchmarks.program import BARE, ROOT, TELL
from tests.benchmarks.stalls import LIMIT
from tests.benchmarks.synthetic import prose, spans

PRESSES, ROUNDS = 60, 7
_PAGES = (
    """
import sys
from pathlib import Path
from annotator.gui.launch import open_window
program = open_window([Path(sys.argv[1])], name="Wen")
turn, window = program.application.processEvents, program.window
while not window.focus.complete or window.session.jobs.busy:
    turn()
bar = window.pane.article.verticalScrollBar()
for page in range(100):
    bar.setValue(bar.value() + bar.pageStep())
    window.repaint()
    turn()
"""
    + TELL
)


def opening() -> list[Result]:
    application()
    with tempfile.TemporaryDirectory() as folder:
        text = prose(5_000_000)
        project, document = project_with(folder, "big", text, 100_000)
        window = window_on(project)
        bare = open_bare(text, window.pane.article)
        name = "from file to painted: 5 MB, 100,000 spans / bare setPlainText"
        result = compare(name, opening_of(window, document), bare, 6.0)
        window.close()
    return [result]


def paging() -> list[Result]:
    application()
    view = ArticleView()
    shown(view)
    text = prose(1_000_000)
    dense, sparse = spans(text, 100_000, deep=4), spans(text, 10_000)
    large = prose(5_000_000)
    many = spans(large, 50_000)
    results = []
    for name, again in (("a new page", False), ("a page again", True)):
        deep, plain = scroll(view, text, dense, again=again), scroll(view, text, [], again=again)
        results.append(compare(f"{name}, 1 MB, 100,000 spans four deep / without", deep, plain, 4.0))
        big, small = scroll(view, large, many, again=again), scroll(view, text, sparse, again=again)
        results.append(compare(f"{name} of 5 MB, 50,000 spans / of 1 MB, 10,000", big, small, 1.5))
    return results


def pressing() -> list[Result]:
    """Ours and the bare thing in turns, key by key; the window has all its lists, and they are full."""
    application()
    tails, worsts, references = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        text = prose(5_000_000)
        project, _ = project_with(folder, "keys", text, 100_000)
        bare, ours = BarePress(folder, text), OurPress(project)
        for _ in range(20):
            ours.press()
            bare.press()
        for _round in range(ROUNDS):
            pairs = [(ours.press(), bare.press()) for _ in range(PRESSES)]
            own, base = sorted(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
            tails.append(own[round(0.99 * PRESSES) - 1] / base)
            worsts.append(own[-1] / LIMIT)
            references.append(base)
        ours.close()
    name = "5 MB, 100,000 spans: key to durable and painted"
    return [
        Result(f"{name}, p99 / raw", tuple(tails), 8.0, tuple(references)),
        # Of all rounds the worst, so one ratio alone.
        Result(f"{name}, worst / 100 ms", (max(worsts),), 1.0, (LIMIT,)),
    ]


def memory() -> list[Result]:
    def kilobytes(code: str, *arguments: str) -> Timed:
        def run() -> float:
            told = subprocess.run(
                [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=True
            )
            return float(told.stdout.splitlines()[-1])

        return run

    with tempfile.TemporaryDirectory() as folder:
        project, _ = project_with(folder, "memory", prose(5_000_000), 100_000)
        project.close()
        path = str(Path(folder) / "memory.annotator")
        name = "memory, 5 MB, 100,000 spans, 100 pages / bare Qt window"
        return [compare(name, kilobytes(_PAGES, path), kilobytes(BARE), 3.5, 7)]


BENCHMARKS = (opening, paging, pressing, memory)
