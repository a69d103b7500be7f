"""What the Document menu does: go from document to document, mark, rename, delete."""

from annotator.app.session import BULK
from annotator.core.errors import AnnotatorError
from annotator.edit import documents, tagging
from annotator.gui.documents_model import STATE_NAMES
from annotator.gui.parts import Parts


class DocumentCommands:
    """Handlers of the commands ``document.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._panel = parts.documents
        self._status = parts.status
        self._window = parts.window

    def previous(self) -> None:
        self._go(-1, unfinished=False)

    def next(self) -> None:
        self._go(1, unfinished=False)

    def previous_unfinished(self) -> None:
        self._go(-1, unfinished=True)

    def next_unfinished(self) -> None:
        self._go(1, unfinished=True)

    def _go(self, step: int, *, unfinished: bool) -> None:
        target = self._panel.neighbour(step, unfinished=unfinished)
        if target:
            self._panel.opened.emit(target)
        else:
            which = "unfinished document" if unfinished else "document"
            self._status.tell(f"There is no {which} {'below' if step > 0 else 'above'}")

    def done_and_next(self) -> None:
        """Mark as done and open the next unfinished document."""
        document = self._focus.document
        if document and self._mark("done"):
            target = self._panel.neighbour(1, unfinished=True) or self._panel.neighbour(-1, unfinished=True)
            if target:
                self._panel.opened.emit(target)
                self._status.tell(f"Marked as done: {document.title}")
            else:
                self._status.tell("Done: every document in the list is finished")

    def mark(self, state: str) -> None:
        if self._mark(state) and self._focus.document:
            self._status.tell(f"Marked as {STATE_NAMES[state]}: {self._focus.document.title}")

    def _mark(self, state: str) -> bool:
        document = self._focus.document
        if document is None:
            return False
        mine = self._session.annotator.id
        try:
            self._session.commit(
                tagging.set_state(document, state, annotator_id=mine, progress=self._focus.progress)
            )
        except AnnotatorError as error:
            self._status.warn(str(error))
            return False
        return True

    def rename(self) -> None:
        document = self._focus.document
        if document is None:
            return
        from annotator.gui.dialogs import ask

        title = ask(self._window, "Rename document", "Title:", document.title)
        if title is not None:
            try:
                self._session.commit(documents.rename(document, title))
            except AnnotatorError as error:
                self._status.warn(str(error))

    def delete(self) -> None:
        """Delete the open document; there is nothing to confirm, since Undo brings it back with all its spans."""
        document = self._focus.document
        if document is None:
            return
        following = self._panel.neighbour(1) or self._panel.neighbour(-1)
        count, session = len(self._focus.spans), self._session

        def done() -> None:
            if following and self._focus.document is None:  # else another was opened meanwhile
                self._panel.opened.emit(following)
            self._status.tell(f"Deleted “{document.title}” with {count:,} spans; Ctrl+Z brings it back")

        try:
            if count > BULK or not self._focus.complete:
                session.bulk(
                    documents.DELETE,
                    lambda query, tick: documents.delete_big(document, query, tick),
                    done,
                    lambda error: self._status.warn(str(error)),
                    merged=False,
                )
                return
            spans, links = session.query.spans(document.id), session.query.links(document.id)
            session.commit(documents.delete(document, spans, links))
        except AnnotatorError as error:
            self._status.warn(str(error))
        else:
            done()

    def filter(self) -> None:
        """Put the keyboard into the document filter."""
        self._panel.show()
        self._panel.filter.setFocus()
        self._panel.filter.selectAll()
