"""An index of spans by position: which spans touch a stretch of text, in time that does not grow with the document.

The text is cut into buckets of 1,024 code points and each bucket lists the spans that touch it. A span over very many
buckets is kept aside, so that one that covers a whole book costs no more than any other. Nothing here knows what a
span means; whoever changes a span removes the old one and adds the new one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotator.core.model import Span

SHIFT = 10  # 2 ** 10 code points per bucket: about one screenful, so a page query reads two to four
_WIDE = 64  # buckets; a span over more is kept aside


class SpanIndex:
    """Spans of one document, found by id or by the stretch they touch. Positions are code points, half open."""

    only = ""
    """The annotator whose spans alone ``query`` and ``at`` find; empty: everyone's."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: dict[str, Span] = {}
        self._buckets: defaultdict[int, dict[str, Span]] = defaultdict(dict)
        self._wide: dict[str, Span] = {}
        for span in spans:
            self.add(span)

    def __len__(self) -> int:
        return len(self._spans)

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans.values())

    def __contains__(self, span_id: object) -> bool:
        return span_id in self._spans

    def get(self, span_id: str) -> Span | None:
        return self._spans.get(span_id)

    def shows(self, span: Span) -> bool:
        """Whether a span is not left out by ``only``."""
        return not self.only or span.annotator_id == self.only

    def add(self, span: Span) -> None:
        """Add a span, or put it in the place of the one with the same id."""
        span_id = span.id
        if span_id in self._spans:
            self.remove(span_id)
        self._spans[span_id] = span
        first, last = span.start >> SHIFT, max(span.start, span.end - 1) >> SHIFT
        if first == last:
            self._buckets[first][span_id] = span
        elif last - first > _WIDE:
            self._wide[span_id] = span
        else:
            for bucket in range(first, last + 1):
                self._buckets[bucket][span_id] = span

    def remove(self, span_id: str) -> Span | None:
        """Take a span out and return it; ``None`` if it was not there."""
        span = self._spans.pop(span_id, None)
        if span is None or self._wide.pop(span_id, None) is not None:
            return span
        for bucket in range(span.start >> SHIFT, (max(span.start, span.end - 1) >> SHIFT) + 1):
            del self._buckets[bucket][span_id]
        return span

    def query(self, start: int, end: int) -> list[Span]:
        """The spans that share a character with ``[start, end)``, and the zero-width ones that begin in it.

        Each once, in no particular order.
        """
        if end <= start:
            return []
        first, last = start >> SHIFT, (end - 1) >> SHIFT
        found = [span for span in self._wide.values() if span.start < end and span.end > start]
        for bucket in range(first, last + 1):
            spans = self._buckets.get(bucket)
            if spans:
                found += [
                    span
                    for span in spans.values()
                    if span.start < end
                    and (span.end > start or span.start == span.end >= start)
                    # A span is counted in the first bucket that this query reads of it.
                    and (bucket == first or span.start >> SHIFT == bucket)
                ]
        return [span for span in found if span.annotator_id == self.only] if self.only else found

    def in_order(self) -> Iterator[Span]:
        """All spans by start, the longer first; of equal ones the older. Sorted bucket by bucket, as they are asked
        for."""
        wide: defaultdict[int, list[Span]] = defaultdict(list)
        for span in self._wide.values():
            wide[span.start >> SHIFT].append(span)
        for bucket in sorted(self._buckets.keys() | wide.keys()):
            here = [span for span in self._buckets.get(bucket, {}).values() if span.start >> SHIFT == bucket]
            here += wide.get(bucket, ())
            yield from sorted(here, key=lambda span: (span.start, -span.end, span.created_at, span.id))

    def at(self, position: int) -> list[Span]:
        """The spans at a caret position, innermost first (the shorter, then the later begun, then by id).

        Those that cover the character behind the caret, and zero-width ones exactly here; only where there are none,
        those that end here. So a caret just behind a tagged last word still finds its span.
        """
        found = self.query(position, position + 1)
        if not found and position > 0:
            found = [span for span in self.query(position - 1, position) if span.end == position]
        return sorted(found, key=innermost)


def innermost(span: Span) -> tuple[int, int, str]:
    """Sort key: the innermost span first."""
    return span.end - span.start, -span.start, span.id
