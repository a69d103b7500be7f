"""Canonical text and positions: cleaning at import, code points <-> UTF-16, grapheme borders, trimming.

Every position but the widget side of ``Ruler`` is a Unicode code point of the canonical text, half open. This module
must never normalise, trim or otherwise improve a text on its own: what a person tagged has to be found again exactly.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.core.patterns import Lazy

REPLACEMENT = "\ufffd"

BLANK = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
"""What ``trim`` takes off: all of ``str.isspace``, the zero-width space and the byte order mark."""

# Most names are printable and need no look at these, which take a while to compile.
_ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]"
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_CLUSTER = Lazy(r"\X")
_CHUNK = 256  # code points per entry of the Ruler's table; one entry is re-encoded per look-up (1 to 2 µs)
_REACH = 256  # how far back a grapheme cluster is looked for; longer ones exist only as vandalism


class Canonical(NamedTuple):
    """A cleaned text, how many characters had to be replaced, and where each raw position went."""

    text: str
    replaced: int
    skipped: int = 0
    """Leading byte order marks taken off."""
    pair_ends: tuple[int, ...] = ()
    """Raw positions just behind each CR LF, ascending."""

    def position(self, raw_offset: int) -> int:
        """The canonical position of a raw code point offset. CR becomes the line feed, its LF nothing."""
        return max(0, raw_offset - self.skipped - bisect_right(self.pair_ends, raw_offset))


def canonical(raw: str) -> Canonical:
    """Clean a text as it comes in, once: leading BOMs off, CR LF and CR to LF, controls and surrogates to U+FFFD."""
    body = raw.lstrip("\ufeff")
    skipped = len(raw) - len(body)
    pair_ends: tuple[int, ...] = ()
    if "\r" in body:
        pair_ends = tuple(match.end() + skipped for match in re.finditer("\r\n", body))
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    text, replaced = re.subn(_ILLEGAL, REPLACEMENT, body)
    return Canonical(text, replaced, skipped, pair_ends)


def clean(raw: str) -> str:
    """The same cleaning for titles, names, notes and metadata: SQLite refuses a lone surrogate."""
    return raw if raw.isprintable() else canonical(raw).text


def sha256(text: str) -> str:
    """The hex SHA-256 of the text in UTF-8. The text must be canonical (a lone surrogate raises UnicodeEncodeError)."""
    return hashlib.sha256(text.encode()).hexdigest()


def display_breaks(text: str, limit: int = 8000) -> list[int]:
    """Where to break lines longer than ``limit`` for display: behind a space if the window's last eighth has one, else
    hard, at a grapheme border. Qt lays out one huge line far more slowly than many short ones."""
    breaks: list[int] = []
    position = 0
    while len(text) - position > limit:
        end = position + limit
        newline = max(text.rfind("\n", position, end + 1), text.rfind("\u2029", position, end + 1))
        if newline >= 0:
            position = newline + 1
            continue
        space = text.rfind(" ", end - max(1, limit // 8), end) + 1
        border = space or grapheme_floor(text, end)
        # One cluster longer than the window is cut, or this would never end.
        position = border if border > position else end
        breaks.append(position)
    return breaks


class Ruler:
    """Code points of a canonical text <-> positions of the widget that shows it (UTF-16 units, plus display breaks).

    ``breaks`` are code point positions, ascending and inside the text, before each of which the widget shows one extra
    line feed. A text without astral characters and breaks needs no table at all.
    """

    def __init__(self, text: str, breaks: Sequence[int] = ()) -> None:
        if any(not 0 < here < len(text) for here in breaks) or any(a >= b for a, b in pairwise(breaks)):
            raise ValueError("display breaks must ascend and lie inside the text")
        self._text = text
        self._breaks = tuple(breaks)
        self._sums: list[int] = []
        if not text.isascii() and len(text.encode("utf-16-le")) != 2 * len(text):
            self._sums = self._measure(text)
        self._break_units = [self._units(here) + nth for nth, here in enumerate(self._breaks)]

    @staticmethod
    def _measure(text: str) -> list[int]:
        sums = [0]
        for start in range(0, len(text), _CHUNK):
            sums.append(sums[-1] + len(text[start : start + _CHUNK].encode("utf-16-le")) // 2)
        return sums

    @property
    def breaks(self) -> tuple[int, ...]:
        return self._breaks

    @property
    def display_text(self) -> str:
        """What the widget is given: the text with its display breaks, otherwise untouched."""
        if not self._breaks:
            return self._text
        edges = [0, *self._breaks, len(self._text)]
        return "\n".join(self._text[a:b] for a, b in pairwise(edges))

    def to_qt(self, cp: int, *, before_break: bool = False) -> int:
        """The widget's position of code point position ``cp``, clamped to the text.

        At a display break that is where the character stands, behind the break; ``before_break`` asks for the place
        at the end of the line above, which is where a span that ends there stops being painted.
        """
        cp = min(max(cp, 0), len(self._text))
        find = bisect_left if before_break else bisect_right
        return self._units(cp) + find(self._breaks, cp)

    def to_cp(self, qt: int) -> int:
        """The code point position of a widget position, clamped; inside a surrogate pair rounds down. Both sides of a
        display break are one place."""
        units = max(qt, 0) - bisect_left(self._break_units, qt)
        if not self._sums:
            return min(units, len(self._text))
        if units >= self._sums[-1]:
            return len(self._text)
        chunk = bisect_right(self._sums, units) - 1
        start = chunk * _CHUNK
        head = self._text[start : start + _CHUNK].encode("utf-16-le")[: 2 * (units - self._sums[chunk])]
        return start + len(head.decode("utf-16-le", "ignore"))

    def _units(self, cp: int) -> int:
        if not self._sums:
            return cp
        chunk = cp // _CHUNK
        return self._sums[chunk] + len(self._text[chunk * _CHUNK : cp].encode("utf-16-le")) // 2


def _simple(char: str) -> bool:
    """Never joined to a neighbour that is simple too: Latin, Han."""
    return (char < "\u0300" and char != "\r") or "\u4e00" <= char <= "\u9fff"


def _cluster(text: str, i: int) -> tuple[int, int]:
    """The grapheme cluster that contains or begins at position ``i``, 0 < i < len(text), i not at a simple border."""
    lo = max(0, i - _REACH)
    for start in range(i - 1, lo, -1):
        if _simple(text[start]) and _simple(text[start - 1]):
            lo = start
            break
    for match in _CLUSTER.finditer(text, lo, min(len(text), i + _REACH)):
        if match.end() > i:
            return match.start(), match.end()
    return i, i


def grapheme_floor(text: str, i: int) -> int:
    """The last grapheme border at or before ``i``."""
    if i <= 0 or i >= len(text):
        return min(max(i, 0), len(text))
    if _simple(text[i]) and _simple(text[i - 1]):
        return i
    return _cluster(text, i)[0]


def grapheme_ceil(text: str, i: int) -> int:
    """The first grapheme border at or after ``i``."""
    if i <= 0 or i >= len(text):
        return min(max(i, 0), len(text))
    if _simple(text[i]) and _simple(text[i - 1]):
        return i
    start, end = _cluster(text, i)
    return i if start == i else end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """White space off both edges; ``(start, start)`` if nothing else is there."""
    piece = text[start:end]
    head = len(piece) - len(piece.lstrip(BLANK))
    if head == len(piece):
        return start, start
    # A space that carries a combining mark is not blank: step back onto it rather than cut the cluster.
    return max(start, grapheme_floor(text, start + head)), start + len(piece.rstrip(BLANK))


def _show(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"\u2039U+{code:04X}\u203a"


def visible(text: str) -> str:
    """The text on one line with control, bidi and other invisible characters shown, for the terminal and for names."""
    return text if text.isprintable() else re.sub(_HIDDEN, _show, text)
