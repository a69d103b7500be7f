"""Where an annotator's spans deviate from gold: by label, by kind, by day. Pure: reads records.

What counts as settled is for the caller to say. Positions are code points, half open.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.cases import differing_attributes
from annotator.agreement.matching import HALF, candidates, match, overlap_over_union, shared
from annotator.core.model import Span

RIGHT = "right"
DEVIATIONS = (
    "start_long", "start_short", "end_long", "end_short", "other_value", "other_label", "over_tagged", "missed",
)  # fmt: skip
"""In what a span can deviate: ``start_long`` begins too early, ``start_short`` too late, ``end_long`` ends too late,
``end_short`` too early. A span may deviate at both edges and in a value; one of another label only in that."""
DEVIATION_NAMES = {
    "start_long": "start too early", "start_short": "start too late", "end_long": "end too late",
    "end_short": "end too early", "other_value": "other value", "other_label": "other label",
    "over_tagged": "over-tagged", "missed": "missed", RIGHT: "right",
}  # fmt: skip

Pair = tuple[Span | None, Span | None]
"""What an annotator has and what gold has at one place; not both ``None``."""


class Settled(NamedTuple):
    """One document: an annotator's spans of which it is known what is right, and gold's."""

    own: Sequence[Span]
    gold: Sequence[Span]


class Feedback(NamedTuple):
    """``labels`` counts by label (gold's, where it has one), ``days`` by day (ISO date) on which a span was made; both
    hold ``right`` and the deviations. A missed span counts on the last day on which the document was worked on."""

    documents: int
    spans: int
    gold: int
    right: int
    labels: Mapping[str, Mapping[str, int]]
    days: Mapping[str, Mapping[str, int]]

    @property
    def deviations(self) -> dict[str, int]:
        """How many of each kind, over all labels."""
        return {kind: sum(counts.get(kind, 0) for counts in self.labels.values()) for kind in DEVIATIONS}


def feedback(documents: Iterable[Settled], labels: Collection[str], compared: Iterable[str] = ()) -> Feedback:
    """``compared`` names the attributes in which a difference counts, as ``label.attribute``."""
    by_label: dict[str, Counter[str]] = {label: Counter() for label in labels}
    days: dict[str, Counter[str]] = {}
    attributes = frozenset(compared)
    looked = spans = golds = right = 0
    for document in documents:
        own = [span for span in document.own if span.label in by_label]
        gold = [span for span in document.gold if span.label in by_label]
        looked, spans, golds = looked + 1, spans + len(own), golds + len(gold)
        last = max((day_of(span) for span in own), default="")
        for mine, theirs in pairs(own, gold):
            kinds = deviations(mine, theirs, attributes) or (RIGHT,)
            right += kinds == (RIGHT,)
            by_label[label_of(mine, theirs)].update(kinds)
            if day := day_of(mine) if mine else last:
                days.setdefault(day, Counter()).update(kinds)
    return Feedback(looked, spans, golds, right, by_label, dict(sorted(days.items())))


def pairs(own: Sequence[Span], gold: Sequence[Span]) -> list[Pair]:
    """Each span once: with the one of gold that it should have been, or alone.

    First those of one label and extent, then those of one label that share half of their union, then those of one label
    that share half of the shorter (an edge is far off), then those of two labels that share half of their union.
    """
    found: list[Pair] = []
    taken: set[str] = set()

    def take(some: Iterable[tuple[Span, Span]]) -> None:
        for a, b in some:
            if a.id not in taken and b.id not in taken:
                taken.update((a.id, b.id))
                found.append((a, b))

    def left(spans: Sequence[Span]) -> list[Span]:
        return [span for span in spans if span.id not in taken]

    take(match(own, gold, lambda a, b: (a.label, a.start, a.end) == (b.label, b.start, b.end)))
    take(match(left(own), left(gold), lambda a, b: a.label == b.label))
    clipped = candidates(left(own), left(gold), _clipped)
    take(sorted(clipped, key=lambda pair: (-overlap_over_union(*pair), pair[0].start, pair[0].id, pair[1].id)))
    take(match(left(own), left(gold), lambda a, b: True))
    return [*found, *((span, None) for span in left(own)), *((None, span) for span in left(gold))]


def _clipped(a: Span, b: Span) -> bool:
    return a.label == b.label and shared(a, b) >= HALF * min(a.end - a.start, b.end - b.start)


def deviations(mine: Span | None, gold: Span | None, compared: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """In what ``mine`` deviates; empty if it says what gold says."""
    if mine is None:
        return ("missed",)
    if gold is None:
        return ("over_tagged",)
    if mine.label != gold.label:
        return ("other_label",)
    found = []
    if mine.start != gold.start:
        found.append("start_long" if mine.start < gold.start else "start_short")
    if mine.end != gold.end:
        found.append("end_long" if mine.end > gold.end else "end_short")
    if differing_attributes((mine, gold), compared):
        found.append("other_value")
    return tuple(found)


def label_of(mine: Span | None, gold: Span | None) -> str:
    """The label under which a pair counts: what it should have been."""
    span = gold or mine
    assert span is not None
    return span.label


def day_of(span: Span) -> str:
    """The day (UTC, ISO date) on which a span was made; empty if it is not known."""
    return span.created_at[:10]
