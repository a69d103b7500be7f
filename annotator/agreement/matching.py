"""Which spans of two annotators mean the same stretch: one-to-one matching by overlap, and F1 on it.

Positions are code points, half open.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

HALF = 0.5


class Extent(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


E = TypeVar("E", bound=Extent)


class Found(NamedTuple):
    """Counts that add up over documents: ``matched`` pairs, and all spans of either side."""

    matched: int = 0
    first: int = 0
    second: int = 0

    def __add__(self, other: object) -> "Found":
        if not isinstance(other, Found):
            return NotImplemented
        return Found(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, which is symmetric; ``None`` where neither tagged anything."""
        return 2 * self.matched / (self.first + self.second) if self.first + self.second else None


def shared(a: Extent, b: Extent) -> int:
    """How many code points two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def overlap_over_union(a: Extent, b: Extent) -> float:
    """Jaccard's index of the two extents: 1 for equal ones, 0 for ones that share nothing (or are both empty)."""
    both = shared(a, b)
    return both / (a.end - a.start + b.end - b.start - both) if both else 0.0


def candidates(first: Iterable[E], second: Iterable[E], fits: Callable[[E, E], bool]) -> list[tuple[E, E]]:
    """The pairs of overlapping spans that ``fits`` accepts, by a sweep: not every span meets every other."""
    pairs: list[tuple[E, E]] = []
    a, b = sorted(first, key=_order), sorted(second, key=_order)
    open_ones: list[E] = []
    ahead = 0
    for span in a:
        while ahead < len(b) and b[ahead].start < span.end:
            open_ones.append(b[ahead])
            ahead += 1
        # Starts only grow, so what ended before this one's start is over for good.
        open_ones = [other for other in open_ones if other.end > span.start]
        pairs += [(span, other) for other in open_ones if other.start < span.end and fits(span, other)]
    return pairs


def _order(span: Extent) -> tuple[int, int]:
    return span.start, span.end


def match(first: Sequence[E], second: Sequence[E], fits: Callable[[E, E], bool]) -> list[tuple[E, E]]:
    """Pairs, one to one, of spans that share at least half of their union and that ``fits`` accepts.

    Of all such pairings the one with the most shared characters in all.
    """
    pairs = candidates(first, second, lambda a, b: overlap_over_union(a, b) >= HALF and fits(a, b))
    lefts, rights = Counter(id(a) for a, _ in pairs), Counter(id(b) for _, b in pairs)
    # Nearly all have but one possible partner: nothing to weigh.
    found = [(a, b) for a, b in pairs if lefts[id(a)] == rights[id(b)] == 1]
    rest = [(a, b) for a, b in pairs if not lefts[id(a)] == rights[id(b)] == 1]
    for rows, columns, weights in _components(rest):
        found += [(rows[i], columns[j]) for i, j in heaviest(weights)]
    return found


def _components(pairs: Sequence[tuple[E, E]]) -> Iterable[tuple[list[E], list[E], list[list[int]]]]:
    """The connected parts of the graph of pairs, each with its weights (0: no pair)."""
    partners: dict[tuple[int, int], list[tuple[int, int]]] = {}
    spans: dict[tuple[int, int], E] = {}
    for a, b in pairs:
        left, right = (0, id(a)), (1, id(b))
        spans[left], spans[right] = a, b
        partners.setdefault(left, []).append(right)
        partners.setdefault(right, []).append(left)
    seen: set[tuple[int, int]] = set()
    for begin in partners:
        if begin in seen:
            continue
        part, waiting = [], [begin]
        seen.add(begin)
        while waiting:
            node = waiting.pop()
            part.append(node)
            fresh = [other for other in partners[node] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        rows = [node for node in part if node[0] == 0]
        columns = [node for node in part if node[0] == 1]
        joined = {row: set(partners[row]) for row in rows}
        weights = [
            [shared(spans[row], spans[column]) if column in joined[row] else 0 for column in columns] for row in rows
        ]
        yield [spans[row] for row in rows], [spans[column] for column in columns], weights


def heaviest(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairing of rows and columns with the greatest sum of weights; pairs of weight 0 are no pairs.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), O(rows² · columns).
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return [(i, j) for j, i in heaviest([list(column) for column in zip(*weights, strict=True)])]
    rows, columns = len(weights), len(weights[0])
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        _augment(weights, u, v, row_of, row)
    pairs = [(row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column]]
    return [(i, j) for i, j in pairs if weights[i][j] > 0]


def _augment(weights: Sequence[Sequence[float]], u: list[float], v: list[float], row_of: list[int], row: int) -> None:
    """Give ``row`` a column along the cheapest path (costs are negated weights); row and column 0 are sentinels."""
    columns = len(v) - 1
    row_of[0] = row
    least, back, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
    column = 0
    while row_of[column]:
        used[column] = True
        here, step, following = row_of[column], float("inf"), 0
        for other in range(1, columns + 1):
            if used[other]:
                continue
            cost = -weights[here - 1][other - 1] - u[here] - v[other]
            if cost < least[other]:
                least[other], back[other] = cost, column
            if least[other] < step:
                step, following = least[other], other
        for other in range(columns + 1):
            if used[other]:
                u[row_of[other]] += step
                v[other] -= step
            else:
                least[other] -= step
        column = following
    while column:
        row_of[column] = row_of[back[column]]
        column = back[column]
