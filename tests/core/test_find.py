"""Finding, held against a reference that tries every stretch of the text."""

import time
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.find import Options, TooSlow, find

ALPHABET = "aAbsSß ſİiıIéÉe\u0301\u0307ﬁ漢字각ا\u064eب𠮷👩\u200d🌾\n"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=24)
QUERIES = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=3)


def same(text: str, *, case: bool) -> str:
    text = unicodedata.normalize("NFD", text)
    return text if case else unicodedata.normalize("NFD", text.casefold())


def borders(text: str) -> list[int]:
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


def reference(text: str, query: str, *, case: bool) -> list[tuple[int, int]]:
    """Every start from the left, every end behind it, between grapheme borders."""
    found, last, edges, wanted = [], 0, borders(text), same(query, case=case)
    for start in edges:
        ends = [end for end in edges if end > start >= last and same(text[start:end], case=case) == wanted]
        if ends:
            found.append((start, ends[0]))
            last = ends[0]
    return found


@given(TEXTS, QUERIES, st.booleans())
def test_the_same_is_found_as_by_trying_everything(text: str, query: str, case: bool) -> None:
    assert list(find(text, query, Options(case=case))) == reference(text, query, case=case)


@given(TEXTS, QUERIES)
def test_an_escaped_expression_finds_what_its_text_finds(text: str, query: str) -> None:
    plain = find(text, query, Options(case=True))
    by_expression = find(text, regex.escape(query), Options(case=True, regex=True))
    assert set(plain) <= set(by_expression) or not unicodedata.is_normalized("NFC", text + query)


@given(TEXTS, QUERIES)
def test_matches_ascend_and_do_not_overlap(text: str, query: str) -> None:
    for options in (Options(), Options(words=True), Options(regex=True)):
        try:
            found = list(find(text, query, options))
        except AnnotatorError:
            continue
        last = 0
        for start, end in found:
            assert last <= start < end <= len(text)
            last = end


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Don’t don her donning Don.", "don", ["don", "Don"]),
        ("1,600 and 600", "600", ["600"]),
        ("北京大学在北京", "北京", ["北京", "北京"]),
        ("COVID-19 is no COVID", "covid", ["COVID"]),
        ("كتب كتابا", "كتب", ["كتب"]),
        ("كتب كتابا", "كت", []),
    ],
)
def test_whole_words_are_our_words(text: str, query: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find(text, query, Options(words=True))] == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Straße STRASSE", "strasse", [(0, 6), (7, 14)]),
        ("İzmir izmir", "izmir", [(6, 11)]),
        ("a𠮷b𠮷", "𠮷", [(1, 2), (3, 4)]),
    ],
)
def test_positions_are_code_points(text: str, query: str, expected: list[tuple[int, int]]) -> None:
    assert list(find(text, query)) == expected


def test_a_mark_belongs_to_its_letter() -> None:
    assert list(find("cafe\u0301 cafe", "cafe")) == [(6, 10)]
    assert list(find("cafe\u0301 café", "CAFÉ")) == [(0, 5), (6, 10)]
    assert list(find("👩‍🌾 👩", "👩")) == [(4, 5)]


def test_an_expression_works_line_by_line() -> None:
    text = "One 12.\nTwo 345."
    assert [text[a:b] for a, b in find(text, r"\d+\.$", Options(regex=True))] == ["12.", "345."]
    assert list(find(text, "x*", Options(regex=True))) == []


@pytest.mark.parametrize(
    ("query", "where", "what"),
    [
        ("(a", "character 3", "missing )"),
        ("[z-a]", "character 5", "bad character range"),
        ("*a", "character 1", "nothing"),
    ],
)
def test_a_bad_expression_is_told_what_and_where(query: str, where: str, what: str) -> None:
    with pytest.raises(AnnotatorError) as raised:
        find("some text", query, Options(regex=True))
    assert where in str(raised.value)
    assert what in str(raised.value)


def test_too_deep_an_expression_is_told() -> None:
    with pytest.raises(AnnotatorError, match="too deep"):
        find("some text", "(" * 5000 + ")" * 5000, Options(regex=True))


def test_one_that_would_run_for_ever_is_stopped() -> None:
    before = time.monotonic()
    with pytest.raises(TooSlow, match=r"0\.3 seconds"):
        find("a" * 60 + "c", "(a|aa)+$", Options(regex=True), seconds=0.3)
    # The engine sees by itself that this one cannot match.
    assert not find("a" * 60 + "c", "(a+)+$", Options(regex=True), seconds=0.3)
    assert time.monotonic() - before < 2


def test_five_megabytes_with_100_000_matches_are_soon_found() -> None:
    text = ("The quick brown fox, 12 m long, jumps over a lazy é. " * 100_000)[:5_000_000]
    before = time.monotonic()
    found = find(text, "FOX")
    assert time.monotonic() - before < 3
    assert len(found) == text.count("fox") > 90_000
    start, end = found[50_000]
    assert text[start:end] == "fox"
    assert found.touching(start + 1, end - 1) == range(50_000, 50_001)
    assert found.from_(start) == found.place_of(start, end) == 50_000
    assert found.place_of(start, end + 1) == -1


def test_one_line_of_a_megabyte() -> None:
    text = "word " * 200_000
    assert len(find(text, "word", Options(words=True))) == 200_000
