"""Rows that no program of ours would write: found by SQLite, in a file that is to be opened or checked.

They come from damage that SQLite's own check does not see, or from somebody who means harm. Texts are not held against
their hashes here, nor spans against their texts: ``edit.checking`` does that, and the window when it opens a document.
"""

import sqlite3
from collections.abc import Iterator

from annotator.core.text import visible
from annotator.store.rows import TABLES

_OBJECTS, _ARRAYS = ("meta", "attributes", "judged"), ("values", "from_labels", "to_labels")
MOST = 1 << 53
"""What every program can count to, and no project will."""
_WORDS = {
    ("annotators", "kind"): ("person", "gold", "suggester"),
    ("progress", "state"): ("todo", "doing", "done"),
    ("verdicts", "verdict"): ("accept", "reject", "fix", "question"),
}
_OTHER = (
    (
        "documents",
        "its length is not that of its text",
        "SELECT d.id FROM documents AS d JOIN texts AS t ON t.sha256 = d.sha256 WHERE d.length <> length(t.text)",
    ),
    (
        "spans",
        "it lies outside its text",
        'SELECT s.id FROM spans AS s JOIN documents AS d ON d.id = s.document_id WHERE s.start < 0 OR s."end" < s.start'
        ' OR s."end" > d.length',
    ),
    ("dismissals", "it lies nowhere", f'SELECT id FROM dismissals WHERE start < 0 OR "end" > {MOST}'),
    (
        "history",
        "it makes no sense",
        f"SELECT id FROM history WHERE kind NOT IN ('do', 'undo', 'redo') OR seq NOT BETWEEN 0 AND {MOST}"
        f" OR records NOT BETWEEN -1 AND {MOST} OR merged NOT IN (0, 1)",
    ),
    ("history", "it undoes itself", "SELECT id FROM history WHERE target = id"),
)
BAD_CHANGE = (
    "((before IS NOT NULL AND NOT json_valid(before))"
    f" OR table_name NOT IN ({', '.join(repr(table.name) for table in TABLES.values())}))"
)
"""Of a row of ``history_changes``."""


def unsound(connection: sqlite3.Connection) -> Iterator[str]:
    """Each such row in words, a few of each kind. May raise ``sqlite3.Error`` where the file itself is damaged."""
    for table, number, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(3):
        yield f"{table}: row {number} belongs to something in {other} that is not there"
    for name, why, sql in rules():
        for (record_id,) in connection.execute(f"{sql} LIMIT 3"):
            yield f"{name} {visible(str(record_id))[:60]}: {why}"
    for (record_id,) in connection.execute(f"SELECT record_id FROM history_changes WHERE {BAD_CHANGE} LIMIT 3"):
        yield f"history of {visible(record_id)[:60]}: it makes no sense"
    yield from _no_text(connection)


def rules() -> Iterator[tuple[str, str, str]]:
    """Table, what is wrong, and the statement that finds the ids of the rows where it is."""
    yield from _own_rules()
    yield from _OTHER


def _own_rules() -> Iterator[tuple[str, str, str]]:
    """What must hold in each row by itself: one statement for each table, and one for each thing where it does not."""
    for table in TABLES.values():
        columns = [*table.columns, "deleted"]
        bad = ["id IS NULL OR id = ''", f"rev NOT BETWEEN 0 AND {MOST}", "deleted NOT IN (0, 1)"]
        if "position" in columns:
            bad.append(f"position NOT BETWEEN -{MOST} AND {MOST}")
        bad += [
            f'CASE WHEN json_valid("{column}") THEN {_wrong_kind(column)} ELSE 1 END' for column in table.json_columns
        ]
        for (name, column), words in _WORDS.items():
            if name == table.name:
                bad.append(f"{column} NOT IN ({', '.join(map(repr, words))})")
        yield table.name, "it makes no sense", f'SELECT id FROM "{table.name}" WHERE {" OR ".join(bad)}'


def _wrong_kind(column: str) -> str:
    kind = "object" if column in _OBJECTS else "array" if column in _ARRAYS else ""
    return f"json_type(\"{column}\") <> '{kind}'" if kind else "0"


def _no_text(connection: sqlite3.Connection) -> Iterator[str]:
    """Bytes that are no UTF-8: only Python looks."""
    names = ["texts", *(table.name for table in TABLES.values()), "history", "history_changes"]
    for name in names:
        try:
            for _ in connection.execute(f'SELECT * FROM "{name}"'):
                pass
        except sqlite3.OperationalError as error:
            if "decode to UTF-8" not in str(error):
                raise
            yield f"{name}: a text in it is not UTF-8"
