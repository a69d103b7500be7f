"""The one place that writes records: a change set becomes rows and a history entry, in one transaction.

``apply`` compares each ``before`` with the stored row and refuses the whole set if one differs. It raises ``rev`` at
every write, undo included, so an undo is an edit like any other; records that come from elsewhere (``merged``) keep
the ``rev`` and times they bring.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import groupby, islice
from typing import NamedTuple, cast

from annotator.core.changes import Change
from annotator.core.errors import NotSaved, Stale
from annotator.core.ids import new_id, now
from annotator.core.model import Annotator, Document, Record, Text
from annotator.store import trouble
from annotator.store.rows import TABLES, Table

CHUNK = 500


class Act(NamedTuple):
    """Who does what: the header of a history entry. ``target`` is the id of the act that is undone or redone."""

    label: str
    annotator_id: str
    installation: str
    kind: str = "do"
    target: str | None = None
    merged: bool = False


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """``BEGIN IMMEDIATE``: a plain ``BEGIN`` that writes later fails at once if another writer came between.

    Raises ``NotSaved``, ``Stale``; then the file is as it was.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise NotSaved(f"not saved: {trouble.why(error)}") from error
    try:
        yield
        act = _last_act(connection)
    except sqlite3.IntegrityError as error:
        _rollback(connection)
        raise Stale("not saved: something else in the project still refers to this; take that back first") from error
    except sqlite3.Error as error:
        _rollback(connection)
        raise NotSaved(f"not saved: {trouble.why(error)}") from error
    except BaseException:
        _rollback(connection)
        raise
    try:
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _rollback(connection)
        if not _came_through(connection, act, error):
            raise NotSaved(f"not saved: {trouble.why(error)}") from error


