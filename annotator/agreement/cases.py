"""Cases: what several annotators tagged at one place, and in what they differ.

Which annotators are compared, and that they are done with the document, is for the caller to see to; so is leaving out
gold and suggesters. Positions are code points, half open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.agreement.matching import HALF, candidates, overlap_over_union, shared
from annotator.core.model import Json, Span
from annotator.core.scheme import Scheme

KINDS = ("label", "boundary", "attribute", "missing", "only_one", "agreed")
"""What a case can be, the first that fits, the gravest first."""


class Case(NamedTuple):
    """Spans of one document that are about the same thing, in reading order, and how they differ."""

    kind: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return max(span.end for span in self.spans)

    @property
    def annotators(self) -> frozenset[str]:
        return frozenset(span.annotator_id for span in self.spans)

    def of(self, annotator_id: str) -> tuple[Span, ...]:
        """The version of one annotator: their spans in this case."""
        return tuple(span for span in self.spans if span.annotator_id == annotator_id)


def cases(spans: Iterable[Span], annotators: Sequence[str], compared: Iterable[str] = ()) -> list[Case]:
    """The cases of one document in reading order.

    ``annotators`` are the ids of everyone compared, also of those who tagged nothing; spans of others are left out.
    ``compared`` names the attributes that make a difference, as ``label.attribute``.

    Spans of different annotators with the same label belong together when they share at least half of the shorter one.
    Of the spans then still alone, those of different annotators and labels pair one to one, the greatest overlap over
    union first, where it is at least a half.
    """
    chosen = set(annotators)
    mine = [span for span in spans if span.annotator_id in chosen]
    attributes = frozenset(compared)
    groups = _joined(mine)
    together = [group for group in groups if len(group) > 1]
    alone = [group[0] for group in groups if len(group) == 1]
    pairs, left = _paired(alone)
    found = [
        Case(kind_of(group, len(chosen), attributes), tuple(sorted(group, key=reading_order)))
        for group in [*together, *pairs, *([span] for span in left)]
    ]
    return sorted(found, key=lambda case: (reading_order(case.spans[0]), KINDS.index(case.kind)))


def compared_attributes(scheme: Scheme, *, free_text: bool = False) -> list[str]:
    """The attributes of a scheme that make a difference between spans: free text does only where it is asked for."""
    return [
        f"{attribute.label}.{attribute.key}" for attribute in scheme.attributes if free_text or attribute.type != "text"
    ]


def reading_order(span: Span) -> tuple[int, int, str, str, str]:
    """Where a span stands in its document, the outer before the inner."""
    return span.start, -span.end, span.label, span.annotator_id, span.id


def _joined(spans: Sequence[Span]) -> list[list[Span]]:
    """Connected components of spans that tag the same thing with the same label."""
    leader = {span.id: span.id for span in spans}

    def head(span_id: str) -> str:
        while leader[span_id] != span_id:
            leader[span_id] = leader[leader[span_id]]
            span_id = leader[span_id]
        return span_id

    by_label: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_label[span.label].append(span)
    for same in by_label.values():
        for a, b in candidates(same, same, _same_thing):
            leader[head(a.id)] = head(b.id)
    groups: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        groups[head(span.id)].append(span)
    return list(groups.values())


def _same_thing(a: Span, b: Span) -> bool:
    shorter = min(a.end - a.start, b.end - b.start)
    return a.annotator_id != b.annotator_id and shared(a, b) >= HALF * shorter


def _paired(alone: Sequence[Span]) -> tuple[list[list[Span]], list[Span]]:
    """Pairs of one place under different labels, and what is left over."""
    possible = candidates(alone, alone, _other_label)
    ranked = sorted(
        ((a, b) for a, b in possible if reading_order(a) < reading_order(b)),
        key=lambda pair: (-overlap_over_union(*pair), reading_order(pair[0]), reading_order(pair[1])),
    )
    taken: set[str] = set()
    pairs = []
    for a, b in ranked:
        if a.id not in taken and b.id not in taken:
            taken |= {a.id, b.id}
            pairs.append([a, b])
    return pairs, [span for span in alone if span.id not in taken]


def _other_label(a: Span, b: Span) -> bool:
    return a.annotator_id != b.annotator_id and a.label != b.label and overlap_over_union(a, b) >= HALF


def kind_of(spans: Sequence[Span], annotators: int, compared: frozenset[str] = frozenset()) -> str:
    """In what these spans of a case differ, where ``annotators`` people are compared in all."""
    owners = Counter(span.annotator_id for span in spans)
    if len({span.label for span in spans}) > 1:
        return "label"
    if len({(span.start, span.end) for span in spans}) > 1 or max(owners.values()) > 1:
        return "boundary"
    if differing_attributes(spans, compared):
        return "attribute"
    if len(owners) < annotators:
        return "only_one" if len(owners) == 1 else "missing"
    return "agreed"


def differing_attributes(spans: Sequence[Span], compared: frozenset[str]) -> list[str]:
    """The keys of attributes that two of the spans both set, differently. Unset against set is no difference."""
    values: dict[str, list[Json]] = defaultdict(list)
    for span in spans:
        for key, value in span.attributes.items():
            if f"{span.label}.{key}" in compared and value not in values[key]:
                values[key].append(value)
    return sorted(key for key, given in values.items() if len(given) > 1)
