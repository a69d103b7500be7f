"""What one document contributes to the figures of agreement, as numbers that add up over documents.

So no span ever meets another document's text, and a resample of documents costs an addition, not a comparison.
Positions are code points, half open.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from operator import mul
from typing import NamedTuple, TypeAlias

from annotator.agreement import nominal, unitizing
from annotator.agreement.cases import Case
from annotator.agreement.matching import Found, match
from annotator.core.model import Json, Span

Sums: TypeAlias = dict[tuple[str, ...], tuple[float, ...]]
"""Numbers by what they are about, such as ``("f1_exact", label, a, b)``."""
Stretch: TypeAlias = tuple[int, int]


class Compared(NamedTuple):
    """One document with the spans of each annotator compared (an empty list for who tagged nothing in it).

    A document that an annotator did not look at is missing, not empty: it is not compared for them.
    """

    id: str
    length: int
    sentences: tuple[Stretch, ...]
    paragraphs: tuple[Stretch, ...]
    spans: Mapping[str, Sequence[Span]]

    def of(self, labels: Sequence[str]) -> list[Span]:
        """The spans of these labels, of everyone."""
        return [span for spans in self.spans.values() for span in spans if span.label in labels]

    def cut(self) -> Iterator["Compared"]:
        """Its paragraphs, as documents of their own; a span goes with the one that it begins in."""
        for start, end in self.paragraphs:
            yield self._replace(
                length=end - start,
                sentences=tuple((a - start, min(b, end) - start) for a, b in self.sentences if start <= a < end),
                paragraphs=((0, end - start),),
                spans={
                    who: [
                        replace(span, start=span.start - start, end=min(span.end, end) - start)
                        for span in spans
                        if start <= span.start < end
                    ]
                    for who, spans in self.spans.items()
                },
            )


def sums_of(document: Compared, labels: Sequence[str], here: Iterable[Case], compared: Iterable[str]) -> Sums:
    """The sums of a document with the cases ``here``; ``compared`` names attributes as ``label.attribute``."""
    sums: Sums = {}
    people = tuple(document.spans)
    for label in labels:
        marked = [[(s.start, s.end) for s in document.spans[who] if s.label == label] for who in people]
        touched = [touched_sentences(document.sentences, stretches) for stretches in marked]
        sums["unitizing", label] = unitizing.coincidences(marked, document.length)
        sums["sentences", label] = _presence(touched)
        for a, b in combinations(range(len(people)), 2):
            pair = (label, people[a], people[b])
            counts = len(marked[a]), len(marked[b])
            exact = (Counter(marked[a]) & Counter(marked[b])).total()
            sums["f1_exact", *pair] = Found(exact, *counts)
            sums["f1_overlap", *pair] = Found(len(_matched(document, *pair)), *counts)
            both = Counter(zip(touched[a], touched[b], strict=True))
            sums["table", *pair] = (both[True, True], both[True, False], both[False, True], both[False, False])
    _add_attributes(sums, here, compared)
    return sums


def _matched(document: Compared, label: str, a: str, b: str) -> list[tuple[Span, Span]]:
    first, second = ([span for span in document.spans[who] if span.label == label] for who in (a, b))
    return match(first, second, lambda x, y: True)


def touched_sentences(sentences: Iterable[Stretch], stretches: Iterable[Stretch]) -> list[bool]:
    """For each sentence, in order, whether one of the stretches shares a character with it."""
    ordered = sorted(stretches)
    touched, following, reaches = [], 0, -1
    for start, end in sentences:
        while following < len(ordered) and ordered[following][0] < end:
            if ordered[following][0] < ordered[following][1]:
                reaches = max(reaches, ordered[following][1])
            following += 1
        # All that begin before this sentence's end are behind: the farthest reach of them decides.
        touched.append(reaches > start)
    return touched


def _presence(touched: Sequence[Sequence[bool]]) -> tuple[float, ...]:
    """Of a label in each sentence: coincidences that agree, present, absent, sentences, ordered pairs that agree."""
    coders = len(touched)
    rows = [sum(row) for row in zip(*touched, strict=True)]
    if coders < 2:
        return (0.0,) * 5
    pairs = sum(yes * (yes - 1) + (coders - yes) * (coders - yes - 1) for yes in rows)
    present = sum(rows)
    return pairs / (coders - 1), present, coders * len(rows) - present, len(rows), pairs


def _add_attributes(sums: Sums, here: Iterable[Case], compared: Iterable[str]) -> None:
    """Of matched spans, one of each annotator and of one label: the values that each gave. Unset is missing."""
    matched = [case.spans for case in here if case.kind != "label" and len(case.spans) == len(case.annotators) > 1]
    for name in compared:
        label, key = name.split(".", 1)
        table = nominal.Coincidences()
        for spans in matched:
            if spans[0].label == label:
                table.add(_hashable(span.attributes.get(key)) for span in spans)
        sums["attribute", name] = (table.agreed,)
        for value, count in table.totals.items():
            sums["value", name, str(value)] = (count,)


def _hashable(value: Json) -> str | None:
    return None if value is None else f"{type(value).__name__} {value}"


class Table:
    """The sums of several documents, column by column, so that any weighting of them is quickly summed."""

    def __init__(self, parts: Sequence[Sums]) -> None:
        widths: dict[tuple[str, ...], int] = {}
        for part in parts:
            widths.update((key, len(values)) for key, values in part.items())
        self._widths = widths
        self._columns = [
            [part[key][place] if key in part else 0.0 for part in parts]
            for key, width in widths.items()
            for place in range(width)
        ]

    def total(self, weights: Sequence[int]) -> Sums:
        """The sum in which each document counts as often as its weight says."""
        values = [sum(map(mul, weights, column)) for column in self._columns]
        sums: Sums = {}
        first = 0
        for key, width in self._widths.items():
            sums[key] = tuple(values[first : first + width])
            first += width
        return sums
