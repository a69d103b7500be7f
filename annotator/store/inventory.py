"""What a project holds, to be held against another state of it. Reads ids and revisions, no texts."""

import sqlite3
from collections.abc import Collection, Mapping
from typing import NamedTuple


class Inventory(NamedTuple):
    """The ids of living documents, and of living spans with their ``rev``, by the id of their annotator."""

    documents: frozenset[str]
    spans: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]


class Difference(NamedTuple):
    """Of one kind of thing: how many there are in a copy and now, how many of now's it ``lacks``, how many it has
    ``besides`` that are gone now, and how many were ``changed`` since."""

    there: int
    now: int
    lacks: int
    besides: int
    changed: int


class Comparison(NamedTuple):
    """A copy against what there is now; spans by the name of their annotator, in the order of the names."""

    documents: Difference
    spans: tuple[tuple[str, Difference], ...]


def take(connection: sqlite3.Connection) -> Inventory:
    """The inventory of what a connection reads."""
    documents = frozenset(row[0] for row in connection.execute("SELECT id FROM documents WHERE NOT deleted"))
    spans: dict[str, dict[str, int]] = {}
    for annotator_id, span_id, rev in connection.execute("SELECT annotator_id, id, rev FROM spans WHERE NOT deleted"):
        spans.setdefault(annotator_id, {})[span_id] = rev
    return Inventory(documents, spans, dict(connection.execute("SELECT id, name FROM annotators").fetchall()))


def compare(copy: Inventory, now: Inventory) -> Comparison:
    """A copy against another state of the same project."""
    names = {**copy.names, **now.names}
    spans = [
        (names.get(each, each), _difference(copy.spans.get(each, {}), now.spans.get(each, {})))
        for each in copy.spans.keys() | now.spans.keys()
    ]
    return Comparison(_difference(copy.documents, now.documents), tuple(sorted(spans)))


def _difference(copy: Collection[str], now: Collection[str]) -> Difference:
    there, here = set(copy), set(now)
    changed = 0
    if isinstance(copy, Mapping) and isinstance(now, Mapping):
        changed = sum(copy[each] != now[each] for each in there & here)
    return Difference(len(there), len(here), len(here - there), len(there - here), changed)
