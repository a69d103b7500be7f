"""Canonical text, the Ruler against a real QTextDocument, grapheme borders, trimming, visible controls."""

import hashlib
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from annotator.core.text import (
    BLANK,
    Ruler,
    canonical,
    clean,
    display_breaks,
    grapheme_ceil,
    grapheme_floor,
    sha256,
    trim,
    visible,
)

ODD = st.sampled_from(
    "ab \t\n\r\x00\x1b\ufeff\u00a0\u2028\u2029\u200d\u0301\ufe0f中。ع\U0001f469\U0001f3fd\U0001f1e8\ud800"
)
TEXT = st.text(st.one_of(ODD, st.characters(codec="utf-8")), max_size=60)
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


def test_canonical_touches_only_what_the_contract_names() -> None:
    result = canonical("\ufeff\ufeffA\r\nB\rC\x00\x1b\x0c\t \u00a0e\u0301\ud83d \ufeff\u2028\n")
    assert result.text == "A\nB\nC\ufffd\ufffd\ufffd\t \u00a0e\u0301\ufffd \ufeff\u2028\n"
    assert result.replaced == 4


def test_canonical_maps_raw_positions() -> None:
    raw = "\ufeffab\r\ncd\r\ref\r\n"
    result = canonical(raw)
    assert result.text == "ab\ncd\n\nef\n"
    for char in "abcdef":
        assert result.position(raw.index(char)) == result.text.index(char)
    assert result.position(0) == result.position(1) == 0
    assert result.position(4) == 3, "between CR and LF counts as behind the line feed"
    assert result.position(len(raw)) == len(result.text)


@given(TEXT)
def test_canonical_is_idempotent_and_maps_every_offset_in_order(raw: str) -> None:
    result = canonical(raw)
    again = canonical(result.text.lstrip("\ufeff"))
    assert again.text == result.text.lstrip("\ufeff")
    assert again.replaced == 0
    places = [result.position(offset) for offset in range(len(raw) + 1)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, len(result.text))
    for offset, char in enumerate(raw):
        if places[offset] < places[offset + 1] and char.isalpha():
            assert result.text[places[offset]] == char


