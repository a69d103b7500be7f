"""Start the program with a window: the screen, the theme, which project, and what to do when it cannot be opened."""

import sys
from pathlib import Path
from threading import Thread

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator import user
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.core.errors import AnnotatorError, Locked, ReadOnly
from annotator.edit.blinding import handed_to
from annotator.edit.projects import Start, new_project
from annotator.gui import theme
from annotator.gui.chrome import program_icon
from annotator.gui.window import MainWindow
from annotator.store.project import Project

_QUIET_MILLISECONDS = 100
"""How long after the window has appeared a thread makes ready what the first tag needs."""


class Program:
    """The running program: one window at a time, which another project replaces."""

    def __init__(self, name: str | None, read_only: bool) -> None:
        QGuiApplication.setApplicationName("annotator")
        QGuiApplication.setApplicationDisplayName("Annotator")
        QGuiApplication.setDesktopFileName("annotator")
        QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, True)
        existing = QApplication.instance()
        self.application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1] + theme.STYLE)
        self.settings = Settings()
        self.window: MainWindow | None = None
        self._name = name
        self._read_only = read_only
        self.application.setWindowIcon(program_icon())
        self._dressed = False
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _: self._follow_system())

    def _dress(self) -> None:
        """Put on the theme before anything is seen, but no earlier: a style sheet makes building widgets slow."""
        if not self._dressed:
            theme.apply(self.application, theme.resolve(self.settings.text("view/theme", "system")))
            self._dressed = True

    def _follow_system(self) -> None:
        if self.window and self.settings.text("view/theme", "system") == "system":
            self.window.handlers.view.theme("system")

    def open(self, start: Start) -> bool:
        """Open the project of ``start`` and import its articles; false if the user was told why not."""
        try:
            session = self._session(start.project)
        except AnnotatorError as error:
            self._say("The project cannot be opened", error)
            return False
        if session is None:
            return False
        before = self.window
        self.window = MainWindow(session, self.settings, self.open_path)
        self._dress()
        self.window.show()
        self.window.begin()
        if before:
            before.close()
            before.deleteLater()
        else:
            QTimer.singleShot(_QUIET_MILLISECONDS, lambda: Thread(target=_warm_up, daemon=True).start())
        user.remember("last_project", str(session.project.path))
        if start.notice:
            self.window.status.tell(start.notice)
        if start.articles:
            self.window.handlers.file.import_paths(start.articles)
        return True

    def _session(self, path: Path) -> Session | None:
        """The project with its annotator; one that cannot be written is opened to be read. ``None`` if the user, told
        that somebody has it open, would rather not."""
        read_only, because, held = self._read_only, "", False
        try:
            project = Project(path, read_only=read_only)
        except ReadOnly as error:
            because = error.reason
            project = Project(path, read_only=True)
        except Locked as error:
            from annotator.gui.dialogs import ask_about_lock

            self._dress()
            wish = ask_about_lock(self.window, error)
            if not wish:
                return None
            held = wish == "read"
            because = f"it is open in another window ({error.holder})" if held else ""
            project = Project(path, read_only=held, anyway=not held)
        session = Session(project, self._user(project))
        session.read_only_because, session.held = because, held
        return session

    def _user(self, project: Project) -> user.User:
        """Who is tagging. A name given on the command line means the one person of that name in the project.

        It is remembered for the next start, as one chosen in the window is. A hand-out says for whom it is.
        """
        current = user.current_user(self._name)
        if not self._name:
            return current._replace(annotator=handed_to(project.query) or current.annotator)
        annotator = project.query.person_called(current.annotator.name) or current.annotator
        user.remember_annotator(annotator)
        return user.User(annotator, current.installation)

    def open_path(self, path: Path, new: bool) -> None:
        """Open another project from the window; ``new`` makes it first."""
        session = self.window.session if self.window else None
        if self.window and session and path.absolute() == session.project.path:
            if not session.read_only:
                self.window.status.tell("This project is open already")
                return
            if not session.project.read_only:
                # Our connection to the file that lay there is still open, and would write into what lies there now.
                self.window.status.warn("First save what is here under another name")
                return
        try:
            if new:
                new_project(path).close()
        except AnnotatorError as error:
            self._say("The project cannot be made", error)
            return
        self._read_only = False
        self.open(Start(path))

    def warn(self, text: str) -> None:
        """A line in the status bar of whichever window there is."""
        if self.window:
            self.window.status.warn(text)

    def _say(self, title: str, error: AnnotatorError) -> None:
        from annotator.gui.dialogs import say

        self._dress()
        say(self.window, title, str(error))


def _warm_up() -> None:
    """Make ready what finds words, sentences and numbers: all at once that takes longer than a key press may."""
    import uuid  # noqa: F401 - for the id of the first span

    import annotator.core.units  # noqa: F401 - for its patterns
    from annotator.core.patterns import warm_up

    warm_up()
