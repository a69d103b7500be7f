"""What goes out of the project: files in any format, pages for people, paper. Written as jobs, whole or not at all."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPdfWriter
from PySide6.QtWidgets import QFileDialog

from annotator.app.jobs import Tick
from annotator.core.model import Annotator
from annotator.edit.exporting import Export, Selection
from annotator.files import write_atomically
from annotator.formats import FORMATS
from annotator.formats.bundle import Bundle, Written, unique_names
from annotator.gui.chrome import run
from annotator.gui.export_dialog import PDF, ExportDialog
from annotator.gui.parts import Parts
from annotator.store.project import Project


class ExportCommands:
    """Handlers of the commands ``export.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._status = parts.status
        self._window = parts.window

    def write(self) -> None:
        """Ask what goes out and where to, and write it."""
        people = self._session.query.every(Annotator)
        document = self._focus.document
        dialog = ExportDialog(
            unique_names(people), self._session.annotator.id, document.id if document else None, self._window
        )
        if not run(dialog):
            return
        form, layout = dialog.format_and_layout()
        suffix = ".pdf" if form == PDF else FORMATS[form].suffix(layout)
        suggested = self._session.project.path.with_suffix(suffix)
        name, _ = QFileDialog.getSaveFileName(self._window, "Export", str(suggested), f"*{suffix}")
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + suffix)
        if form == PDF:
            self.write_pdf(path, dialog.selection())
        else:
            self.write_to(path, dialog.selection(), layout, form)

    def write_to(self, path: Path, selection: Selection, layout: str, form: str = "jsonl") -> None:
        """Export as a job; the file is there whole or not at all."""

        def work(tick: Tick) -> Written:
            with self._session.project.worker() as project:
                export = Export(project.query, selection, form, layout, tick=tick)
                export.write(path)
                return export.written

        def done(written: Written) -> None:
            lost = f"; {written.told()}" if written.lost else ""
            self._status.tell(
                f"Exported {written.spans:,} spans of {written.documents:,} documents to {path.name}{lost}"
            )

        self._session.jobs.start(f"Export {path.name}", work, done, self._failed)

    def write_pdf(self, path: Path, selection: Selection) -> None:
        """The same as a PDF, which is made in memory and written at once."""

        def work(tick: Tick) -> int:
            with self._session.project.worker() as project:
                data = QByteArray()
                buffer = QBuffer(data)
                buffer.open(QIODevice.OpenModeFlag.WriteOnly)
                writer = QPdfWriter(buffer)
                writer.setResolution(600)
                writer.setCreator("Annotator")
                writer.setTitle(path.stem)
                writer.setPageMargins(QMarginsF(18, 16, 18, 14), QPageLayout.Unit.Millimeter)
                done = _print(writer, project, Export(project.query, selection, tick=tick).bundles())
                buffer.close()
                write_atomically(path, [bytes(data.data())])
                return done

        def done(documents: int) -> None:
            self._status.tell(f"Exported {documents:,} document{'s' * (documents != 1)} to {path.name}")

        self._session.jobs.start(f"Export {path.name}", work, done, self._failed)

    def print_article(self) -> None:
        """The open article with the spans that are shown, on a printer or whatever else the system's dialog offers."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        document = self._focus.document
        if document is None:
            self._status.warn("No article is open")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(document.title[:100])
        printer.setCreator("Annotator")
        if not run(QPrintDialog(printer, self._window)):
            return
        shown = set(self._focus.spans)
        selection = Selection(documents=frozenset([document.id]))

        def work(tick: Tick) -> int:
            with self._session.project.worker() as project:
                return _print(printer, project, _only(Export(project.query, selection).bundles(), shown))

        self._session.jobs.start("Print", work, lambda _: self._status.tell("Handed to the printer"), self._failed)

    def _failed(self, error: Exception) -> None:
        self._status.warn(str(error))


def _print(device: QPagedPaintDevice, project: Project, bundles: Iterable[Bundle]) -> int:
    from annotator.gui.article.printing import print_articles

    return print_articles(device, bundles, project.query.scheme(), unique_names(project.query.every(Annotator)))


def _only(bundles: Iterable[Bundle], shown: set[str]) -> Iterable[Bundle]:
    """The bundles with these spans only, and what hangs on them."""
    for bundle in bundles:
        verdicts = tuple(one for one in bundle.verdicts if one.span_id in shown)
        yield replace(bundle, spans=tuple(span for span in bundle.spans if span.id in shown), verdicts=verdicts)
