"""Agreement of the annotators of a project: which documents and people are compared, and the figures as they go out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from annotator.agreement.cases import cases, compared_attributes
from annotator.agreement.figures import ROUNDS, Figure, Figures, confused, figures
from annotator.agreement.sums import Compared
from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Document
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentences
from annotator.core.text import visible
from annotator.store.queries import Queries

DEPENDENT = ("suggestion", "review")
"""Origins of spans that were not set independently of others."""


def comparable(query: Queries) -> list[Annotator]:
    """The people of a project who have tagged something, or found nothing to tag in a document; never gold,
    suggesters, or those who only reviewed."""
    counted = query.counts()["annotators"]
    done = query.progress_counts()
    reviewers = query.reviewers()
    return [
        person
        for person in query.every(Annotator)
        if person.kind == "person"
        and (counted.get(person.id) or (done.get(person.id, {}).get("done") and person.id not in reviewers))
    ]


def documents_compared(
    query: Queries,
    annotator_ids: Sequence[str],
    *,
    unfinished: bool = False,
    independent: bool = False,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Compared]:
    """The documents that all of these annotators marked as done (``unfinished``: all that any of them has begun).

    With ``independent``, spans that came from suggestions or review are left out. Gold, where it is compared, has been
    in the documents in which something was decided.
    """
    people = [who for who in annotator_ids if who != GOLD_ID]
    with_gold = len(people) < len(annotator_ids)
    total = query.counts()["documents"]
    for place, document in enumerate(list(query.documents())):
        tick(place, total)
        states = {each.annotator_id: each.state for each in query.progress(document.id)}
        spans = query.spans(document.id)
        if unfinished:
            looked = any(states.get(who, "todo") != "todo" for who in people)
            looked = looked or any(span.annotator_id in people for span in spans)
        else:
            looked = bool(people) and all(states.get(who) == "done" for who in people)
        if looked and with_gold:
            looked = any(span.annotator_id == GOLD_ID for span in spans) or bool(query.verdicts(document.id))
        if looked:
            kept = [
                span
                for span in spans
                if not (independent and span.origin in DEPENDENT) or span.annotator_id == GOLD_ID
            ]
            yield _compared(query, document, {who: [s for s in kept if s.annotator_id == who] for who in annotator_ids})


def first_document_with(query: Queries, annotator_ids: Sequence[str], *, kind: str, label: str) -> str | None:
    """The first document, in order, that has a case of this kind and label (empty: any) among these annotators, of
    whom only those done with it count; ``None`` if there is none."""
    compared = compared_attributes(query.scheme())
    for document in query.documents():
        done = [p.annotator_id for p in query.progress(document.id) if p.state == "done"]
        here = [who for who in annotator_ids if who in done]
        for case in cases(query.spans(document.id), here, compared):
            if kind in ("", case.kind) and (not label or any(span.label == label for span in case.spans)):
                return document.id
    return None


def _compared(query: Queries, document: Document, spans: dict[str, Any]) -> Compared:
    text = query.text(document.sha256)
    return Compared(document.id, len(text), tuple(sentences(text)), tuple(_lines(text)), spans)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def chosen_labels(scheme: Scheme, labels: Collection[str] = (), *, auxiliary: bool = False) -> list[str]:
    """The keys of the labels that are compared: those named, else all but auxiliary ones."""
    return [
        label.key for label in scheme.labels if (label.key in labels if labels else auxiliary or not label.auxiliary)
    ]


def confusion_between(
    query: Queries,
    annotator_ids: Sequence[str],
    first: str,
    second: str,
    *,
    labels: Collection[str] = (),
    unfinished: bool = False,
    independent: bool = False,
) -> dict[tuple[str, str], int]:
    """What these two called the same stretches in the documents compared, ``first``'s label before ``second``'s; ``""``
    where one of them has nothing."""
    chosen = chosen_labels(query.scheme(), labels)
    table: Counter[tuple[str, str]] = Counter()
    for document in documents_compared(query, annotator_ids, unfinished=unfinished, independent=independent):
        table.update(confused(document.spans[first], document.spans[second], chosen))
    return dict(table)


def agreement(
    query: Queries,
    annotator_ids: Sequence[str],
    *,
    unfinished: bool = False,
    independent: bool = False,
    auxiliary: bool = False,
    labels: Collection[str] = (),
    rounds: int = ROUNDS,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Figures:
    """The figures for these annotators. Auxiliary labels are left out unless asked for, or named in ``labels``."""
    scheme = query.scheme()
    chosen = chosen_labels(scheme, labels, auxiliary=auxiliary)
    compared = [name for name in compared_attributes(scheme) if name.split(".", 1)[0] in chosen]
    documents = list(
        documents_compared(query, annotator_ids, unfinished=unfinished, independent=independent, tick=tick)
    )
    return figures(documents, annotator_ids, chosen, compared, rounds=rounds, tick=tick)


def gammas(
    query: Queries,
    annotator_ids: Sequence[str],
    *,
    unfinished: bool = False,
    independent: bool = False,
    auxiliary: bool = False,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, float | None]:
    """Gamma by label, on the documents that :func:`agreement` compares: it takes long, and needs SciPy."""
    from annotator.agreement import gamma

    gamma.require()
    labels = chosen_labels(query.scheme(), auxiliary=auxiliary)
    documents = list(
        documents_compared(query, annotator_ids, unfinished=unfinished, independent=independent, tick=tick)
    )
    found: dict[str, float | None] = {}

    def step(done: int, total: int) -> None:
        tick(len(found) * total + done, len(labels) * total)

    for label in labels:
        continua = [
            [[gamma.Unit(s.start, s.end) for s in spans if s.label == label] for spans in document.spans.values()]
            for document in documents
        ]
        found[label] = gamma.gamma(continua, tick=step)
    return found


def as_json(
    found: Figures, names: dict[str, str], gammas: Mapping[str, float | None] | None = None
) -> dict[str, Any]:
    """The figures under the names of people; what is not defined is ``None``, intervals stand beside as ``…_ci``."""
    return {
        "annotators": [names[who] for who in found.annotators],
        "documents": found.documents,
        "labels": {
            label: {
                "spans": {names[who]: count for who, count in found.spans[label].items()},
                **_told(values),
                "gamma": (gammas or {}).get(label),
            }
            for label, values in found.labels.items()
        },
        "pairs": [
            {"a": names[a], "b": names[b], **_told(found.pairs[a, b])} for a, b in combinations(found.annotators, 2)
        ],
        "attributes": {name: _told({"alpha": figure}) for name, figure in found.attributes.items()},
        "cases": dict(found.cases),
        "confusion": [{"labels": [a or None, b or None], "n": count} for (a, b), count in found.confusion.items()],
    }


def _told(values: Any) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, figure in values.items():
        assert isinstance(figure, Figure)
        told[name] = figure.value
        if figure.interval is not None:
            told[f"{name}_ci"] = list(figure.interval)
    return told


def as_text(
    found: Figures, names: dict[str, str], gammas: Mapping[str, float | None] | None = None
) -> Iterator[str]:
    """The figures as lines for people; an em dash where one is not defined."""
    yield f"{found.documents:,} documents, {len(found.annotators)} annotators: " + ", ".join(
        visible(names[who]) for who in found.annotators
    )
    head = ("F1 exact", "F1 overlap", "unitizing α", "sentence α", "kappa")
    yield f"{'label':<16}{'spans':>8}" + "".join(f"{name:>24}" for name in head)
    for label, values in found.labels.items():
        cells = "".join(f"{_cell(figure):>24}" for figure in values.values())
        yield f"{visible(label)[:15]:<16}{sum(found.spans[label].values()):>8,}{cells}"
    for (a, b), values in found.pairs.items():
        cells = "".join(f"{_cell(figure):>24}" for figure in values.values())
        yield f"{visible(names[a])} – {visible(names[b])}{cells}"
    if gammas is not None:
        told = (f"{visible(label)} {_cell(Figure(value))}" for label, value in gammas.items())
        yield f"gamma: {', '.join(told)}"
    yield "cases: " + ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in found.cases.items())


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    interval = f" [{figure.interval[0]:.3f}, {figure.interval[1]:.3f}]" if figure.interval else ""
    return f"{figure.value:.3f}{interval}"
