"""Word stops: Ctrl+arrow, snapping and span edges in English, Chinese, Arabic and in text with spam glued on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text import grapheme_floor
from annotator.core.words import (
    next_edge,
    next_word,
    previous_edge,
    previous_word,
    snap_to_words,
    tokens,
    word_at,
    word_parts,
)


def words_of(text: str) -> list[str]:
    return [text[a:b] for a, b, kind in tokens(text, 0, len(text)) if kind == "word"]


def parts_of(word: str) -> list[str]:
    return [word[a:b] for a, b in word_parts(word, 0, len(word))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don’t, it's long-term.", "They|don’t|it's|long-term"),
        ("up 58.3%, to 1,600 or $1.2 million", "up|58.3%|to|1,600|or|$1.2|million"),
        ("edition A3 of 2+1+7 at 10:30", "edition|A3|of|2+1+7|at|10:30"),
        ("the U.S. and news.example.org", "the|U.S|and|news.example.org"),
        ("the ending.Next", "the|ending|Next"),
        ("‘quoted’ “words”", "quoted|words"),
        ("全省1600个党支部", "全|省|1600|个|党|支|部"),
        ("カタカナとひらがな", "カタカナ|とひらがな"),
        ("한국어는 띄어 쓴다", "한국어는|띄어|쓴다"),
        ("العَرَبِيَّةُ لُغَةٌ، نعم", "العَرَبِيَّةُ|لُغَةٌ|نعم"),
        ("cafe\u0301s e\u0301te\u0301", "cafe\u0301s|e\u0301te\u0301"),
        ("hi \U0001f469\u200d\U0001f467 there", "hi|\U0001f469\u200d\U0001f467|there"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words_of(text) == expected.split("|")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("BuyshoesOn", "Buyshoes|On"),
        ("2018Buyshoes", "2018|Buyshoes"),
        ("worldClass", "world|Class"),
        ("HandBuyExplore", "Hand|Buy|Explore"),
        ("cadres2018", "cadres|2018"),
        ("NATOBuyshoes", "NATO|Buyshoes"),
        ("wordпривет", "word|привет"),
        *[(word, word) for word in ("1,600", "58.3%", "A3", "McDonald", "iPhone", "18th", "5km", "100million")],
        *[(word, word) for word in ("COVID-19", "H1N1", "NGOs", "don’t")],
    ],
)
def test_glue_points(word: str, expected: str) -> None:
    assert parts_of(word) == expected.split("|")


def test_word_at_prefers_the_word_the_caret_touches_then_the_next() -> None:
    text = "one, two  three\n\n  four"
    assert [text[slice(*word_at(text, i))] for i in (0, 1, 3)] == ["one"] * 3
    assert text[slice(*word_at(text, 4))] == "two", "between comma and blank the next word is meant"
    assert text[slice(*word_at(text, 5))] == "two"
    assert text[slice(*word_at(text, 9))] == "three"
    assert text[slice(*word_at(text, 15))] == "three", "the end of the line touches its last word"
    assert word_at(text, 16) == (16, 16), "an empty line has no word"
    assert text[slice(*word_at(text, 17))] == "four"
    assert word_at("", 0) == (0, 0)


def test_ctrl_arrows_stop_at_ends_and_starts_and_marks() -> None:
    text = "He said: “Go away.” BuyshoesOn we went."
    stops, i = [], 0
    while i < len(text):
        i = next_word(text, i)
        stops.append(text[:i].split(" ")[-1])
    assert stops == ["He", "said", "“Go", "away", "away.”", "BuyshoesOn", "we", "went", "went."]
    back = []
    while i > 0:
        i = previous_word(text, i)
        back.append(text[i:].split(" ")[0])
    assert back == ["went.", "we", "BuyshoesOn", "away.”", "Go", "“Go", "said:", "He"]


def test_edges_stop_inside_glued_words() -> None:
    text = "buy BuyshoesOn April"
    glue = text.index("On")
    assert next_edge(text, 4) == glue
    assert next_edge(text, 4, "start") == glue
    assert previous_edge(text, len("buy BuyshoesOn"), "end") == glue
    assert previous_edge(text, text.index("April"), "start") == glue
    assert next_edge(text, len(text)) == len(text)
    assert previous_edge(text, 0) == 0


def test_snap() -> None:
    text = "The quick brown fox"
    assert snap_to_words(text, 5, 11) == (4, 15)
    assert snap_to_words(text, 4, 9) == (4, 9)
    assert snap_to_words(text, 3, 11) == (3, 15), "an edge between words stays"
    assert snap_to_words(text, 6, 6) == (6, 6)


def test_stops_far_away_are_found() -> None:
    text = "a" + " " * 5000 + "b" + "-" * 3000 + "c"
    assert next_word(text, 1) == 5002
    assert previous_word(text, len(text) - 1) == 5001
    long_word = "x" * 3000 + " y"
    assert next_word(long_word, 5) == 3000
    assert previous_word(long_word, 2999) == 0


@given(st.text(st.sampled_from("ab1,.’“” \n\u0301中A-%\U0001f469\u200d"), max_size=40), st.integers(0, 40))
def test_stops_always_move_on_and_keep_clusters(text: str, i: int) -> None:
    i = min(i, len(text))
    for side in ("start", "end"):
        for move, ahead in ((next_edge, True), (previous_edge, False)):
            stop = move(text, i, side)
            assert stop == i or (stop > i) == ahead
            assert stop == i or grapheme_floor(text, stop) == stop
    start, end = word_at(text, i)
    assert "\n" not in text[start:end]
