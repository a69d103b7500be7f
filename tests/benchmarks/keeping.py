"""From the disk to the screen and back: opening a document out of its file, and a key until it is kept and painted."""

import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Document, Span
from annotator.gui.window import MainWindow
from annotator.store.project import Project
from annotator.user import User
from tests.benchmarks.article import application, open_bare, shown
from tests.benchmarks.harness import PAIRS, Result, Timed, compare
from tests.benchmarks.synthetic import prose, spans
from tests.making import WEN, act, make_document, make_project

PRESSES = 100


def project_with(
    folder: str, name: str, text: str, count: int, deep: int = 1, more: tuple[str, ...] = ()
) -> tuple[Project, Document]:
    """A project whose first document has ``count`` spans of Wen's; those of the texts ``more`` have none."""
    project = make_project(Path(folder) / f"{name}.annotator", text, *more)
    document = make_document(text)
    made = (
        Span(
            id=span.id,
            document_id=document.id,
            annotator_id=WEN.id,
            label=span.label,
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
        )
        for span in spans(text, count, deep=deep)
    )
    project.apply(ChangeSet("Tags", tuple(Change(None, span) for span in made)), act("Tags"))
    return project, document


def opening_from_the_file() -> list[Result]:
    application()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text, count, limit in (
            ("30 kB, 100 spans", prose(30_000), 100, 2.5),
            ("1 MB, 10,000 spans", prose(1_000_000), 10_000, 3.5),
            ("1 MB in one line, 10,000 spans", prose(1_000_000, paragraph=0), 10_000, 0.33),
        ):
            project, document = project_with(folder, name, text, count)
            window = window_on(project)
            bare = open_bare(text, window.pane.article)
            ours = opening_of(window, document)
            results.append(compare(f"from file to painted: {name} / bare setPlainText", ours, bare, limit))
            window.close()
    return results


def window_on(project: Project) -> MainWindow:
    """The real window, shown, on an open project."""
    window = MainWindow(Session(project, User(WEN, "bench")), Settings(), lambda path, new: None)
    window.resize(1280, 800)
    window.show()
    window.begin()
    window.activateWindow()
    application().processEvents()
    return window


def opening_of(window: MainWindow, document: Document) -> Timed:
    """The whole way a click on the document list takes: file, lists, inspector, article, until it is painted."""

    def run() -> float:
        window.focus.open(None)
        application().processEvents()
        begin = time.perf_counter()
        window.open_document(document.id)
        window.pane.article.viewport().repaint()
        seconds = time.perf_counter() - begin
        while not window.focus.complete:
            application().processEvents()
        return seconds

    return run


class BarePress:
    """The least that keeps and shows a key press: one row in one fully synced commit, one repaint."""

    def __init__(self, folder: str, text: str) -> None:
        self._connection = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE spans (id TEXT PRIMARY KEY, document TEXT, start, end, label, text)")
        self._edit = QPlainTextEdit()
        self._edit.setReadOnly(True)
        self._edit.setPlainText(text)
        shown(self._edit)
        self._number = 0

    def press(self) -> float:
        self._number += 1
        begin = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        row = (f"{self._number:032}", "document", self._number, self._number + 9, "claim", "some text")
        self._connection.execute("INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?)", row)
        self._connection.execute("COMMIT")
        self._edit.viewport().repaint()
        return time.perf_counter() - begin


class OurPress:
    """The real window on the real store, pressed by a real key event."""

    def __init__(self, project: Project) -> None:
        self._window = window_on(project)
        self._article = self._window.pane.article
        self._article.setFocus()
        while not self._window.focus.complete or self._window.session.jobs.busy:
            application().processEvents()
        self._length = len(self._window.focus.text)
        self._number = 0

    def press(self) -> float:
        self._number += 1
        place = (self._number * 7919) % (self._length - 100)
        self._article.select(place, place + 30)
        application().processEvents()
        begin = time.perf_counter()
        QTest.keyClick(self._article, Qt.Key.Key_1)
        self._article.viewport().repaint()
        seconds = time.perf_counter() - begin
        application().processEvents()
        return seconds

    def close(self) -> None:
        self._window.close()


def pressing() -> list[Result]:
    """Ours and the bare thing press in turns, key by key, so that both meet the same disk."""
    application()
    with tempfile.TemporaryDirectory() as folder:
        text = prose(1_000_000)
        project, _ = project_with(folder, "keys", text, 10_000)
        # The window comes last: only the active one hears its keys.
        bare = BarePress(folder, text)
        ours = OurPress(project)
        for _ in range(20):
            ours.press()
            bare.press()
        medians, tails, references = [], [], []
        for _round in range(PAIRS):
            pairs = [(ours.press(), bare.press()) for _ in range(PRESSES)]
            own, base = sorted(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
            medians.append(statistics.median(own) / base)
            tails.append(own[round(0.99 * PRESSES) - 1] / base)
            references.append(base)
        kept = project.query.counts()["spans"]
        assert kept == 10_000 + 20 + PAIRS * PRESSES, kept
        ours.close()
    names = "key to durable and painted / raw commit + repaint"
    return [
        Result(f"{names}, median", tuple(medians), 2.5, tuple(references)),
        Result(f"{names}, p99", tuple(tails), 8.0, tuple(references)),
    ]


BENCHMARKS = (opening_from_the_file, pressing)
