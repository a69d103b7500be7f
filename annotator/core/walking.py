"""Where a caret goes that thinks in language: to the next sentence, figure, quotation or paragraph, either way.

A step never looks further than ``FARTHEST``, so that no key waits for a search through a whole book; whoever finds
nothing may go to ``horizon`` and look on from there. Positions are code points, on grapheme borders.
"""

import re
from collections.abc import Iterator

from annotator.core.figures import figures
from annotator.core.quotations import line_quotations
from annotator.core.sentences import after_bullet, line_around, sentences
from annotator.core.text import BLANK, grapheme_ceil, grapheme_floor
from annotator.core.units import unit_at
from annotator.core.words import window_end, window_start

FARTHEST = 100_000
"""Code points that one step looks through at most: some 60 ms where nothing is found."""

_MARGIN = 400  # near a cut in an overlong line nothing is believed: the next stretch sees it whole
_TRIES = 40

Unit = tuple[int, int]
"""Start and end."""

_VISIBLE = re.compile(f"[^{re.escape(BLANK)}]")


def walk(text: str, i: int, kind: str, direction: int) -> Iterator[Unit]:
    """The units of ``kind`` ("sentence", "number", "quotation") that begin behind ``i`` (``direction`` 1, ascending) or
    before it (-1, descending), up to ``horizon``. ValueError for any other kind."""
    last = i
    limit = horizon(text, i, direction)
    for lo, hi, believed in _stretches(text, i, direction):
        found = _units(text, lo, hi, kind, believed)
        for start, end in found if direction > 0 else reversed(found):
            if (start - last) * direction > 0 and start in believed:
                last = start
                yield start, end
        if (believed.stop > limit) if direction > 0 else (believed.start <= limit):
            return


def horizon(text: str, i: int, direction: int) -> int:
    """How far a step from ``i`` looks: a place in the text, or one of its ends."""
    return grapheme_floor(text, min(max(i + direction * FARTHEST, 0), len(text)))


def place_in(text: str, unit: Unit, kind: str) -> int:
    """Where the caret stands at a unit: at its start, or at the first place in it from which the key of that kind tags
    just this one."""
    start, end = unit
    at = start
    for _ in range(_TRIES):
        if at >= end:
            break
        if text[at] not in BLANK and unit_at(text, at, kind)[0] == start:
            return at
        at = grapheme_ceil(text, at + 1)
    return start


def next_paragraph(text: str, i: int) -> int | None:
    """The start of the next line with something on it; None if there is none."""
    newline = text.find("\n", i)
    visible = _VISIBLE.search(text, newline) if newline >= 0 else None
    return grapheme_floor(text, visible.start()) if visible else None


def previous_paragraph(text: str, i: int) -> int | None:
    """The start of this line, from further in; from there, of the line before that has something on it. None if there
    is none."""
    lo = text.rfind("\n", 0, i) + 1
    visible = _VISIBLE.search(text, lo, i)
    if visible is None or grapheme_floor(text, visible.start()) >= i:
        end = len(text[:lo].rstrip(BLANK))
        visible = _VISIBLE.search(text, text.rfind("\n", 0, end) + 1, end)
    return grapheme_floor(text, visible.start()) if visible else None


def _stretches(text: str, i: int, direction: int) -> Iterator[tuple[int, int, range]]:
    """Lines from that of ``i`` on, or overlapping parts of overlong ones; of each the positions whose units are known
    to be whole."""
    center = min(max(i, 0), len(text))
    while 0 <= center <= len(text):
        lo, hi = line_around(text, center)
        whole_lo = lo == 0 or text[lo - 1] == "\n"
        whole_hi = hi == len(text) or text[hi] == "\n"
        if direction > 0:
            stop = hi + 1 if whole_hi else max(center + 1, hi - _MARGIN)
            yield lo, hi, range(center, stop)
            center = _past_blanks(text, stop, 1) if whole_hi else stop
        else:
            first = lo if whole_lo else min(center - 1, lo + _MARGIN)
            yield lo, hi, range(first, center + 1)
            center = _past_blanks(text, first - 1, -1) if whole_lo else first


def _past_blanks(text: str, i: int, direction: int) -> int:
    """On over blanks (empty lines, mostly), but no further than one step looks."""
    last = i + direction * FARTHEST
    while 0 <= i < len(text) and i != last and text[i] in BLANK:
        i += direction
    return i


def _units(text: str, lo: int, hi: int, kind: str, wanted: range) -> list[Unit]:
    """The units of the line or part of one ``[lo, hi)``, ascending: at least those that begin in ``wanted``."""
    if kind == "sentence":
        return [(after_bullet(text, start, end), end) for start, end in sentences(text, lo, hi)]
    passages = line_quotations(text, lo, hi)
    if kind == "quotation":
        return [(passage.start, passage.end) for passage in passages]
    if kind == "number":
        first = max(lo, window_start(text, wanted.start, _MARGIN))
        last = min(hi, window_end(text, max(first, wanted.stop), _MARGIN))
        return [(figure.start, figure.end) for figure in figures(text, first, last, passages, lo) if figure.counts]
    raise ValueError(f"nothing to walk by: {kind!r}")
