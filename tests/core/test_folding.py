"""Folding keeps the way back to the code points of the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.folding import FoldCharacter, fold, loose, loosely

LETTERS = st.text(
    st.sampled_from("aAbsSß ſİiıIéÉe\u0301\u0307ﬁΐǰ漢字がか\u3099각\u0301أإ\u064eـ𠮷👩\u200d🌾\n"), max_size=20
)


@given(LETTERS, st.sampled_from([str.casefold, loosely, lambda each: unicodedata.normalize("NFD", each)]))
def test_every_place_leads_back(text: str, by: FoldCharacter) -> None:
    folded = fold(text, by)
    assert folded.text == "".join(map(by, text))
    places = [folded.original(place) for place in range(len(folded.text))]
    assert [at for at in places if at >= 0] == [at for at, each in enumerate(text) if by(each)]
    assert folded.original(len(folded.text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("É", "e\u0301"),
        ("مُدَرِّسَة", "مدرسة"),
        ("أحمد", "احمد"),
        ("Café", "cafe"),
        ("ＡＢＣ", "abc"),
        ("کـتـاب", "کتاب"),
    ],
)
def test_loose_says_they_are_the_same(one: str, other: str) -> None:
    assert loose(one).text == loose(other).text


def test_loose_keeps_what_tells_words_apart() -> None:
    assert loosely("が") == "が"
    assert loose("か\u3099").text == unicodedata.normalize("NFD", "が")
    assert loosely("각") == "각"
    assert loosely("漢") == "漢"
