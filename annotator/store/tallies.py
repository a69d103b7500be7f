"""How much was done, by whom and when: the numbers of the progress page. Nothing here writes."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple


class Tally(NamedTuple):
    """``states``, ``assigned`` and ``labels`` are by annotator id; ``days`` has the spans of each annotator, day (ISO)
    and label. Auxiliary labels are left out."""

    documents: int
    states: Mapping[str, Mapping[str, int]]
    assigned: Mapping[str, int]
    labels: Mapping[str, Mapping[str, int]]
    days: Mapping[tuple[str, str, str], int]


_COUNTED = 'NOT deleted AND label NOT IN (SELECT "key" FROM labels WHERE auxiliary AND NOT deleted)'
_THERE = "NOT deleted AND document_id NOT IN (SELECT id FROM documents WHERE deleted)"


def read(connection: sqlite3.Connection, since: str) -> Tally:
    """Read it all; ``since`` is the first day (ISO date) that counts for ``days``, in local time."""
    states: dict[str, dict[str, int]] = {}
    sql = f"SELECT annotator_id, state, count(*) FROM progress WHERE {_THERE} GROUP BY 1, 2"
    for annotator_id, state, count in connection.execute(sql):
        states.setdefault(annotator_id, {})[state] = count
    assigned = connection.execute(f"SELECT annotator_id, count(*) FROM assignments WHERE {_THERE} GROUP BY 1")
    labels: dict[str, dict[str, int]] = {}
    sql = f"SELECT annotator_id, label, count(*) FROM spans WHERE {_COUNTED} GROUP BY 1, 2"
    for annotator_id, label, count in connection.execute(sql):
        labels.setdefault(annotator_id, {})[label] = count
    days = connection.execute(
        f"SELECT annotator_id, date(created_at, 'localtime') AS day, label, count(*) FROM spans"
        f" WHERE {_COUNTED} AND day >= ? GROUP BY 1, 2, 3",
        (since,),
    )
    return Tally(
        connection.execute("SELECT count(*) FROM documents WHERE NOT deleted").fetchone()[0],
        states,
        dict(assigned.fetchall()),
        labels,
        {(annotator_id, day, label): count for annotator_id, day, label, count in days},
    )
