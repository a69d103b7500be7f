"""Reading order: always sorted, whatever comes and goes."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.model import Span
from annotator.core.reading_order import ReadingOrder, order
from tests.making import make_span

EXTENTS = st.tuples(st.integers(0, 12), st.integers(0, 6), st.sampled_from(["claim", "quote"]))


def spans(extents: list[tuple[int, int, str]]) -> list[Span]:
    return [
        make_span(start, start + length, label, span_id=f"s{number}")
        for number, (start, length, label) in enumerate(extents)
    ]


@given(st.lists(EXTENTS, max_size=30), st.data())
def test_it_is_sorted_whatever_comes_and_goes(extents: list[tuple[int, int, str]], data: st.DataObject) -> None:
    made = spans(extents)
    kept = ReadingOrder()
    for span in made:
        kept.add(span)
    gone = {span.id for span in made if data.draw(st.booleans())}
    for span in made:
        if span.id in gone:
            kept.remove(span)
            assert kept.place_of(span) == -1
    left = sorted((span for span in made if span.id not in gone), key=order)
    assert kept.spans == left == ReadingOrder(left).spans
    assert [kept.place_of(span) for span in left] == list(range(len(left)))
    for position in range(14):
        assert kept.behind(position) == sum(span.start < position for span in left)


@given(st.lists(EXTENTS, max_size=30), st.integers(1, 13), st.lists(st.booleans(), min_size=30, max_size=30))
def test_filling_stretch_by_stretch_gives_all_of_them(
    extents: list[tuple[int, int, str]], width: int, known: list[bool]
) -> None:
    made = spans(extents)
    kept = ReadingOrder(span for span, here in zip(made, known, strict=False) if here)
    for start in range(0, 14, width):
        kept.fill(start, start + width, [span for span in made if start <= span.start < start + width])
    assert kept.spans == sorted(made, key=order)


def test_a_span_with_another_extent_is_not_found() -> None:
    span = make_span(3, 6, span_id="s")
    kept = ReadingOrder([span])
    assert kept.place_of(make_span(3, 7, span_id="s")) == -1
    kept.remove(make_span(2, 6, span_id="s"))
    assert kept.spans == [span]
