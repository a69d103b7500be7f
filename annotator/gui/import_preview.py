"""The way of files into a project by the window: looked at beside it, shown, then imported as was decided."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from annotator.app.jobs import Tick
from annotator.app.session import Session
from annotator.edit.choosing import Choice
from annotator.edit.planning import Item, Plan
from annotator.gui.chrome import run
from annotator.gui.import_dialog import ImportDialog, plain

MOST = 300
"""So many files are looked at; whoever imports more of them has seen by these how they are read."""


class _Looked(NamedTuple):
    items: list[Item]
    beyond: int
    note: str


class ImportPreview:
    """``then(paths, choices)`` imports."""

    def __init__(
        self,
        session: Session,
        window: QWidget,
        then: Callable[[Sequence[Path], Mapping[Path, Choice]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._session = session
        self._window = window
        self._then = then
        self._failed = failed

    def look_at(self, paths: Sequence[Path]) -> None:
        annotator = self._session.annotator

        def work(tick: Tick) -> _Looked:
            with self._session.project.worker() as project:
                plan = Plan(project.query, paths, annotator, tick=lambda done, total: tick(done, min(total, MOST)))
                items = list(islice(plan.items(), MOST))
                return _Looked(items, max(0, len(plan.files) - MOST), plan.note)

        name = paths[0].name if len(paths) == 1 else f"{len(paths):,} files"

        def done(looked: _Looked) -> None:
            # Once the job is over: its bar would stand there as long as the dialog does.
            QTimer.singleShot(0, self._window, lambda: self._show(paths, looked))

        self._session.jobs.start(f"Look at {name}", work, done, self._failed)

    def _show(self, paths: Sequence[Path], looked: _Looked) -> None:
        if len(looked.items) == 1 and plain(looked.items[0]):
            self._then(paths, {})
            return
        dialog = ImportDialog(looked.items, looked.beyond, looked.note, self._read_again, self._window)
        if run(dialog):
            self._then(paths, dialog.choices())

    def _read_again(self, path: Path, choice: Choice, then: Callable[[Item], None]) -> None:
        annotator = self._session.annotator

        def work(tick: Tick) -> Item:
            with self._session.project.worker() as project:
                return Plan(project.query, [path], annotator, choices={path: choice}, tick=tick).item(path)

        self._session.jobs.start(f"Read {path.name} again", work, then, self._failed)
