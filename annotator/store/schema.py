"""The tables of a project file, as sqlite-utils migrations. A migration is never edited once it is released.

Every key is a UUID text (settings: a name; texts: a SHA-256); tables are STRICT, without cascades and triggers.
Records are never removed by deleting them: ``deleted`` is set, so that links and verdicts keep their target.
"""

import sqlite3
from contextlib import closing
from typing import Any

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("annotator")

_COMMON: dict[str, Any] = {"created_at": str, "updated_at": str, "rev": int, "deleted": int}


def _create(
    db: Database, name: str, columns: dict[str, Any], *, optional: tuple[str, ...] = (), **options: Any
) -> None:
    columns = {"id": str, **columns, **_COMMON}
    required = [column for column in columns if column != "id" and column not in optional]
    db.table(name).create(columns, pk="id", not_null=required, strict=True, **options)


@migrations()
def m001_first(db: Database) -> None:
    """The first released schema."""
    db.table("texts").create({"sha256": str, "text": str}, pk="sha256", not_null=["text"], strict=True)
    _create(
        db,
        "documents",
        {"title": str, "source": str, "sha256": str, "length": int, "position": int, "meta": str},
        foreign_keys=[("sha256", "texts", "sha256")],
    )
    _create(db, "annotators", {"name": str, "kind": str})
    _create_scheme(db)
    _create(
        db,
        "spans",
        {
            "document_id": str,
            "annotator_id": str,
            "label": str,
            "start": int,
            "end": int,
            "text": str,
            "attributes": str,
            "note": str,
            "origin": str,
        },
        foreign_keys=[("document_id", "documents", "id"), ("annotator_id", "annotators", "id")],
    )
    _create(db, "links", {"type": str, "from_id": str, "to_id": str, "annotator_id": str})
    _create_review(db)
    owned = {"document_id": str, "annotator_id": str}
    _create(db, "progress", {**owned, "state": str})
    _create(db, "assignments", owned)
    _create(db, "dismissals", {**owned, "lint": str, "start": int, "end": int, "text": str})
    _create(db, "settings", {"value": str})
    _create_history(db)
    db.table("documents").create_index(["position", "id"])
    db.table("documents").create_index(["sha256"])
    db.table("spans").create_index(["document_id", "start", "end", "label"])
    db.table("links").create_index(["from_id"])
    db.table("links").create_index(["to_id"])
    db.table("verdicts").create_index(["span_id"])
    db.table("comments").create_index(["verdict_id"])
    db.table("sources").create_index(["span_id"])
    db.table("progress").create_index(["document_id"])
    # Additions (nothing before) are left out: an import makes a million of them, and nobody looks them up by record.
    db.execute("CREATE INDEX idx_history_changes_record_id ON history_changes (record_id) WHERE before IS NOT NULL")
    db.create_view("span_list", _SPAN_LIST)


def _create_scheme(db: Database) -> None:
    described = {"position": int, "description": str}
    label = {"key": str, "name": str, "color": str, "line": str, "shortcut": str, "unit": str, "auxiliary": int}
    _create(db, "labels", {**label, **described})
    attribute = {"label": str, "key": str, "name": str, "type": str, "values": str, "completes": int}
    _create(db, "attributes", {**attribute, **described})
    _create(db, "link_types", {"key": str, "name": str, "from_labels": str, "to_labels": str, **described})


def _create_review(db: Database) -> None:
    # No foreign key to spans here: a verdict outlives the span it judged.
    verdict = {"span_id": str, "reviewer_id": str, "verdict": str, "comment": str, "result": str, "judged": str}
    _create(db, "verdicts", verdict, optional=("result",))
    _create(db, "comments", {"verdict_id": str, "annotator_id": str, "text": str})
    _create(db, "sources", {"span_id": str, "source_id": str})


def _create_history(db: Database) -> None:
    db.table("history").create(
        {
            "seq": int,
            "id": str,
            "at": str,
            "annotator_id": str,
            "installation": str,
            "kind": str,
            "target": str,
            "label": str,
            "merged": int,
            "records": int,
        },
        pk="seq",
        not_null=["id", "at", "annotator_id", "installation", "kind", "label", "merged", "records"],
        strict=True,
    )
    db.table("history").create_index(["id"], unique=True)
    db.table("history").create_index(["target"])
    # sqlite-utils cannot say WITHOUT ROWID, which saves a quarter of the time of a big import.
    db.execute(
        """
        CREATE TABLE history_changes (
            history_seq INTEGER NOT NULL, place INTEGER NOT NULL, table_name TEXT NOT NULL, record_id TEXT NOT NULL,
            before TEXT, PRIMARY KEY (history_seq, place)
        ) STRICT, WITHOUT ROWID
        """
    )


_SPAN_LIST = """
SELECT spans.id, documents.title AS document, annotators.name AS annotator, spans.label, spans.start, spans.end,
       spans.text, spans.attributes, spans.note, spans.origin, spans.created_at, spans.updated_at
FROM spans
JOIN documents ON documents.id = spans.document_id
JOIN annotators ON annotators.id = spans.annotator_id
WHERE NOT spans.deleted AND NOT documents.deleted
ORDER BY documents.position, documents.id, spans.start, spans.end, spans.label, spans.annotator_id, spans.id
""".strip()


def lay_out(connection: sqlite3.Connection, version: int | None = None) -> None:
    """Make the tables of a project, or bring those of an older one up to ``version`` (the newest)."""
    database = Database(connection, execute_plugins=False)
    if version is None:
        migrations.apply(database)
    else:
        migrations.apply(database, stop_before=names()[version:])


def names() -> list[str]:
    """The names of all migrations, oldest first."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return [migration.name for migration in migrations.pending(Database(connection, execute_plugins=False))]
