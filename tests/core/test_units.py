"""The units a key tags when nothing is selected, and what each falls back to."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import patterns
from annotator.core.text import BLANK, grapheme_floor
from annotator.core.units import sentence_unit, unit_at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("● He left the city.", "He left the city"),
        ("●He left the city!", "He left the city"),
        ("1. First, it rained.", "First, it rained"),
        ("(a) He went.", "He went"),
        ("– General Wu spoke?!", "General Wu spoke"),
        ("## A heading", "A heading"),
        ("He said “go.”", "He said “go.”"),
        ("He said “go”.", "He said “go”"),
        ("He lives in the U.S.", "He lives in the U.S."),
        ("It cost 3.5.", "It cost 3.5"),
        ("Costs rose…", "Costs rose…"),
        ("Costs rose...", "Costs rose..."),
        ("-5 degrees is cold.", "-5 degrees is cold"),
        ("(He left the city.)", "(He left the city.)"),
        ("他走了。", "他走了"),
        ("他说：“走吧。”", "他说：“走吧。”"),
        ("هل ذهب؟", "هل ذهب"),
        ("   ", ""),
        ("", ""),
        ("...", "..."),
    ],
)
def test_sentence_unit(text: str, expected: str) -> None:
    for i in (0, len(text) // 2, len(text)):
        assert text[slice(*sentence_unit(text, i))] == expected


def test_a_full_stop_within_a_quotation_stays() -> None:
    text = "“It rained. It poured.” He left. She stayed."
    assert text[slice(*sentence_unit(text, 2))] == "“It rained."
    assert text[slice(*sentence_unit(text, 15))] == "It poured.”"
    assert text[slice(*sentence_unit(text, 26))] == "He left"


def test_bullets_only_at_the_start_of_a_line() -> None:
    text = "He left. - She stayed.\n- Both did."
    assert text[slice(*sentence_unit(text, 12))] == "- She stayed"
    assert text[slice(*sentence_unit(text, 30))] == "Both did"


def test_fallbacks() -> None:
    text = "He saw “four\u00a0owls” by night. It was late."
    assert text[slice(*unit_at(text, 9, "quotation"))] == "“four\u00a0owls”"
    assert text[slice(*unit_at(text, 1, "quotation"))].startswith("He saw"), "no quotation here: the sentence"
    assert text[slice(*unit_at(text, len(text) - 3, "number"))] == "late", "no number in this sentence: the word"
    assert text[slice(*unit_at(text, 1, "word"))] == "He"
    assert text[slice(*unit_at(text, 1, "sentence"))] == "He saw “four\u00a0owls” by night"
    with pytest.raises(ValueError, match="no such unit"):
        unit_at(text, 1, "paragraph")


def test_blank_lines_give_nothing() -> None:
    for kind in ("sentence", "number", "quotation", "word"):
        assert unit_at("one\n\n\ntwo", 4, kind) == (4, 4)
        assert unit_at("", 0, kind) == (0, 0)


@given(
    st.text(st.sampled_from("aB1 ,.%?“”’●-\n\u0301中。\U0001f469\u200d"), max_size=40),
    st.integers(0, 45),
    st.sampled_from(["sentence", "number", "quotation", "word"]),
)
def test_units_are_trimmed_and_whole(text: str, i: int, kind: str) -> None:
    start, end = unit_at(text, i, kind)
    assert 0 <= start <= end <= len(text)
    assert grapheme_floor(text, start) == start
    assert grapheme_floor(text, end) == end
    piece = text[start:end]
    assert "\n" not in piece
    assert piece == piece.strip(BLANK) or not {"\u0301", "\u200d"}.isdisjoint(piece)
    i = min(i, len(text))
    line = text[text.rfind("\n", 0, i) + 1 :].split("\n")[0]
    if any(char.isalnum() for char in line):
        assert start < end, "only a line without words gives nothing"


def test_quick_in_one_line_of_a_megabyte() -> None:
    patterns.warm_up()
    text = "He said “we sent nearly 300 people” to Dr. Wu on May 5, 2020, and left. " * 14_000
    for kind in ("sentence", "number", "quotation", "word"):
        began = time.thread_time()
        for i in range(500_000, 500_020):
            assert unit_at(text, i, kind)
        assert (time.thread_time() - began) / 20 < 0.02
