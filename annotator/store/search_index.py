"""The index of words that a search looks in: made of what is in a project, in a file of its own beside it.

It can be made anew at any time, so it is no part of the project: looking for a word must not hold the project's lock,
nor make the file that is mailed larger. A row of it that no longer fits the project's record is to be passed over.
"""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.folding import searchable

_VERSION = 1
_CHUNK = 1_000_000  # code points indexed in one transaction
_KEPT_DAYS = 90

Tick = Callable[[int, int], None]


class Index:
    """Attaches the index in ``file`` to a project's connection as ``found``; without a file one that passes.

    ``found.entries`` says which record is which row of ``found.words``. A damaged file is made anew.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path | None) -> None:
        self._connection = connection
        self._file = file
        try:
            self._attach()
        except sqlite3.OperationalError:
            self._attach_passing()
        except sqlite3.DatabaseError:
            self.renew()

    def _attach_passing(self) -> None:
        """Where no index can be kept: one that lasts as long as the connection."""
        self._file = None
        try:
            self._attach()
        except sqlite3.OperationalError as error:
            raise AnnotatorError(f"cannot search with this SQLite ({sqlite3.sqlite_version}): {error}") from error

    def do_without_file(self) -> None:
        """Begin an empty index that is not kept: the disk has no room for one."""
        self.remove()
        self._attach_passing()

    def _attach(self) -> None:
        run = self._connection.execute
        run("ATTACH ? AS found", (str(self._file) if self._file else "",))
        try:
            run("PRAGMA found.synchronous = OFF")  # what is lost is made again
            version = run("PRAGMA found.user_version").fetchone()[0]
            if version == 0:
                run(
                    "CREATE TABLE IF NOT EXISTS found.entries"
                    " (id INTEGER PRIMARY KEY AUTOINCREMENT, record_id TEXT UNIQUE, stamp TEXT)"
                )
                run(
                    "CREATE VIRTUAL TABLE IF NOT EXISTS found.words USING fts5"
                    " (title, body, note, content = '', tokenize = 'unicode61 remove_diacritics 0')"
                )
                run(f"PRAGMA found.user_version = {_VERSION}")
            elif version != _VERSION:
                raise sqlite3.DatabaseError("an index of another version")
        except sqlite3.Error:
            run("DETACH found")
            raise

    def renew(self) -> None:
        """Begin an empty index in the place of this one."""
        self.remove()
        self._attach()

    def remove(self) -> None:
        """Detach the index, and remove its file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("DETACH found")
        if self._file is not None:
            for each in (self._file, self._file.with_name(f"{self._file.name}-journal")):
                each.unlink(missing_ok=True)

    def update(self, tick: Tick) -> None:
        """Index what is new or other than it was. Cancelled midway it keeps what it has."""
        documents = self._connection.execute(
            "SELECT d.id, d.sha256 || ' ' || d.title, d.title, d.sha256, d.length FROM documents AS d"
            " LEFT JOIN found.entries AS e ON e.record_id = d.id"
            " WHERE NOT d.deleted AND (e.id IS NULL OR e.stamp <> d.sha256 || ' ' || d.title)"
        ).fetchall()
        notes = self._connection.execute(
            "SELECT s.id, s.note FROM spans AS s LEFT JOIN found.entries AS e ON e.record_id = s.id"
            " WHERE NOT s.deleted AND s.note <> '' AND (e.id IS NULL OR e.stamp <> s.note)"
        ).fetchall()
        if not documents and not notes:
            return
        total, room = len(documents) + len(notes), 0
        with self._writing() as add:
            for nth, (record_id, stamp, title, sha256, length) in enumerate(documents):
                tick(nth, total)
                add(record_id, stamp, searchable(title), searchable(self._text(sha256)), "")
                room += length
                if room > _CHUNK:
                    self._connection.execute("COMMIT")
                    self._connection.execute("BEGIN")
                    room = 0
            for nth, (record_id, note) in enumerate(notes, len(documents)):
                tick(nth, total)
                add(record_id, note, "", "", searchable(note))

    def _text(self, sha256: str) -> str:
        return str(self._connection.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()[0])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Callable[[str, str, str, str, str], None]]:
        run = self._connection.execute

        def add(record_id: str, stamp: str, title: str, body: str, note: str) -> None:
            # The words of an earlier version stay, under a number that leads nowhere any more.
            run("DELETE FROM found.entries WHERE record_id = ?", (record_id,))
            row = run("INSERT INTO found.entries (record_id, stamp) VALUES (?, ?)", (record_id, stamp)).lastrowid
            run("INSERT INTO found.words (rowid, title, body, note) VALUES (?, ?, ?, ?)", (row, title, body, note))

        # Not IMMEDIATE, which would lock the project as well.
        run("BEGIN")
        try:
            yield add
            run("COMMIT")
        except Cancelled:
            run("COMMIT")
            raise
        except BaseException:
            if self._connection.in_transaction:
                run("ROLLBACK")
            raise


def tidy(folder: Path) -> None:
    """Remove indexes that nobody has used for long: their projects may be gone."""
    for each in folder.glob("*.index"):
        with contextlib.suppress(OSError):
            if time.time() - each.stat().st_mtime > _KEPT_DAYS * 86400:
                each.unlink()
