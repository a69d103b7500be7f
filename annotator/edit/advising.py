"""Feedback to each annotator of a project: their spans against gold, where that is settled. Reads only."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from annotator.agreement.cases import compared_attributes
from annotator.agreement.feedback import DEVIATIONS, RIGHT, Feedback, Settled, feedback
from annotator.core.ids import GOLD_ID
from annotator.store.queries import Queries

_SETTLED = frozenset({"accept", "reject", "fix"})


def advice(
    query: Queries,
    annotator_ids: Sequence[str],
    *,
    auxiliary: bool = False,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Feedback]:
    """The feedback of each of these annotators, by id; nothing where the project has no gold."""
    if GOLD_ID not in query.counts()["annotators"]:
        return {}
    scheme = query.scheme()
    labels = [label.key for label in scheme.labels if auxiliary or not label.auxiliary]
    compared = [name for name in compared_attributes(scheme) if name.split(".", 1)[0] in labels]
    people = [who for who in annotator_ids if who != GOLD_ID]
    settled: dict[str, list[Settled]] = {who: [] for who in people}
    for who, document in settled_documents(query, people, tick=tick):
        settled[who].append(document)
    return {who: feedback(documents, labels, compared) for who, documents in settled.items()}


def settled_documents(
    query: Queries, annotator_ids: Sequence[str], *, tick: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[tuple[str, Settled]]:
    """The documents with gold or verdicts, for each of these annotators who is done with them.

    Where a document was reviewed, what nobody has decided yet is not held against anybody: such a span is left out.
    """
    total = query.counts()["documents"]
    for place, document in enumerate(list(query.documents())):
        tick(place, total)
        spans = query.spans(document.id)
        gold = [span for span in spans if span.annotator_id == GOLD_ID]
        verdicts = query.verdicts(document.id)
        if not gold and not verdicts:
            continue
        judged = {each.span_id for each in verdicts if each.verdict in _SETTLED}
        places = {(span.label, span.start, span.end) for span in gold}
        done = {each.annotator_id for each in query.progress(document.id) if each.state == "done"}
        for who in annotator_ids:
            if who in done:
                own = [span for span in spans if span.annotator_id == who]
                if verdicts:
                    own = [s for s in own if s.id in judged or (s.label, s.start, s.end) in places]
                yield who, Settled(own, gold)


def as_json(found: dict[str, Feedback], names: dict[str, str]) -> dict[str, Any]:
    """By the name of each annotator."""
    kinds = (RIGHT, *DEVIATIONS)
    return {
        names[who]: {
            "documents": each.documents,
            "spans": each.spans,
            "gold": each.gold,
            "right": each.right,
            "labels": {label: {kind: counts.get(kind, 0) for kind in kinds} for label, counts in each.labels.items()},
            "days": {
                day: {kind: counts[kind] for kind in kinds if counts.get(kind)} for day, counts in each.days.items()
            },
        }
        for who, each in found.items()
    }
