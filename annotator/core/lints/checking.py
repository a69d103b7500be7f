"""All lints of a document, run item by item: over the figures, the marks, the spans, and the words of the text."""

from collections.abc import Generator, Iterable, Iterator, Set
from itertools import chain
from typing import TypeVar

from annotator.core.buckets import SpanIndex
from annotator.core.lints.again import Again
from annotator.core.lints.edges import bad_edge
from annotator.core.lints.facts import Facts, parts
from annotator.core.lints.fields import no_speaker, no_unit
from annotator.core.lints.findings import Finding
from annotator.core.lints.overlaps import Overlaps
from annotator.core.lints.untagged import unpaired_mark, untagged_figure
from annotator.core.model import Span
from annotator.core.scheme import Scheme

T = TypeVar("T")

_ENOUGH = 2000  # bad edges: then the file has offsets of another kind, and looking up words takes a while
_AT_ONCE = 32  # items between two pauses; each takes some microseconds


def check(
    text: str, facts: Facts, spans: Iterable[Span], scheme: Scheme, attributed: Set[str] = frozenset()
) -> Generator[None, None, list[Finding]]:
    """The findings for the ``spans`` of one annotator, by place. ``attributed``: the ids of those whose speaker a link
    tells."""
    index, found = SpanIndex(), list[Finding]()
    again = Again(index, scheme)
    for nth, span in enumerate(spans):
        index.add(span)
        again.add(span)
        if nth % _AT_ONCE == 0:
            yield
    for nth, finding in enumerate(
        chain(
            (untagged_figure(text, figure, index, scheme) for figure in facts.figures),
            (unpaired_mark(text, at, opens, index, scheme) for at, opens in facts.marks),
            _of_spans(text, index, scheme, attributed),
        )
    ):
        if finding is not None:
            found.append(finding)
        if nth % _AT_ONCE == 0:
            yield
    for start, end, _ in parts(text):
        again.look(text, start, end)
        yield
    return sorted([*found, *again.findings()])


def _of_spans(text: str, index: SpanIndex, scheme: Scheme, attributed: Set[str]) -> Iterator[Finding | None]:
    overlaps, edges = Overlaps(scheme, attributed), 0
    for span in index.in_order():
        yield no_speaker(text, span, scheme, attributed)
        yield no_unit(text, span, scheme)
        yield overlaps.take(text, span)
        if edges < _ENOUGH and (finding := bad_edge(text, span)):
            edges += 1
            yield finding


def finish(work: Generator[None, None, T]) -> T:
    """Run to the end at once, and return the result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
