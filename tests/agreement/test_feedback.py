"""Feedback: in what an annotator's spans deviate from gold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.cases import compared_attributes
from annotator.agreement.feedback import DEVIATION_NAMES, DEVIATIONS, RIGHT, Settled, deviations, feedback, pairs
from annotator.core.model import GOLD, Span
from annotator.edit.schemes import default_scheme
from tests.making import WEN, make_span

TEXT = "x" * 200
COMPARED = compared_attributes(default_scheme())
LABELS = ("claim", "statistic", "quote")


def mine(start: int, end: int, label: str = "claim", day: str = "2026-01-01", **attributes: str) -> Span:
    made = make_span(start, end, label, text=TEXT, who=WEN)
    return replace(made, created_at=f"{day}T10:00:00Z", attributes=attributes)


def gold(start: int, end: int, label: str = "claim", **attributes: str) -> Span:
    return replace(make_span(start, end, label, text=TEXT, who=GOLD), attributes=attributes)


@pytest.mark.parametrize(
    ("own", "right", "kinds"),
    [
        (mine(10, 20), gold(10, 20), ()),
        (mine(8, 20), gold(10, 20), ("start_long",)),
        (mine(12, 20), gold(10, 20), ("start_short",)),
        (mine(10, 22), gold(10, 20), ("end_long",)),
        (mine(12, 18), gold(10, 20), ("start_short", "end_short")),
        (mine(10, 20, checkable="yes"), gold(10, 20, checkable="no"), ("other_value",)),
        (mine(10, 20), gold(10, 20, checkable="no"), ()),
        (mine(10, 20, "quote"), gold(10, 20), ("other_label",)),
        (mine(10, 20), None, ("over_tagged",)),
        (None, gold(10, 20), ("missed",)),
    ],
)
def test_the_kinds(own: Span | None, right: Span | None, kinds: tuple[str, ...]) -> None:
    assert deviations(own, right, frozenset(COMPARED)) == kinds
    found = feedback([Settled([own] if own else [], [right] if right else [])], LABELS, COMPARED)
    counted = {kind: n for kind, n in found.labels[right.label if right else "claim"].items() if n}
    assert counted == dict.fromkeys(kinds or (RIGHT,), 1)
    assert found.right == (not kinds)


def test_a_span_far_too_short_is_not_missed() -> None:
    found = feedback([Settled([mine(10, 20)], [gold(0, 100)])], LABELS)
    assert found.deviations == dict.fromkeys(DEVIATIONS, 0) | {"start_short": 1, "end_short": 1}


def test_what_is_exactly_right_goes_before_what_is_nearly_so() -> None:
    found = feedback([Settled([mine(0, 2)], [gold(0, 3), gold(0, 2)])], LABELS)
    assert (found.right, found.deviations["missed"]) == (1, 1)


def test_by_day() -> None:
    own = [mine(0, 10, day="2026-01-02"), mine(20, 30, day="2026-01-01")]
    found = feedback([Settled(own, [gold(0, 10), gold(20, 40), gold(60, 70)])], LABELS)
    assert found.days == {"2026-01-01": {"end_short": 1}, "2026-01-02": {RIGHT: 1, "missed": 1}}
    assert list(found.days) == ["2026-01-01", "2026-01-02"]
    unknown = feedback([Settled([replace(own[0], created_at="")], [gold(0, 10)])], LABELS)
    assert (unknown.right, unknown.days) == (1, {})


def test_every_kind_has_a_name() -> None:
    assert DEVIATION_NAMES.keys() == {RIGHT, *DEVIATIONS}


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from(LABELS)), max_size=6)


@given(spans, spans)
def test_each_span_counts_once(own: list[tuple[int, int, str]], golds: list[tuple[int, int, str]]) -> None:
    a = [mine(start, start + length, label) for start, length, label in own]
    b = [gold(start, start + length, label) for start, length, label in golds]
    found = pairs(a, b)
    assert sorted(one.id for one, _ in found if one) == sorted(span.id for span in a)
    assert sorted(one.id for _, one in found if one) == sorted(span.id for span in b)
    told = feedback([Settled(a, b)], LABELS)
    total = told.deviations
    assert len(a) - total["over_tagged"] == len(b) - total["missed"]
    assert (told.spans, told.gold, told.documents) == (len(a), len(b), 1)
    swapped = feedback([Settled([replace(s, annotator_id=WEN.id) for s in b], a)], LABELS)
    assert swapped.right == told.right


@given(spans)
def test_gold_itself_is_right(given_spans: list[tuple[int, int, str]]) -> None:
    own = [mine(start, start + length, label) for start, length, label in given_spans]
    golds = [replace(span, id=f"gold {span.id}", annotator_id=GOLD.id) for span in own]
    told = feedback([Settled(own, golds)], LABELS, COMPARED)
    assert told.right == len(own)
    assert not any(told.deviations.values())
