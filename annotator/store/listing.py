"""The list of documents, filtered and sorted by SQLite: first which rows in which order, then a screenful at a time.

A hundred thousand documents are never rows in Python: the order is one array of row numbers, which comes out of
SQLite as one text, in one step that holds up no other thread. Nothing here writes.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.core.listing import DATES, Listing, Term


class DocumentRow(NamedTuple):
    """A line of the document list for one annotator. ``spans`` counts their spans, without auxiliary labels or of
    the one label that was asked for. ``date`` is the article's own as its file gives it, or else ``imported``.
    """

    number: int
    id: str
    title: str
    length: int
    state: str
    spans: int
    imported: str
    date: str


class Listed(NamedTuple):
    """The row numbers of the documents in order, and how many documents there are and are done, under no filter."""

    numbers: "array[int]"
    total: int
    done: int


_DATE = "CASE WHEN json_type(d.meta, '$.date') = 'text' THEN json_extract(d.meta, '$.date') ELSE d.created_at END"
_COUNTED = 'label NOT IN (SELECT "key" FROM labels WHERE auxiliary AND NOT deleted)'
_ORDERS = {
    "position": "d.position",
    "title": "d.title COLLATE NOCASE",
    "imported": "d.created_at",
    "date": _DATE,
    "length": "d.length",
    "state": "CASE p.state WHEN 'done' THEN 2 WHEN 'doing' THEN 1 ELSE 0 END",
}


def read(
    connection: sqlite3.Connection,
    listing: Listing,
    figures: Mapping[int, int] | None = None,
    within: Iterable[int] | None = None,
) -> Listed:
    """Answer a listing. ``figures`` has the untagged figures by row number, for a listing that needs them; ``within``:
    only these rows are looked at.

    Raises ``AnnotatorError`` if it cannot be read, or is broken off.
    """
    statement = _Statement(listing, figures or {}, within)
    try:
        text = connection.execute(statement.sql, statement.values).fetchone()[0]
        counts = totals(connection, listing.annotator_id)
    except sqlite3.Error as error:
        raise AnnotatorError(f"The documents cannot be listed: {error}") from error
    return Listed(array("q", map(int, text.split(","))) if text else array("q"), *counts)


def totals(connection: sqlite3.Connection, annotator_id: str) -> tuple[int, int]:
    """How many documents there are, and how many of them the annotator has done."""
    total = connection.execute("SELECT count(*) FROM documents WHERE NOT deleted").fetchone()[0]
    # The deleted documents are few: to look for each finished one among all takes ten times as long.
    done = connection.execute(
        "SELECT count(*) FROM progress WHERE annotator_id = ? AND state = 'done' AND NOT deleted"
        " AND document_id NOT IN (SELECT id FROM documents WHERE deleted)",
        (annotator_id,),
    ).fetchone()[0]
    return total, done


class _Statement:
    """One SELECT, put together of what the listing asks for. A join is made once, however often it is used."""

    def __init__(self, listing: Listing, figures: Mapping[int, int], within: Iterable[int] | None = None) -> None:
        self._listing = listing
        self._figures = figures
        self._joins: dict[str, tuple[str, list[Any]]] = {}
        self._conditions: list[str] = ["NOT d.deleted"]
        self._condition_values: list[Any] = []
        order = self._expression(listing.sort) + (" DESC" if listing.descending else "")
        if within is not None:
            self._ask("d.rowid IN (SELECT value FROM json_each(?))", json.dumps(list(within)))
        self._filter()
        joins = " ".join(sql for sql, _ in self._joins.values())
        # Without the LIMIT, SQLite may take the order for one that nobody needs.
        self.sql = (
            f"SELECT group_concat(number) FROM (SELECT d.rowid AS number FROM documents AS d {joins}"
            f" WHERE {' AND '.join(self._conditions)} ORDER BY {order}, d.position, d.id LIMIT -1)"
        )
        self.values = [value for _, values in self._joins.values() for value in values] + self._condition_values

    def _expression(self, name: str) -> str:
        if name == "spans" or name.startswith("label:"):
            return f"coalesce({self._count(name)}.n, 0)"
        if name == "untagged":
            self._join("u", "(SELECT CAST(key AS INTEGER) AS number, value AS n FROM json_each(?))", "number", "rowid")
            self._joins["u"][1].append(json.dumps(self._figures))
            return "coalesce(u.n, 0)"
        if name == "state":
            self._progress()
        return _ORDERS[name]

    def _join(self, alias: str, source: str, column: str = "document_id", own: str = "id") -> None:
        self._joins[alias] = (f"LEFT JOIN {source} AS {alias} ON {alias}.{column} = d.{own}", [])

    def _progress(self) -> None:
        if "p" not in self._joins:
            self._join("p", "progress")
            sql, _ = self._joins["p"]
            self._joins["p"] = (f"{sql} AND p.annotator_id = ? AND NOT p.deleted", [self._listing.annotator_id])

    def _count(self, name: str) -> str:
        """The alias of the counts of the annotator's spans per document, of one label or of all that count."""
        alias = f"c{sorted(self._names()).index(name)}"
        if alias not in self._joins:
            label = name.removeprefix("label:") if name.startswith("label:") else None
            which = "label = ?" if label is not None else _COUNTED
            grouped = "SELECT document_id, count(*) AS n FROM spans WHERE annotator_id = ? AND NOT deleted"
            self._join(alias, f"({grouped} AND {which} GROUP BY document_id)")
            self._joins[alias][1].extend([self._listing.annotator_id] + ([label] if label is not None else []))
        return alias

    def _names(self) -> set[str]:
        return {self._listing.sort, *(term.name for term in self._listing.terms)}

    def _filter(self) -> None:
        """What costs least is asked first: SQLite asks in this order."""
        listing = self._listing
        if listing.states:
            self._progress()
            self._ask(f"coalesce(p.state, 'todo') IN ({', '.join('?' * len(listing.states))})", *listing.states)
        if listing.assigned == "mine":
            mine = "SELECT document_id FROM assignments WHERE annotator_id = ? AND NOT deleted"
            self._ask(f"d.id IN ({mine})", listing.annotator_id)
        elif listing.assigned == "nobody":
            self._ask("d.id NOT IN (SELECT document_id FROM assignments WHERE NOT deleted)")
        for term in listing.terms:
            self._ask_term(term)
        for word in listing.words:
            pattern = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
            text = "(SELECT text FROM texts WHERE sha256 = d.sha256)"
            self._ask(rf"(d.title LIKE ? ESCAPE '\' OR {text} LIKE ? ESCAPE '\')", pattern, pattern)

    def _ask(self, condition: str, *values: Any) -> None:
        self._conditions.append(condition)
        self._condition_values += values

    def _ask_term(self, term: Term) -> None:
        if term.name not in DATES:
            self._ask(f"{self._expression(term.name)} {term.sign} ?", term.value)
            return
        # A date given in part stands for all days in it.
        self._ask(f"substr({_ORDERS[term.name]}, 1, ?) {term.sign} ?", len(str(term.value)), term.value)


