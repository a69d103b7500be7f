"""What the commands of the guidelines do: show the one of the span at hand, turn the page, edit it."""

from PySide6.QtWidgets import QSplitter

from annotator.core.model import Span
from annotator.gui.guide_page import GuidePage
from annotator.gui.parts import Parts


class GuideCommands:
    """Handlers of the commands ``guide.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._page: GuidePage | None = None

    def page(self) -> GuidePage:
        """The page of the right column, made when first shown."""
        if self._page is None:
            page = self._page = GuidePage(self._parts.session)
            page.failed.connect(self._parts.status.warn)
            page.set_zoom(self._parts.article.zoom)
            self._parts.article.zoom_changed.connect(page.set_zoom)
            page.show_label(self._label_at_hand())
        return self._page

    def of_label(self) -> None:
        """H: the guideline of the chosen span's label, else of the one used last here; the keyboard stays."""
        self._bring()
        self.page().show_label(self._label_at_hand())

    def turn(self) -> None:
        """Shift+F1: to the guidelines, keyboard included; from there back to the spans and the text."""
        side, page = self._parts.side, self.page()
        if side.current == "guide" and side.isVisible() and page.isAncestorOf(self._parts.window.focusWidget() or side):
            page.read()
            side.show_page("spans")
            self._parts.article.setFocus()
            return
        self._bring()
        page.take_keyboard()

    def edit(self) -> None:
        """Edit the guideline that is shown, or that of the label at hand."""
        if self._parts.side.current != "guide":
            self.of_label()
        self._bring()
        self.page().edit()

    def _bring(self) -> None:
        self._parts.right.show()
        self._parts.side.show_page("guide")
        self._make_room()

    def _make_room(self) -> None:
        """A page is read in more than a few lines: it gets two thirds of the column if it had less than half."""
        column = self._parts.right
        if isinstance(column, QSplitter) and column.count() == 2:
            whole = sum(column.sizes())
            if 0 < column.sizes()[0] < whole // 2:
                column.setSizes([whole * 2 // 3, whole - whole * 2 // 3])

    def _label_at_hand(self) -> str | None:
        focus, mine = self._parts.focus, self._parts.session.owner_id
        if focus.span:
            return focus.span.label
        own = [span for span in focus.spans.values() if span.annotator_id == mine]
        last: Span | None = max(own, key=lambda span: span.updated_at, default=None)
        return last.label if last else None
