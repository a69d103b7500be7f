"""Quotes found again: by words, by what stands around them, never by a guess."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.anchor import Anchors, Quote, squeezed

TEXT = "One two three.\n  Two  thirds, two.\u00a0Four"


def found(quote: Quote, text: str = TEXT, within: tuple[int, int] | None = None) -> list[str]:
    return [text[start:end] for start, end in Anchors(text).find(quote, within)]


def test_blanks_do_not_count() -> None:
    assert found(Quote("Two thirds,two.")) == ["Two  thirds, two."]
    assert found(Quote("three.Two")) == ["three.\n  Two"]
    assert found(Quote("five")) == found(Quote(" \n")) == []


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them() -> None:
    assert len(found(Quote("two"))) == 2
    assert Anchors(TEXT).find(Quote("two", "thirds, ", ".")) == [(TEXT.index("two."), TEXT.index("two.") + 3)]
    assert Anchors(TEXT).find(Quote("two", "of one", "")) == Anchors(TEXT).find(Quote("two"))
    assert Anchors(TEXT).find(Quote("two", "or One ", " to")) == [(4, 7)]
    assert Anchors(TEXT).find(Quote("two", "somewhere else, ", " three!")) == [(4, 7)]


def test_within_limits_the_search() -> None:
    assert Anchors(TEXT).find(Quote("two"), (5, 99)) == [(TEXT.index("two."), TEXT.index("two.") + 3)]
    assert Anchors(TEXT).find(Quote("two"), (0, 6)) == []
    assert Anchors(TEXT).find(Quote("One"), (-5, 3)) == [(0, 3)]


@given(st.text("ab \n\u200b😀", max_size=30), st.data())
def test_every_stretch_of_a_text_is_among_the_places_of_its_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    exact = text[start:end]
    places = Anchors(text).find(Quote(exact, text[:start], text[end:]))
    assert bool(places) == bool(squeezed(exact))
    for a, b in places:
        assert squeezed(text[a:b]) == squeezed(exact)
    if squeezed(exact):
        assert places == [(text.index(squeezed(exact)[0], start), end - len(exact) + len(exact.rstrip(" \n\u200b")))]
