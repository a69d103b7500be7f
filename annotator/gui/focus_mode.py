"""Focus mode: the text alone, without panels, bars and menu; and everything back as it was."""

from PySide6.QtWidgets import QWidget

from annotator.gui.parts import Parts

_HIGHEST = 16_777_215  # what Qt takes for no limit


class FocusMode:
    """All keys go on working, those of the menus too. Nothing of it is remembered: the next start shows everything."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._hidden: list[QWidget] | None = None
        parts.pane.escaped.connect(self.leave)

    def toggle(self) -> None:
        if self._hidden is None:
            self._enter()
        else:
            self.leave()

    def _enter(self) -> None:
        parts = self._parts
        around = (parts.documents, parts.right, parts.labels, *parts.status.details)
        self._hidden = [widget for widget in around if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        # Hidden, it would not hear its Alt keys any more.
        parts.window.menuBar().setMaximumHeight(0)
        parts.article.setFocus()
        self._tell()
        action = parts.actions().get("reading.focus_mode")
        parts.status.tell(f"Focus mode: {action.shortcut().toString() or 'the command'} or Esc shows everything again")

    def leave(self) -> None:
        """Show what was hidden, and hide what has been shown since."""
        if self._hidden is None:
            return
        hidden, self._hidden = self._hidden, None
        parts = self._parts
        parts.window.menuBar().setMaximumHeight(_HIGHEST)
        for widget in (parts.documents, parts.right, parts.labels, *parts.status.details):
            widget.setVisible(widget in hidden)
        parts.settings.set("view/documents", parts.documents in hidden)
        parts.settings.set("view/spans", parts.right in hidden)
        self._tell()
        parts.status.tell("")

    def _tell(self) -> None:
        """Let the menu say what is shown."""
        actions = self._parts.actions()
        for name, on in (
            ("reading.focus_mode", self._hidden is not None),
            ("view.documents_panel", not self._parts.documents.isHidden()),
            ("view.spans_panel", not self._parts.right.isHidden()),
        ):
            actions.get(name).setChecked(on)
