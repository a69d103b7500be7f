"""What of the scheme is in use: counted and read for acts that change it for everybody's spans.

Reads only. Spans and links are read in pages by id, so that what an act writes meanwhile does not disturb the reading.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from annotator.core.model import Json, Link, Record, Span
from annotator.store.rows import TABLES

PAGE = 500
"""How many records are read at a time."""


class Touched(NamedTuple):
    """How many spans, in how many documents, and how many links something concerns."""

    spans: int = 0
    documents: int = 0
    links: int = 0


class Usage:
    """Reads through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_label(self, label: str) -> Touched:
        """The spans of a label, and the links that start or end at them."""
        by_document = self._connection.execute(
            "SELECT count(*) FROM spans WHERE label = ? AND NOT deleted GROUP BY document_id", (label,)
        ).fetchall()
        spans, documents = sum(row[0] for row in by_document), len(by_document)
        # From the links: they are few beside the spans, each of which would have to be looked up.
        links = self._connection.execute(
            "SELECT count(*) FROM links WHERE NOT deleted AND ? IN (SELECT label FROM spans"
            " WHERE spans.id IN (links.from_id, links.to_id) AND NOT spans.deleted)",
            (label,),
        ).fetchone()[0]
        return Touched(spans, documents, links)

    def of_value(self, label: str, attribute: str, value: str | None = None) -> Touched:
        """The spans of a label that have an attribute set, to ``value`` if one is given."""
        condition = "" if value is None else "AND each.type = 'text' AND each.value = ?"
        row = self._connection.execute(
            "SELECT count(*), count(DISTINCT document_id) FROM spans, json_each(spans.attributes) AS each"
            f" WHERE label = ? AND NOT deleted AND each.key = ? {condition}",
            (label, attribute, *([] if value is None else [value])),
        ).fetchone()
        return Touched(*row)

    def of_link_type(self, link_type: str) -> Touched:
        row = self._connection.execute("SELECT count(*) FROM links WHERE type = ? AND NOT deleted", (link_type,))
        return Touched(links=row.fetchone()[0])

    def values(self, label: str) -> Iterator[tuple[str, Json, int]]:
        """Every attribute and value that spans of a label have, and how many have it."""
        rows = self._connection.execute(
            "SELECT each.key, json_quote(each.value), each.type, count(*)"
            " FROM spans, json_each(spans.attributes) AS each"
            " WHERE label = ? AND NOT deleted GROUP BY 1, 2, 3",
            (label,),
        )
        for key, value, kind, count in rows:
            given = json.loads(value)
            if kind in ("true", "false"):
                given = kind == "true"  # SQLite has 1 and 0 for them
            elif kind in ("array", "object"):
                given = json.loads(given)
            yield key, given, count

    def link_ends(self, link_type: str) -> list[tuple[str, str, int]]:
        """From which label to which the links of a type run, and how many."""
        return self._connection.execute(
            "SELECT start.label, finish.label, count(*) FROM links"
            " JOIN spans AS start ON start.id = from_id JOIN spans AS finish ON finish.id = to_id"
            " WHERE links.type = ? AND NOT links.deleted GROUP BY 1, 2",
            (link_type,),
        ).fetchall()

    def spans_of(self, labels: Sequence[str]) -> Iterator[list[Span]]:
        """The spans of some labels, whoever owns them, in pages."""
        marks = ", ".join("?" * len(labels))
        for page in self._pages(Span, f"label IN ({marks})", labels):
            yield cast(list[Span], page)

    def links_of_type(self, link_type: str) -> Iterator[list[Link]]:
        for page in self._pages(Link, "type = ?", (link_type,)):
            yield cast(list[Link], page)

    def links_at(self, span_ids: Sequence[str]) -> list[Link]:
        """The links that start or end at one of these spans (no more than a page of them)."""
        marks = ", ".join("?" * len(span_ids))
        table = TABLES[Link]
        rows = self._connection.execute(
            f"SELECT {table.select} FROM links WHERE NOT deleted AND (from_id IN ({marks}) OR to_id IN ({marks}))"
            " ORDER BY id",
            [*span_ids, *span_ids],
        )
        return [cast(Link, table.decode(row)) for row in rows]

    def _pages(self, kind: type[Record], condition: str, values: Sequence[str]) -> Iterator[list[Record]]:
        table, last = TABLES[kind], ""
        while True:
            rows = self._connection.execute(
                f'SELECT {table.select} FROM "{table.name}" WHERE NOT deleted AND {condition} AND id > ?'
                " ORDER BY id LIMIT ?",
                [*values, last, PAGE],
            )
            page = [table.decode(row) for row in rows]
            if not page:
                return
            last = page[-1].id
            yield page
