"""Which attributes are asked for, what is offered for them, and copying them from another span."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.model import Span
from annotator.edit import filling
from annotator.edit.schemes import default_scheme
from tests.making import LI, WEN, make_span

SCHEME = default_scheme()
SPEAKER, UNIT = (next(each for each in SCHEME.attributes if each.key == key) for key in ("speaker", "unit"))
VALUES = st.dictionaries(st.sampled_from(["type", "checkable", "voice"]), st.sampled_from(["a", "b"]))


def quote(start: int, **attributes: str) -> Span:
    return replace(make_span(start, start + 4, "quote"), attributes=attributes)


def test_all_or_some_are_asked() -> None:
    assert [len(each) for each in filling.asked(SCHEME).values()] == [4, 9, 5, 0]
    some = filling.asked(SCHEME, frozenset({"quote.speaker", "claim.checkable"}))
    assert {label: [each.key for each in attributes] for label, attributes in some.items() if attributes} == {
        "claim": ["checkable"],
        "quote": ["speaker"],
    }


def test_unset_is_what_the_span_does_not_say() -> None:
    keys = [each.key for each in filling.unset(quote(0, speaker="Oda", medium="speech"), SCHEME.attributes_of("quote"))]
    assert keys == ["type", "speaker_kind", "verbatim"]


@given(VALUES, VALUES)
def test_copying_sets_what_is_unset_and_nothing_else(mine: dict[str, str], theirs: dict[str, str]) -> None:
    span, source = (replace(make_span(0, 4), attributes=values) for values in (mine, theirs))
    if theirs.keys() <= mine.keys():
        with pytest.raises(AnnotatorError, match="nothing to copy"):
            filling.copy_unset(span, source, annotator_id=WEN.id, scheme=SCHEME)
        return
    changes = filling.copy_unset(span, source, annotator_id=WEN.id, scheme=SCHEME)
    ((before, after, _),) = changes.changes
    assert before == span
    assert isinstance(after, Span)
    assert dict(after.attributes) == theirs | mine


def test_only_the_owner_copies() -> None:
    with pytest.raises(AnnotatorError, match="someone else's"):
        filling.copy_unset(quote(0), quote(9, speaker="Oda"), annotator_id=LI.id, scheme=SCHEME)


def test_speakers_are_those_named_and_the_sources_of_the_text_nearest_first() -> None:
    source = replace(make_span(40, 49, "source"), text="Mayor\nOda")
    spans = [quote(0, speaker="Guan"), quote(90, speaker="Mayor Oda"), source, replace(make_span(50, 55), text="no")]
    assert filling.given_here(spans, SPEAKER, SCHEME, near=45) == ["Mayor Oda", "Guan"]
    assert filling.given_here(spans, SPEAKER, SCHEME, near=4) == ["Guan", "Mayor Oda"]
    assert filling.given_here(spans, UNIT, SCHEME, near=4) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("nearly 10,000 cadres", [10_000]),
        ("5 to 10 percent", [5, 10]),
        ("3.5 million", [3_500_000]),
        ("1.1 billion yuan ($180 million)", [1_100_000_000, 180_000_000]),
        ("约3000人，3万", [3000, 30_000]),
        ("7.25%", [7.25]),
        ("1/3 of them", []),
        ("twelve", [12]),
        ("Nine committees", [9]),
        ("three in four", [4]),
        ("two million", []),
        ("٣٫٥ لترات من ٤٥٠", [3.5, 450]),
        ("12 of 12", [12]),
        ("9" * 40, []),
    ],
)
def test_numbers_written_in_a_text(text: str, numbers: list[float]) -> None:
    assert filling.numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("nearly 10,000 outstanding cadres", "outstanding cadres"),
        ("five to 10 percent", "percent"),
        ("3.46 billion yuan", "yuan"),
        ("$5 million", "$"),
        ("seven wells", "wells"),
        ("412人", "人"),
        ("٣٫٥ لترات", "لترات"),
        ("half of that", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_the_unit_as_a_figure_has_it(text: str, unit: str) -> None:
    assert filling.unit_in(text) == unit
