"""Matching against every possible pairing, on small cases."""

from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.matching import Found, heaviest, match, overlap_over_union, shared


class Bare(NamedTuple):
    start: int
    end: int
    label: str = "claim"


extents = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda p: Bare(p[0], p[0] + p[1])), max_size=5)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_heaviest_against_every_pairing(weights: list[list[int]]) -> None:
    found = heaviest(weights)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    size = max(len(weights), 3)
    square = [[weights[i][j] if i < len(weights) and j < 3 else 0 for j in range(size)] for i in range(size)]
    best = max(sum(square[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
    assert sum(weights[i][j] for i, j in found) == best


@given(extents, extents)
def test_match_is_one_to_one_symmetric_and_the_heaviest(first: list[Bare], second: list[Bare]) -> None:
    found = match(first, second, lambda a, b: True)
    assert all(overlap_over_union(a, b) >= 0.5 for a, b in found)
    weights = [[shared(a, b) if overlap_over_union(a, b) >= 0.5 else 0 for b in second] for a in first]
    best = sum(weights[i][j] for i, j in heaviest(weights)) if first and second else 0
    assert sum(shared(a, b) for a, b in found) == best
    back = match(second, first, lambda a, b: True)
    assert sum(shared(a, b) for a, b in back) == best


def test_f1() -> None:
    gold = [Bare(0, 10, "quote"), Bare(20, 25, "statistic"), Bare(30, 60, "claim")]
    other = [Bare(0, 10, "quote"), Bare(21, 25, "statistic"), Bare(70, 75, "statistic"), Bare(30, 60, "quote")]
    exact = match(gold, other, lambda a, b: a == b)
    assert Found(len(exact), len(gold), len(other)).f1 == pytest.approx(0.285714, abs=1e-6)
    same_label = match(gold, other, lambda a, b: a.label == b.label)
    assert Found(len(same_label), len(gold), len(other)).f1 == pytest.approx(0.571429, abs=1e-6)
    assert Found().f1 is None
