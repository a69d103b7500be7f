"""What the View and Help menus do: panels, colours, zoom, what is shown, the list of keys."""

from collections.abc import Callable

from PySide6 import QtWidgets  # its classes take a while to load: dialogs only when they are opened
from PySide6.QtWidgets import QApplication, QWidget

from annotator import __version__
from annotator.app.settings import Settings
from annotator.gui import theme
from annotator.gui.actions import Actions
from annotator.gui.article_pane import ArticlePane
from annotator.gui.spans_panel import SpansPanel
from annotator.gui.status import Status


class ViewCommands:
    """Handlers of the commands ``view.*``."""

    def __init__(
        self,
        settings: Settings,
        pane: ArticlePane,
        left: QWidget,
        right: QWidget,
        spans: SpansPanel,
        status: Status,
        themed: Callable[[theme.Theme], None],
    ) -> None:
        self._settings = settings
        self._pane = pane
        self._left = left
        self._right = right
        self._spans = spans
        self._status = status
        self._themed = themed

    def documents_panel(self) -> None:
        self._toggle(self._left, "view/documents")

    def spans_panel(self) -> None:
        self._toggle(self._right, "view/spans")

    def _toggle(self, panel: QWidget, key: str) -> None:
        shown = panel.isHidden()
        panel.setVisible(shown)
        self._settings.set(key, shown)
        if not shown:
            self._pane.article.setFocus()

    def filter_spans(self) -> None:
        self._right.show()
        self._spans.filter.setFocus()
        self._spans.filter.selectAll()

    def others(self) -> None:
        self.show_others(not self._pane.others_shown)

    def show_others(self, shown: bool) -> None:
        self._pane.show_others(shown)
        self._spans.others_shown = shown
        self._spans.reload()
        self._settings.set("view/others", shown)

    def snap(self) -> None:
        self.set_snap(not self._pane.article.mouse_snap)

    def set_snap(self, on: bool) -> None:
        self._pane.article.mouse_snap = on
        self._settings.set("view/snap", on)
        self._status.snap.setText("Mouse snaps to words" if on else "Mouse selects exactly")

    def zoom_in(self) -> None:
        self._pane.article.step_zoom(1)

    def zoom_out(self) -> None:
        self._pane.article.step_zoom(-1)

    def zoom_reset(self) -> None:
        self._pane.article.set_zoom(100)

    def theme(self, name: str) -> None:
        """Change the colours of everything, at once."""
        self._settings.set("view/theme", name)
        chosen = theme.resolve(name)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, chosen)
        self._themed(chosen)


class HelpCommands:
    """Handlers of the commands ``help.*``."""

    def __init__(self, window: QWidget, actions: Callable[[], Actions]) -> None:
        self._window = window
        self._actions = actions

    def palette(self) -> None:
        """Any command, by typing part of its name; it runs when the palette has gone."""
        from annotator.gui.palette import Palette

        palette = Palette(self._actions(), self._window)
        if palette.exec() and palette.chosen:
            palette.chosen.trigger()

    def keys(self) -> None:
        from annotator.gui.dialogs import KeysDialog

        KeysDialog(self._actions().commands, self._window).exec()

    def about(self) -> None:
        from annotator.gui.dialogs import say

        text = f"Annotator {__version__}\n\nMarks up articles for fact-checking. Everything stays in one file of yours."
        say(self._window, "About Annotator", text, QtWidgets.QMessageBox.Icon.Information)
