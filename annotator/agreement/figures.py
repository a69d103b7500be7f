"""The figures of agreement over a set of documents, with bootstrap intervals."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from annotator.agreement import nominal, unitizing
from annotator.agreement.cases import KINDS, cases
from annotator.agreement.matching import Found, match
from annotator.agreement.sums import Compared, Sums, Table, sums_of
from annotator.core.ids import GOLD_ID
from annotator.core.model import Span

Values: TypeAlias = dict[tuple[str, ...], float | None]

ROUNDS = 200
_LOW, _HIGH = 0.025, 0.975
_SEED = 1  # always the same, so that every run gives the same interval


class Figure(NamedTuple):
    """A value and its 95 % interval; either is ``None`` where it is not defined."""

    value: float | None
    interval: tuple[float, float] | None = None


class Figures(NamedTuple):
    """What is told about the agreement of ``annotators`` (ids) on ``documents`` documents."""

    annotators: tuple[str, ...]
    documents: int
    spans: Mapping[str, Mapping[str, int]]
    """By label and annotator: how many."""
    labels: Mapping[str, Mapping[str, Figure]]
    """By label: ``f1_exact``, ``f1_overlap``, ``unitizing_alpha``, ``sentence_alpha``, ``kappa``."""
    pairs: Mapping[tuple[str, str], Mapping[str, Figure]]
    """By pair of annotators, over all labels: ``f1_exact``, ``f1_overlap``."""
    attributes: Mapping[str, Figure]
    """Nominal alpha by ``label.attribute``, on matched spans, unset as missing."""
    cases: Mapping[str, int]
    """How many there are of each kind, among people: gold makes no case."""
    confusion: Mapping[tuple[str, str], int]
    """Labels of matched spans of two annotators; ``""`` where one of them has nothing there. Each pair of people is
    counted once, the labels in alphabetical order: who is first means nothing."""


def figures(
    documents: Sequence[Compared],
    annotators: Sequence[str],
    labels: Sequence[str],
    compared: Sequence[str] = (),
    *,
    rounds: int = ROUNDS,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Figures:
    """All figures. ``labels`` and ``compared`` (``label.attribute``) say what is compared; without ``rounds`` there are
    no intervals. Intervals are percentiles of a bootstrap over documents (Efron 1979); of a single document, over its
    paragraphs."""
    people = [who for who in annotators if who != GOLD_ID]
    parts: list[Sums] = []
    kinds: Counter[str] = Counter()
    confusion: Counter[tuple[str, str]] = Counter()
    for place, document in enumerate(documents):
        tick(place, len(documents))
        here = cases(document.of(labels), annotators, compared)
        among = here if len(people) == len(annotators) else cases(document.of(labels), people, compared)
        kinds.update(case.kind for case in among)
        confusion.update(_confusion(document, labels))
        parts.append(sums_of(document, labels, here, compared))
    values = _values(Table(parts).total([1] * len(parts)), annotators, labels, compared)
    if len(documents) == 1:
        pieces = list(documents[0].cut())
        parts = [sums_of(each, labels, cases(each.of(labels), annotators, compared), compared) for each in pieces]
    spread = _bootstrap(
        Table(parts), len(parts), lambda sums: _values(sums, annotators, labels, compared), rounds, tick
    )
    told: defaultdict[tuple[str, ...], dict[str, Figure]] = defaultdict(dict)
    for (*about, name), value in values.items():
        told[tuple(about)][name] = Figure(value, spread.get((*about, name)))
    return Figures(
        annotators=tuple(annotators),
        documents=len(documents),
        spans={label: _counts(documents, annotators, label) for label in labels},
        labels={label: told["label", label] for label in labels},
        pairs={pair: told["pair", *pair] for pair in combinations(annotators, 2)},
        attributes={name: told["attribute",][name] for name in compared},
        cases={kind: kinds[kind] for kind in KINDS},
        confusion=dict(sorted(confusion.items())),
    )


def _counts(documents: Sequence[Compared], annotators: Sequence[str], label: str) -> dict[str, int]:
    return {
        who: sum(span.label == label for document in documents for span in document.spans[who]) for who in annotators
    }


def _confusion(document: Compared, labels: Sequence[str]) -> Counter[tuple[str, str]]:
    """Of all pairs of annotators, the two labels in alphabetical order."""
    table: Counter[tuple[str, str]] = Counter()
    for a, b in combinations(document.spans, 2):
        for (x, y), count in confused(document.spans[a], document.spans[b], labels).items():
            table[min(x, y), max(x, y)] += count
    return table


def confused(a: Sequence[Span], b: Sequence[Span], labels: Sequence[str]) -> Counter[tuple[str, str]]:
    """What two annotators called the same stretch, ``a``'s label first; a span without a partner is confused with
    nothing (``""``)."""
    table: Counter[tuple[str, str]] = Counter()
    first, second = ([span for span in spans if span.label in labels] for spans in (a, b))
    # Equal labels first: a claim that is a quote as well is no confusion when both tagged both.
    same = match(first, second, lambda x, y: x.label == y.label)
    matched = {span.id for pair in same for span in pair}
    left, right = ([span for span in side if span.id not in matched] for side in (first, second))
    other = match(left, right, lambda x, y: True)
    matched |= {span.id for pair in other for span in pair}
    table.update((x.label, y.label) for x, y in (*same, *other))
    table.update((span.label, "") for span in left if span.id not in matched)
    table.update(("", span.label) for span in right if span.id not in matched)
    return table


def _values(sums: Sums, annotators: Sequence[str], labels: Sequence[str], compared: Sequence[str]) -> Values:
    values: Values = {}
    pairs = list(combinations(annotators, 2))
    for label in labels:
        values["label", label, "f1_exact"] = _f1(sums, "f1_exact", [(label, *pair) for pair in pairs])
        values["label", label, "f1_overlap"] = _f1(sums, "f1_overlap", [(label, *pair) for pair in pairs])
        values["label", label, "unitizing_alpha"] = unitizing.Coincidences(*sums.get(("unitizing", label), ())).alpha
        agreed, present, absent, sentences, equal = sums.get(("sentences", label), (0.0,) * 5)
        values["label", label, "sentence_alpha"] = nominal.alpha_of(agreed, (present, absent))
        if len(pairs) == 1:
            kappa = nominal.cohen_of_table(*sums.get(("table", label, *pairs[0]), (0.0,) * 4))
        else:
            kappa = nominal.fleiss_of(equal, (present, absent), sentences, len(annotators))
        values["label", label, "kappa"] = kappa
    for pair in pairs:
        for name in ("f1_exact", "f1_overlap"):
            values["pair", *pair, name] = _f1(sums, name, [(label, *pair) for label in labels])
    for name in compared:
        totals = [count for key, (count, *_) in sums.items() if key[:2] == ("value", name)]
        values["attribute", name] = nominal.alpha_of(sums.get(("attribute", name), (0.0,))[0], totals)
    return values


def _f1(sums: Sums, name: str, about: Sequence[tuple[str, ...]]) -> float | None:
    parts = [sums.get((name, *each), (0.0, 0.0, 0.0)) for each in about]
    return Found(*map(sum, zip(*parts, strict=True))).f1 if parts else None


def _bootstrap(
    table: Table, parts: int, values: Callable[[Sums], Values], rounds: int, tick: Callable[[int, int], None]
) -> dict[tuple[str, ...], tuple[float, float]]:
    """The middle 95 % of each figure over resamples; a figure that some resamples leave undefined has none."""
    if parts < 2 or not rounds:
        return {}
    chance = random.Random(_SEED)
    found: dict[tuple[str, ...], list[float]] = {}
    for place in range(rounds):
        tick(place, rounds)
        drawn = Counter(chance.choices(range(parts), k=parts))
        for key, value in values(table.total([drawn[part] for part in range(parts)])).items():
            if value is not None:
                found.setdefault(key, []).append(value)
    low, high = int(_LOW * rounds), int(_HIGH * rounds) - 1
    return {
        key: (ranked[low], ranked[high])
        for key, ranked in ((k, sorted(v)) for k, v in found.items())
        if len(ranked) == rounds
    }
