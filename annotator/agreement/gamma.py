"""Gamma: agreement on where units are and on what they are at once, by the best alignment of all annotators' units.

Y. Mathet, A. Widlöcher, J.-P. Métivier, "The Unified and Holistic Method Gamma (γ) for Inter-Annotator Agreement
Measure and Alignment", Computational Linguistics 41 (2015). The best alignment is an integer programme, solved by
SciPy, which is an extra and imported only here. Positions are code points, half open; a unit never meets one of
another document.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple, TypeAlias

from annotator.core.errors import AnnotatorError

SAMPLES = 30
_SEED = 1  # always the same, so that every run gives the same value
_MOST = 100_000
_TRIES = 100


class Unit(NamedTuple):
    start: float
    end: float
    category: str = ""


Continuum: TypeAlias = Sequence[Sequence[Unit]]
"""The units of each annotator in one document."""
Tick: TypeAlias = Callable[[int, int], None]
Aligned: TypeAlias = tuple[float, tuple[int, ...]]


class Weights(NamedTuple):
    """How much position (``alpha``), category (``beta``) and a unit that somebody lacks (``delta``) count."""

    alpha: float = 3.0
    beta: float = 1.0
    delta: float = 1.0

    def between(self, a: Unit, b: Unit) -> float:
        """The dissimilarity of two units: 0 for equal ones, without bound for ones far apart."""
        lengths = a.end - a.start + b.end - b.start
        apart = (abs(a.start - b.start) + abs(a.end - b.end)) / lengths if lengths else float(a.start != b.start)
        return self.delta * (self.alpha * apart**2 + self.beta * (a.category != b.category))


class TooMany(AnnotatorError):
    """There are more ways to align these units than can be weighed."""


def available() -> bool:
    """Whether SciPy is there."""
    from importlib.util import find_spec

    return find_spec("scipy") is not None


def require() -> None:
    """Raises ``AnnotatorError``, with what to do, where SciPy is missing."""
    if not available():
        raise AnnotatorError("gamma needs SciPy, which is not installed; do: pip install 'annotator[gamma]'")


def gamma(
    documents: Sequence[Continuum],
    weights: Weights = Weights(),  # noqa: B008 - a tuple of numbers
    *,
    samples: int = SAMPLES,
    tick: Tick = lambda done, total: None,
) -> float | None:
    """1 - observed / expected disorder; ``None`` where it is not defined (nothing tagged, or one annotator).

    Disorders of documents are summed before they are divided by the mean number of units. ``tick`` may raise to cancel.
    Raises ``TooMany``, and ``AnnotatorError`` without SciPy.
    """
    require()
    tagged = [document for document in documents if len(document) > 1 and any(document)]
    if not tagged:
        return None
    steps = len(tagged) * (samples + 1)
    done = 0

    def disorder(continua: Sequence[Continuum]) -> float:
        nonlocal done
        total = 0.0
        for continuum in continua:
            tick(done, steps)
            done += 1
            total += _cost(continuum, weights) if any(continuum) else 0.0
        units = sum(_mean_units(continuum) for continuum in continua)
        return total / units if units else 0.0

    observed = disorder(tagged)
    chance = random.Random(_SEED)
    expected = fmean(disorder([_shuffled(document, chance) for document in tagged]) for _ in range(samples))
    return None if expected <= 0 else 1 - observed / expected


def best_disorder(continuum: Continuum, weights: Weights = Weights()) -> float | None:  # noqa: B008
    """The disorder of the best alignment of one document, by mean number of units; ``None`` if there is none."""
    require()
    return _cost(continuum, weights) / _mean_units(continuum) if any(continuum) and len(continuum) > 1 else None


def _mean_units(continuum: Continuum) -> float:
    return sum(map(len, continuum)) / len(continuum)


def _cost(continuum: Continuum, weights: Weights) -> float:
    """The least sum of unitary disorders over all ways to put each unit into exactly one unitary alignment."""
    import numpy
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    columns: list[tuple[int, ...]] = []
    costs: list[float] = []
    for cost, members in unitary_alignments(continuum, weights):
        costs.append(cost)
        columns.append(members)
        if len(columns) > _MOST:
            raise TooMany(
                f"gamma: {len(continuum)} annotators can be aligned in more than {_MOST:,} ways; compare fewer of them"
            )
    rows = numpy.concatenate([numpy.array(members) for members in columns])
    starts = numpy.cumsum([0, *map(len, columns)])
    each_once = csc_array((numpy.ones(len(rows)), rows, starts), shape=(sum(map(len, continuum)), len(columns)))
    found = milp(
        numpy.array(costs),
        constraints=LinearConstraint(each_once, 1, 1),
        integrality=numpy.ones(len(costs)),
        bounds=Bounds(0, 1),
    )
    if found.x is None:
        raise AnnotatorError(f"gamma: no best alignment was found: {found.message}")
    return float(sum(cost for cost, chosen in zip(costs, found.x, strict=True) if chosen > 0.5))


def unitary_alignments(continuum: Continuum, weights: Weights) -> Iterator[Aligned]:
    """Disorder and members (numbers over all units) of the unitary alignments that a best alignment may need.

    A pair in which somebody has nothing costs ``delta``. An alignment is left out if taking one unit out of it, to
    stand alone, is cheaper: no best alignment has it.
    """
    people = len(continuum)
    pairs = people * (people - 1) / 2
    most = weights.delta * (pairs + people - 1)
    numbered: list[tuple[int, int, Unit]] = []
    for who, units in enumerate(continuum):
        numbered += [(len(numbered) + place, who, unit) for place, unit in enumerate(units)]
    near = _neighbours(numbered, weights, most)

    def grow(members: tuple[int, ...], apart: tuple[float, ...], open_: Sequence[int]) -> Iterator[Aligned]:
        size = len(members)
        if all(each <= weights.delta * (pairs + size - 1) + 1e-12 for each in apart):
            missing = pairs - size * (size - 1) / 2
            yield (sum(apart) / 2 + missing * weights.delta) / pairs, members
        for place, other in enumerate(open_):
            distances = [near[member][other] for member in members]
            wider = (*(a + d for a, d in zip(apart, distances, strict=True)), sum(distances))
            if max(wider) <= most:
                rest = [one for one in open_[place + 1 :] if one in near[other]]
                yield from grow((*members, other), wider, rest)

    for number, _, _ in numbered:
        yield from grow((number,), (0.0,), sorted(other for other in near[number] if other > number))


def _neighbours(numbered: Sequence[tuple[int, int, Unit]], weights: Weights, most: float) -> list[dict[int, float]]:
    """For each unit those of others that it may stand in one unitary alignment with, and how dissimilar they are."""
    near: list[dict[int, float]] = [{} for _ in numbered]
    for i, who, unit in numbered:
        for j, other, theirs in numbered[i + 1 :]:
            if who != other and (apart := weights.between(unit, theirs)) <= most:
                near[i][j] = near[j][i] = apart
    return near


def _shuffled(continuum: Continuum, chance: random.Random) -> Continuum:
    """The same document tagged by chance: each annotator is somebody's units, shifted, and wrapped round at the end.

    This is the sampling of the paper (section 5.2): it keeps how many units there are, how long and how far apart.
    """
    low = min(unit.start for units in continuum for unit in units)
    high = max(unit.end for units in continuum for unit in units)
    lengths = [unit.end - unit.start for units in continuum for unit in units]
    made: list[list[Unit]] = []
    for shift in _shifts(len(continuum), high - low, fmean(lengths) / 2, chance):
        units = chance.choice(continuum)
        made.append([_shifted(unit, shift, low, high) for unit in units])
    return made


def _shifted(unit: Unit, by: float, low: float, high: float) -> Unit:
    by = by if unit.start + by <= high else by + low - high
    return Unit(unit.start + by, unit.end + by, unit.category)


def _shifts(count: int, room: float, apart: float, chance: random.Random) -> list[float]:
    """Shifts that are ``apart`` from one another, going round ``room``; as far as they find room."""
    found: list[float] = []
    for _ in range(count):
        for _ in range(_TRIES):
            shift = chance.uniform(0, room)
            if all(min(abs(shift - each), room - abs(shift - each)) >= apart for each in found):
                break
        found.append(shift)
    return found
