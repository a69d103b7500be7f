"""Answers as a mode: its parts, made and wired when it is first entered, shown and put away with the mode."""

from annotator.app.answers import Answers
from annotator.core.model import Document
from annotator.gui.answers.page import AnswersPage
from annotator.gui.answers.panel import AnswerPanel
from annotator.gui.chrome import plain_label
from annotator.gui.lower_panel import LowerPanel
from annotator.gui.parts import Parts

_KEYS = "J K next, previous   ·   T take over   ·   Del delete   ·   R reply   ·   Space seen"


class AnswersDesk:
    """``enter`` and ``leave`` the mode; in between the text follows the answer at hand."""

    def __init__(self, parts: Parts, answers: Answers) -> None:
        self._parts = parts
        self._answers = answers
        self._on = False
        self.page = AnswersPage(answers)
        self.panel = AnswerPanel(parts.session, answers)
        self._bar = plain_label(_KEYS, "muted")
        parts.side.add("answers", "Answers", lambda: self.page)
        self._lower = LowerPanel(parts.right, parts.inspector, self.panel)
        parts.actions().add_text(self.page.list)
        answers.chosen.connect(self.show_place)
        answers.changed.connect(self._begin)

    def enter(self) -> None:
        parts = self._parts
        self._on = True
        parts.right.show()
        parts.labels.show_tools(self._bar)
        parts.side.show_only("answers")
        self._lower.show()
        parts.article.show_only(parts.session.owner_id)
        self._answers.choose_first()
        self.page.reload()
        self.panel.show_answer()
        self.show_place()

    def leave(self) -> None:
        if not self._on:
            return
        self._on = False
        parts = self._parts
        self._lower.put_away()
        parts.labels.show_tools(None)
        parts.side.show_all_but("answers")
        parts.pane.show_others(parts.pane.others_shown)

    def _begin(self) -> None:
        """Once they are read, begin with one."""
        if self._on and self._answers.current is None:
            self._answers.choose_first()

    def show_place(self) -> None:
        """Open the document of the answer at hand and go to its span, or to where it was."""
        answer = self._answers.current
        if answer is None or not self._on:
            return
        parts, span = self._parts, answer.span
        if parts.focus.document is None or parts.focus.document.id != span.document_id:
            if parts.session.query.find(Document, span.document_id) is None:
                return
            parts.documents.opened.emit(span.document_id)
        parts.focus.choose(span.id if span.id in parts.focus.spans else None)
        parts.article.set_caret(span.start, scroll=False)
        parts.article.reveal(span.start, span.end)
