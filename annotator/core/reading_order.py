"""Spans in reading order, kept so while they come and go: by start, the outer before the inner.

A list that is always sorted, since sorting 100,000 spans takes longer than a key press may wait.
"""

from bisect import bisect_left
from collections.abc import Iterable

from annotator.core.model import Span


def order(span: Span) -> tuple[int, int, str, str]:
    """Sort key: reading order, the outer before the inner."""
    return span.start, -span.end, span.label, span.id


def _start(span: Span) -> int:
    return span.start


class ReadingOrder:
    """Spans of one document. ``spans`` is for reading only."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = sorted(spans, key=order)

    def __len__(self) -> int:
        return len(self.spans)

    def place_of(self, span: Span) -> int:
        """Where a span stands; -1 if it is not here, or not with this extent and label."""
        place = self.place_for(span)
        return place if place < len(self.spans) and order(self.spans[place]) == order(span) else -1

    def place_for(self, span: Span) -> int:
        """Where a span would stand."""
        return bisect_left(self.spans, order(span), key=order)

    def behind(self, position: int) -> int:
        """The place of the first span that starts at ``position`` or behind it."""
        return bisect_left(self.spans, position, key=_start)

    def add(self, span: Span) -> None:
        self.spans.insert(self.place_for(span), span)

    def remove(self, span: Span) -> None:
        """Take a span out, if it is there with this extent and label."""
        place = self.place_of(span)
        if place >= 0:
            del self.spans[place]

    def fill(self, start: int, end: int, spans: Iterable[Span]) -> None:
        """Put ``spans`` in the place of all that start in ``[start, end)``, where they all do."""
        self.spans[self.behind(start) : self.behind(end)] = sorted(spans, key=order)
