"""Positions of files -> positions of the canonical text: units, which unit a file means, and spans that slipped.

Pure. Everything that reads positions counted by another program goes through here.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from annotator.core.model import Json
from annotator.core.patterns import Lazy
from annotator.core.text import Canonical, Ruler, canonical
from annotator.core.words import cuts_word
from annotator.formats.strict import Refusal, shown

NEARBY = 1000
"""How far from where a span should be its text is looked for, in characters."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_CLUSTER = Lazy(r"\X")
UNITS = {"codepoint": "characters", "utf16": "UTF-16 units", "grapheme": "characters as they are seen"}


class Stretch(NamedTuple):
    """A span of a file as the file counts it, with the text it says stands there, if it says so."""

    start: int
    end: int
    text: str | None = None


def positions(raw: str, found: Canonical, unit: Json) -> tuple[int, Callable[[int], int] | None]:
    """The length of the text as the file counts it, and what turns its positions into canonical ones (``None``: they
    are). Raises ``Refusal`` for a unit that is not known; the function, for a position inside a character."""
    if unit not in (None, *UNITS):
        raise Refusal(f"its offset_unit is {shown(unit)}, not codepoint or utf16")
    moved = found.position if found.skipped or found.pair_ends else None
    if unit == "grapheme":
        return _by_clusters(raw, moved)
    if unit != "utf16" or raw.isascii():
        return len(raw), moved
    ruler = Ruler(_SURROGATE.sub("\ufffd", raw))

    def place(units: int) -> int:
        at = ruler.to_cp(units)
        if ruler.to_qt(at) != units:
            raise Refusal(f"the position {units} is inside a character (UTF-16)")
        return moved(at) if moved else at

    return ruler.to_qt(len(raw)), place


def _by_clusters(raw: str, moved: Callable[[int], int] | None) -> tuple[int, Callable[[int], int] | None]:
    borders = [match.start() for match in _CLUSTER.finditer(raw)]
    borders.append(len(raw))

    def place(nth: int) -> int:
        at = borders[nth]
        return moved(at) if moved else at

    return len(borders) - 1, place


def likely_unit(raw: str, stretches: Sequence[Stretch], units: Sequence[str]) -> tuple[str, int]:
    """The unit of ``units`` under which most of the file's spans are right, the first of equals, and how many are.

    A span is right if its text stands there; of one without text, if it begins and ends at the borders of words.
    """
    if raw.isascii():
        units = units[:1]
    found = canonical(raw)
    best, most = units[0], -1
    for unit in units:
        length, place = positions(raw, found, unit)
        right = sum(_right(found.text, stretch, length, place) for stretch in stretches)
        if right > most:
            best, most = unit, right
    return best, most


def _right(text: str, stretch: Stretch, length: int, place: Callable[[int], int] | None) -> bool:
    start, end, given = stretch
    if not 0 <= start < end <= length:
        return False
    if place is not None:
        try:
            start, end = place(start), place(end)
        except Refusal:
            return False
    if given is not None:
        return text[start:end] == canonical(given).text
    return text[start:end].strip() == text[start:end] and not cuts_word(text, start) and not cuts_word(text, end)


def found_nearby(text: str, given: str, near: int) -> tuple[int, int] | None:
    """Where ``given`` stands within ``NEARBY`` characters of ``near``, if it does exactly once; canonical positions."""
    if not given:
        return None
    window = text[max(0, near - NEARBY) : near + NEARBY + len(given)]
    at = window.find(given)
    if at < 0 or window.find(given, at + 1) >= 0:
        return None
    start = max(0, near - NEARBY) + at
    return start, start + len(given)


class Units:
    """Canonical positions -> UTF-16 units, for writers."""

    def __init__(self, text: str) -> None:
        self._ruler = None if text.isascii() else Ruler(text)

    def __call__(self, at: int) -> int:
        return at if self._ruler is None else self._ruler.to_qt(at)


def pieces(start: int, end: int, breaks: Sequence[int]) -> Iterable[tuple[int, int]]:
    """``[start, end)`` without the single characters at the ascending positions ``breaks``; no empty pieces."""
    at = start
    for here in breaks[bisect_left(breaks, start) : bisect_left(breaks, end)]:
        if at < here:
            yield at, here
        at = here + 1
    if at < end:
        yield at, end
