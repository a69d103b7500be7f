"""Krippendorff's unitizing alpha: do annotators mark the same stretches of a text with one label?

K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, "On the reliability of unitizing textual continua: Further
developments", Quality & Quantity 50 (2016). One label is compared with its absence, since labels overlap one another.
Positions are code points, half open.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

Stretch = tuple[int, int]


class Coincidences(NamedTuple):
    """What one document contributes; the sum of two documents is that of both. Lengths are code points.

    ``units`` and ``gaps`` are the lengths that observers marked and left, ``units_agreed`` and ``gaps_agreed`` the
    overlaps over ordered pairs of observers divided by (observers - 1), ``squares`` the sum of squared unit lengths.
    """

    units: float = 0.0
    gaps: float = 0.0
    units_agreed: float = 0.0
    gaps_agreed: float = 0.0
    squares: float = 0.0

    def __add__(self, other: object) -> "Coincidences":
        if not isinstance(other, Coincidences):
            return NotImplemented
        return Coincidences(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def alpha(self) -> float | None:
        """1 - observed / expected disagreement; ``None`` where nothing could disagree."""
        total = self.units + self.gaps
        spread = total**2 - self.squares - self.gaps  # a gap is cut into its code points: their squares are 1
        if spread <= 0:
            return None
        expected = total * (self.units**2 - self.squares + self.gaps**2 - self.gaps) / spread
        possible = total - expected
        if possible <= total * 1e-12:
            return None
        return 1 - (total - self.units_agreed - self.gaps_agreed) / possible


def coincidences(observers: Sequence[Iterable[Stretch]], length: int) -> Coincidences:
    """What each observer marked in a text of ``length`` code points; at least two observers.

    A stretch that overlaps an earlier one (by start, then end) of the same observer is left out: units of one label do
    not overlap in the definition.
    """
    tilings = [without_overlaps(stretches) for stretches in observers]
    others = len(tilings) - 1
    if others < 1 or length <= 0:
        return Coincidences()
    marked = [sum(end - start for start, end in tiling) for tiling in tilings]
    both = outside = 0
    for (a, first), (b, second) in combinations(enumerate(tilings), 2):
        shared = overlap(first, second)
        both += shared
        outside += length - marked[a] - marked[b] + shared
    return Coincidences(
        units=sum(marked),
        gaps=len(tilings) * length - sum(marked),
        units_agreed=2 * both / others,
        gaps_agreed=2 * outside / others,
        squares=sum((end - start) ** 2 for tiling in tilings for start, end in tiling),
    )


def without_overlaps(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, without the empty ones and those that overlap an earlier one."""
    kept: list[Stretch] = []
    for start, end in sorted(stretches):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def overlap(first: Sequence[Stretch], second: Sequence[Stretch]) -> int:
    """How many code points two ordered lists of disjoint stretches share."""
    shared = i = j = 0
    while i < len(first) and j < len(second):
        shared += max(0, min(first[i][1], second[j][1]) - max(first[i][0], second[j][0]))
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return shared
