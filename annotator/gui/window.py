"""The main window of one open project: its layout, and the one block where everything is wired together."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from annotator.app.focus import Focus
from annotator.app.jobs import Tick
from annotator.app.pace import Pace
from annotator.app.session import Session
from annotator.app.settings import Settings, project_key
from annotator.core.model import Document
from annotator.core.text import visible
from annotator.gui.actions import Actions
from annotator.gui.article.colors import adapted
from annotator.gui.article_pane import ArticlePane
from annotator.gui.banner import Banner
from annotator.gui.documents_panel import DocumentsPanel
from annotator.gui.handlers import Handlers
from annotator.gui.inspector import Inspector
from annotator.gui.keymap import Keymap
from annotator.gui.label_bar import LabelBar
from annotator.gui.parts import Parts
from annotator.gui.reading import remembered
from annotator.gui.side import Side
from annotator.gui.spans_panel import SpansPanel
from annotator.gui.status import Status
from annotator.gui.theme import Theme, resolve
from annotator.store.place import Displaced

if TYPE_CHECKING:
    from annotator.app.backing_up import BackingUp
    from annotator.app.watching import Watching
    from annotator.gui.file_notices import FileNotices

_LEFT, _RIGHT = 240, 320
_QUIET_MILLISECONDS = 100  # until what can wait begins: the text is painted first
_LATER_MILLISECONDS = 1000  # until the checks begin, for which the patterns should be ready
_REST_MILLISECONDS = 1500
"""How long the caret rests before its place is written down: after a crash the next start begins there."""


class MainWindow(QMainWindow):
    """Shows one session. ``open_path(path, new)`` opens another project in place of this one."""

    handlers: Handlers
    actions_table: Actions

    def __init__(self, session: Session, settings: Settings, open_path: Callable[[Path, bool], None]) -> None:
        super().__init__()
        self.session = session
        self._settings = settings
        self._places: dict[str, int] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._write_place_down)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._check_file)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MILLISECONDS)
        self._later.timeout.connect(lambda: self.handlers.check)
        self._later.timeout.connect(lambda: self.backing_up.start())
        self._later.timeout.connect(lambda: self.watching.start())
        self._later.timeout.connect(lambda: self.notices.tell_drive())
        self._document_id: str | None = None
        self._instead: QWidget | None = None
        self.focus = Focus(session, self)
        self.status = Status(session.jobs)
        self.pace = Pace(session, self.focus)
        self.documents = DocumentsPanel(session, settings.text(self._project_key("documents"), ""))
        self.pane = ArticlePane(session, self.focus)
        self.spans = SpansPanel(session, self.focus)
        self.side = Side()
        self.side.add("spans", "Spans", lambda: self.spans)
        self.side.add("checks", "Checks", lambda: self.handlers.check.page())
        self.side.add("search", "Search", lambda: self.handlers.search.page())
        self.side.add("guide", "Guide", lambda: self.handlers.guide.page())
        self.side.show_page("spans")
        self.inspector = Inspector(session, self.focus)
        self.labels = LabelBar(session, self.focus)
        self._lay_out()
        self._make_commands(open_path)
        self._wire()
        self.setAcceptDrops(True)
        self.set_theme(resolve(settings.text("view/theme", "system")))
        self._restore()

    @property
    def article(self) -> QWidget:
        return self.pane.article

    @cached_property
    def backing_up(self) -> "BackingUp":
        from annotator.app.backing_up import BackingUp

        return BackingUp(self.session, self.status.warn, self)

    @cached_property
    def watching(self) -> "Watching":
        from annotator.app.watching import Watching

        watching = Watching(self.session, lambda: self.isVisible() and not self.isMinimized(), self)
        watching.followed.connect(self.notices.tell_followed)
        watching.kept.connect(self.notices.tell_kept)
        return watching

    @cached_property
    def notices(self) -> "FileNotices":
        from annotator.gui.file_notices import FileNotices

        return FileNotices(self.handlers.parts, self.handlers.file, self.banner)

    def _lay_out(self) -> None:
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.addWidget(self.side)
        self._right.addWidget(self.inspector)
        self._right.setSizes([240, 460])
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.documents, self.pane, self._right):
            self._panes.addWidget(widget)
        self._panes.setStretchFactor(1, 1)
        self._panes.setSizes([_LEFT, 800, _RIGHT])
        for splitter in (self._panes, self._right):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.documents.setMinimumWidth(150)
        self._right.setMinimumWidth(220)
        self.pane.setMinimumWidth(320)
        self.banner = Banner()
        body = QWidget()
        column = self._column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.labels)
        column.addWidget(self.banner)
        column.addWidget(self._panes, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)

    def _make_commands(self, open_path: Callable[[Path, bool], None]) -> None:
        parts = Parts(
            session=self.session,
            focus=self.focus,
            settings=self._settings,
            window=self,
            status=self.status,
            pace=self.pace,
            documents=self.documents,
            pane=self.pane,
            article=self.pane.article,
            labels=self.labels,
            right=self._right,
            side=self.side,
            spans=self.spans,
            inspector=self.inspector,
            swap_center=self._swap_center,
            open_path=open_path,
            themed=self.set_theme,
            back_up=lambda why: self.backing_up.make_as_of_now(why),
            actions=lambda: self.actions_table,
        )
        self.handlers = Handlers(parts)
        text = (self.pane.article, self.spans.list)
        self.actions_table = Actions(self.session.scheme, self.handlers, self, text, Keymap(self._settings))
        self.actions_table.fill(self.menuBar())
        if self.session.read_only:
            self.actions_table.set_editable(False, self.session.read_only_because)

    def _swap_center(self, widget: QWidget | None) -> None:
        """Show something else instead of the panes; ``None``: the panes again."""
        if self._instead is not None:
            self._instead.hide()
        self._instead = widget
        self._panes.setVisible(widget is None)
        if widget is not None:
            if self._column.indexOf(widget) < 0:
                self._column.addWidget(widget, 1)
            widget.show()

    def _wire(self) -> None:
        """Who hears whom. Nothing else in the program connects one part of the window to another."""
        article, actions, handlers = self.pane.article, self.actions_table, self.handlers
        self.documents.opened.connect(self.open_document)
        self.documents.menu_button.clicked.connect(lambda: handlers.queue.menu())
        self._quiet.timeout.connect(lambda: handlers.queue.show_checks())
        self._quiet.timeout.connect(self.documents.settle)
        self._quiet.timeout.connect(lambda: handlers.blind.show())
        self._quiet.timeout.connect(lambda: handlers.mode.answers_state)
        self.spans.chosen.connect(handlers.span.go_to)
        self.spans.list.activated.connect(lambda _: handlers.span.inspect())
        self.inspector.failed.connect(self.status.warn)
        self.inspector.followed.connect(handlers.span.go_to)
        self.inspector.followed.connect(lambda _: article.setFocus())
        self.pane.tag_asked.connect(handlers.span.tag)
        self.labels.picked.connect(handlers.span.tag)
        self.labels.annotator_picked.connect(handlers.edit.be)
        self.labels.annotator_asked.connect(handlers.edit.annotator)
        self.focus.opened.connect(self._show_document)
        self.focus.opened.connect(handlers.view.show_sight)
        self.focus.sight_changed.connect(lambda: handlers.blind.show())
        self.session.changed.connect(self._follow_scheme)
        self.session.saved.connect(self._show_saved)
        self.session.lost.connect(self._stop_editing)
        article.files_dropped.connect(handlers.file.import_dropped)
        article.selection_changed.connect(lambda start, end: self._show_selection())
        article.caret_moved.connect(lambda _: self._show_selection())
        article.caret_moved.connect(lambda _: self.pace.live())
        article.zoom_changed.connect(self._zoomed)
        self.pace.changed.connect(self.status.pace.setText)
        handlers.edit.watch(actions.get("edit.undo"), actions.get("edit.redo"))
        actions.keys_changed.connect(self._show_keys)
        modes = [actions.get(f"mode.{mode}") for mode in ("annotate", "review", "compare", "answers")]
        self.labels.set_actions(actions.get("edit.undo"), actions.get("help.palette"), modes)

    def _show_keys(self) -> None:
        """Keys have changed: write them anew where buttons tell them."""
        self.handlers.edit.refresh()
        self.labels.show_keys()

    def _stop_editing(self) -> None:
        """The file is gone: from now on everything here is only to be read, until it is saved elsewhere."""
        if "backing_up" in vars(self):
            self.backing_up.stop()
        self.actions_table.set_editable(False, "the project file is no longer there")
        self.handlers.edit.refresh()
        self.set_theme(self._theme)  # the labels' buttons ask whether they may
        self.inspector.show_span()
        self._show_file()
        self.notices.tell_lost()
        self.watching.keep()

    def set_theme(self, theme: Theme) -> None:
        """Take over new colours: label colours are adapted so that they stand out from this theme's paper."""
        self._theme, self._scheme = theme, self.session.scheme
        scheme = self._scheme
        colors = {label.key: adapted(label.color, theme.article) for label in scheme.labels}
        colors[""] = adapted(theme.article.unknown, theme.article)
        self.pane.article.set_palette(theme.article)
        self.pane.bar.set_scheme(scheme, colors)
        self.side.set_colors(colors)
        self.labels.set_scheme(scheme, colors)

    def _follow_scheme(self) -> None:
        """Other labels, colours or keys: in the bars, the text and the lists. (An import may have changed any.)"""
        if self.session.scheme != self._scheme:
            self.actions_table.set_scheme(self.session.scheme)
            self.pane.article.set_scheme(self.session.scheme)
            self.set_theme(self._theme)

    def open_document(self, document_id: str) -> None:
        """Open a document at the place where it was left."""
        self.inspector.commit()
        self.focus.open(document_id, self._place_of(document_id))

    def _place_of(self, document_id: str) -> int:
        """Where the caret was in a document, in this session or the last."""
        return self._places.get(document_id, self._settings.number(self._place_key(document_id), 0))

    def _show_document(self) -> None:
        self._keep_place()
        document = self.focus.document
        self._document_id = document.id if document else None
        self.documents.show_document(self._document_id)
        self._show_file()
        if document and not self.focus.again:
            self.pane.article.set_caret(min(self._place_of(document.id), len(self.focus.text)))
            self._settings.set(self._project_key("document"), document.id)
        self._show_selection()
        if self.focus.again:
            return
        if not (self.documents.isAncestorOf(self.focusWidget()) if self.focusWidget() else False):
            self.pane.article.setFocus()

    def _keep_place(self) -> None:
        # Called when the focus has moved on but the article still holds the caret of the document before.
        if self._document_id and self.pane.article.text() and self._document_id in self._places:
            self._settings.set(self._place_key(self._document_id), self._places[self._document_id])

    def _write_place_down(self) -> None:
        self._keep_place()
        self._settings.save()

    def _show_selection(self) -> None:
        article = self.pane.article
        selection = article.selection()
        caret = article.caret()
        if self._document_id and self.focus.document and self.focus.document.id == self._document_id:
            self._places[self._document_id] = caret
            self._rest.start()
        if selection:
            start, end = selection
            count = end - start
            self.status.selection.setText(f"Selection {start}–{end} · {count:,} character{'s' if count != 1 else ''}")
        else:
            self.status.selection.setText(f"Position {caret:,}")

    def _show_file(self) -> None:
        path = self.session.project.path
        self.setWindowTitle(f"{visible(path.stem)} — Annotator")
        self.status.file.setText(visible(path.name))
        self.status.file.setToolTip(visible(str(path)))
        self._show_saved(True)

    def _show_saved(self, saved: bool) -> None:
        loss, state = self.session.loss, "All changes saved" if saved else "Last change not saved"
        if loss is not None:
            state = "File gone" if loss.whole else "File changed"
        elif self.session.read_only:
            state = "Read-only"
        if state != self.status.saved.text():
            self.status.saved.setText(state)

    def _check_file(self) -> None:
        """SQLite's own check, beside the work: 20 ms a megabyte. After an unclean end it was made before opening."""
        session = self.session

        def work(tick: Tick) -> None:
            with session.project.worker() as project:
                project.check()

        def failed(error: Exception) -> None:
            if not isinstance(error, Displaced):  # which is told in its own way
                self.banner.say("damage", str(error))

        session.jobs.start("Checking the file", work, lambda _: None, failed)

    def _zoomed(self, percent: int) -> None:
        self.status.zoom.setText(f"{percent}%")
        self._settings.set("view/zoom", percent)

    def _restore(self) -> None:
        settings, view = self._settings, self.handlers.view
        self.resize(1280, 800)
        self.restoreGeometry(settings.bytes("window/geometry"))
        self._panes.restoreState(settings.bytes("window/panes"))
        self._right.restoreState(settings.bytes("window/right"))
        self.documents.setVisible(settings.flag("view/documents", True))
        self._right.setVisible(settings.flag("view/spans", True))
        view.restore_snap()
        if not settings.flag("view/others", True):
            view.show_others(False)
        reading, self._missing_font = remembered(settings)
        self.pane.article.set_reading(reading)
        self.pane.article.set_zoom(settings.number("view/zoom", 100))
        self._zoomed(self.pane.article.zoom)
        for name, checked in (
            ("documents_panel", not self.documents.isHidden()),
            ("spans_panel", not self._right.isHidden()),
            ("others", self.pane.others_shown),
        ):
            self.actions_table.get(f"view.{name}").setChecked(checked)
        self.actions_table.get("check.marks").setChecked(settings.flag("view/checks", True))
        self.actions_table.get("view.theme", settings.text("view/theme", "system")).setChecked(True)
        self._show_file()
        if self.session.read_only:
            self.notices.tell_read_only()

    def begin(self) -> None:
        """Open the document that was open last. Call it once the window is shown: only then is its width known."""
        last = self._settings.text(self._project_key("document"), "")
        rows, query = self.documents.model.rows, self.session.query
        first = rows[0] if rows else next(query.documents(), None)  # the list may still be read, or show none
        if last and query.find(Document, last):
            self.open_document(last)
        elif first:
            self.open_document(first.id)
        else:
            self.focus.open(None)
            self.status.tell("This project is empty: drop articles here, or import them with Ctrl+I")
        if problems := [*self.actions_table.keymap.problems, *filter(None, [self._missing_font])]:
            self.status.warn(" · ".join(problems))
        QTimer.singleShot(0, self.pane.article, self.pane.article.setFocus)
        self._quiet.start()
        self._later.start()

    def _project_key(self, name: str) -> str:
        return project_key(self.session.project.path, name)

    def _place_key(self, document_id: str) -> str:
        return self._project_key(f"caret-{document_id}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.handlers.file.import_dropped([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _may_close(self) -> bool:
        """Keep what is still being typed; where the file does not take it, ask whether it may be lost."""
        kept = self.inspector.keep_all()
        if "guide" in vars(self.handlers):
            page = self.handlers.guide.page()
            page.commit()
            kept = kept and not page.unsaved
        if kept or not self.isVisible():
            return True
        from annotator.gui.dialogs import confirm

        why = self.status.message()
        return confirm(self, "Not saved", f"{why}\n\nWhat you have typed last is lost if you close now.")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is still being typed, remember the window, close the project into one file."""
        if not self._may_close():
            event.ignore()
            return
        self._quiet.stop()
        self._later.stop()
        self.inspector.stop()
        if "backing_up" in vars(self):
            self.backing_up.stop()
        if "watching" in vars(self):
            self.watching.stop()
        self._keep_place()
        settings = self._settings
        settings.set("window/geometry", self.saveGeometry())
        settings.set("window/panes", self._panes.saveState())
        mode = vars(self.handlers).get("mode")
        if mode is None or mode.mode == "annotate":  # other modes divide the column in their own way
            settings.set("window/right", self._right.saveState())
        settings.save()
        if "check" in vars(self.handlers):
            self.handlers.check.checks.stop()
        self.session.close()
        super().closeEvent(event)
