"""Figures over documents: sums add up, intervals hold the value, what is not defined stays so."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.figures import figures
from annotator.agreement.nominal import cohen_kappa, fleiss_kappa, nominal_alpha
from annotator.agreement.sums import Compared, Stretch, touched_sentences
from annotator.core.model import Annotator, Span
from tests.making import LI, WEN, make_span

ODA = Annotator(id="33333333-0000-4000-8000-000000000003", name="Oda")
LABELS = ("claim", "quote")
LENGTH = 300
SENTENCES = tuple(pairwise(range(0, LENGTH + 1, 20)))
PARAGRAPHS = tuple(pairwise(range(0, LENGTH + 1, 100)))


def document(spans: dict[str, list[tuple[int, int, str]]], name: str = "d") -> Compared:
    people = {who.id: who for who in (WEN, LI, ODA)}
    made = {
        who: [make_span(a, b, label, text="x" * LENGTH, who=people[who]) for a, b, label in each]
        for who, each in spans.items()
    }
    return Compared(name, LENGTH, SENTENCES, PARAGRAPHS, made)


def random_document(chance: random.Random, people: tuple[str, ...], name: str) -> Compared:
    base = [(chance.randrange(0, 280), chance.randrange(1, 20), chance.choice(LABELS)) for _ in range(8)]
    spans = {
        who: [
            (a, min(LENGTH, a + n + chance.choice([0, 0, 1])), label) for a, n, label in base if chance.random() < 0.8
        ]
        for who in people
    }
    return document(spans, name)


def test_two_who_agree_wholly() -> None:
    spans = [(0, 10, "claim"), (50, 70, "claim"), (100, 120, "quote")]
    found = figures([document({WEN.id: spans, LI.id: spans})], (WEN.id, LI.id), LABELS)
    for label in LABELS:
        assert {name: figure.value for name, figure in found.labels[label].items()} == {
            "f1_exact": 1.0,
            "f1_overlap": 1.0,
            "unitizing_alpha": 1.0,
            "sentence_alpha": 1.0,
            "kappa": 1.0,
        }
    assert found.pairs[WEN.id, LI.id]["f1_exact"].value == 1
    assert found.cases["agreed"] == 3
    assert found.confusion == {("claim", "claim"): 2, ("quote", "quote"): 1}
    assert found.spans == {"claim": {WEN.id: 2, LI.id: 2}, "quote": {WEN.id: 1, LI.id: 1}}


@pytest.mark.parametrize("people", [(), (WEN.id,), (WEN.id, LI.id)])
def test_without_spans_nothing_is_defined_and_nothing_fails(people: tuple[str, ...]) -> None:
    for documents in ([], [document({who: [] for who in people})]):
        found = figures(documents, people, LABELS, ["claim.checkable"])
        assert all(figure.value is None for label in LABELS for figure in found.labels[label].values())
        assert found.attributes["claim.checkable"].value is None
        assert sum(found.cases.values()) == 0


def test_attributes_are_compared_on_matched_spans() -> None:
    first = [
        replace(make_span(at, at + 5, text="x" * LENGTH), attributes={"checkable": v})
        for at, v in ((0, "yes"), (20, "no"))
    ]
    second = [
        replace(make_span(at, at + 5, text="x" * LENGTH, who=LI), attributes={"checkable": v})
        for at, v in ((0, "yes"), (20, "yes"))
    ]
    found = figures(
        [Compared("d", LENGTH, SENTENCES, PARAGRAPHS, {WEN.id: first, LI.id: second})],
        (WEN.id, LI.id),
        LABELS,
        ["claim.checkable"],
    )
    assert found.attributes["claim.checkable"].value == pytest.approx(nominal_alpha([["yes", "yes"], ["no", "yes"]]))
    assert found.cases["attribute"] == 1


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_sentence_figures_are_those_of_the_plain_coefficients(seed: int, count: int) -> None:
    chance = random.Random(seed)
    for people in ((WEN.id, LI.id), (WEN.id, LI.id, ODA.id)):
        documents = [random_document(chance, people, str(n)) for n in range(count)]
        found = figures(documents, people, LABELS, rounds=0)
        for label in LABELS:
            rows = [
                row
                for each in documents
                for row in zip(*(_presence(each.spans[who], label) for who in people), strict=True)
            ]
            assert _close(found.labels[label]["sentence_alpha"].value, nominal_alpha(rows))
            kappa = cohen_kappa(rows) if len(people) == 2 else fleiss_kappa([[sum(r), len(r) - sum(r)] for r in rows])  # type: ignore[arg-type]
            assert _close(found.labels[label]["kappa"].value, kappa)


def _presence(spans: list[Span], label: str) -> list[bool]:
    return [any(s.label == label and s.start < end and s.end > start for s in spans) for start, end in SENTENCES]


def _close(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else a == pytest.approx(b)


def test_intervals_hold_the_value_and_are_the_same_every_time() -> None:
    people = (WEN.id, LI.id, ODA.id)
    chance = random.Random(5)
    documents = [random_document(chance, people, str(n)) for n in range(12)]
    found = figures(documents, people, LABELS)
    for label in LABELS:
        for figure in found.labels[label].values():
            assert figure.value is not None
            assert figure.interval is not None
            low, high = figure.interval
            assert low < figure.value < high
    assert figures(documents, people, LABELS) == found


def test_one_document_is_resampled_by_paragraphs() -> None:
    spans = [(at, at + 10, "claim") for at in range(0, LENGTH, 25)]
    other = [(at, at + 10, "claim") for at in range(0, LENGTH, 50)]
    found = figures([document({WEN.id: spans, LI.id: other})], (WEN.id, LI.id), LABELS)
    figure = found.labels["claim"]["f1_exact"]
    assert figure.interval is not None
    assert figure.interval[0] <= figure.value <= figure.interval[1]  # type: ignore[operator]


@given(st.lists(st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda p: (min(p), max(p))), max_size=8))
def test_touched_sentences(stretches: list[Stretch]) -> None:
    expected = [any(a < b and a < end and b > start for a, b in stretches) for start, end in SENTENCES]
    assert touched_sentences(SENTENCES, stretches) == expected
