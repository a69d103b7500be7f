"""A quote found again in a text: by its words, and by what stands before and after it where the words stand twice.

Blanks do not count: another program may have counted, folded or dropped line ends and indents. Pure. Never guesses: of
places that are equally good it gives all.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from annotator.core.text import BLANK

MOST = 2000
"""How many places of one quote are looked at; words that stand more often tell nothing."""

TELLING = 4
"""How many characters around a quote have to be right, if that many are known, to tell its place from others."""

_WORDS = re.compile(f"[^{re.escape(BLANK)}]+")


class Quote(NamedTuple):
    """Words with what stands around them, as far as that is known."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def squeezed(text: str) -> str:
    """The text without any blanks."""
    return "".join(_WORDS.findall(text))


class Anchors:
    """Finds quotes in one text, which is prepared once; a look-up takes one search through the text."""

    def __init__(self, text: str) -> None:
        self._ends: list[int] = []  # of each word: where it ends in the squeezed text
        self._starts: list[int] = []  # and where it begins in the text
        words, length = [], 0
        for match in _WORDS.finditer(text):
            words.append(match.group())
            length += len(words[-1])
            self._ends.append(length)
            self._starts.append(match.start())
        self._squeezed = "".join(words)

    def find(self, quote: Quote, within: tuple[int, int] | None = None) -> list[tuple[int, int]]:
        """The places of the quote that fit best, none if its words do not stand there; ``within`` limits the search."""
        words = squeezed(quote.exact)
        if not words:
            return []
        low, high = (0, len(self._squeezed)) if within is None else (self._index(within[0]), self._index(within[1]))
        before, after = squeezed(quote.prefix), squeezed(quote.suffix)
        if before or after:
            whole = self._all(before + words + after, low, high, 2)
            if len(whole) == 1:
                return [self._place(whole[0] + len(before), len(words))]
        places = self._all(words, low, high, MOST + 1)
        if len(places) > 1:
            scores = [self._score(at, at + len(words), before, after) for at in places]
            best = max(scores)
            if best >= min(TELLING, len(before) + len(after)):
                places = [at for at, score in zip(places, scores, strict=True) if score == best]
        return [self._place(at, len(words)) for at in places]

    def _all(self, words: str, low: int, high: int, limit: int) -> list[int]:
        found: list[int] = []
        at = self._squeezed.find(words, low, high)
        while at >= 0 and len(found) < limit:
            found.append(at)
            at = self._squeezed.find(words, at + 1, high)
        return found

    def _score(self, start: int, end: int, before: str, after: str) -> int:
        """How many characters around the place are those of the quote."""
        left = self._squeezed[max(0, start - len(before)) : start]
        return _alike(left[::-1], before[::-1]) + _alike(self._squeezed[end : end + len(after)], after)

    def _index(self, at: int) -> int:
        """The place in the squeezed text of a place in the text."""
        word = bisect_right(self._starts, at) - 1
        if word < 0:
            return 0
        begins = self._ends[word - 1] if word else 0
        return min(begins + at - self._starts[word], self._ends[word])

    def _place(self, at: int, length: int) -> tuple[int, int]:
        return self._position(at), self._position(at + length - 1) + 1

    def _position(self, at: int) -> int:
        word = bisect_right(self._ends, at)
        return self._starts[word] + at - (self._ends[word - 1] if word else 0)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
