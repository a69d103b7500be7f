"""Known work on a project, step by step by a seed: what somebody does in a morning, in a few seconds.

Nothing here looks at what comes of it; ``working`` runs the steps in a process that is killed.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from annotator.app.session import Session
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Document, Span
from annotator.edit import tagging
from annotator.edit.importing import Import
from annotator.edit.merging import MergeReport, merge_files
from annotator.store import backups
from annotator.store.project import Project
from annotator.user import User
from tests.making import HERE, LI, WEN, act, make_project, make_span

WHO = {"annotator_id": WEN.id, "installation": HERE}
_TEXT = "In {} the town built {} wells, and all people drank of them. "
TEXTS = [_TEXT.format(year, year - 1990) * 12 for year in range(2000, 2008)]
KINDS = ("tag", "note", "delete", "undo", "redo", "import", "merge", "backup", "reopen")
_MANY = 120  # documents imported, spans merged


class Worker:
    """Does steps on the project at ``path``. ``wait`` lets a job run to its end."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path = path
        self._random = random.Random(seed)
        self._number = 0
        self._failures: list[Exception] = []
        self._application = QCoreApplication.instance() or QCoreApplication([])
        self.session = self._open()

    def _open(self) -> Session:
        return Session(Project(self._path), User(WEN, HERE))

    def prepare(self, kind: str) -> Callable[[], None]:
        """What is to be done, with all that is not part of the step done already."""
        self._number += 1
        make = {"import": self._import, "merge": self._merge}.get(kind)
        return make() if make else getattr(self, f"_{kind}")

    def _documents(self) -> list[Document]:
        return [each for each in self.session.query.documents() if each.length == len(TEXTS[0])]

    def _span(self) -> Span | None:
        spans = [span for each in self._documents() for span in self.session.query.spans(each.id)]
        mine = [span for span in spans if span.annotator_id == WEN.id]
        return self._random.choice(mine) if mine else None

    def _tag(self) -> None:
        document = self._random.choice(self._documents())
        start = self._random.randrange(document.length - 40)
        label = self._random.choice(self.session.scheme.labels)
        text = self.session.query.text(document.sha256)
        progress = next((p for p in self.session.query.progress(document.id) if p.annotator_id == WEN.id), None)
        self.session.commit(
            tagging.tag(
                document=document,
                text=text,
                annotator_id=WEN.id,
                label=label,
                start=start,
                end=start + self._random.randrange(1, 40),
                progress=progress,
            )
        )

    def _note(self) -> None:
        if span := self._span():
            words = "checked " * self._random.randrange(1, 2000)
            self.session.commit(tagging.set_note(span, words, annotator_id=WEN.id, scheme=self.session.scheme))

    def _delete(self) -> None:
        if span := self._span():
            links = self.session.query.links_of(span.id)
            self.session.commit(tagging.delete([span], links, annotator_id=WEN.id, scheme=self.session.scheme))

    def _undo(self) -> None:
        self._take_back(self.session.undo_entry())

    def _redo(self) -> None:
        self._take_back(self.session.redo_entry())

    def _take_back(self, entry: Any) -> None:
        if entry:
            self.session.take_back(entry, lambda changes: None, self._failures.append)
            self._wait()

    def _import(self) -> Callable[[], None]:
        folder = self._path.with_name(f"articles-{self._number}")
        folder.mkdir()
        for number in range(_MANY):
            words = f"Report {self._number} {number}: {self._random.random()} of all wells are dry. " * 20
            (folder / f"{number}.txt").write_text(words, encoding="utf-8")
        return lambda: self._bulk(lambda query, tick: Import(query, [folder], WEN, tick=tick).changes())

    def _merge(self) -> Callable[[], None]:
        other = self._path.with_name(f"other-{self._number}.annotator")
        with make_project(other, *TEXTS) as project:
            project.apply(ChangeSet("Tag", tuple(Change(None, span) for span in self._others())), act("Tag", LI))
        return lambda: self._bulk(
            lambda query, tick: merge_files(
                query, self._path, [other], annotator=WEN, tick=tick, report=MergeReport()
            )
        )

    def _others(self) -> Iterator[Span]:
        for _ in range(_MANY):
            text = self._random.choice(TEXTS)
            start = self._random.randrange(len(text) - 40)
            yield make_span(start, start + 30, text=text, who=LI)

    def _bulk(self, batches: Callable[..., Any]) -> None:
        self.session.bulk("Bulk", batches, lambda: None, self._failures.append)
        self._wait()

    def _wait(self) -> None:
        while self.session.jobs.busy:
            self._application.processEvents()
        if self._failures:
            raise self._failures[0]

    def _backup(self) -> None:
        backups.make(self.session.project, self._path.with_name("backups"), "work")

    def _reopen(self) -> None:
        self.session.close()
        self.session = self._open()


def begin(path: Path) -> None:
    """The project that all work begins with; undoing goes no further back."""
    make_project(path, *TEXTS).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE history SET installation = 'elsewhere'")


def script(seed: int, kinds: Sequence[str] = KINDS, length: int = 60) -> list[str]:
    """Which steps, in which order: mostly small ones, each kind now and then."""
    chance = random.Random(seed)
    weights = [1 if kind in ("import", "merge", "backup", "reopen") else 4 for kind in kinds]
    return ["tag", "tag", *chance.choices(kinds, weights, k=length)]
