"""Growing and shrinking a selection along the units of language."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import patterns
from annotator.core.ladder import larger, quotation_edges, smaller, snap_to_sentences
from annotator.core.text import BLANK, grapheme_ceil, grapheme_floor

TEXT = "Rain fell. She said, “Go, take nearly 300 tall men, now,” and left. It rained.\nThe end."
MIXED = st.text(st.sampled_from("aB 1,5.“”‘’()\n\u0301中。！个●-"), max_size=50)


def rungs(text: str, start: int, end: int) -> list[str]:
    found = []
    extent: tuple[int, int] | None = (start, end)
    while extent and (extent := larger(text, *extent)):
        found.append(text[slice(*extent)])
    return found


def test_from_a_number_to_its_line() -> None:
    at = TEXT.index("300") + 1
    assert rungs(TEXT, at, at) == [
        "300",
        "nearly 300 tall men",
        "take nearly 300 tall men",
        "Go, take nearly 300 tall men, now,",
        "“Go, take nearly 300 tall men, now,”",
        "She said, “Go, take nearly 300 tall men, now,” and left",
        "Rain fell. She said, “Go, take nearly 300 tall men, now,” and left. It rained.",
    ]


def test_chinese_and_arabic() -> None:
    text = "他说：“我们打了5座桥，很高兴。”走了。"
    at = text.index("5")
    assert rungs(text, at, at)[:4] == ["5", "5座桥", "我们打了5座桥", "我们打了5座桥，很高兴。"]
    text = "قال المدير: وصل 300 عامل، نعم. لا."
    at = text.index("300")
    assert rungs(text, at, at) == [
        "300", "300 عامل", "وصل 300 عامل", "قال المدير: وصل 300 عامل، نعم", text
    ]  # fmt: skip


def test_a_statement_ends_at_pauses_not_at_conjunctions_lists_or_brackets() -> None:
    text = (
        "On Monday the board closed two baths and opened three “warm rooms” in Leeds, Hull, York and Ely, and "
        "310 pools (indoor, heated) were checked and cleaned, a rise of 4 percent on the year."
    )
    first = "On Monday the board closed two baths and opened three “warm rooms” in Leeds, Hull, York and Ely"
    assert first in rungs(text, text.index("rooms"), text.index("rooms"))
    second = "310 pools (indoor, heated) were checked and cleaned"
    assert second in rungs(text, text.index("checked"), text.index("checked"))
    start, end = 0, len(text) - 1
    narrower = smaller(text, start, end, text.index("percent"))
    assert narrower
    assert text[slice(*narrower)] == "a rise of 4 percent on the year"
    text = "去年市里建了苹果、梨、桃三座果园，今年又修了五座桥。"
    at = text.index("果园")
    assert "去年市里建了苹果、梨、桃三座果园" in rungs(text, at, at)


def test_a_selection_over_sentences_or_lines_grows_to_all_of_them() -> None:
    start, end = TEXT.index("left"), TEXT.index("rained")
    assert rungs(TEXT, start, end)[-2:] == [TEXT[TEXT.index("She") : TEXT.index(".\nThe")], TEXT.split("\n")[0]]
    assert rungs(TEXT, start, TEXT.index("end"))[-1] == TEXT


def test_shrinking_goes_down_around_the_place() -> None:
    line = (0, TEXT.index("\n"))
    at = TEXT.index("300")
    seen = []
    extent: tuple[int, int] | None = line
    while extent and (extent := smaller(TEXT, *extent, at)):
        seen.append(TEXT[slice(*extent)])
    assert seen == rungs(TEXT, at, at)[-2::-1]
    assert smaller(TEXT, at, at + 1, at) is None


def test_edges_to_the_quotation_marks_and_inside_them() -> None:
    at = TEXT.index("take")
    whole = quotation_edges(TEXT, at, at + 4)
    assert whole
    assert TEXT[slice(*whole)] == "“Go, take nearly 300 tall men, now,”"
    inside = quotation_edges(TEXT, *whole)
    assert inside
    assert TEXT[slice(*inside)] == "Go, take nearly 300 tall men, now,"
    assert quotation_edges(TEXT, *inside) == whole, "pressed again the marks come back"
    sentence = (TEXT.index("She"), TEXT.index(". It"))
    assert quotation_edges(TEXT, *sentence) == whole, "the quotation in a longer span"
    assert quotation_edges(TEXT, 0, 4) is None


def test_snapping_to_sentences() -> None:
    start, end = snap_to_sentences(TEXT, TEXT.index("left"), TEXT.index("rained") + 1)
    assert TEXT[start:end].startswith("She said")
    assert TEXT[start:end].endswith("It rained")


@given(MIXED, st.integers(0, 50), st.integers(0, 20))
@settings(max_examples=150)
def test_every_rung_holds_the_one_below(text: str, start: int, length: int) -> None:
    start = grapheme_floor(text, min(start, len(text)))
    end = grapheme_ceil(text, min(start + length, len(text)))
    extent = (start, end)
    while wider := larger(text, *extent):
        assert wider[0] <= extent[0] <= extent[1] <= wider[1]
        assert wider != extent
        for edge in wider:
            assert grapheme_floor(text, edge) == edge
        extent = wider
    assert "\n" in text[start:end] or "\n" not in text[slice(*extent)].strip(BLANK)


@given(MIXED, st.integers(0, 50), st.integers(1, 30), st.integers(0, 50))
@settings(max_examples=150)
def test_every_shrinking_is_less(text: str, start: int, length: int, at: int) -> None:
    start, at = min(start, len(text)), min(at, len(text))
    end = min(start + length, len(text))
    narrower = smaller(text, start, end, at)
    if narrower:
        assert start <= narrower[0] < narrower[1] <= end
        assert narrower != (start, end)


@pytest.mark.parametrize("line", ["word ", "字", "He sent “5 of them” off. ", ".", " "])
def test_quick_in_one_line_of_a_megabyte(line: str) -> None:
    patterns.warm_up()
    text = line * (1_000_000 // len(line))
    began = time.thread_time()
    found = rungs(text, 500_000, 500_000)
    assert len(found) < 12, "what is cut out of an endless sentence is no rung of its own, again and again"
    smaller(text, 400_000, 600_000, 500_000)
    assert time.thread_time() - began < 1
