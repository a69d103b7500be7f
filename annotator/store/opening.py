"""From a path to a connection that can be trusted: what must hold before SQLite sees a file, and after.

The bytes are judged first (is it ours, is it whole, is it newer than we are), then the connection is hardened, the
file checked, compared with the schema a fresh project would have, and migrated after a verified backup.
"""

import os
import shutil
import sqlite3
import struct
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from annotator.core.errors import AnnotatorError, Damaged, ReadOnly
from annotator.core.text import visible
from annotator.store import handles, pages, trouble
from annotator.store.drives import network_drive
from annotator.store.schema_version import APPLICATION_ID, FINGERPRINTS, SCHEMA_VERSION, fingerprint, statements

_MAGIC = b"SQLite format 3\x00"
_UTF8 = b"\0\0\0\1"
BUSY_MILLISECONDS = 5000
_SMALL = 2_000_000
"""Bytes of a file that is checked whenever it is opened: some 20 ms."""
_LONGEST = 300_000_000
"""Bytes of the longest text or row that is read; SQLite's own limit is a thousand million."""


class Opened(NamedTuple):
    """A ready connection, and what another one to the same file would be made with.

    ``scratch`` holds the copy that is read where the file's own folder cannot be written. ``as_of`` is what the file
    was like when it was opened in a way that shows no later change: a copy, or as one that nobody writes.
    """

    connection: sqlite3.Connection
    path: Path
    mode: str
    scratch: tempfile.TemporaryDirectory[str] | None = None
    as_of: tuple[tuple[int, ...], ...] = ()


def is_database(path: Path) -> bool:
    """Whether a file begins as an SQLite database does; false for one that cannot be read."""
    try:
        return handles.head(path, len(_MAGIC))[0] == _MAGIC
    except OSError:
        return False


def judge_bytes(path: Path) -> bool:
    """Raise ``AnnotatorError`` unless the file at ``path`` is a project that this version can read.

    Returns whether it is long enough. One that is not may be made whole by the WAL or journal beside it: a crash may
    have come while pages were being put in place.
    """
    if path.is_dir():
        raise AnnotatorError(f"{path}: is a folder, not a project file")
    try:
        head, size = handles.head(path, 100)
    except FileNotFoundError:
        raise AnnotatorError(f"{path}: there is no such file; 'annotator new' makes a project") from None
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error.strerror}") from error
    if not head:
        raise AnnotatorError(f"{path}: is empty, not a project")
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise _no_project(path, "is not an Annotator project")
    page_size, pages = struct.unpack_from(">H", head, 16)[0], struct.unpack_from(">I", head, 28)[0]
    version, application_id = struct.unpack_from(">i", head, 60)[0], struct.unpack_from(">I", head, 68)[0]
    if application_id != APPLICATION_ID:
        raise _no_project(path, "is an SQLite database, but not an Annotator project")
    if version > SCHEMA_VERSION:
        raise _newer(path, version)
    if head[18] not in (1, 2) or head[19] not in (1, 2) or head[20:24] != b"\0\x40\x20\x20" or head[56:60] != _UTF8:
        raise Damaged(path, "its header makes no sense")
    whole = (65536 if page_size == 1 else page_size) * pages
    if size < whole and not _is_unfinished(path):
        raise Damaged(path, f"it is cut off: {size:,} of {whole:,} bytes")
    return bool(size >= whole)


def _no_project(path: Path, why: str) -> AnnotatorError:
    """Why a file is none of ours; one that has our rows in it has lost its header."""
    from annotator.store.salvage import holds_rows

    if not handles.is_open(path) and holds_rows(path):
        return Damaged(path, "it is not an Annotator project by its header, but has rows of one")
    return AnnotatorError(f"{path}: {why}")


def _newer(path: Path, version: int) -> AnnotatorError:
    return AnnotatorError(
        f"{path}: was written by a newer Annotator (schema {version}, this one knows {SCHEMA_VERSION});"
        " install the newer version"
    )


