"""A line of context around a place in a text, for lists. Pure; offsets are code points."""

import re
from typing import NamedTuple

from annotator.core.text import grapheme_ceil, grapheme_floor

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Excerpt(NamedTuple):
    """``line`` with ``[start, end)`` in it as the place that is meant."""

    line: str
    start: int
    end: int


def excerpt(text: str, start: int, end: int, *, before: int = 36, behind: int = 90) -> Excerpt:
    """``[start, end)`` of a text with up to so many code points around it, on one line.

    Line ends and what would turn the direction of a line around are shown as blanks.
    """
    end = min(end, start + behind)
    lo, hi = max(0, start - before), min(len(text), end + behind)
    if lo > 0:
        blank = text.find(" ", lo, start)
        lo = blank + 1 if blank >= 0 else grapheme_floor(text, lo)
    hi = grapheme_ceil(text, hi)
    head = "… " if lo > 0 else ""
    line = head + _BREAKS.sub(" ", text[lo:hi]) + (" …" if hi < len(text) else "")
    shift = len(head) - lo
    return Excerpt(line, start + shift, end + shift)
