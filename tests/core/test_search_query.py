"""The language of the search over all documents."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.search_query import Condition, Term, Wanted, understand
from annotator.edit.schemes import default_scheme
from tests.making import LI, WEN

SCHEME = default_scheme()


def read(query: str) -> Wanted:
    return understand(query, SCHEME, (WEN, LI), WEN.id)


def test_words_and_phrases() -> None:
    assert read('wells "no rain" -dry har').terms == (
        Term("wells"),
        Term("no rain"),
        Term("dry", unwanted=True),
        Term("har", begins=True),
    )
    assert read("har ").terms == (Term("har"),)
    assert read("dro* dry ").terms[0] == Term("dro", begins=True)
    assert not read(" % – ")
    assert read('"open').terms == (Term("open"),)


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("label:quote", Condition("label", ("quote",))),
        ("label:QUO", Condition("label", ("quote",))),
        ("-label:claim", Condition("label", ("claim",), unwanted=True)),
        ("annotator:li", Condition("annotator", (LI.id,))),
        ("is:mine", Condition("annotator", (WEN.id,))),
        ("is:done", Condition("state", ("done",))),
        ('speaker:"Mayor Oda"', Condition("value", ("mayor oda",), "speaker", "part")),
        ("type:direct", Condition("value", ("direct",), "type", "begins")),
        ("note:Check", Condition("note", ("check",))),
        ("has:note", Condition("any note")),
        ("no:link", Condition("any link", unwanted=True)),
    ],
)
def test_conditions(query: str, condition: Condition) -> None:
    assert read(query).conditions == (condition,)


def test_without_a_value_means_only_labels_that_could_have_it() -> None:
    assert read("no:speaker").conditions == (
        Condition("set", key="speaker", unwanted=True),
        Condition("label", ("quote",)),
    )


def test_states_are_of_documents() -> None:
    assert not read("is:todo wells").spans
    assert read("label:quote is:todo").spans


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("label:foo", "There is no label “foo”; there are Claim, Statistic, Quote"),
        ("annotator:Ann", "There is no annotator “Ann”; there are Wen, Li"),
        ("colour:red", "There is no “colour:”"),
        ("no:teeth", "There is no attribute “teeth”"),
        ("is:new", "is:todo, is:doing, is:done"),
        ('label:""', "label: what?"),
        ("-dry -wet", "Only words to leave out"),
    ],
)
def test_what_is_not_known_is_told_with_what_is(query: str, says: str) -> None:
    with pytest.raises(AnnotatorError) as raised:
        read(query)
    assert says in str(raised.value)


@given(st.text(max_size=40))
def test_anything_typed_is_understood_or_told(query: str) -> None:
    told: Wanted | str
    try:
        told = read(query)
    except AnnotatorError as error:
        told = str(error)
    assert isinstance(told, Wanted) or told