def open_for_writing(path: Path) -> Opened:
    """The one writer's connection: checked, migrated, in WAL with FULL synchronous.

    On a network drive it keeps a rollback journal instead, since a WAL needs memory that all its users share.
    """
    judge_bytes(path)
    if _is_unfinished(path):
        _judge_what_was_left(path)
    connection = handles.connect(path, "rw")
    try:
        harden(connection)
        compare_schema(connection, path)
        _check_small(connection, path, rows=True)
        _migrate(connection, path)
        connection.execute(f"PRAGMA journal_mode = {'DELETE' if network_drive(path) else 'WAL'}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()  # what this could not write is told now
        _make_durable(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error) and trouble.is_full(error):
            raise ReadOnly(f"{path}: cannot be changed: {trouble.why(error)}", "the disk is full") from error
        raise _told(error, path) from error
    return Opened(connection, path, "rw")


def _judge_what_was_left(path: Path) -> None:
    """Look at what a WAL or journal would make of the file before SQLite puts it in, which it does in closing, too.

    It may be that of another file, or of an older state of this one; then the file must stay as it is.
    """
    if _wal(path).exists() and not handles.is_open(path) and not pages.log_fits(path):
        raise Damaged(path, f"{_wal(path).name} beside it is that of another file")
    # A journal is put in by whoever reads.
    opened = _copied(path) if _beside(path, "-journal").exists() else _reader(path, path, "ro")
    try:
        full_check(opened.connection, path)
        _check_small(opened.connection, path, rows=True)
    except BaseException as error:
        raise _told(error, path) from error
    finally:
        close(opened, last=False)


def _make_durable(connection: sqlite3.Connection) -> None:
    """Nothing that was acknowledged is lost by a power cut."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        connection.execute("PRAGMA synchronous = FULL")
        return
    # With a journal it takes one sync more, and a big act would keep readers out before its end.
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA cache_spill = OFF")


def another(opened: Opened) -> Opened:
    """Another connection of this process to the same file, as for its worker thread.

    The file is not looked at before: to open and close it would drop the locks that SQLite holds on it.
    """
    connection = handles.connect(opened.path, opened.mode)
    try:
        harden(connection)
        if opened.mode == "rw" and not opened.scratch:
            _make_durable(connection)
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException as error:
        connection.close()
        raise _told(error, opened.path) from error
    return Opened(connection, opened.path, opened.mode)


def open_for_reading(path: Path, *, rows: bool = True) -> Opened:
    """A connection that cannot write. The writer may be at work beside it. ``rows``: refuse unsound ones."""
    short = not judge_bytes(path)
    opened = _open_to_read(path)
    try:
        if short:
            quick_check(opened.connection, path)
        else:
            _check_small(opened.connection, path, rows=rows)
    except BaseException as error:
        close(opened, last=False)
        raise _told(error, path) from error
    return opened


def _open_to_read(path: Path) -> Opened:
    before = as_of(path)
    if os.access(path.parent, os.W_OK):
        return _reader(path, path, "ro")
    # Without write access SQLite can use neither a journal nor, alone, a WAL: without either it needs none, as on
    # a CD, beside somebody who writes it can follow, and what was left behind by a crash is read in a copy.
    left = [each for each in (_wal(path), _beside(path, "-journal")) if each.exists()]
    if not left:
        return _reader(path, path, "ro&immutable=1")._replace(as_of=before)
    if _beside(path, "-shm").exists():
        try:
            return _reader(path, path, "ro")
        except AnnotatorError:
            pass
    return _copied(path)._replace(as_of=before)


def _copied(path: Path) -> Opened:
    """A reader of a copy of the file, with what was left beside it."""
    scratch = tempfile.TemporaryDirectory(prefix="annotator-")
    copy = Path(scratch.name) / path.name
    try:
        for each in (path, _wal(path), _beside(path, "-journal")):
            if each.exists():
                shutil.copyfile(each, copy.with_name(each.name))
        return _reader(copy, path, "rw")._replace(scratch=scratch)
    except BaseException as error:
        scratch.cleanup()
        if isinstance(error, OSError):
            raise AnnotatorError(f"{path}: cannot be read: {error.strerror}") from error
        raise


def _reader(path: Path, name: Path, mode: str) -> Opened:
    """A connection to ``path`` that changes nothing; messages speak of ``name``."""
    connection = handles.connect(path, mode)
    try:
        harden(connection)
        connection.execute("PRAGMA query_only = ON")
        compare_schema(connection, name)
    except BaseException as error:
        connection.close()
        raise _told(error, name) from error
    return Opened(connection, path, mode)


def as_of(path: Path) -> tuple[tuple[int, ...], ...]:
    """What tells a later state of a file that others write from this one, without opening it."""
    found: list[tuple[int, ...]] = []
    for each in (path, _wal(path)):
        try:
            stat = os.stat(each)
            found.append((stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns))
        except OSError:
            found.append(())
    return tuple(found)


def close(opened: Opened, *, last: bool) -> None:
    """Close; the ``last`` writer makes the project exactly one file again, unless another process still reads it."""
    connection = opened.connection
    if last:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute("PRAGMA busy_timeout = 100")
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            # A reader is still there: the WAL stays, and the next writer to close tidies up.
            pass
    connection.close()
    if opened.scratch:
        opened.scratch.cleanup()


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite's own check of the file's structure. Raises ``Damaged``; 20 ms a megabyte when cold."""
    _check(connection, path, "quick_check(3)")


def full_check(connection: sqlite3.Connection, path: Path) -> None:
    """The same, and every index against its table, every reference against what it means. Raises ``Damaged``."""
    _check(connection, path, "integrity_check(3)")
    for table, *_ in connection.execute("PRAGMA foreign_key_check"):
        raise Damaged(path, f"a row of {table} belongs to something that is not there")


def _check_small(connection: sqlite3.Connection, path: Path, *, rows: bool) -> None:
    """Check a file at once that takes less than a moment; a big one is checked beside the work."""
    if path.stat().st_size <= _SMALL:
        quick_check(connection, path)
        if rows:
            check_rows(connection, path)


def check_rows(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``Damaged`` if there is a row that no program of ours would write."""
    from annotator.store.soundness import unsound

    if why := next(unsound(connection), ""):
        raise Damaged(path, why)


def _check(connection: sqlite3.Connection, path: Path, pragma: str) -> None:
    try:
        found = [visible(str(row[0]))[:200] for row in connection.execute(f"PRAGMA {pragma}")]
    except sqlite3.OperationalError:
        raise  # broken off, or another program keeps it
    except sqlite3.DatabaseError as error:
        raise trouble.told(error, path) from error
    if found != ["ok"]:
        raise Damaged(path, "; ".join(found))


def compare_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file with a table, index, view or trigger that a project of its version does not have, by name."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:  # as the WAL has it
        raise _newer(path, version)
    if version not in FINGERPRINTS:
        raise AnnotatorError(f"{path}: has no known schema version ({version}); it was not opened")
    there = statements(connection)
    if fingerprint(there) == FINGERPRINTS[version]:
        return
    expected = _fresh_statements(version)
    name = min(name for name in there.keys() | expected.keys() if there.get(name) != expected.get(name))
    what = "lacks the" if name not in there else "has an unknown" if name not in expected else "has an altered"
    raise AnnotatorError(f"{path}: {what} table, index, view or trigger “{visible(name)}”; it was not opened")


def _fresh_statements(version: int) -> dict[str, str]:
    from sqlite_utils.db import Database

    from annotator.store.schema import migrations, names

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.apply(Database(connection, execute_plugins=False), stop_before=names()[version:])
        return statements(connection)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older file up to date, after a verified backup: wholly or, if it ends midway, not at all."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    from sqlite_utils.db import Database

    from annotator.store.backups import new_name
    from annotator.store.making import backup
    from annotator.store.schema import migrations
    from annotator.user import backups_dir

    backup(connection, new_name(path, backups_dir(), f"schema{version}"))
    connection.execute("BEGIN IMMEDIATE")  # what the migrations do becomes savepoints in it
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def harden(connection: sqlite3.Connection) -> None:
    """Trust nothing that is in the file, and wait for others a while."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
    if sys.version_info >= (3, 12):
        for option, on in (
            (sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True),
            (sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False),
            (sqlite3.SQLITE_DBCONFIG_DQS_DDL, False),
            (sqlite3.SQLITE_DBCONFIG_DQS_DML, False),
        ):
            connection.setconfig(option, on)
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _is_unfinished(path: Path) -> bool:
    """Whether the last who wrote it did not come to an end, or is still at it: there is a WAL or a journal."""
    return any(each.exists() and each.stat().st_size for each in (_wal(path), _beside(path, "-journal")))


def _wal(path: Path) -> Path:
    return _beside(path, "-wal")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _told(error: BaseException, path: Path) -> BaseException:
    return trouble.told(error, path) if isinstance(error, sqlite3.Error) else error
