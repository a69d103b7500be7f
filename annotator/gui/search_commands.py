"""Searching all documents: the page beside the text, and going to what was found."""

from annotator.core.model import Document
from annotator.gui.parts import Parts
from annotator.gui.search_page import SearchPage
from annotator.store.search import Hit

_LONGEST = 200  # code points of a selection that is taken as what to search


class SearchCommands:
    """Handlers of the commands ``search.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._page: SearchPage | None = None

    def page(self) -> SearchPage:
        """Made for the column beside the text when it is first shown there."""
        if self._page is None:
            self._page = SearchPage(self._parts.session)
            self._page.opened.connect(self.go_to)
        return self._page

    def show(self) -> None:
        """Ctrl+Shift+F: the page, with what is selected in the text as the first query."""
        selection = self._parts.article.selection() if self._parts.article.hasFocus() else None
        text = self._parts.focus.text[slice(*selection)].strip() if selection else ""
        page = self._shown()
        if text and len(text) <= _LONGEST and not {"\n", '"'} & set(text):
            page.ask(f'"{text}"')
        page.take_keyboard()

    def next(self) -> None:
        self._step(1)

    def previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        page = self._shown()
        if not page.model.items:
            page.take_keyboard()
        elif not page.step(step):
            self._parts.status.tell("This is the last hit" if step > 0 else "This is the first hit")

    def _shown(self) -> SearchPage:
        self._parts.right.show()
        self._parts.side.show_page("search")
        return self.page()

    def go_to(self, hit: Hit) -> None:
        """Open the document of a hit at its place."""
        parts = self._parts
        parts.inspector.commit()
        if parts.session.query.find(Document, hit.document_id) is None:
            parts.status.warn("This document is no longer in the project: search again")
            return
        if parts.focus.document is None or parts.focus.document.id != hit.document_id:
            parts.focus.open(hit.document_id, hit.start)
        if hit.span_id:
            parts.article.set_caret(hit.start, scroll=False)
            parts.article.reveal(hit.start, hit.end)
            parts.focus.choose(hit.span_id)
        elif hit.start < hit.end:
            parts.article.select(hit.start, hit.end)
        parts.article.setFocus()
