"""What the keys of the Span menu do: compute a change with ``edit``, commit it, keep the caret and the choice right."""

from collections.abc import Callable

from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Label, Span
from annotator.edit import tagging
from annotator.gui.next_label import NextLabel
from annotator.gui.parts import Parts
from annotator.gui.spans_panel import both_ends, in_marks


class SpanCommands:
    """Handlers of the commands ``span.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._article = parts.article
        self._pane = parts.pane
        self._inspector = parts.inspector
        self._panel = parts.spans
        self._status = parts.status
        self.next_label = NextLabel(parts)
        parts.article.edge_dragged.connect(self.edge_dragged)

    def tag(self, label_key: str) -> None:
        """A label's key: add a span; straight after R or C, give the chosen span or its double this label."""
        if self.next_label.take(label_key):
            return
        document, label = self._focus.document, self._session.scheme.label(label_key)
        if document is None or label is None:
            return
        selection, caret = self._article.selection(), self._article.caret()
        try:
            start, end = tagging.extent(self._focus.text, label=label, caret=caret, selection=selection)
            twin = self._own_overlap(label_key, start, end)
            changes = tagging.tag(
                document=document,
                text=self._focus.text,
                annotator_id=self._session.owner_id,
                label=label,
                start=start,
                end=end,
                progress=self._focus.progress,
            )
            self._session.commit(changes)
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        self._focus.choose(changes.changes[0].record.id)
        if selection:
            self._article.set_caret(end, scroll=False)
        if twin:
            name = label.name.lower()
            same = (twin.start, twin.end) == (start, end)
            where = "exactly this" if same else in_marks(twin.text)
            self._status.warn(f"You had tagged {where} as {name} already; Ctrl+Z takes the new one back")
        else:
            self.tell_extent(self._focus.span)

    def _own_overlap(self, label_key: str, start: int, end: int) -> Span | None:
        mine = self._session.owner_id
        near = self._article.spans_between(start, end)
        over = [span for span in near if span.label == label_key and span.annotator_id == mine]
        return next((span for span in over if (span.start, span.end) == (start, end)), over[0] if over else None)

    def retag(self) -> None:
        """R: the next label key changes the label of the chosen span."""
        span = self.chosen()
        if span:
            self.next_label.ask(span, "Retag", self._retag)

    def _retag(self, span: Span, label: Label) -> None:
        self.do(lambda: tagging.retag(span, label, self._session.scheme, self._session.owner_id))

    def delete(self) -> None:
        """Delete the chosen span and its links; the next inner or outer one at that place is chosen."""
        span = self.chosen()
        if span is None:
            return
        links = self._session.query.links_of(span.id)
        mine = self._session.owner_id
        if self.do(lambda: tagging.delete([span], links, annotator_id=mine, scheme=self._session.scheme)):
            here = self._article.spans_at(self._article.caret())
            self._focus.choose(here[0].id if here else None)

    def move_edge(self, how: str) -> None:
        """``how`` is side, direction and unit, such as ``end 1 word``."""
        side, direction, by = how.split()
        span = self.chosen()
        if span:
            self.do(
                lambda: tagging.move_edge(
                    span,
                    text=self._focus.text,
                    side=side,
                    direction=int(direction),
                    by=by,
                    annotator_id=self._session.owner_id,
                    scheme=self._session.scheme,
                )
            )
            moved = self._focus.span
            if moved and (moved.start, moved.end) != (span.start, span.end):
                self.tell_extent(moved)
            if moved:
                place = moved.start if side == "start" else moved.end
                self._article.reveal(place)

    def tell_extent(self, span: Span | None) -> None:
        """Where the span begins and ends now, to be read without looking for its edges on the page."""
        if span:
            self._status.tell(f"{self._session.scheme.label_name(span.label)}: {both_ends(span.text)}")

    def edge_dragged(self, span_id: str, start: int, end: int) -> None:
        span = self._focus.spans.get(span_id)
        if span:
            mine, scheme = self._session.owner_id, self._session.scheme
            self.do(
                lambda: tagging.move(
                    span, text=self._focus.text, start=start, end=end, annotator_id=mine, scheme=scheme
                )
            )

    def previous(self) -> None:
        self._walk(-1)

    def next(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        """To the span before or behind in reading order, outer before inner; from the caret if none is chosen."""
        spans = self._panel.model.spans
        if not spans:
            self._status.tell("There are no spans here")
            return
        chosen = self._focus.span
        place = self._panel.model.place_of(chosen) if chosen else -1
        if place >= 0:
            place += step
        else:
            caret = self._article.caret()
            behind = self._panel.model.behind(caret)
            place = behind if step > 0 else behind - 1
        if not 0 <= place < len(spans):
            self._status.tell("This is the last span" if step > 0 else "This is the first span")
            return
        self.go_to(spans[place].id)

    def go_to(self, span_id: str) -> None:
        """Choose a span and put the caret at its start."""
        span = self._focus.spans.get(span_id)
        if span:
            self._focus.choose(span_id)
            self._article.set_caret(span.start, scroll=False)
            self._article.reveal(span.start, span.end)

    def note(self) -> None:
        if not self._inspector.focus_note():
            self._status.tell("Choose a span first; ] goes to the next one")

    def inspect(self) -> None:
        if not self._inspector.focus_first():
            self._status.tell("Choose a span first; ] goes to the next one")

    def back_to_text(self) -> None:
        """Esc: keep what was typed, drop what was begun, and put the keyboard back into the text."""
        self._inspector.commit()
        idle = self._article.hasFocus() and not self.next_label.waiting and not self._article.selection()
        self.next_label.stop()
        if self._article.hasFocus() and self._article.selection():
            self._article.set_caret(self._article.caret(), scroll=False)
        self._article.setFocus()
        if idle:
            self._pane.escaped.emit()

    def chosen(self) -> Span | None:
        """The chosen span; without one, the status bar says how to choose."""
        span = self._focus.span
        if span is None:
            self._status.tell("Choose a span first: click it, or press ]")
        return span

    def do(self, verb: Callable[[], ChangeSet]) -> ChangeSet | None:
        """Commit what ``verb`` computes; ``None`` if it could not be done, which the status bar tells."""
        try:
            changes = verb()
            self._session.commit(changes)
        except AnnotatorError as error:
            self._status.warn(str(error))
            return None
        return changes
