"""Flat segments and underline lanes, held against a character-by-character account."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.model import Span
from annotator.core.segments import lanes, segments


def span(name: str, start: int, end: int) -> Span:
    return Span(id=name, document_id="d", annotator_id="a", label="claim", start=start, end=end, text="")


span_lists = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=12).map(
    lambda pairs: [span(f"s{n}", a, b) for n, (a, b) in enumerate(pairs)]
)


@settings(max_examples=150, deadline=None)
@given(span_lists, st.integers(0, 40), st.integers(0, 40))
def test_segments_say_for_every_character_which_spans_cover_it(spans: list[Span], start: int, length: int) -> None:
    end = start + length
    flat = segments(spans, start, end)
    told = {i: {s.id for s in segment.spans} for segment in flat for i in range(segment.start, segment.end)}
    for i in range(start, end):
        assert told.get(i, set()) == {s.id for s in spans if s.start <= i < s.end}
    assert all(start <= segment.start < segment.end <= end for segment in flat)
    assert all(a.end <= b.start for a, b in itertools.pairwise(flat))


def test_segments_list_the_outermost_first() -> None:
    flat = segments([span("inner", 5, 8), span("outer", 0, 10)], 0, 10)
    assert [(s.start, s.end, [x.id for x in s.spans]) for s in flat] == [
        (0, 5, ["outer"]),
        (5, 8, ["outer", "inner"]),
        (8, 10, ["outer"]),
    ]


@settings(max_examples=150, deadline=None)
@given(span_lists)
def test_overlapping_spans_never_share_a_lane_and_enclosing_ones_lie_below(spans: list[Span]) -> None:
    given_lanes = lanes(spans, most=99)
    wide = [s for s in spans if s.start < s.end]
    for a in wide:
        for b in wide:
            if a.id == b.id:
                continue
            if a.start < b.end and b.start < a.end:
                assert given_lanes[a.id] != given_lanes[b.id]
            if a.start <= b.start and b.end <= a.end and (a.start, a.end) != (b.start, b.end):
                assert given_lanes[a.id] > given_lanes[b.id]


def test_disjoint_spans_share_the_first_lane() -> None:
    assert lanes([span("a", 0, 5), span("b", 5, 9), span("c", 20, 30)]) == {"a": 0, "b": 0, "c": 0}


def test_a_tower_is_capped() -> None:
    tower = [span(f"s{n:02}", 0, 10 + n) for n in range(20)]
    given_lanes = lanes(tower, most=8)
    assert [given_lanes[s.id] for s in tower] == [*range(8), *[7] * 12]


def test_a_span_without_width_stands_in_the_first_lane() -> None:
    assert lanes([span("point", 3, 3), span("a", 0, 5)]) == {"point": 0, "a": 0}
