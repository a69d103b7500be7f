"""Gamma against published disorders and against every possible alignment; skipped where SciPy is not installed."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.gamma import Continuum, Unit, Weights, available, best_disorder, gamma
from annotator.core.errors import AnnotatorError, Cancelled

needs_scipy = pytest.mark.skipif(not available(), reason="scipy is not installed (extra gamma)")

THREE = [
    [(2, 9, 1), (11, 17, 2), (24, 30, 5), (32, 36, 6), (36, 44, 6), (44, 60, 7)],
    [(2, 9, 1), (11, 17, 3), (19, 25, 5), (32, 44, 6)],
    [(2, 9, 1), (11, 17, 4), (21, 27, 5), (32, 36, 6), (36, 40, 6), (40, 44, 6)],
]
"""The example of three annotators that pygamma-agreement comes with."""


def continuum(rows: list[list[tuple[int, int, int]]]) -> Continuum:
    return [[Unit(start, end, str(category)) for start, end, category in row] for row in rows]


@needs_scipy
@pytest.mark.parametrize(("weights", "value"), [(Weights(3, 1), 0.960625), (Weights(1, 1), 0.653542)])
def test_published_disorders(weights: Weights, value: float) -> None:
    assert best_disorder(continuum(THREE), weights) == pytest.approx(value, abs=5e-7)


@needs_scipy
def test_the_value_lies_where_others_found_it_and_is_repeatable() -> None:
    found = gamma([continuum(THREE)])
    assert found is not None
    assert 0.44 <= found <= 0.47
    assert gamma([continuum(THREE)]) == found


@needs_scipy
def test_equal_annotators_agree_wholly_and_nothing_is_not_defined() -> None:
    assert gamma([continuum([THREE[0], THREE[0]])]) == 1
    assert gamma([continuum([[], []]), continuum([THREE[0]])]) is None
    assert gamma([]) is None
    alone = gamma([continuum([THREE[0], []])])
    assert alone is not None
    assert alone <= 0.5


@needs_scipy
def test_it_can_be_broken_off() -> None:
    def tick(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        gamma([continuum(THREE)], tick=tick)


def test_without_scipy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.agreement.gamma.available", lambda: False)
    with pytest.raises(AnnotatorError, match=r"pip install 'annotator\[gamma\]'"):
        gamma([continuum(THREE)])


unit = st.builds(lambda start, length, category: Unit(start, start + length, category),
                 st.integers(0, 12), st.integers(1, 6), st.sampled_from("ab"))  # fmt: skip


@needs_scipy
@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(unit, max_size=2), min_size=2, max_size=3).filter(any))
def test_no_alignment_is_better(units: list[list[Unit]]) -> None:
    assert best_disorder(units) == pytest.approx(_least(units, Weights()), abs=1e-6)


def _least(units: list[list[Unit]], weights: Weights) -> float:
    """By trying every way to put all units into groups of at most one of each annotator."""
    flat = [(who, each) for who, row in enumerate(units) for each in row]
    pairs = len(units) * (len(units) - 1) / 2

    def cost(group: list[tuple[int, Unit]]) -> float:
        told = sum(weights.between(a, b) for (_, a), (_, b) in combinations(group, 2))
        return (told + (pairs - len(group) * (len(group) - 1) / 2) * weights.delta) / pairs

    best = min(sum(map(cost, groups)) for groups in _groupings(flat))
    return best / (len(flat) / len(units))


def _groupings(flat: list[tuple[int, Unit]]) -> Iterator[list[list[tuple[int, Unit]]]]:
    if not flat:
        yield []
        return
    first, *rest = flat
    for groups in _groupings(rest):
        yield [[first], *groups]
        for place, group in enumerate(groups):
            if all(who != first[0] for who, _ in group):
                yield [*groups[:place], [first, *group], *groups[place + 1 :]]


@needs_scipy
def test_six_people_on_real_news(shared: Path) -> None:
    from tests.agreement.test_unitizing import _read

    folder = shared / "interop" / "brat" / "polnear"
    people = [_read(path) for path in sorted(folder.glob("*activists-brick*.ann"))]
    found = gamma([[[Unit(*each) for each in person["Cue"]] for person in people]], samples=3)
    assert found is not None
    assert 0.7 < found < 1
