"""Edge moves: by character, word and clause, for either edge, past sentences and lines."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edges import clause_stops, move_edge, next_clause_edge, previous_clause_edge
from annotator.core.text import grapheme_floor
from annotator.core.words import next_word, previous_word

TEXT = "He said: “Go, now,” and she (the aide) left — fast. It cost 1,600 yuan at 10:30.\n● Dr. Wu, who came, stayed."


def drawn(side: str, text: str = TEXT) -> str:
    stops = set(clause_stops(text, 0, len(text), side))
    return "".join(("|" if i in stops else "") + text[i : i + 1] for i in range(len(text) + 1))


def test_where_an_end_stops() -> None:
    assert drawn("end") == (
        "He said|: “Go|, now|,”| and she| (the aide|)| left| — fast|. It cost 1,600 yuan at 10:30|.\n"
        "● Dr. Wu|, who came|, stayed|."
    )


def test_where_a_start_stops() -> None:
    assert drawn("start") == (
        "|He said: |“|Go, |now,” and |she |(|the aide) |left — |fast. |It cost 1,600 yuan at 10:30.\n"
        "● |Dr. Wu, |who came, |stayed."
    )


def test_other_scripts() -> None:
    assert drawn("end", "近1,600人，来了；他说：“好。”走了。") == "近1,600人|，来了|；他说|：“好|。|”|走了|。"
    assert drawn("start", "قال، نعم؛ لا") == "|قال، |نعم؛ |لا"


def test_clause_moves_go_past_sentences_and_lines() -> None:
    i, seen = TEXT.index("left"), []
    while (after := next_clause_edge(TEXT, i)) != i:
        i = after
        seen.append(TEXT[:i].split()[-1])
    assert seen == ["left", "fast", "10:30", "Wu", "came", "stayed"]
    i, seen = TEXT.index("who"), []
    while (before := previous_clause_edge(TEXT, i)) != i:
        i = before
        seen.append(TEXT[i:].split()[0])
    assert seen == ["Dr.", "It", "fast.", "left", "the", "(the", "she", "now,”", "Go,", "“Go,", "He"]


def test_characters_are_clusters() -> None:
    text = "ae\u0301\U0001f469\u200d\U0001f467b"
    assert [move_edge(text, i, "end", 1, "character") for i in (0, 1, 3, 6, 7)] == [1, 3, 6, 7, 7]
    assert [move_edge(text, i, "start", -1, "character") for i in (7, 6, 3, 1, 0)] == [6, 3, 1, 0, 0]


def test_words_stop_on_their_side_and_at_glue() -> None:
    text = "BuyshoesOn April 8"
    assert move_edge(text, 0, "start", 1, "word") == 8
    assert move_edge(text, 0, "end", 1, "word") == 8
    assert move_edge(text, 8, "end", 1, "word") == 10
    assert move_edge(text, 8, "start", 1, "word") == 11
    assert move_edge(text, 16, "end", -1, "word") == 10
    assert move_edge(text, 11, "start", -1, "word") == 8
    assert move_edge(text, len(text), "end", 1, "word") == len(text)


def test_what_is_no_move() -> None:
    for side, direction, by in (("middle", 1, "word"), ("end", 0, "word"), ("end", 1, "line")):
        with pytest.raises(ValueError, match="no such"):
            move_edge("text", 1, side, direction, by)


@given(
    st.text(st.sampled_from("ab A1,.:;-–“”’()\n\u0301中，。\U0001f469\u200d"), max_size=40),
    st.integers(0, 40),
    st.sampled_from(["start", "end"]),
    st.sampled_from([-1, 1]),
    st.sampled_from(["character", "word", "clause"]),
)
def test_a_move_goes_its_way_or_stays(text: str, i: int, side: str, direction: int, by: str) -> None:
    i = grapheme_floor(text, i)
    after = move_edge(text, i, side, direction, by)
    assert 0 <= after <= len(text)
    assert (after - i) * direction >= 0
    assert grapheme_floor(text, after) == after


def test_quick_in_one_line_of_a_megabyte() -> None:
    for text in ("The quick fox, and the dog, ran. " * 30_000, "word " * 200_000, "字" * 500_000):
        move_edge(text, 5, "end", 1, "clause")
        began = time.thread_time()
        for by in ("character", "word", "clause"):
            move_edge(text, 250_000, "end", 1, by)
            move_edge(text, 250_000, "start", -1, by)
        assert time.thread_time() - began < 0.5


@pytest.mark.parametrize("filler", ["\n", ".", "a", "“", "1", " \n", "e\u0301", " "])
@pytest.mark.parametrize("by", ["word", "clause"])
def test_an_edge_does_not_go_looking_through_a_megabyte(filler: str, by: str) -> None:
    text = filler * (1_000_000 // len(filler))
    middle = len(text) // 2 // len(filler) * len(filler)
    for side in ("start", "end"):
        for direction in (-1, 1):
            assert abs(move_edge(text, middle, side, direction, by) - middle) <= 20_000


def test_a_word_step_in_a_desert_goes_on_a_long_way_and_at_last_arrives() -> None:
    text = "one" + "." * 25_000 + " two"
    steps = [0]
    while steps[-1] < len(text):
        steps.append(next_word(text, steps[-1]))
        assert steps[-1] > steps[-2]
    assert steps[1] == 3
    assert len(steps) < 8
    back = [len(text)]
    while back[-1] > 0:
        back.append(previous_word(text, back[-1]))
        assert back[-1] < back[-2]
    assert len(back) < 8
