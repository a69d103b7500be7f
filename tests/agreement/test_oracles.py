"""Our coefficients against two libraries that compute them independently; skipped where these are not installed."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.agreement.nominal import cohen_kappa, fleiss_kappa, nominal_alpha

VALUES = "abc"
rows = st.lists(st.lists(st.sampled_from([*VALUES, None]), min_size=3, max_size=3), min_size=2, max_size=12)
full = st.lists(st.lists(st.sampled_from(VALUES), min_size=3, max_size=3), min_size=2, max_size=12)


@settings(max_examples=60, deadline=None)
@given(rows)
def test_nominal_alpha_is_krippendorffs(units: list[list[str | None]]) -> None:
    krippendorff = pytest.importorskip("krippendorff", reason="krippendorff is not installed (extra dev)")
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    paired = [v for unit in units if sum(x is not None for x in unit) > 1 for v in unit if v is not None]
    assume(len(set(paired)) > 1)
    coders = zip(*units, strict=True)
    table = numpy.array([[numpy.nan if v is None else VALUES.index(v) for v in coder] for coder in coders])
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    assert nominal_alpha(units) == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(full)
def test_kappas_are_nltks(units: list[list[str]]) -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement", reason="nltk is not installed (extra dev)")
    assume(all(len({unit[coder] for unit in units}) > 1 for coder in range(3)))
    data = [(str(coder), str(item), value) for item, unit in enumerate(units) for coder, value in enumerate(unit)]
    task = agreement.AnnotationTask(data=data)
    assert cohen_kappa([(a, b) for a, b, _ in units]) == pytest.approx(task.kappa_pairwise("0", "1"), abs=1e-9)
    assert nominal_alpha(units) == pytest.approx(task.alpha(), abs=1e-9)
    # What nltk calls multi-kappa averages Cohen's; Fleiss' is checked by its definition over pairs of raters.
    ours = fleiss_kappa([[unit.count(value) for value in VALUES] for unit in units])
    pairs = [(a, b) for unit in units for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j]
    observed = sum(a == b for a, b in pairs) / len(pairs)
    shares = [sum(unit.count(value) for unit in units) / (3 * len(units)) for value in VALUES]
    expected = sum(share**2 for share in shares)
    assert ours == pytest.approx((observed - expected) / (1 - expected), abs=1e-9)
