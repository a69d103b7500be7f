"""Nominal coefficients against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.nominal import Coincidences, cohen_kappa, fleiss_kappa, nominal_alpha


def units(*coders: str) -> list[list[str | None]]:
    return [
        [None if value == "*" else value for value in unit] for unit in zip(*(c.split() for c in coders), strict=True)
    ]


def test_alpha_of_three_coders() -> None:
    found = nominal_alpha(
        units("* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4")
    )
    assert found == pytest.approx(56 / 81, abs=1e-12)


def test_alpha_of_four_coders() -> None:
    found = nominal_alpha(
        units(
            "1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *"
        )
    )
    assert found == pytest.approx(0.743421, abs=1e-6)


def test_cohen() -> None:
    table = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert cohen_kappa([pair for pair, count in table.items() for _ in range(count)]) == pytest.approx(0.4)


def test_fleiss() -> None:
    rows = """0 0 0 0 14; 0 2 6 4 2; 0 0 3 5 6; 0 3 9 2 0; 2 2 8 1 1; 7 7 0 0 0; 3 2 6 3 0; 2 5 3 2 2; 6 5 2 1 0;
        0 2 2 3 7"""
    table = [[int(n) for n in row.split()] for row in rows.split(";")]
    assert fleiss_kappa(table) == pytest.approx(0.209931, abs=1e-6)
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa([[2, 1], [2, 2]])


def test_what_is_not_defined_is_none() -> None:
    assert nominal_alpha([]) is None
    assert nominal_alpha([["a", "a"], ["a", "a"]]) is None
    assert nominal_alpha([["a", None], [None, "b"]]) is None
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")]) is None
    assert fleiss_kappa([]) is None
    assert fleiss_kappa([[2, 0]]) is None
    assert fleiss_kappa([[1, 0]]) is None


@given(st.lists(st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=2, max_size=4), max_size=12), st.data())
def test_alpha_adds_up_over_documents(rows: list[list[str | None]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    first, second = Coincidences(), Coincidences()
    for row in rows[:cut]:
        first.add(row)
    for row in rows[cut:]:
        second.add(row)
    first.update(second)
    whole = nominal_alpha(rows)
    assert (first.alpha is None) == (whole is None)
    if whole is not None:
        assert first.alpha == pytest.approx(whole)
        assert whole <= 1 + 1e-9
