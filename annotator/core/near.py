"""Texts that are nearly the same: one story on ten sites, told by how much of their wording they share.

The resemblance of A. Broder, "On the resemblance and containment of documents" (1997): of the sets of all runs of
three words, the size of the intersection over that of the union. A text is kept as a sketch, the smallest hashes of its
runs ("bottom-k"): the smallest of two sketches together are a fair sample of the union, and those of them that are in
both count the intersection. With 128 of them a value is right within about 4 % (one standard error). The same texts
always give the same sketch. Pure.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar
from zlib import crc32

ALIKE = 0.4
"""From what resemblance on two texts are told to be nearly the same."""
LONGEST = 500_000
"""How many characters of a text count."""

_SIZE = 128
_FEWEST = 8  # runs: what is shorter is like too much else
_INDEXED = 16  # hashes by which a text is found: two that are alike differ in all 16 once in thousands of times
_CROWD = 50  # texts found by one hash: more of them are copies of each other anyway
_WORDS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W_]+")  # Han and Kana by the character

K = TypeVar("K")


class Found(NamedTuple, Generic[K]):
    """The text that is most like another, and how much: 0 to 1."""

    key: K
    similarity: float


def sketch(text: str) -> "array[int]":
    """The sketch of a text: at most 128 numbers, ascending; empty for one too short to compare."""
    words = [word.encode() for word in _WORDS.findall(text[:LONGEST].casefold())]
    runs = {crc32(c, crc32(b, crc32(a))) for a, b, c in zip(words, words[1:], words[2:], strict=False)}
    return array("I", sorted(runs)[:_SIZE] if len(runs) >= _FEWEST else ())


def similarity(one: "array[int]", other: "array[int]") -> float:
    """The resemblance of two texts by their sketches, 0 to 1."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[:_SIZE]
    return sum(_holds(one, each) and _holds(other, each) for each in union) / len(union)


def _holds(sketch: "array[int]", number: int) -> bool:
    at = bisect_left(sketch, number)
    return at < len(sketch) and sketch[at] == number


class Near(Generic[K]):
    """Texts by their sketches, to find those that are nearly the same as another."""

    def __init__(self) -> None:
        self._sketches: list[tuple[K, array[int]]] = []
        self._by_hash: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._sketches)

    def add(self, key: K, sketch: "array[int]") -> None:
        number = len(self._sketches)
        self._sketches.append((key, sketch))
        for each in sketch[:_INDEXED]:
            known = self._by_hash.setdefault(each, [])
            if len(known) < _CROWD:
                known.append(number)

    def nearest(self, sketch: "array[int]", counts: Callable[[K], bool] = lambda key: True) -> Found[K] | None:
        """The text most like this one, of those whose key ``counts``, if one is ``ALIKE`` at least; of several, the one
        that came first."""
        shared = Counter(number for each in sketch[:_INDEXED] for number in self._by_hash.get(each, ()))
        best: Found[K] | None = None
        for number in sorted(shared):
            key, other = self._sketches[number]
            found = similarity(sketch, other) if counts(key) else 0.0
            if found >= ALIKE and (best is None or found > best.similarity):
                best = Found(key, found)
        return best
