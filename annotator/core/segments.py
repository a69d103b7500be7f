"""Overlapping spans made flat for painting: stretches with one set of spans each, and a lane for every underline.

Pure arithmetic on code point positions, half open. It knows neither colours nor pixels.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.core.model import Span


class Segment(NamedTuple):
    """A stretch ``[start, end)`` all of whose characters lie in the same spans, outermost first."""

    start: int
    end: int
    spans: tuple[Span, ...]


def outermost(span: Span) -> tuple[int, int, str]:
    """Sort key: the outermost span first; the exact reverse of the order in which clicks walk."""
    return span.start - span.end, span.start, span.id


def segments(spans: Iterable[Span], start: int, end: int) -> list[Segment]:
    """The stretches of ``[start, end)`` that lie in at least one span, in order, none of them empty.

    Their borders are the borders of the spans, cut to ``[start, end)``. Spans without width take no part.
    """
    events: list[tuple[int, int, Span]] = []
    for span in spans:
        a, b = max(span.start, start), min(span.end, end)
        if a < b:
            events.append((a, 1, span))
            events.append((b, 0, span))
    events.sort(key=lambda event: event[0])
    found: list[Segment] = []
    open_spans: dict[str, Span] = {}
    here = start
    for position, opens, span in events:
        if position > here:
            if open_spans:
                found.append(Segment(here, position, tuple(sorted(open_spans.values(), key=outermost))))
            here = position
        if opens:
            open_spans[span.id] = span
        else:
            del open_spans[span.id]
    return found


class _Lane:
    """Disjoint intervals in order of position; says quickly whether one more fits."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def first_behind(self, start: int) -> int:
        """The index of the first interval that ends behind ``start``."""
        return bisect_left(self.ends, start + 1)

    def holds_part_of(self, start: int, end: int) -> bool:
        at = self.first_behind(start)
        return at < len(self.starts) and self.starts[at] < end

    def holds_inside(self, start: int, end: int) -> bool:
        """Whether an interval lies inside ``[start, end)``."""
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.ends[at] <= end

    def put(self, start: int, end: int) -> None:
        at = self.first_behind(start)
        self.starts.insert(at, start)
        self.ends.insert(at, end)


def lanes(spans: Sequence[Span], most: int = 8) -> dict[str, int]:
    """The lane of every span's underline, 0 nearest to the text, at most ``most`` lanes; by span id.

    Spans that overlap get different lanes and one that encloses another lies below it. Beyond ``most`` the outer
    ones share the last lane. Spans without width get lane 0.
    """
    taken: list[_Lane] = []
    given: dict[str, int] = {}
    for span in sorted(spans, key=outermost, reverse=True):
        start, end = span.start, span.end
        if start >= end:
            given[span.id] = 0
            continue
        lane = next((n + 1 for n in range(len(taken) - 1, -1, -1) if taken[n].holds_inside(start, end)), 0)
        while lane < len(taken) and taken[lane].holds_part_of(start, end):
            lane += 1
        if lane >= most:
            given[span.id] = most - 1
            continue
        if lane == len(taken):
            taken.append(_Lane())
        taken[lane].put(start, end)
        given[span.id] = lane
    return given
