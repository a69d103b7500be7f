"""Tokens for formats that are made of them: words and single marks, none across the edge of a span. Pure."""

import re
from collections.abc import Iterable

from annotator.core.model import Span

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


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
