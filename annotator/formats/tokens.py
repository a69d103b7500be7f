"""Tokens for formats that are made of them: words and single marks, none across the edge of a span. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from annotator.core.model import Span
from annotator.core.patterns import Lazy
from annotator.core.words import tokens as words_of

_TOKEN = Lazy(r"[\w\p{M}]+|[^\w\s\p{M}]|\s")
_MARK = Lazy(r"\S\p{M}*+")


def tokens(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The tokens as (start, end) in code points: every character is in one, but for single blanks between others that
    no span begins or ends at."""
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    blanks = {edge for span in spans for edge in (span.start, span.end - 1) if text[edge].isspace()}
    found: list[tuple[int, int]] = []
    at = 0
    for edge in (*edges, len(text)):
        for match in _TOKEN.finditer(text, at, edge):
            start, end = match.span()
            between = text[start] == " " and found and found[-1][1] == start and not text[start - 1].isspace()
            if not (between and start not in blanks):
                found.append((start, end))
        at = edge
    return found


def words(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The words as the caret knows them (1,600, don’t, one Han character) and all other marks, but no blanks, as
    (start, end); what one of the ascending ``edges`` lies in is cut there."""
    at = 0
    for start, end, kind in words_of(text, 0, len(text)):
        if kind == "word":
            yield from _marks(text, at, start, edges)
            yield from _cut(start, end, edges)
            at = end
    yield from _marks(text, at, len(text), edges)


def _marks(text: str, lo: int, hi: int, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    for match in _MARK.finditer(text, lo, hi):
        yield from _cut(*match.span(), edges)


def _cut(start: int, end: int, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    for edge in edges[bisect_right(edges, start) : bisect_left(edges, end)]:
        yield start, edge
        start = edge
    yield start, end
