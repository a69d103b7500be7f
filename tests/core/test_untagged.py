"""Untagged figures against the plain definition."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.untagged import number_places, places_of, untagged
from tests.making import PLAIN


def test_the_numbers_of_figures_without_years() -> None:
    places = number_places(PLAIN)
    assert [PLAIN[start:end] for start, end in zip(places[::2], places[1::2], strict=True)] == ["12", "3,000"]
    assert places_of([PLAIN, "", "none"]) == [places, number_places(""), number_places("")]


def test_a_span_tags_a_figure_that_it_shares_a_character_with() -> None:
    at = PLAIN.index("12")
    assert untagged(number_places(PLAIN), []) == 2
    assert untagged(number_places(PLAIN), [(at, at + 8)]) == 1
    assert untagged(number_places(PLAIN), [(at + 1, at + 8)]) == 1
    assert untagged(number_places(PLAIN), [(at + 2, at + 8)]) == 2
    assert untagged(number_places(PLAIN), [(0, len(PLAIN))]) == 0


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8),
)
def test_counted_like_pair_by_pair(gaps: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    places, at = [], 0
    for gap, length in gaps:
        places += [at + gap, at + gap + length]
        at += gap + length
    extents = [(start, start + length) for start, length in spans]
    pairs = zip(places[::2], places[1::2], strict=True)
    expected = sum(not any(start < b and a < end for a, b in extents) for start, end in pairs)
    assert untagged(places, extents) == expected
