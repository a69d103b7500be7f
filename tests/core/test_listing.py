"""What a filter text asks for, and what is remembered of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.listing import ASSIGNED, SORTS, STATES, Listing, Term, parse, remembered, written
from annotator.edit.schemes import default_scheme

SCHEME = default_scheme()


@pytest.mark.parametrize(
    ("text", "words", "terms"),
    [
        ("town wells", ("town", "wells"), ()),
        ("length>5000", (), (Term("length", ">", 5000),)),
        ("Length>=5,000 town", ("town",), (Term("length", ">=", 5000),)),
        ("claim=0 quote!=2", (), (Term("label:claim", "=", 0), Term("label:quote", "!=", 2))),
        ("date>=2026-03", (), (Term("date", ">=", "2026-03"),)),
        ("length> untagged>", (), ()),  # still being typed
        ("length>many x=3", ("length>many", "x=3"), ()),
        ("length>" + "9" * 30, ("length>" + "9" * 30,), ()),
        ("length>²", ("length>²",), ()),
        ("", (), ()),
    ],
)
def test_words_and_terms(text: str, words: tuple[str, ...], terms: tuple[Term, ...]) -> None:
    assert parse(text, SCHEME) == (words, terms)


@given(st.text())
def test_any_text_is_words_and_terms(text: str) -> None:
    words, terms = parse(text, SCHEME)
    assert len(words) + len(terms) <= len(text.split())
    assert all(word in text for word in words)


@given(
    st.sampled_from([*SORTS, "label:claim"]),
    st.booleans(),
    st.sets(st.sampled_from(STATES)),
    st.sampled_from(["", *ASSIGNED]),
)
def test_choices_are_remembered(sort: str, descending: bool, states: set[str], assigned: str) -> None:
    chosen = Listing(
        "wen",
        states=tuple(state for state in STATES if state in states),
        assigned=assigned,
        sort=sort,
        descending=descending,
    )
    assert remembered(written(chosen), "wen", ["claim"]) == chosen


@pytest.mark.parametrize("text", ["", "nonsense", "label:gone descending?", "\x00 \x00"])
def test_what_cannot_be_remembered_is_the_default(text: str) -> None:
    assert remembered(text, "wen", ["claim"]) == Listing("wen")


@given(
    st.lists(st.sampled_from(["a", "ab", "abc", "b"]), max_size=2),
    st.lists(st.sampled_from(["a", "ab", "abc", "b"]), max_size=2),
    st.lists(st.text("abc"), max_size=20),
)
def test_what_narrows_a_list_finds_nothing_outside_it(old: list[str], new: list[str], texts: list[str]) -> None:
    wider, narrower = Listing("wen", tuple(old)), Listing("wen", tuple(new))
    if narrower.narrows(wider):
        found = [text for text in texts if all(word in text for word in new)]
        assert all(word in text for text in found for word in old)
    assert wider.narrows(Listing("wen"))
    assert not wider.narrows(Listing("wen", states=("todo",)))
