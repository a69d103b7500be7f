"""What the File menu does: projects, import, export. Long work runs as jobs of the session."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # its classes take a while to load: dialogs only when they are opened
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from annotator.app.jobs import Tick
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.gui.parts import Parts
from annotator.store.queries import Queries

if TYPE_CHECKING:  # imported where they are used: the window must not wait for the readers of formats
    from annotator.edit.choosing import Choice
    from annotator.edit.importing import Report

PROJECT_FILTER = "Annotator projects (*.annotator);;All files (*)"


class FileCommands:
    """Handlers of the commands ``file.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._status = parts.status
        self._settings = parts.settings
        self._window = parts.window
        self._open_path = parts.open_path

    def new_project(self) -> None:
        name, _ = QtWidgets.QFileDialog.getSaveFileName(self._window, "New project", self._folder(), PROJECT_FILTER)
        if name:
            self._open_path(_with_suffix(Path(name), ".annotator"), True)

    def open_project(self) -> None:
        name, _ = QtWidgets.QFileDialog.getOpenFileName(self._window, "Open project", self._folder(), PROJECT_FILTER)
        if name:
            self._open_path(Path(name), False)

    def _folder(self) -> str:
        return str(self._session.project.path.parent)

    def import_files(self) -> None:
        from annotator.formats import FORMATS

        endings = sorted({f"*{suffix}" for form in FORMATS.values() if form.read for suffix in form.suffixes})
        kinds = f"Articles and annotations ({' '.join(endings)});;All files (*)"
        names, _ = QtWidgets.QFileDialog.getOpenFileNames(self._window, "Import files", "", kinds)
        if names:
            self.preview([Path(name) for name in names])

    def import_folder(self) -> None:
        name = QtWidgets.QFileDialog.getExistingDirectory(self._window, "Import folder")
        if name:
            self.preview([Path(name)])

    def import_dropped(self, names: Sequence[str]) -> None:
        """Dropped files: a project is opened, anything else imported."""
        paths = [Path(name) for name in names]
        projects = [path for path in paths if path.suffix == ".annotator"]
        if projects:
            self._open_path(projects[0], False)
        elif paths:
            self.preview(paths)

    def preview(self, paths: Sequence[Path]) -> None:
        """Look at files and folders as a job, show what would come in, and import what is then ticked. A single file
        that leaves nothing to decide or to tell is imported at once."""
        from annotator.gui.import_preview import ImportPreview

        ImportPreview(self._session, self._window, self.import_paths, self._failed).look_at(paths)

    def import_paths(self, paths: Sequence[Path], choices: "Mapping[Path, Choice] | None" = None) -> None:
        """Import files and folders as a job; cancelled or failed, nothing was added."""
        from annotator.edit.importing import Import, Report

        report = Report()
        annotator = self._session.annotator
        title = f"Import {paths[0].name}" if len(paths) == 1 else f"Import {len(paths)} files"

        def batches(query: Queries, tick: Tick) -> Iterator[list[Change]]:
            return Import(query, paths, annotator, tick=tick, report=report, choices=choices or {}).changes()

        try:
            self._session.bulk(title, batches, lambda: self._imported(title, report), self._failed)
        except AnnotatorError as error:
            self._failed(error)

    def _imported(self, title: str, report: "Report") -> None:
        if report.first_document and (report.documents_added or self._focus.document is None):
            self._focus.open(report.first_document)
        self._status.tell(f"{title}: {report.summary()}")
        if report.refused or report.notes:
            from annotator.gui.dialogs import ReportDialog

            dialog = ReportDialog(title, report.summary(), report.refused.shown(), report.notes.shown(), self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.show()

    def _failed(self, error: Exception) -> None:
        self._status.warn(str(error))

    def paste_document(self) -> None:
        """The clipboard's text as a new document, rich text as its lines; a text that is already here is opened."""
        from annotator.edit.pasting import pasted

        data = QGuiApplication.clipboard().mimeData()
        try:
            changes, document = pasted(self._session.query, data.text(), data.html(), _copied_from(data))
            self._session.commit(ChangeSet("Paste document", tuple(changes), merged=True))
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        self._focus.open(document.id)
        self._status.tell(f"{'New document' if changes else 'Already here'}: {document.title}")

    def save_as(self) -> None:
        """Copy the project as it is, and go on with the copy."""
        self._copy("Save as", go_on=True)

    def save_copy(self) -> None:
        """Copy the project as it is. Where nothing can be changed here, one goes on with the copy."""
        self._copy("Save a copy", go_on=self._session.read_only)

    def _copy(self, title: str, *, go_on: bool) -> None:
        session, here = self._session, self._session.project.path
        suggested = here.with_name(f"{here.stem} copy{here.suffix}")
        name, _ = QtWidgets.QFileDialog.getSaveFileName(self._window, title, str(suggested), PROJECT_FILTER)
        if not name:
            return
        target = _with_suffix(Path(name), ".annotator").absolute()
        if target == here and (session.loss is None or os.path.lexists(here)):
            self._status.warn("A copy needs another name: this is the open project itself")
            return

        def work(tick: Tick) -> None:
            if session.loss and not session.project.read_only:  # no other connection reaches it any more
                session.project.copy_to(target, tick)
                return
            with session.project.worker() as project:
                project.copy_to(target, tick)

        def done(_: None) -> None:
            if go_on:
                self._settings.carry(here, target)
                self._open_path(target, False)
            else:
                self._status.tell(f"Copied to {target}")

        session.jobs.start(title, work, done, self._failed)

    def quit(self) -> None:
        self._window.close()


def _copied_from(data: QMimeData) -> str:
    """The address of the page that was copied from, where a browser says it: Chromium's way, Firefox's way."""
    for kind, encoding in (("chromium/x-source-url", "utf-8"), ("text/x-moz-url-priv", "utf-16-le")):
        if data.hasFormat(kind):
            return bytes(data.data(kind).data()).decode(encoding, "replace").strip("\0 \r\n")
    return ""


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix else path.with_name(path.name + suffix)
