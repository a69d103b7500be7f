"""Giving the chosen span another shape: split, merge, swap, duplicate, to the quotation marks, grow and shrink."""

from annotator.core.buckets import innermost
from annotator.core.model import Label, Span
from annotator.core.text import BLANK
from annotator.edit import shaping, tagging
from annotator.gui.parts import Parts
from annotator.gui.span_commands import SpanCommands
from annotator.gui.spans_panel import in_marks

_EXTENT = tuple[int, int]


class ShapeCommands:
    """Handlers of the commands ``shape.*``."""

    def __init__(self, parts: Parts, spans: SpanCommands) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._article = parts.article
        self._status = parts.status
        self._spans = spans
        self._grown: list[tuple[str, _EXTENT, _EXTENT]] = []  # how the span came to its extent: id, before, after

    @property
    def _mine(self) -> str:
        return self._session.owner_id

    def split(self) -> None:
        """Two spans of one, parted at the caret; the second is chosen."""
        span, text = self._spans.chosen(), self._focus.text
        if span is None:
            return
        at, scheme = self._article.caret(), self._session.scheme
        done = self._spans.do(lambda: shaping.split(span, at, text=text, annotator_id=self._mine, scheme=scheme))
        if done:
            self._focus.choose(done.changes[1].record.id)
            self._status.tell("Split in two; Ctrl+Z puts them together again")

    def merge(self) -> None:
        """One span of this and the next of its label, one that overlaps it before any other."""
        span = self._spans.chosen()
        if span is None:
            return
        other = self._to_merge(span)
        if other is None:
            name = self._session.scheme.label_name(span.label).lower()
            self._status.warn(f"There is no other {name} of yours over it or next to merge with")
            return
        query, text, scheme = self._session.query, self._focus.text, self._session.scheme
        links = {link.id: link for each in (span, other) for link in query.links_of(each.id)}
        if self._spans.do(
            lambda: shaping.merge(span, other, list(links.values()), text=text, annotator_id=self._mine, scheme=scheme)
        ):
            self._status.tell(f"Merged with {in_marks(other.text)}")

    def _to_merge(self, span: Span) -> Span | None:
        """An own span of the label that overlaps this one, else the next one in this paragraph or, at its end, in the
        next."""
        over = [each for each in self._article.spans_between(span.start, span.end) if self._is_twin(each, span)]
        if over:
            return min(over, key=innermost)
        text = self._focus.text
        end = text.find("\n", len(text) - len(text[span.end :].lstrip(BLANK)))
        after = self._article.spans_between(span.end, len(text) if end < 0 else end)
        return min((each for each in after if self._is_twin(each, span)), key=lambda each: each.start, default=None)

    def _is_twin(self, span: Span, other: Span) -> bool:
        return span.id != other.id and span.label == other.label and span.annotator_id == self._mine

    def swap(self) -> None:
        """Exchange the extents of the chosen span and the innermost other one at its place."""
        span = self._spans.chosen()
        if span is None:
            return
        caret = self._article.caret()
        here = self._article.spans_at(caret) if span.start <= caret <= span.end else []
        over = sorted(self._article.spans_between(span.start, span.end), key=innermost)
        own = [each for each in (*here, *over) if each.id != span.id and each.annotator_id == self._mine]
        beneath = next((each for each in own if (each.start, each.end) != (span.start, span.end)), None)
        if beneath is None:
            self._status.warn("There is no other span of yours beneath this one to swap with")
            return
        scheme = self._session.scheme
        if self._spans.do(lambda: shaping.swap(span, beneath, annotator_id=self._mine, scheme=scheme)):
            names = [scheme.label_name(each.label).lower() for each in (span, beneath)]
            self._status.tell(f"The {names[0]} and the {names[1]} changed places")

    def duplicate(self) -> None:
        """C: the next label key adds a span of that label with this extent, and chooses it."""
        span = self._spans.chosen()
        if span:
            self._spans.next_label.ask(span, "Duplicate", self._duplicate)

    def _duplicate(self, span: Span, label: Label) -> None:
        scheme = self._session.scheme
        added = self._spans.do(lambda: shaping.duplicate(span, label, annotator_id=self._mine, scheme=scheme))
        if added:
            self._focus.choose(added.changes[0].record.id)

    def quotation(self) -> None:
        """V: the edges go to the quotation marks around the span; pressed again, inside them."""
        span, text, scheme = self._spans.chosen(), self._focus.text, self._session.scheme
        if span and self._spans.do(
            lambda: shaping.to_quotation(span, text=text, annotator_id=self._mine, scheme=scheme)
        ):
            self._show()

    def grow(self) -> None:
        span, text, scheme = self._spans.chosen(), self._focus.text, self._session.scheme
        if span and self._spans.do(lambda: shaping.grow(span, text=text, annotator_id=self._mine, scheme=scheme)):
            now = self._focus.spans[span.id]
            self._grown.append((span.id, (span.start, span.end), (now.start, now.end)))
            self._show()

    def shrink(self) -> None:
        """Back the way it grew, else to the next smaller unit around the caret."""
        span, text, scheme = self._spans.chosen(), self._focus.text, self._session.scheme
        if span is None:
            return
        at, mine = self._article.caret(), self._mine
        if self._grown and self._grown[-1][::2] == (span.id, (span.start, span.end)):
            start, end = self._grown.pop()[1]
            done = self._spans.do(
                lambda: tagging.move(span, text=text, start=start, end=end, annotator_id=mine, scheme=scheme)
            )
        else:
            self._grown.clear()
            done = self._spans.do(lambda: shaping.shrink(span, at, text=text, annotator_id=mine, scheme=scheme))
        if done:
            self._show()

    def _show(self) -> None:
        span = self._focus.span
        if span:
            self._spans.tell_extent(span)
            self._article.reveal(span.start, span.end)
