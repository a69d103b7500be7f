"""What the keys of the answers do: about the answer at hand, then on to the next open one. Each can be undone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from annotator.app.session import BULK
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.edit import answering
from annotator.edit.answering import KINDS, Answer
from annotator.gui.answers.page import KIND_NAMES
from annotator.gui.mode_commands import ModeCommands
from annotator.gui.parts import Parts


class AnswerCommands:
    """Handlers of the commands ``answer.*``."""

    def __init__(self, parts: Parts, modes: ModeCommands) -> None:
        self._parts = parts
        self._modes = modes
        self._session = parts.session
        self._status = parts.status
        self._answers = modes.answers_state
        self._panel = modes.answers_desk.panel
        self._panel.asked.connect(lambda method: getattr(self, method)())
        self._panel.sent.connect(self._send)
        self._panel.left.connect(parts.article.setFocus)

    # Going about

    def next(self) -> None:
        if not self._answers.step(1):
            self._status.tell("This is the last answer")

    def previous(self) -> None:
        if not self._answers.step(-1):
            self._status.tell("This is the first answer")

    def next_open(self) -> None:
        if not self._answers.move_on():
            self._tell_done()

    # Acting

    def take_over(self) -> None:
        """The own span becomes the fixed one."""
        answer = self._at_hand()
        if answer is not None:
            query = self._session.query
            self._do(
                lambda: answering.take_over(
                    answer,
                    spans=query.spans(answer.span.document_id),
                    links=query.links_of(answer.span.id),
                    annotator_id=self._session.annotator.id,
                    scheme=self._session.scheme,
                ),
                "Took over the fix",
            )

    def drop(self) -> None:
        """The own span goes."""
        answer = self._at_hand()
        if answer is not None:
            links = self._session.query.links_of(answer.span.id)
            mine, scheme = self._session.annotator.id, self._session.scheme
            self._do(lambda: answering.drop(answer, links=links, annotator_id=mine, scheme=scheme), "Deleted")

    def seen(self) -> None:
        self._see([answer] if (answer := self._at_hand()) else [])

    def all_seen(self) -> None:
        self._see(self._answers.shown)

    def _see(self, answers: Sequence[Answer]) -> None:
        count = sum(answer.open for answer in answers)
        if count > BULK:
            changes, failed = answering.mark_seen(answers), lambda error: self._status.warn(str(error))
            try:
                self._session.bulk(changes.label, lambda query, tick: [changes], self._tell_done, failed, merged=False)
            except AnnotatorError as error:
                self._status.warn(str(error))
        elif count:
            self._do(lambda: answering.mark_seen(answers), f"{count:,} seen" if count > 1 else "Seen")
        elif answers and not self._answers.move_on():
            self._tell_done()

    def reply(self) -> None:
        """Write to the reviewer."""
        if self._at_hand() is not None:
            self._panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _send(self, text: str) -> None:
        answer, mine = self._at_hand(), self._session.annotator.id
        if answer is not None and self._do(lambda: answering.reply(answer, text, annotator_id=mine), "Answered"):
            self._panel.field.clear()
            self._parts.article.setFocus()

    def edit(self) -> None:
        """To annotating, at the span."""
        answer = self._at_hand()
        if answer is None:
            return
        if answer.gone:
            self._status.tell("This span was deleted")
            return
        self._modes.annotate()
        self._parts.focus.choose(answer.span.id)
        self._parts.article.reveal(answer.span.start, answer.span.end)
        key = self._parts.actions().get("mode.answers").shortcut().toString()
        self._status.tell(f"Edit the span as ever; {key} comes back to the answers")

    def _at_hand(self) -> Answer | None:
        if self._answers.current is None:
            self._status.tell("No answer is at hand")
        return self._answers.current

    def _do(self, verb: Callable[[], ChangeSet], done: str) -> bool:
        try:
            self._session.commit(verb())
        except AnnotatorError as error:
            self._status.warn(str(error))
            return False
        on = self._answers.move_on()
        left = self._answers.left()
        rest = f"{left:,} open" if left else "That was the last one"
        self._status.tell(f"{done}; Ctrl+Z takes it back   {rest}" if on or not left else f"{done}; {left:,} elsewhere")
        return True

    def _tell_done(self) -> None:
        left = self._answers.left()
        self._status.tell(f"Nothing open is shown; {left:,} others are" if left else "Every answer is settled")

    # What is shown

    def kind(self) -> None:
        """The next kind of which there are answers; after the last all of them."""
        counts = self._answers.counts()
        kinds = ["", *(kind for kind in KINDS if counts[kind])]
        place = kinds.index(self._answers.kind) if self._answers.kind in kinds else 0
        self._answers.show(kind=kinds[(place + 1) % len(kinds)])
        self._status.tell(f"Answers shown: {KIND_NAMES[self._answers.kind]}")

    def open_only(self) -> None:
        self._answers.show(open_only=not self._answers.open_only)
