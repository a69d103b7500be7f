"""Unitizing alpha against values computed with exact fractions, and on real files of six annotators."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.unitizing import Coincidences, Stretch, coincidences, without_overlaps

A = [[(2, 10), (14, 20)], [(4, 8), (15, 17)]]
B = [[(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]]
C = [[(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)]]
D = [[(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)]]
THREE = [[(3, 14), (22, 52)], [(3, 9), (22, 52)], [(22, 45)]]


@pytest.mark.parametrize(
    ("observers", "length", "value"),
    [(A, 24, 43 / 120), (B, 24, 709 / 1680), (C, 24, 59 / 168), (D, 24, None), (THREE, 56, 667 / 1120)],
)
def test_values(observers: list[list[Stretch]], length: int, value: float | None) -> None:
    found = coincidences(observers, length).alpha
    assert found is None if value is None else found == pytest.approx(value, abs=1e-12)


def test_nothing_tagged_by_anyone_is_not_defined() -> None:
    assert coincidences([[], []], 100).alpha is None
    assert coincidences([[(0, 4)]], 100).alpha is None
    assert Coincidences().alpha is None


stretches = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: (min(p), max(p))), max_size=6)


@given(st.lists(stretches, min_size=2, max_size=4))
def test_who_agrees_wholly_has_one_and_nobody_more(observers: list[list[Stretch]]) -> None:
    found = coincidences(observers, 60).alpha
    assert found is None or found <= 1 + 1e-9
    same = coincidences([observers[0]] * 3, 60).alpha
    assert same is None or same == pytest.approx(1)


def _read(path: Path) -> dict[str, list[Stretch]]:
    """The text-bound lines of a brat file, pieces of discontinuous ones apart."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for line in path.read_text().splitlines():
        if line.startswith("T"):
            label, extent = line.split("\t")[1].split(" ", 1)
            for piece in extent.split(";"):
                start, end = piece.split()
                found[label].append((int(start), int(end)))
    return found


@pytest.mark.parametrize(
    ("name", "values"), [("africa-builds", (0.6852, 0.6203, 0.8152)), ("activists-brick", (0.7731, 0.7675, 0.8506))]
)
def test_six_people_on_real_news(shared: Path, name: str, values: tuple[float, ...]) -> None:
    folder = shared / "interop" / "brat" / "polnear"
    text = next(folder.glob(f"*{name}*.txt")).read_text()
    people = [_read(path) for path in sorted(folder.glob(f"*{name}*.ann"))]
    assert len(people) == 6
    for label, value in zip(("Source", "Cue", "Content"), values, strict=True):
        assert coincidences([person[label] for person in people], len(text)).alpha == pytest.approx(value, abs=5e-5)


@given(stretches)
def test_units_do_not_overlap(given_stretches: list[Stretch]) -> None:
    kept = without_overlaps(given_stretches)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    assert set(kept) <= set(given_stretches)
