"""Cases: which spans belong together, and in what they differ."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.cases import KINDS, Case, cases, compared_attributes
from annotator.core.model import Annotator, Span
from annotator.edit.schemes import default_scheme
from tests.making import LI, WEN, make_span

ODA = Annotator(id="33333333-0000-4000-8000-000000000003", name="Oda")
TEXT = "x" * 200
BOTH = (WEN.id, LI.id)
ALL = (*BOTH, ODA.id)
COMPARED = compared_attributes(default_scheme())


def span(who: Annotator, start: int, end: int, label: str = "claim", **attributes: str) -> Span:
    return replace(make_span(start, end, label, text=TEXT, who=who), attributes=attributes)


def kinds(*spans: Span, who: tuple[str, ...] = BOTH) -> list[str]:
    return [case.kind for case in cases(spans, who, COMPARED)]


def test_the_kinds() -> None:
    assert kinds(span(WEN, 0, 10), span(LI, 0, 10)) == ["agreed"]
    assert kinds(span(WEN, 0, 10), span(LI, 0, 12)) == ["boundary"]
    assert kinds(span(WEN, 0, 10), span(LI, 0, 10, "quote")) == ["label"]
    assert kinds(span(WEN, 0, 10), span(LI, 20, 30)) == ["only_one", "only_one"]
    assert kinds(span(WEN, 0, 10)) == ["only_one"]
    assert kinds(span(WEN, 0, 10), span(LI, 0, 10), who=ALL) == ["missing"]
    assert kinds(span(WEN, 0, 10), who=(WEN.id,)) == ["agreed"]
    assert kinds() == []


def test_a_version_in_several_pieces_is_a_boundary() -> None:
    assert kinds(span(WEN, 0, 30), span(LI, 0, 14), span(LI, 16, 30)) == ["boundary"]
    twice = span(LI, 0, 10), span(LI, 0, 10)
    assert kinds(span(WEN, 0, 10), *twice) == ["boundary"]


def test_own_twins_alone_do_not_join() -> None:
    assert kinds(span(WEN, 0, 10), span(WEN, 0, 10)) == ["only_one", "only_one"]


def test_attributes_differ_only_where_both_are_set_and_compared() -> None:
    yes, no = span(WEN, 0, 10, checkable="yes"), span(LI, 0, 10, checkable="no")
    assert kinds(yes, no) == ["attribute"]
    assert kinds(yes, span(LI, 0, 10)) == ["agreed"]
    told, other = span(WEN, 0, 10, "quote", speaker="Oda"), span(LI, 0, 10, "quote", speaker="Mayor Oda")
    assert kinds(told, other) == ["agreed"]
    loose = compared_attributes(default_scheme(), free_text=True)
    assert [case.kind for case in cases([told, other], BOTH, loose)] == ["attribute"]


def test_a_claim_and_the_statistics_in_it_are_cases_of_their_own() -> None:
    claim = span(WEN, 0, 100), span(LI, 0, 100)
    figures = span(WEN, 10, 15, "statistic"), span(LI, 10, 15, "statistic"), span(WEN, 40, 45, "statistic")
    found = cases([*claim, *figures], BOTH)
    assert [(case.kind, case.start, case.end) for case in found] == [
        ("agreed", 0, 100),
        ("agreed", 10, 15),
        ("only_one", 40, 45),
    ]


def test_half_of_the_shorter_is_enough_and_less_is_not() -> None:
    assert kinds(span(WEN, 0, 100), span(LI, 90, 110)) == ["boundary"]
    assert kinds(span(WEN, 0, 100), span(LI, 91, 111)) == ["only_one", "only_one"]


def test_labels_pair_by_the_greatest_overlap_first() -> None:
    claim, near, far = span(WEN, 0, 10), span(LI, 0, 9, "quote"), span(LI, 0, 6, "statistic")
    found = cases([claim, far, near], BOTH)
    assert {case.kind: case.spans for case in found} == {"label": (claim, near), "only_one": (far,)}


def test_others_are_left_out() -> None:
    assert kinds(span(WEN, 0, 10), span(LI, 0, 10), span(ODA, 0, 12)) == ["agreed"]


def test_what_a_case_tells() -> None:
    mine, theirs = span(WEN, 5, 10), span(LI, 4, 12)
    case = Case("boundary", (theirs, mine))
    assert (case.start, case.end, case.annotators) == (4, 12, frozenset(BOTH))
    assert case.of(WEN.id) == (mine,)


serial = count()
some = st.builds(
    lambda who, start, length, label: replace(
        make_span(start, start + length, label, text=TEXT, who=who),
        id=f"00000000-0000-4000-8000-{next(serial):012}",
    ),
    st.sampled_from([WEN, LI, ODA]),
    st.integers(0, 60),
    st.integers(1, 25),
    st.sampled_from(["claim", "statistic", "quote"]),
)


@given(st.lists(some, max_size=12), st.randoms())
def test_every_span_is_in_one_case_whatever_the_order(spans: list[Span], random: object) -> None:
    found = cases(spans, ALL, COMPARED)
    assert sorted(each.id for case in found for each in case.spans) == sorted(each.id for each in spans)
    shuffled = list(spans)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cases(shuffled, tuple(reversed(ALL)), COMPARED) == found
    for case in found:
        assert case.kind in KINDS
        if len(case.annotators) == 1:
            assert len(case.spans) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_occurs(kind: str) -> None:
    spans = [
        span(WEN, 0, 10), span(LI, 0, 10, "quote"),
        span(WEN, 20, 30), span(LI, 20, 31),
        span(WEN, 40, 50, checkable="yes"), span(LI, 40, 50, checkable="no"), span(ODA, 40, 50),
        span(WEN, 60, 70), span(LI, 60, 70),
        span(WEN, 80, 90),
        span(WEN, 100, 110), span(LI, 100, 110), span(ODA, 100, 110),
    ]  # fmt: skip
    assert kind in kinds(*spans, who=ALL)
