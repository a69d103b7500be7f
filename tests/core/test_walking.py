"""Steps of a caret by sentence, figure, quotation and paragraph: where they lead, and that they always end."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import patterns
from annotator.core.text import grapheme_ceil, grapheme_floor
from annotator.core.units import unit_at
from annotator.core.walking import (
    FARTHEST,
    horizon,
    next_paragraph,
    place_in,
    previous_paragraph,
    walk,
)

TEXT = (
    "In 2021 Dr. Oda dug 12 wells. “We drink,” she said, “and ‘all’ cheer.” Nearly 3,000 people came.\n"
    "\n"
    "● It cost $1.5 million. 他打了5座桥。“好！”他说。走了。"
)
KINDS = ("sentence", "number", "quotation")
MIXED = st.text(st.sampled_from("aB 1,5.“”‘’()\n\u0301中。！个●-"), max_size=60)


def drawn(kind: str, direction: int = 1, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in walk(text, -1 if direction > 0 else len(text) + 1, kind, direction)]


def test_sentences_in_two_scripts_without_bullets() -> None:
    assert drawn("sentence") == [
        "In 2021 Dr. Oda dug 12 wells.",
        "“We drink,” she said, “and ‘all’ cheer.”",
        "Nearly 3,000 people came.",
        "It cost $1.5 million.",
        "他打了5座桥。",
        "“好！”他说。",
        "走了。",
    ]


def test_figures_leave_years_out_and_quotations_take_nested_ones() -> None:
    assert drawn("number") == ["12 wells", "Nearly 3,000 people", "$1.5 million", "5座桥"]
    assert drawn("quotation") == ["“We drink,”", "“and ‘all’ cheer.”", "‘all’", "“好！”"]


def test_arabic() -> None:
    text = "قال المدير إن 300 عامل وصلوا. ثم «غادروا» المدينة؟ نعم."
    assert drawn("sentence", text=text) == ["قال المدير إن 300 عامل وصلوا.", "ثم «غادروا» المدينة؟", "نعم."]
    assert drawn("number", text=text) == ["300 عامل"]
    assert drawn("quotation", text=text) == ["«غادروا»"]


@pytest.mark.parametrize("kind", KINDS)
def test_back_is_the_way_there_reversed(kind: str) -> None:
    assert drawn(kind, -1) == drawn(kind)[::-1]


@pytest.mark.parametrize("kind", KINDS)
def test_from_where_the_caret_is_put_the_key_tags_just_that(kind: str) -> None:
    for unit in walk(TEXT, -1, kind, 1):
        tagged = unit_at(TEXT, place_in(TEXT, unit, kind), kind)
        assert tagged[0] == unit[0]
        assert tagged[1] in (unit[1], unit[1] - 1), "a sentence is tagged without its mark"


def test_paragraphs_are_lines_with_something_on_them() -> None:
    text = "one\n\n \n  two words\nthree\n"
    places = [text.index(word) for word in ("one", "two", "three")]
    assert [next_paragraph(text, i) for i in places] == [places[1], places[2], None]
    assert previous_paragraph(text, text.index("words")) == places[1], "first the start of this one"
    assert [previous_paragraph(text, i) for i in places] == [None, places[0], places[1]]
    assert previous_paragraph(text, len(text)) == places[2]
    assert previous_paragraph("\n\n", 2) is None


def test_there_is_no_other_kind() -> None:
    with pytest.raises(ValueError, match="nothing to walk by"):
        next(walk("a word", 0, "word", 1))


def test_a_step_does_not_look_through_a_whole_book() -> None:
    text = "No figure here. " * 20_000 + "But 12 wells."
    assert next(walk(text, 0, "number", 1), None) is None
    place = horizon(text, 0, 1)
    assert place == FARTHEST
    while (found := next(walk(text, place, "number", 1), None)) is None:
        place = horizon(text, place, 1)
    assert text[slice(*found)] == "12 wells"
    assert horizon(text, 0, -1) == 0
    assert horizon(text, len(text), 1) == len(text)


def test_in_one_line_nothing_is_lost_or_found_twice_where_it_is_cut() -> None:
    line = "The firm sold 12 lamps and “they shone” they said. " * 1000
    for kind, each in (("sentence", line[:50].strip()), ("number", "12 lamps"), ("quotation", "“they shone”")):
        found = drawn(kind, text=line)
        assert found == [each] * 1000
        assert drawn(kind, -1, text=line) == found


@given(MIXED, st.integers(-1, 61), st.sampled_from(KINDS), st.sampled_from([-1, 1]))
@settings(max_examples=150)
def test_steps_ascend_or_descend_and_stop(text: str, i: int, kind: str, direction: int) -> None:
    last = i
    for start, end in walk(text, i, kind, direction):
        assert 0 <= start < end <= len(text)
        assert (start - last) * direction > 0
        assert start <= place_in(text, (start, end), kind) < end
        last = start


@given(MIXED, st.integers(0, 60))
@settings(max_examples=150)
def test_paragraph_steps_go_their_way(text: str, i: int) -> None:
    i = min(i, len(text))
    after, before = next_paragraph(text, i), previous_paragraph(text, i)
    for step in (after, before):
        # A blank with an accent on it is a character like any other.
        assert step is None or not text[step : grapheme_ceil(text, step + 1)].isspace()
        assert step is None or grapheme_floor(text, step) == step
    assert after is None or after > i
    assert before is None or before < i


@pytest.mark.parametrize("line", ["word ", "字", "He sent “5 of them” off. ", ".", " ", "\n", "A line.\n"])
def test_quick_in_a_megabyte(line: str) -> None:
    patterns.warm_up()
    text = line * (1_000_000 // len(line))
    for kind in KINDS:
        for direction in (-1, 1):
            began = time.thread_time()
            unit = next(walk(text, 500_000, kind, direction), None)
            if unit:
                place_in(text, unit, kind)
            assert time.thread_time() - began < 0.5, (line, kind, direction)
    began = time.thread_time()
    next_paragraph(text, 500_000)
    previous_paragraph(text, 500_000)
    assert time.thread_time() - began < 0.1