def page(
    connection: sqlite3.Connection, numbers: Iterable[int], annotator_id: str, label: str = ""
) -> list[DocumentRow]:
    """The rows with these numbers, in no order; those of deleted documents are missing."""
    which = "label = ?" if label else _COUNTED
    spans = f"SELECT count(*) FROM spans WHERE document_id = d.id AND annotator_id = ? AND NOT deleted AND {which}"
    state = "SELECT state FROM progress WHERE document_id = d.id AND annotator_id = ? AND NOT deleted"
    rows = connection.execute(
        f"""
        SELECT d.rowid, d.id, d.title, d.length, coalesce(({state}), 'todo'), ({spans}), d.created_at, {_DATE}
        FROM json_each(?) AS wanted CROSS JOIN documents AS d ON d.rowid = wanted.value WHERE NOT d.deleted
        """,
        [annotator_id, annotator_id, *([label] if label else []), json.dumps(list(numbers))],
    )
    return [DocumentRow(*row) for row in rows]


def ids(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[str]:
    """The ids of the documents with these row numbers, in this order."""
    sql = (
        "SELECT d.id FROM json_each(?) AS wanted CROSS JOIN documents AS d ON d.rowid = wanted.value"
        " WHERE NOT d.deleted ORDER BY wanted.key"
    )
    return [row[0] for row in connection.execute(sql, (json.dumps(list(numbers)),))]


def number_of(connection: sqlite3.Connection, document_id: str) -> int | None:
    """The row number of a document; ``None`` if there is none, or it is deleted."""
    found = connection.execute("SELECT rowid FROM documents WHERE id = ? AND NOT deleted", (document_id,)).fetchone()
    return None if found is None else int(found[0])


def first_unfinished(connection: sqlite3.Connection, numbers: Iterable[int], annotator_id: str) -> int | None:
    """The first of these row numbers whose document the annotator has not done."""
    found = connection.execute(
        """
        SELECT d.rowid FROM json_each(?) AS wanted CROSS JOIN documents AS d ON d.rowid = wanted.value
        WHERE NOT d.deleted AND NOT EXISTS (SELECT 1 FROM progress WHERE document_id = d.id AND annotator_id = ?
                                            AND state = 'done' AND NOT deleted)
        ORDER BY wanted.key LIMIT 1
        """,
        (json.dumps(list(numbers)), annotator_id),
    ).fetchone()
    return None if found is None else int(found[0])


def extents(
    connection: sqlite3.Connection, annotator_id: str, labels: Sequence[str], number: int | None = None
) -> Iterator[tuple[int, int, int]]:
    """Row number of the document, start and end of somebody's spans of these labels, document by document, by start."""
    which = "d.rowid = ?" if number is not None else "1"
    return connection.execute(
        f"""
        SELECT d.rowid, s.start, s."end" FROM spans AS s JOIN documents AS d ON d.id = s.document_id
        WHERE {which} AND s.annotator_id = ? AND NOT s.deleted AND s.label IN ({", ".join("?" * len(labels))})
        ORDER BY s.document_id, s.start
        """,
        [*([number] if number is not None else []), annotator_id, *labels],
    )
