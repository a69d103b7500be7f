"""What was done, and what undo and redo would do next. Reads the history tables; writes nothing.

The history holds every record as it was before an act. So the inverse of any entry, be it do, undo or redo, is read
off its own rows: put back what was there. Undo takes the last living act of this annotator on this installation.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError, Stale
from annotator.core.model import Record
from annotator.store.rows import TABLES_BY_NAME


class Entry(NamedTuple):
    """One act in the history. ``act`` is the id of the ``do`` it is, undoes or redoes."""

    seq: int
    act: str
    at: str
    annotator_id: str
    kind: str
    label: str
    merged: bool
    records: int


_ENTRY = "seq, coalesce(target, id), at, annotator_id, kind, label, merged, records"


def _entry(row: tuple[int, str, str, str, str, str, int, int]) -> Entry:
    seq, act, at, annotator_id, kind, label, merged, records = row
    return Entry(seq, act, at, annotator_id, kind, label, bool(merged), records)


def next_undo(connection: sqlite3.Connection, annotator_id: str, installation: str) -> Entry | None:
    """The entry (a do or redo) that undo would take back."""
    depth = 0
    for entry in _backwards(connection, annotator_id, installation):
        if entry.kind == "undo":
            depth += 1
        elif depth:
            depth -= 1
        else:
            return entry
    return None


def next_redo(connection: sqlite3.Connection, annotator_id: str, installation: str) -> Entry | None:
    """The undo entry that redo would take back; ``None`` once something new was done."""
    depth = 0
    for entry in _backwards(connection, annotator_id, installation):
        if entry.kind == "do":
            return None
        if entry.kind == "redo":
            depth += 1
        elif depth:
            depth -= 1
        else:
            return entry
    return None


def _backwards(connection: sqlite3.Connection, annotator_id: str, installation: str) -> Iterator[Entry]:
    cursor = connection.execute(
        f"SELECT {_ENTRY} FROM history WHERE annotator_id = ? AND installation = ? AND records > 0 ORDER BY seq DESC",
        (annotator_id, installation),
    )
    return map(_entry, cursor)


def check_untouched(connection: sqlite3.Connection, entry: Entry) -> None:
    """Raise ``Stale`` if a later act that still stands changed a record of ``entry``; its name is in the message."""
    row = connection.execute(
        """
        SELECT min(later.label) FROM history_changes AS mine
        JOIN history_changes AS theirs ON theirs.record_id = mine.record_id AND theirs.history_seq > mine.history_seq
            AND theirs.before IS NOT NULL -- a record that was there cannot be added
        JOIN history AS later ON later.seq = theirs.history_seq
        WHERE mine.history_seq = ? AND coalesce(later.target, later.id) != ?
        GROUP BY coalesce(later.target, later.id), mine.record_id
        HAVING sum(CASE later.kind WHEN 'undo' THEN -1 ELSE 1 END) != 0
        LIMIT 1
        """,
        (entry.seq, entry.act),
    ).fetchone()
    if row is not None:
        raise Stale(f"cannot take back “{entry.label}”: “{row[0]}” changed the same thing later")


def check_left(entry: Entry, changes: Iterable[Change], left: Mapping[str, Record | None]) -> None:
    """Raise ``Stale`` if one of these is no longer as it is known to have been left: another program, which writes no
    history, has changed it, and taking back the act would take that away, too."""
    for change in changes:
        if left.get(change.record.id, change.before) != change.before:
            raise Stale(f"cannot take back “{entry.label}”: another program changed the same thing later")


def inverse(connection: sqlite3.Connection, entry: Entry) -> Iterator[tuple[Change, bool]]:
    """The changes that put back what was there before ``entry``, last first, read from the file as they are used.

    The flag says that the record did not exist at all before (not even as a tombstone).
    """
    rows = connection.execute(
        "SELECT table_name, record_id, before FROM history_changes WHERE history_seq = ? ORDER BY place DESC",
        (entry.seq,),
    )
    for table_name, record_id, before in rows:
        try:
            current, gone = _current(connection, table_name, record_id)
            earlier, deleted = TABLES_BY_NAME[table_name].from_json(before) if before is not None else (None, False)
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise AnnotatorError(f"cannot take back “{entry.label}”: what there was before makes no sense") from error
        target = None if deleted else earlier
        if gone and before is None:  # a tombstone that a merge brought
            yield Change(None, None, current), True
        elif deleted and current is None:  # and one that undoing the merge took away
            yield Change(None, None, earlier), False
        elif target is not None or (current is not None and not gone):
            yield Change(None if gone else current, target), before is None


def _current(connection: sqlite3.Connection, table_name: str, record_id: str) -> tuple[Record | None, bool]:
    """The record as it is, and whether it is deleted."""
    table = TABLES_BY_NAME[table_name]
    row = connection.execute(
        f'SELECT {table.select}, deleted FROM "{table_name}" WHERE id = ?', (record_id,)
    ).fetchone()
    return (None, False) if row is None else (table.decode(row), bool(row[-1]))


class Happening(NamedTuple):
    """One line of a record's history: when, who, what."""

    at: str
    annotator_id: str
    kind: str
    label: str


def of_record(connection: sqlite3.Connection, record_id: str) -> list[Happening]:
    """All that happened to one record since it was made, oldest first."""
    rows = connection.execute(
        "SELECT at, annotator_id, kind, label FROM history WHERE seq IN"
        " (SELECT history_seq FROM history_changes WHERE record_id = ? AND before IS NOT NULL) ORDER BY seq",
        (record_id,),
    )
    return [Happening(*row) for row in rows]