def test_clean_and_hash() -> None:
    assert clean("a\x00b\udfff") == "a\ufffdb\ufffd"
    assert sha256("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


def test_cleaning_a_megabyte_is_quick() -> None:
    raw = "\ufeff" + "The “quick” brown fox — 狐狸 \U0001f98a jumps.\r\n" * 25_000
    began = time.thread_time()
    result = canonical(raw)
    ruler = Ruler(result.text, display_breaks(result.text))
    assert time.thread_time() - began < 1.0, "a loop over characters would need longer"
    assert result.position(len(raw)) == len(result.text)
    assert ruler.to_qt(len(result.text)) == len(result.text) + 25_000


@given(TEXT.map(clean), st.data())
def test_ruler_goes_there_and_back(text: str, data: st.DataObject) -> None:
    breaks = sorted(data.draw(st.sets(st.integers(1, len(text) - 1)))) if len(text) > 1 else []
    ruler = Ruler(text, breaks)
    shown = ruler.display_text
    assert len(shown.encode("utf-16-le")) // 2 == ruler.to_qt(len(text))
    for cp in range(len(text) + 1):
        assert ruler.to_cp(ruler.to_qt(cp)) == cp
        assert ruler.to_cp(ruler.to_qt(cp, before_break=True)) == cp
    units = shown.encode("utf-16-le")
    for cp, char in enumerate(text):
        at = ruler.to_qt(cp)
        assert units[2 * at :].startswith(char.encode("utf-16-le"))
        if char > "\uffff":
            assert ruler.to_cp(at + 1) == cp, "inside a surrogate pair rounds down"


@settings(max_examples=60)
@given(st.text(st.one_of(ODD, st.characters(codec="utf-8")), max_size=200).map(clean), st.integers(2, 40))
def test_ruler_agrees_with_a_real_document(text: str, limit: int) -> None:
    ruler = Ruler(text, display_breaks(text, limit))
    document = QTextDocument()
    document.setPlainText(ruler.display_text)
    assert document.characterCount() - 1 == ruler.to_qt(len(text))


def test_ruler_across_table_entries() -> None:
    text = ("x" * 700 + "\U0001f600") * 9
    ruler = Ruler(text, [701, 2103])
    assert [ruler.to_cp(ruler.to_qt(cp)) for cp in range(len(text) + 1)] == list(range(len(text) + 1))
    assert ruler.to_qt(10**9) == len(text) + 9 + 2
    assert ruler.to_cp(10**9) == len(text)
    assert ruler.to_qt(-5) == ruler.to_cp(-5) == 0


@pytest.mark.parametrize("breaks", [[0], [3], [2, 1], [1, 1]])
def test_ruler_refuses_impossible_breaks(breaks: list[int]) -> None:
    with pytest.raises(ValueError, match="display breaks"):
        Ruler("abc", breaks)


def test_display_breaks_fall_behind_spaces_and_inside_long_lines_only() -> None:
    assert display_breaks("short\n" * 5000) == []
    text = "heading\n" + "word " * 3000 + "\n" + "tail"
    breaks = display_breaks(text, 1000)
    assert all(text[here - 1] == " " for here in breaks)
    assert max(map(len, Ruler(text, breaks).display_text.split("\n"))) <= 1000
    assert Ruler(text, breaks).display_text.replace("\n", "") == text.replace("\n", "")


def test_display_breaks_without_spaces_keep_clusters_whole() -> None:
    text = FAMILY * 400
    breaks = display_breaks(text, 101)
    assert breaks
    assert all(here % len(FAMILY) == 0 for here in breaks)
    assert display_breaks("a" + "\u0301" * 50, 10) == [10, 20, 30, 40, 50], "one endless cluster still ends"


def test_grapheme_borders() -> None:
    text = f"ae\u0301{FAMILY}\U0001f1e8\U0001f1f3\U0001f1eb\U0001f1f7b中\u0301"
    start = 3
    for inside in range(start + 1, start + len(FAMILY)):
        assert grapheme_floor(text, inside) == start
        assert grapheme_ceil(text, inside) == start + len(FAMILY)
    assert (grapheme_floor(text, 2), grapheme_ceil(text, 2)) == (1, 3)
    flags = text.index("\U0001f1e8")
    assert grapheme_floor(text, flags + 1) == flags
    assert grapheme_ceil(text, flags + 2) == flags + 2, "between two flags is a border"
    assert grapheme_floor(text, flags + 3) == flags + 2
    assert grapheme_floor(text, len(text) - 1) == text.index("中")
    assert (grapheme_floor(text, -3), grapheme_ceil(text, 10**6)) == (0, len(text))


@given(TEXT, st.integers(0, 60))
def test_grapheme_borders_enclose(text: str, i: int) -> None:
    i = min(i, len(text))
    low, high = grapheme_floor(text, i), grapheme_ceil(text, i)
    assert low <= i <= high
    assert grapheme_floor(text, low) == low
    assert grapheme_ceil(text, high) == high


def test_trim() -> None:
    text = "\u3000 \u00a0\u200bWord here.\ufeff \n"
    start, end = trim(text, 0, len(text))
    assert text[start:end] == "Word here."
    assert trim(text, 0, 3) == (0, 0)
    assert trim("a \u0301b", 1, 4) == (1, 4), "a space with a combining mark stays whole"


def test_trim_knows_all_white_space() -> None:
    spaces = {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    assert set(BLANK) == spaces | {"\u200b", "\ufeff"}


def test_visible_shows_what_would_act_on_a_terminal() -> None:
    assert visible("a\x1b[31m\u202eb\x7f\n\u2066\x9b") == "a␛[31m‹U+202E›b␡␊‹U+2066›‹U+009B›"
    assert visible(f"{FAMILY} نص 中文 \u200c") == f"{FAMILY} نص 中文 \u200c"
    assert visible("\ud800") == "‹U+D800›"