def _rollback(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with suppress(sqlite3.Error):  # what comes next is told anyway, and SQLite rolls back before it reads again
            connection.execute("ROLLBACK")


def _last_act(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT id FROM history ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def _came_through(connection: sqlite3.Connection, act: str | None, error: sqlite3.Error) -> bool:
    """After a COMMIT that ended in ``error``: whether the file has it all the same. Raises ``NotSaved``.

    A disk that reports an error while it brings things to the disk may have kept all of them. So the file is asked. If
    it says no, what was written may still lie behind the end of the WAL, and a crash would bring it back: a commit of
    nothing is written over it.
    """
    if not trouble.is_disk(error):
        return False
    try:
        if act is not None and connection.execute("SELECT 1 FROM history WHERE id = ?", (act,)).fetchone():
            return True
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version}")
    except sqlite3.Error as again:
        raise NotSaved(
            f"not saved: {trouble.why(error)}. It failed twice: when the project is opened the next time, this may be"
            " there all the same"
        ) from again
    return False


class Writer:
    """Writes the changes of one act inside a transaction that the caller holds."""

    def __init__(self, connection: sqlite3.Connection, act: Act) -> None:
        self._connection = connection
        self._act = act
        self._at = now()
        self._count = 0
        cursor = connection.execute(
            "INSERT INTO history (id, at, annotator_id, installation, kind, target, label, merged, records)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (new_id(), self._at, act.annotator_id, act.installation, act.kind, act.target, act.label, act.merged),
        )
        self._seq = cursor.lastrowid

    def write(self, changes: Iterable[Change]) -> None:
        """Write them in order. Raises ``Stale``."""
        for chunk in _chunks(changes):
            for table, run in _runs(chunk):
                if table is None:
                    self._add_texts(run)
                elif len(run) == 1 or not self._insert_many(table, run):
                    for change in run:
                        self._write_one(table, change)

    def forget(self, records: Iterable[Record]) -> None:
        """Remove what a merge had added, without a tombstone, so that it can be merged again."""
        for record in records:
            table = TABLES[type(record)]
            stored, deleted = self._stored(table, record.id)
            if stored is not None:
                self._remember([(table.name, record.id, table.to_json(stored, deleted))])
                self._bury_what_hung_on(record)
                self._connection.execute(f'DELETE FROM "{table.name}" WHERE id = ?', (record.id,))

    def _bury_what_hung_on(self, record: Record) -> None:
        """Remove the tombstones of spans that would keep this record; a living span does keep it."""
        column = {Document: "document_id", Annotator: "annotator_id"}.get(type(record))
        if column:
            self._connection.execute(f"DELETE FROM spans WHERE {column} = ? AND deleted", (record.id,))

    def finish(self) -> int:
        """Close the history entry; an act that changed nothing leaves none. Returns how many records changed."""
        if self._count:
            self._connection.execute("UPDATE history SET records = ? WHERE seq = ?", (self._count, self._seq))
        else:
            self._connection.execute("DELETE FROM history WHERE seq = ?", (self._seq,))
        return self._count

    def _add_texts(self, run: list[Change]) -> None:
        # Texts are content addressed: adding one twice is adding it once, and undo leaves it where it is.
        rows = [(change.after.id, change.after.text) for change in run if isinstance(change.after, Text)]
        self._connection.executemany("INSERT OR IGNORE INTO texts (sha256, text) VALUES (?, ?)", rows)

    def _insert_many(self, table: Table, run: list[Change]) -> bool:
        """Write a run of additions at once; false, and nothing written, if one of them is there already."""
        records = [after for before, after, _ in run if before is None and after is not None]
        if len(records) < len(run):
            return False
        if not self._act.merged:
            records = [self._stamp_new(record) for record in records]
        encode = table.encode
        rows = [encode(record, 0) for record in records]
        self._connection.execute("SAVEPOINT run")
        try:
            self._connection.executemany(table.insert_sql, rows)
        except sqlite3.IntegrityError:
            self._connection.execute("ROLLBACK TO run")
            return False
        finally:
            self._connection.execute("RELEASE run")
        if not self._is_introduction(table):
            self._remember([(table.name, row[0], None) for row in rows])
        return True

    def _write_one(self, table: Table, change: Change) -> None:
        stored, deleted = self._stored(table, change.record.id)
        visible = None if deleted else stored
        if visible != change.before:
            raise Stale(f"not saved: this {table.type.__name__.lower()} was changed by another program in the meantime")
        gone = change.after is None
        if stored is None:
            record = self._stamp_new(change.record)
            self._connection.execute(table.insert_sql, table.encode(record, int(gone)))
            if not self._is_introduction(table):
                self._remember([(table.name, record.id, None)])
            return
        after = change.tombstone or self._stamp(change.after or stored, stored.rev, gone)
        self._connection.execute(table.update_sql, [*table.encode(after, int(gone)), after.id])
        self._remember([(table.name, after.id, table.to_json(stored, deleted))])

    def _is_introduction(self, table: Table) -> bool:
        """An annotator enters the project with their first act; undoing that act does not throw them out."""
        return table.type is Annotator and not self._act.merged

    def _stamp_new(self, record: Record) -> Record:
        if self._act.merged:
            return record
        # A redone record whose tombstone went with its document: above the rev that tombstone had.
        return replace(record, rev=record.rev + (1 if self._act.kind == "do" else 2), updated_at=self._at)

    def _stamp(self, record: Record, stored_rev: int, gone: bool) -> Record:
        if self._act.merged and self._act.kind == "do" and not gone:
            return record
        return replace(record, rev=stored_rev + 1, updated_at=self._at)

    def _stored(self, table: Table, record_id: str) -> tuple[Record | None, bool]:
        row = self._connection.execute(
            f'SELECT {table.select}, deleted FROM "{table.name}" WHERE id = ?', (record_id,)
        ).fetchone()
        try:
            return (None, False) if row is None else (table.decode(row), bool(row[-1]))
        except (ValueError, TypeError) as error:
            raise NotSaved(f"not saved: what is in {table.name} now makes no sense; check the file") from error

    def _remember(self, entries: list[tuple[str, str, str | None]]) -> None:
        seq = self._seq
        self._connection.executemany(
            "INSERT INTO history_changes (history_seq, place, table_name, record_id, before) VALUES (?, ?, ?, ?, ?)",
            [(seq, place, name, id_, before) for place, (name, id_, before) in enumerate(entries, self._count)],
        )
        self._count += len(entries)


def _chunks(changes: Iterable[Change]) -> Iterator[list[Change]]:
    iterator = iter(changes)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _runs(changes: Iterable[Change]) -> Iterator[tuple[Table | None, list[Change]]]:
    """Neighbouring changes of one record type, so that many additions become one statement."""
    for kind, run in groupby(changes, lambda change: type(change[1] or change[0] or change[2])):
        yield TABLES.get(cast(type[Record], kind)), list(run)
