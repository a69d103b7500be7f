"""The verbs on assignments: who is to work on which documents. Nothing is written here."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, TypeAlias

from annotator.core.changes import Change
from annotator.core.ids import made_id, now
from annotator.core.model import Annotator, Assignment
from annotator.store.queries import Queries

Way: TypeAlias = Literal["each", "evenly", "nobody"]
"""Every document to each person; each document to one of them, evenly; or taken back from them."""

CHUNK = 500


def assign(
    query: Queries,
    *,
    numbers: Sequence[int],
    people: Sequence[Annotator],
    way: Way,
    newcomers: Collection[Annotator] = (),
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[list[Change]]:
    """The changes, in batches, that give the documents with these row numbers to ``people``.

    ``newcomers`` are those of them whom the project does not know yet. Evenly, a document that one of them has stays
    there, and any other goes to whoever has the fewest; so the same again changes nothing.
    """
    if newcomers and way != "nobody":
        yield [Change(None, person) for person in newcomers]
    # By id, so that two copies of a project that are asked the same do the same.
    loads = Counter({person.id: 0 for person in sorted(people, key=lambda each: each.id)})
    had = _had(query, numbers, loads) if way == "evenly" else {}
    for begin in range(0, len(numbers), CHUNK):
        tick(begin, len(numbers))
        documents = query.document_ids(numbers[begin : begin + CHUNK])
        wanted = {_id(document, who): (document, who) for document in documents for who in loads}
        there = query.versions(Assignment, list(wanted))
        held = {wanted[id_]: record for id_, (record, deleted) in there.items() if not deleted}
        if way == "nobody":
            yield [Change(record, None) for record in held.values()]
        elif way == "each":
            yield [_given(*pair) for pair in wanted.values() if pair not in held]
        else:
            yield [_given(document, _least(loads)) for document in documents if document not in had]


def _had(query: Queries, numbers: Sequence[int], loads: Counter[str]) -> set[str]:
    """Those of the documents that one of the people has, who are counted in ``loads``."""
    found: set[str] = set()
    for begin in range(0, len(numbers), CHUNK):
        documents = query.document_ids(numbers[begin : begin + CHUNK])
        wanted = {_id(document, who): (document, who) for document in documents for who in loads}
        for id_, (_, deleted) in query.versions(Assignment, list(wanted)).items():
            if not deleted:
                document, who = wanted[id_]
                found.add(document)
                loads[who] += 1
    return found


def _least(loads: Counter[str]) -> str:
    who = min(loads, key=lambda each: loads[each])
    loads[who] += 1
    return who


def _given(document_id: str, annotator_id: str) -> Change:
    record = Assignment(
        id=_id(document_id, annotator_id), document_id=document_id, annotator_id=annotator_id, created_at=now()
    )
    return Change(None, record)


def _id(document_id: str, annotator_id: str) -> str:
    # Made of the two it joins, so that two copies of a project say the same about the same pair.
    return made_id("assignment", document_id, annotator_id)


def name_of_act(count: int, people: Sequence[Annotator], way: Way) -> str:
    """What Undo shows."""
    documents = "1 document" if count == 1 else f"{count:,} documents"
    names = ", ".join(person.name for person in people) if len(people) < 4 else f"{len(people)} people"
    return f"Take {documents} back from {names}" if way == "nobody" else f"Assign {documents} to {names}"
