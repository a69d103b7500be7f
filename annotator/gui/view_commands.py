"""What the View menu does: panels, colours, zoom, what is shown."""

from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui import theme
from annotator.gui.parts import Parts

WHY_BLIND = "Working blind: the others’ spans show once you have marked this document as done"
_SNAPS = {
    "words": "Mouse snaps to words",
    "sentence": "Mouse snaps to sentences",
    "off": "Mouse selects exactly",
}


class ViewCommands:
    """Handlers of the commands ``view.*``."""

    def __init__(self, parts: Parts) -> None:
        self._settings = parts.settings
        self._focus = parts.focus
        self._pane = parts.pane
        self._left = parts.documents
        self._right = parts.right
        self._side = parts.side
        self._spans = parts.spans
        self._status = parts.status
        self._themed = parts.themed
        self._actions = parts.actions

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
        if self._focus.blind:
            self.show_sight()
            self._status.tell(WHY_BLIND)
            return
        self.show_others(not self._pane.others_shown)

    def show_sight(self) -> None:
        """Whether the others' spans show, and where they may not, that they do not."""
        blind = self._focus.blind
        self._status.sight.setVisible(blind)
        if blind:
            self._status.sight.setText("Working blind")
            self._status.sight.setToolTip(WHY_BLIND)
        self._actions().get("view.others").setChecked(self._pane.others_shown and not blind)

    def show_others(self, shown: bool) -> None:
        self._pane.show_others(shown)
        self._spans.others_shown = shown
        self._spans.reload()
        self._settings.set("view/others", shown)

    def snap(self, how: str) -> None:
        """What a selection by mouse grows to: ``off``, ``words`` or ``sentence``."""
        self._pane.article.mouse_snap = how
        self._settings.set("view/snap", how)
        self._status.snap.setText(_SNAPS[how])
        self._actions().get("view.snap", how).setChecked(True)

    def next_snap(self) -> None:
        names = list(_SNAPS)
        self.snap(names[(names.index(self._pane.article.mouse_snap) + 1) % len(names)])
        self._status.tell(self._status.snap.text())

    def restore_snap(self) -> None:
        """As it was left; earlier versions knew yes and no."""
        kept = self._settings.text("view/snap", "words")
        self.snap({"true": "words", "false": "off"}.get(kept, kept if kept in _SNAPS else "words"))

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
