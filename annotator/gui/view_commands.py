"""What the View menu does: panels, colours, zoom, what is shown."""

from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui import theme
from annotator.gui.parts import Parts


class ViewCommands:
    """Handlers of the commands ``view.*``."""

    def __init__(self, parts: Parts) -> None:
        self._settings = parts.settings
        self._pane = parts.pane
        self._left = parts.documents
        self._right = parts.right
        self._side = parts.side
        self._spans = parts.spans
        self._status = parts.status
        self._themed = parts.themed

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
        self._side.show_page("spans")
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
