"""The list of 100,000 documents: shown, filtered by one more key, and what it takes of memory to have it open."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from annotator.core.changes import Change
from annotator.core.model import Document, Progress, Span, Text
from annotator.core.text import sha256
from annotator.gui.documents_panel import DocumentsPanel
from annotator.gui.window import MainWindow
from annotator.store.project import Project
from tests.benchmarks.article import application
from tests.benchmarks.harness import PAIRS, Result, Timed, compare
from tests.benchmarks.keeping import window_on
from tests.benchmarks.program import BARE, OURS, process
from tests.benchmarks.synthetic import prose
from tests.making import WEN, act, make_project

DOCUMENTS, LENGTH = 100_000, 600


def many_documents(path: Path, count: int = DOCUMENTS, length: int = LENGTH) -> Project:
    """A project of ``count`` short documents; a third are begun or done, half have spans."""
    project = make_project(path)
    body, rng = prose(1_000_000), random.Random(5)

    def batches() -> Iterator[list[Change]]:
        for begin in range(1, count, 500):
            made: list[Change] = []
            for number in range(begin, min(begin + 500, count)):
                made += _document(number, f"Article {number}. " + _slice(body, rng, length), rng)
            yield made

    project.apply_batches(batches(), act("Import", merged=True))
    return project


def _slice(body: str, rng: random.Random, length: int) -> str:
    begin = rng.randrange(len(body) - length)
    return body[begin : begin + length]


def _document(number: int, text: str, rng: random.Random) -> list[Change]:
    digest, document_id = sha256(text), f"{number:032x}"
    title = text[:60].replace("\n", " ")
    document = Document(id=document_id, title=title, sha256=digest, length=len(text), position=number)
    made = [Change(None, Text(id=digest, text=text)), Change(None, document)]
    for place in range(rng.choice((0, 0, 1, 3))):
        start = 20 + 40 * place
        span = Span(
            id=f"{number:024x}{place:08x}",
            document_id=document_id,
            annotator_id=WEN.id,
            label=("claim", "statistic", "quote")[place],
            start=start,
            end=start + 20,
            text=text[start : start + 20],
        )
        made.append(Change(None, span))
    if number % 3 == 0:
        state = "done" if number % 2 else "doing"
        progress = Progress(id=f"p{number:031x}", document_id=document_id, annotator_id=WEN.id, state=state)
        made.append(Change(None, progress))
    return made


class _BareModel(QAbstractTableModel):
    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows[index.row()][1] if role == Qt.ItemDataRole.DisplayRole else None


def _bare_list(path: Path) -> Timed:
    def run() -> float:
        with closing(sqlite3.connect(path)) as connection:
            view = QTableView()
            view.resize(240, 700)
            begin = time.perf_counter()
            sql = "SELECT id, title, length FROM documents WHERE NOT deleted ORDER BY position, id"
            view.setModel(_BareModel(connection.execute(sql).fetchall()))
            view.show()
            view.viewport().repaint()
            seconds = time.perf_counter() - begin
            view.close()
        return seconds

    return run


def _our_list(window: MainWindow) -> Timed:
    def run() -> float:
        begin = time.perf_counter()
        panel = DocumentsPanel(window.session)
        panel.resize(240, 700)
        panel.show()
        while panel._reading.busy:
            application().processEvents()
        panel.list.viewport().repaint()
        seconds = time.perf_counter() - begin
        assert len(panel.model.rows) == DOCUMENTS
        panel.close()
        panel.deleteLater()
        application().processEvents()
        return seconds

    return run


def _bare_filter(path: Path, word: str) -> Timed:
    sql = (
        "SELECT d.id, d.title, d.length FROM documents AS d JOIN texts AS t ON t.sha256 = d.sha256"
        " WHERE NOT d.deleted AND (d.title LIKE ? OR t.text LIKE ?) ORDER BY d.position, d.id"
    )

    def run() -> float:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM documents").fetchone()
            begin = time.perf_counter()
            connection.execute(sql, (f"%{word}%", f"%{word}%")).fetchall()
            return time.perf_counter() - begin

    return run


def _one_key(window: MainWindow, word: str, blocked: list[float]) -> Timed:
    """The last key of ``word`` until the list shows what it finds; how long the window stood still goes apart."""
    panel = window.documents

    def run() -> float:
        panel.filter.setText(word[:-1])
        while panel._reading.busy:
            application().processEvents()
        panel.filter.setFocus()
        begin = time.perf_counter()
        QTest.keyClicks(panel.filter, word[-1])
        blocked.append(time.perf_counter() - begin)
        while panel._reading.busy:
            application().processEvents()
        panel.list.viewport().repaint()
        seconds = time.perf_counter() - begin
        assert 0 < len(panel.model.rows) < DOCUMENTS
        return seconds

    return run


def listing() -> list[Result]:
    application()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.annotator"
        window = window_on(many_documents(path))
        blocked: list[float] = []
        keys = [("the first filter key, of all titles and texts", "7"), ("one more filter key", "article 777")]
        results = [
            compare(
                f"{DOCUMENTS:,} documents shown / select + bare QTableView", _our_list(window), _bare_list(path), 2.5
            ),
            *(
                compare(
                    f"{name} / bare SELECT ... LIKE", _one_key(window, word, blocked), _bare_filter(path, word), 6.0
                )
                for name, word in keys
            ),
        ]
        name = "a filter key until the window is free / 100 ms"
        results.append(Result(name, tuple(seconds / 0.1 for seconds in blocked), 1.0, (0.1,)))
        window.close()
        return results + _started(path)


def _started(path: Path) -> list[Result]:
    """The whole program as a process, on this project. Opening is judged in seconds: so it is asked for."""
    begun, bare = [], []
    for _ in range(PAIRS):
        begun.append(process(OURS, str(path)))
        bare.append(process(BARE))
        # That process has ended without closing: the next would check the whole file first.
        Project(path).close()
    memory = tuple(own[1] / base[1] for own, base in zip(begun, bare, strict=True))
    return [
        Result(f"start with {DOCUMENTS:,} documents / 1 s", tuple(own[0] for own in begun), 1.0, (1.0,)),
        Result(f"memory with {DOCUMENTS:,} documents / bare Qt window", memory, 2.5, tuple(each[0] for each in bare)),
    ]


BENCHMARKS = (listing,)
