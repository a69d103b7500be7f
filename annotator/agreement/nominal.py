"""Coefficients of agreement on nominal values: Krippendorff's alpha, Cohen's kappa, Fleiss' kappa.

A coefficient that is not defined (nothing varies, nothing to compare) is ``None``, never 0 or 1.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

_EQUAL = 1e-12


class Coincidences:
    """The coincidence table of nominal alpha, which adds up over documents.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section C.
    """

    def __init__(self) -> None:
        self.agreed = 0.0
        """Pairs of equal values, each unit's weighted by 1 / (its values - 1)."""
        self.totals: Counter[Hashable] = Counter()
        """How often each value was given in units with at least two values."""

    def add(self, values: Iterable[Hashable | None]) -> None:
        """One unit: the value that each coder gave it; ``None`` is missing."""
        counts = Counter(value for value in values if value is not None)
        coders = counts.total()
        if coders < 2:
            return
        self.agreed += sum(count * (count - 1) for count in counts.values()) / (coders - 1)
        self.totals.update(counts)

    def update(self, other: "Coincidences") -> None:
        self.agreed += other.agreed
        self.totals.update(other.totals)

    @property
    def alpha(self) -> float | None:
        return alpha_of(self.agreed, list(self.totals.values()))


def alpha_of(agreed: float, totals: Sequence[float]) -> float | None:
    """Nominal alpha from the coincidences on the diagonal and the total of each value."""
    n = sum(totals)
    expected = sum(total * (total - 1) for total in totals)
    possible = n * (n - 1) - expected
    if n < 2 or possible <= 0:
        return None
    return 1 - (n - 1) * (n - agreed) / possible


def nominal_alpha(units: Iterable[Iterable[Hashable | None]]) -> float | None:
    """Krippendorff's alpha of units, each the values its coders gave it, ``None`` where one gave none."""
    table = Coincidences()
    for unit in units:
        table.add(unit)
    return table.alpha


def cohen_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two coders (1960): ``pairs`` are the values that both gave each unit."""
    table = Counter(pairs)
    n = table.total()
    if not n:
        return None
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), count in table.items():
        first[a] += count
        second[b] += count
    observed = sum(count for (a, b), count in table.items() if a == b) / n
    return _kappa(observed, sum(first[value] * second[value] for value in first) / n**2)


def cohen_of_table(both: float, first: float, second: float, neither: float) -> float | None:
    """Cohen's kappa on presence, from how many units both coders, only the one, only the other and neither marked."""
    n = both + first + second + neither
    if not n:
        return None
    expected = (both + first) * (both + second) + (neither + first) * (neither + second)
    return _kappa((both + neither) / n, expected / n**2)


def fleiss_kappa(table: Iterable[Sequence[int]]) -> float | None:
    """Fleiss' kappa (1971): each row counts how many raters put one unit into each category.

    Raises ``ValueError`` if the rows have different sums: it is defined for one number of raters alone.
    """
    rows = [tuple(row) for row in table]
    if not rows:
        return None
    raters = sum(rows[0])
    if any(sum(row) != raters for row in rows):
        raise ValueError("Fleiss' kappa needs the same number of raters for every unit")
    equal = sum(n * (n - 1) for row in rows for n in row)
    return fleiss_of(equal, [sum(column) for column in zip(*rows, strict=True)], len(rows), raters)


def fleiss_of(equal: float, totals: Sequence[float], units: float, raters: int) -> float | None:
    """Fleiss' kappa from the ordered pairs of raters that agree and how often each category was used in all."""
    if raters < 2 or not units:
        return None
    expected = sum((total / (units * raters)) ** 2 for total in totals)
    return _kappa(equal / (units * raters * (raters - 1)), expected)


def _kappa(observed: float, expected: float) -> float | None:
    return None if abs(1 - expected) < _EQUAL else (observed - expected) / (1 - expected)
