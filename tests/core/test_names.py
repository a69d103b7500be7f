"""How far the name at a caret reaches."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import patterns
from annotator.core.names import name_around, name_at
from annotator.core.text import grapheme_ceil, grapheme_floor
from annotator.core.units import unit_at


@pytest.mark.parametrize(
    ("text", "at", "name"),
    [
        ("“No,” said treasurer Ines Calloway on Monday.", "Calloway", "Ines Calloway"),
        ("This is Deputy Mayor Ann O’Neill’s hope.", "Ann", "Deputy Mayor Ann O’Neill"),
        ("— Chief Engineer Jo Park’s speech", "Park", "Chief Engineer Jo Park"),
        ("By then the Department of Public Works had left.", "Public", "the Department of Public Works"),
        ("The Harbour Board says so.", "Board", "The Harbour Board"),
        ("But Oda Lund, 78, came.", "Oda", "Oda Lund"),
        ("Oda Lund and Ken Ito met.", "Ken", "Ken Ito"),
        ("It was Dr. J. Ruiz of Leeds. Wen left.", "Ruiz", "Dr. J. Ruiz of Leeds"),
        ("Rain in Leeds. Wen left.", "Wen", "Wen"),
        ("the town’s boats", "town", "town"),
        ("县医院院长范桂花说：“好。”", "桂", "县医院院长范桂花"),
        ("会后，范桂花表示同意。", "范", "范桂花"),
        ("قال المدير نعم", "المدير", "المدير"),
        ("", "", ""),
    ],
)
def test_the_name_at_a_caret(text: str, at: str, name: str) -> None:
    start, end = name_at(text, text.index(at))
    assert text[start:end] == name
    assert unit_at(text, text.index(at), "name") == (start, end)


@given(st.text(st.sampled_from("Ab .’s说人the\n\u0301中"), max_size=40), st.integers(0, 40), st.integers(0, 10))
@settings(max_examples=150)
def test_a_name_holds_what_it_is_asked_around(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    found = name_around(text, start, end)
    assert found[0] <= start <= end <= found[1] <= len(text)
    first, last = unit_at(text, start, "name")
    assert (grapheme_floor(text, first), grapheme_ceil(text, last)) == (first, last)


@pytest.mark.parametrize("line", ["Word ", "字", "A.", "The "])
def test_quick_in_one_line_of_a_megabyte(line: str) -> None:
    patterns.warm_up()
    text = line * (1_000_000 // len(line))
    began = time.thread_time()
    name_at(text, 500_000)
    assert time.thread_time() - began < 0.2
