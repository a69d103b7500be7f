"""The span index against a plain scan over all spans."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.buckets import SpanIndex, innermost
from annotator.core.model import Span


def span(name: str, start: int, end: int) -> Span:
    return Span(id=name, document_id="d", annotator_id="a", label="claim", start=start, end=end, text="")


edges = st.one_of(st.integers(0, 3000), st.integers(0, 200_000))
span_lists = st.lists(st.tuples(edges, edges).map(sorted), max_size=30).map(
    lambda pairs: [span(f"s{n}", a, b) for n, (a, b) in enumerate(pairs)]
)


def scan(spans: list[Span], start: int, end: int) -> set[str]:
    return {
        s.id
        for s in spans
        if (s.start < end and s.end > start and s.start < s.end) or (s.start == s.end and start <= s.start < end)
    }


@settings(max_examples=150, deadline=None)
@given(span_lists, edges, st.integers(1, 5000))
def test_query_finds_what_a_scan_finds_each_once(spans: list[Span], start: int, length: int) -> None:
    found = [s.id for s in SpanIndex(spans).query(start, start + length)]
    assert len(found) == len(set(found))
    assert set(found) == scan(spans, start, start + length)


@settings(max_examples=80, deadline=None)
@given(span_lists, span_lists, st.data())
def test_adding_replacing_and_removing_leave_what_a_fresh_index_has(
    spans: list[Span], moved: list[Span], data: st.DataObject
) -> None:
    index = SpanIndex(spans)
    for replacement in moved:
        index.add(replacement)
    now = {s.id: s for s in [*spans, *moved]}
    gone = data.draw(st.sets(st.sampled_from(sorted(now)))) if now else set()
    for name in gone:
        assert index.remove(name) == now.pop(name)
    assert {s.id: s for s in index} == now
    assert len(index) == len(now)
    for start in (0, 1000, 1024, 150_000):
        assert {s.id for s in index.query(start, start + 2048)} == scan(list(now.values()), start, start + 2048)


def test_at_gives_the_innermost_first() -> None:
    index = SpanIndex([span("outer", 0, 50), span("inner", 10, 20), span("twin", 10, 20), span("point", 12, 12)])
    assert [s.id for s in index.at(12)] == ["point", "inner", "twin", "outer"]
    assert [s.id for s in index.at(11)] == ["inner", "twin", "outer"]


def test_at_looks_back_only_where_nothing_covers_the_caret() -> None:
    index = SpanIndex([span("a", 0, 10), span("b", 10, 20)])
    assert [s.id for s in index.at(10)] == ["b"]
    assert [s.id for s in index.at(20)] == ["b"]
    assert index.at(21) == []


def test_removing_the_unknown_says_so() -> None:
    index = SpanIndex([span("a", 0, 10)])
    assert index.remove("zzz") is None
    assert index.get("a") == span("a", 0, 10)
    assert "a" in index


def test_a_span_over_everything_is_found_everywhere_and_removed() -> None:
    whole = span("whole", 0, 1_000_000)
    index = SpanIndex([whole, span("small", 5, 9)])
    assert index.query(999_999, 1_000_000) == [whole]
    assert sorted(index.at(6), key=innermost)[-1] == whole
    index.remove("whole")
    assert index.query(999_999, 1_000_000) == []
