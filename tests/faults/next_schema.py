"""A schema that comes after the present one, to bring files up to it through the program's own code."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlite_utils.db import Database

import annotator.edit.checking
import annotator.store.foreign
import annotator.store.making
import annotator.store.opening  # noqa: F401 - all modules that know the version by name
from annotator.store import schema_version
from annotator.store.schema import migrations

NEXT = schema_version.SCHEMA_VERSION + 1


@contextmanager
def next_schema() -> Iterator[None]:
    """As if the program were a version further: a table more, an index more, and every span rewritten."""
    ours = [each for name, each in sys.modules.items() if name.startswith("annotator.")]
    there = [each for each in ours if hasattr(each, "SCHEMA_VERSION")]
    migrations(name="m_next")(_migrate)
    for module in there:
        module.SCHEMA_VERSION = NEXT  # type: ignore[attr-defined]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrations.apply(Database(fresh, execute_plugins=False))
        schema_version.FINGERPRINTS[NEXT] = schema_version.fingerprint(schema_version.statements(fresh))
    try:
        yield
    finally:
        migrations._migrations.pop()
        del schema_version.FINGERPRINTS[NEXT]
        for module in there:
            module.SCHEMA_VERSION = NEXT - 1  # type: ignore[attr-defined]


def _migrate(db: Database) -> None:
    db.execute("CREATE TABLE readings (id TEXT PRIMARY KEY, document_id TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO readings SELECT 'r' || id, id FROM documents")
    db.execute("UPDATE spans SET note = note || ''")
    db.execute("CREATE INDEX idx_spans_text ON spans (text)")
