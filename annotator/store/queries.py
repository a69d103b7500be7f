"""Everything that is read from a project: one small method per question. Nothing here writes.

Deleted records are left out unless a method says otherwise.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from annotator.core import model
from annotator.core.errors import Damaged
from annotator.core.listing import Listing
from annotator.core.model import Record
from annotator.core.scheme import Scheme
from annotator.core.text import visible
from annotator.store import listing, tallies
from annotator.store.rows import TABLES

if TYPE_CHECKING:  # imported when the scheme is changed
    from annotator.store.usage import Usage

R = TypeVar("R", bound=Record)


class Queries:
    """Reads through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def usage(self) -> "Usage":
        """What of the scheme is in use."""
        from annotator.store.usage import Usage

        return Usage(self._connection)

    def find(self, kind: type[R], record_id: str) -> R | None:
        """The record with this id."""
        return next(self._select(kind, "id = ? AND NOT deleted", (record_id,)), None)

    def version(self, kind: type[R], record_id: str) -> tuple[R, bool] | None:
        """The record with this id, and whether it is deleted."""
        table = TABLES[kind]
        sql = f'SELECT {table.select}, deleted FROM "{table.name}" WHERE id = ?'
        row = self._connection.execute(sql, (record_id,)).fetchone()
        return None if row is None else (self._decoded(kind, row), bool(row[-1]))

    def versions(self, kind: type[R], ids: Sequence[str]) -> dict[str, tuple[R, bool]]:
        """Those of the records with these ids that exist, deleted ones included, by id."""
        table = TABLES[kind]
        found: dict[str, tuple[R, bool]] = {}
        for first in range(0, len(ids), 500):
            part = list(ids[first : first + 500])
            marks = ", ".join("?" * len(part))
            sql = f'SELECT {table.select}, deleted FROM "{table.name}" WHERE id IN ({marks})'
            for row in self._connection.execute(sql, part):
                found[row[0]] = (self._decoded(kind, row), bool(row[-1]))
        return found

    def every(self, kind: type[R]) -> list[R]:
        """All records of a type; in their order if they have a ``position``, else by id."""
        order = "position, id" if "position" in TABLES[kind].columns else "id"
        return list(self._select(kind, f"NOT deleted ORDER BY {order}"))

    def person_called(self, name: str) -> model.Annotator | None:
        """The one person of that name; ``None`` if nobody has it, or several do and it says nothing."""
        same = [each for each in self.every(model.Annotator) if each.name == name and each.kind == "person"]
        return same[0] if len(same) == 1 else None

    def scheme(self) -> Scheme:
        return Scheme(
            tuple(self.every(model.Label)), tuple(self.every(model.Attribute)), tuple(self.every(model.LinkType))
        )

    def setting(self, name: str, default: model.Json = None) -> model.Json:
        found = self.find(model.Setting, name)
        return default if found is None else found.value

    def listed(
        self, wanted: Listing, figures: Mapping[int, int] | None = None, within: Iterable[int] | None = None
    ) -> listing.Listed:
        """The order of a document list; ``figures``: the untagged figures by row number, where they are needed;
        ``within``: the row numbers that are looked at, if not all."""
        return listing.read(self._connection, wanted, figures, within)

    def document_rows(self, numbers: Iterable[int], annotator_id: str, label: str = "") -> list[listing.DocumentRow]:
        """The lines of a document list with these row numbers, in no order; ``label``: the only one to count."""
        return listing.page(self._connection, numbers, annotator_id, label)

    def document_ids(self, numbers: Iterable[int]) -> list[str]:
        """The ids of the documents with these row numbers, in this order."""
        return listing.ids(self._connection, numbers)

    def document_texts(self) -> Iterator[tuple[int, str, int]]:
        """Row number, hash of the text and its length, of every document, in the order of their rows."""
        return self._connection.execute("SELECT rowid, sha256, length FROM documents WHERE NOT deleted ORDER BY rowid")

    def extents(
        self, annotator_id: str, labels: Sequence[str], number: int | None = None
    ) -> Iterator[tuple[int, int, int]]:
        """Row number of the document, start and end of somebody's spans of these labels; of one document or of all."""
        return listing.extents(self._connection, annotator_id, labels, number)

    def document_number(self, document_id: str) -> int | None:
        """The row number of a document, by which lists know it."""
        return listing.number_of(self._connection, document_id)

    def first_unfinished(self, numbers: Iterable[int], annotator_id: str) -> int | None:
        """The first of these row numbers whose document the annotator has not done."""
        return listing.first_unfinished(self._connection, numbers, annotator_id)

    def document_with_text(self, sha256: str) -> model.Document | None:
        return next(self._select(model.Document, "sha256 = ? AND NOT deleted ORDER BY id", (sha256,)), None)

    def documents_with_texts(self, hashes: Sequence[str]) -> dict[str, model.Document]:
        """Those of the texts with these hashes that a document has, by hash; of several documents the first by id."""
        found: dict[str, model.Document] = {}
        for first in range(0, len(hashes), 500):
            part = hashes[first : first + 500]
            marks = ", ".join("?" * len(part))
            for document in self._select(model.Document, f"sha256 IN ({marks}) AND NOT deleted ORDER BY id", part):
                found.setdefault(document.sha256, document)
        return found

    def last_position(self) -> int:
        """The greatest ``position`` of any document; -1 in an empty project."""
        return int(self._one("SELECT coalesce(max(position), -1) FROM documents WHERE NOT deleted"))

    def documents(self) -> Iterator[model.Document]:
        """All documents in the project's order, read as they are used."""
        return self._select(model.Document, "NOT deleted ORDER BY position, id")

    def text(self, sha256: str) -> str:
        """The canonical text with this hash; ``KeyError`` if the project has none."""
        row = self._connection.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise KeyError(sha256)
        return cast(str, row[0])

    def spans(self, document_id: str) -> list[model.Span]:
        """The spans of a document in export order: start, end, label, annotator, id."""
        condition = 'document_id = ? AND NOT deleted ORDER BY start, "end", label, annotator_id, id'
        return list(self._select(model.Span, condition, (document_id,)))

    def spans_touching(self, document_id: str, start: int, end: int) -> list[model.Span]:
        """The spans of a document that share a character with ``[start, end)`` or lie at its edges."""
        condition = 'document_id = ? AND NOT deleted AND start <= ? AND "end" >= ?'
        return list(self._select(model.Span, condition, (document_id, end, start)))

    def spans_from(self, document_id: str, start: int, count: int) -> list[model.Span]:
        """The first ``count`` spans of a document that start at ``start`` or behind it, and all others that start where
        the last of them does, by start."""
        condition = "document_id = ? AND NOT deleted AND start >= ? ORDER BY start LIMIT ?"
        found = list(self._select(model.Span, condition, (document_id, start, count)))
        if len(found) < count:
            return found
        last = found[-1].start
        condition = "document_id = ? AND NOT deleted AND start = ?"
        there = self._select(model.Span, condition, (document_id, last))
        return [span for span in found if span.start < last] + list(there)

    def has_links(self) -> bool:
        """Whether there is any link at all."""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM links WHERE NOT deleted)"))

    def links(self, document_id: str) -> list[model.Link]:
        """The links between the spans of a document, by id; one that has lost an end is not there for anybody."""
        inside = "(SELECT id FROM spans WHERE document_id = ? AND NOT deleted)"
        condition = f"NOT deleted AND from_id IN {inside} AND to_id IN {inside} ORDER BY id"
        return list(self._select(model.Link, condition, (document_id, document_id)))

    def links_of(self, span_id: str) -> list[model.Link]:
        """The links that start or end at a span, by id."""
        living = "(SELECT 1 FROM spans WHERE id = {} AND NOT deleted)"
        ends = " AND ".join(f"EXISTS {living.format(end)}" for end in ("links.from_id", "links.to_id"))
        condition = f"NOT deleted AND (from_id = ? OR to_id = ?) AND {ends} ORDER BY id"
        return list(self._select(model.Link, condition, (span_id, span_id)))

    def hanging_on(self, document_id: str) -> Iterator[Record]:
        """Every record that names this document: spans, progress and the like."""
        for kind, table in TABLES.items():
            if "document_id" in table.columns:
                yield from list(self._select(kind, "document_id = ? AND NOT deleted ORDER BY id", (document_id,)))

    def linked_from(self, span_ids: Sequence[str], types: Collection[str]) -> set[str]:
        """Those of some spans from which a link of one of these types starts."""
        ends, kinds = ", ".join("?" * len(span_ids)), ", ".join("?" * len(types))
        sql = f"SELECT from_id FROM links WHERE NOT deleted AND from_id IN ({ends}) AND type IN ({kinds})"
        return {row[0] for row in self._connection.execute(sql, (*span_ids, *types))}

    def verdicts(self, document_id: str) -> list[model.Verdict]:
        """The verdicts on the spans of a document, oldest first."""
        inside = "(SELECT id FROM spans WHERE document_id = ? AND NOT deleted)"
        condition = f"NOT deleted AND span_id IN {inside} ORDER BY created_at, id"
        return list(self._select(model.Verdict, condition, (document_id,)))

    def verdicts_on(self, annotator_id: str) -> list[model.Verdict]:
        """The verdicts on somebody's spans, those that were deleted since included, by id."""
        owned = "(SELECT 1 FROM spans WHERE spans.id = verdicts.span_id AND annotator_id = ?)"
        return list(self._select(model.Verdict, f"NOT deleted AND EXISTS {owned} ORDER BY id", (annotator_id,)))

    def has_verdicts(self) -> bool:
        """Whether anything has been judged at all."""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM verdicts WHERE NOT deleted)"))

    def has_part(self, document_id: str, annotator_id: str) -> bool:
        """Whether somebody has a span in a document, or is to work on it."""
        return any(
            self._connection.execute(
                f"SELECT 1 FROM {table} WHERE document_id = ? AND annotator_id = ? AND NOT deleted LIMIT 1",
                (document_id, annotator_id),
            ).fetchone()
            for table in ("spans", "assignments")
        )

    def reviewers(self) -> set[str]:
        """The ids of all who have judged something."""
        rows = self._connection.execute("SELECT DISTINCT reviewer_id FROM verdicts WHERE NOT deleted")
        return {row[0] for row in rows}

    def comments(self, verdict_ids: Sequence[str]) -> list[model.Comment]:
        """The messages on these verdicts, oldest first."""
        marks = ", ".join("?" * len(verdict_ids))
        condition = f"NOT deleted AND verdict_id IN ({marks}) ORDER BY created_at, id"
        return list(self._select(model.Comment, condition, verdict_ids)) if verdict_ids else []

    def sources(self, document_id: str) -> list[model.Source]:
        inside = "(SELECT id FROM spans WHERE document_id = ? AND NOT deleted)"
        return list(self._select(model.Source, f"NOT deleted AND span_id IN {inside} ORDER BY id", (document_id,)))

    def progress(self, document_id: str) -> list[model.Progress]:
        return list(self._select(model.Progress, "document_id = ? AND NOT deleted ORDER BY id", (document_id,)))

    def dismissals(self, document_id: str, annotator_id: str) -> list[model.Dismissal]:
        """The findings of lints that an annotator has dismissed in a document, by place."""
        condition = 'document_id = ? AND annotator_id = ? AND NOT deleted ORDER BY start, "end", lint'
        return list(self._select(model.Dismissal, condition, (document_id, annotator_id)))

    def values_given(self, label: str, attribute: str, document_id: str, only: str = "") -> list[str]:
        """The texts given to an attribute so far, this document's first, then the most frequent; ``only``: by whom."""
        rows = self._connection.execute(
            """
            SELECT each.value AS given, max(spans.document_id = ?) AS here, count(*) AS n
            FROM spans, json_each(spans.attributes) AS each
            WHERE spans.label = ? AND NOT spans.deleted AND each.key = ? AND ? IN ('', spans.annotator_id)
            GROUP BY given ORDER BY here DESC, n DESC, given LIMIT 200
            """,
            (document_id, label, attribute, only),
        )
        return [str(row[0]) for row in rows]

    def counts(self) -> dict[str, Any]:
        """How much there is: ``documents``, ``spans``, ``verdicts``, ``links``, and spans by label and annotator id."""
        simple = {
            name: self._one(f"SELECT count(*) FROM {name} WHERE NOT deleted")
            for name in ("documents", "spans", "verdicts", "links")
        }
        grouped = "SELECT {0}, count(*) FROM spans WHERE NOT deleted GROUP BY {0} ORDER BY {0}"
        return {
            **simple,
            "labels": dict(self._connection.execute(grouped.format("label")).fetchall()),
            "annotators": dict(self._connection.execute(grouped.format("annotator_id")).fetchall()),
        }

    def progress_counts(self) -> dict[str, dict[str, int]]:
        """Per annotator id, how many documents are in which state (those without a record are not counted)."""
        found: dict[str, dict[str, int]] = {}
        rows = self._connection.execute(
            "SELECT annotator_id, state, count(*) FROM progress WHERE NOT deleted"
            " AND document_id IN (SELECT id FROM documents WHERE NOT deleted) GROUP BY 1, 2"
        )
        for annotator_id, state, count in rows:
            found.setdefault(annotator_id, {})[state] = count
        return found

    def assigned_counts(self) -> dict[str, int]:
        """Per annotator id, how many documents they are to work on."""
        rows = self._connection.execute(
            "SELECT annotator_id, count(*) FROM assignments WHERE NOT deleted"
            " AND document_id NOT IN (SELECT id FROM documents WHERE deleted) GROUP BY 1"
        )
        return dict(rows.fetchall())

    def tally(self, since: str) -> tallies.Tally:
        """How far everybody is, and the spans of each day from ``since`` (ISO date, local time) on."""
        return tallies.read(self._connection, since)

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        return int(self._one("PRAGMA data_version"))

    def _one(self, sql: str) -> Any:
        return self._connection.execute(sql).fetchone()[0]

    def _select(self, kind: type[R], condition: str, values: Sequence[Any] = ()) -> Iterator[R]:
        table = TABLES[kind]
        decode = table.decode
        row: Sequence[Any] = ("",)
        try:
            for row in self._connection.execute(
                f'SELECT {table.select} FROM "{table.name}" WHERE {condition}', values
            ):
                yield cast(R, decode(row))
        except (ValueError, TypeError) as error:
            raise self._senseless(table.name, row[0]) from error

    def _decoded(self, kind: type[R], row: Sequence[Any]) -> R:
        try:
            return cast(R, TABLES[kind].decode(row))
        except (ValueError, TypeError) as error:
            raise self._senseless(TABLES[kind].name, row[0]) from error

    def _senseless(self, table: str, record_id: object) -> Damaged:
        """What is told of a row that is no record."""
        file = self._connection.execute("PRAGMA database_list").fetchone()[2]
        return Damaged(Path(file), f"{table} {visible(str(record_id))[:60]} makes no sense")
