"""Merging in the window: choose files, see what would happen, then do it as one act that can be undone."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from annotator.app.jobs import Tick
from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.model import Annotator
from annotator.edit.merging import MergeReport, merge_files
from annotator.gui.chrome import run
from annotator.gui.merge_dialog import MergeDialog
from annotator.gui.parts import Parts
from annotator.store.queries import Queries


class _Rehearsed(Cancelled):
    """Raised behind the last change of a rehearsal, so that everything is rolled back."""


class MergeCommands:
    """Handlers of the commands ``merge.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._status = parts.status
        self._back_up = parts.back_up
        self._window = parts.window

    def files(self) -> None:
        """Ask for files, then show the plan."""
        folder = str(self._session.project.path.parent)
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Merge", folder, "Projects and annotations (*.annotator *.jsonl);;All files (*)"
        )
        if names:
            self.rehearse([Path(name) for name in names])

    def rehearse(self, paths: Sequence[Path]) -> None:
        """Merge as a job, roll it back, and show what it would have done."""
        report = MergeReport()

        def failed(error: Exception) -> None:
            if isinstance(error, _Rehearsed):
                self._show(paths, report)
            else:
                self._status.warn(str(error))

        self._run("Compare", paths, report, (), rehearsal=True, failed=failed)

    def _run(
        self,
        verb: str,
        paths: Sequence[Path],
        report: MergeReport,
        same: Collection[str],
        *,
        rehearsal: bool = False,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        session = self._session
        title = f"{verb} {paths[0].name}" if len(paths) == 1 else f"{verb} {len(paths)} files"
        here, annotator = session.project.path, session.annotator

        def batches(query: Queries, tick: Tick) -> Iterator[list[Change]]:
            yield from merge_files(query, here, paths, annotator=annotator, same=same, tick=tick, report=report)
            if rehearsal:
                raise _Rehearsed("nothing was changed")

        def done() -> None:
            self._status.tell(f"{title}: {report.summary()}; Ctrl+Z takes it back")

        if not rehearsal:
            self._back_up("merge")
        try:
            session.bulk(title, batches, done, failed or (lambda error: self._status.warn(str(error))))
        except AnnotatorError as error:
            self._status.warn(str(error))

    def _show(self, paths: Sequence[Path], report: MergeReport) -> None:
        query = self._session.query
        titles = {document.id: document.title for document in query.documents()} | report.titles
        people = report.people | {each.id: each.name for each in query.every(Annotator)}
        dialog = MergeDialog(paths, report, titles, people, self._window)
        if run(dialog):
            self._run("Merge", paths, MergeReport(), dialog.same_people())
