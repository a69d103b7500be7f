"""Project files that come into being: a new one, a verified copy. Each is at its name whole, or not at all.

Both are written under another name in the same folder, brought to the disk, and only then given their own.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from annotator.core.errors import AnnotatorError, NotSaved
from annotator.files import keep_names, new_file_mode, reason
from annotator.store import opening, trouble
from annotator.store.schema_version import APPLICATION_ID, SCHEMA_VERSION

_PORTION = 2000  # pages of 4 KB copied between two looks at whether to go on
_PATIENCE = 20_000  # instructions of SQLite, for the check

Tick = Callable[[int, int], None]


def create(path: Path, fill: Callable[[sqlite3.Connection], None], version: int | None = None) -> None:
    """A new project at ``path``, where nothing may be yet: schema and application id, and what ``fill`` writes; it
    finds the tables of an older ``version`` if that is given, and has to bring them up to date."""
    from annotator.store.schema import lay_out

    if path.exists():
        raise AnnotatorError(f"{path}: exists already")
    with _unfinished(path, "cannot be made") as temporary:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            # If anything goes wrong the file is thrown away; it is brought to the disk once, at the end.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            lay_out(connection, version)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            opening.harden(connection)
            fill(connection)
        temporary.chmod(new_file_mode())
        _bring_to_disk(temporary)
        try:
            os.link(temporary, path) if hasattr(os, "link") else os.replace(temporary, path)
        except FileExistsError:
            raise AnnotatorError(f"{path}: exists already") from None
        keep_names(path.parent)


def backup(connection: sqlite3.Connection, target: Path, tick: Tick = lambda done, total: None) -> None:
    """A verified copy at ``target``, as of now, by SQLite's backup API and never a copy of the bytes.

    ``tick`` is told how many pages of how many are copied; what it raises ends the copying and leaves nothing behind.
    """
    with _unfinished(target, "no copy was made") as temporary:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            with _one_state(connection):
                connection.backup(
                    copy, pages=_PORTION, progress=lambda status, left, total: tick(total - left, total)
                )
            copy.execute("PRAGMA journal_mode = DELETE")
            with _interruptible(copy, tick):
                opening.quick_check(copy, target)
        temporary.chmod(new_file_mode())
        _bring_to_disk(temporary)
        os.replace(temporary, target)
        keep_names(target.parent)


@contextmanager
def _unfinished(path: Path, what: str) -> Iterator[Path]:
    """An empty file to write what is to be at ``path``; it is gone at the end, with what SQLite laid beside it."""
    for left in (path.with_name(path.name + end) for end in ("-wal", "-journal")):
        if left.exists():  # SQLite would read the pages in it into whatever database is there
            raise AnnotatorError(
                f"{path}: {what}: {left.name} beside it is left of a project that was there, and holds part of it;"
                " move it away, or choose another name"
            )
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    except OSError as error:
        raise AnnotatorError(f"{path}: {what}: {reason(error)}") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    except sqlite3.Error as error:
        raise AnnotatorError(f"{path}: {what}: {trouble.why(error)}") from error
    except NotSaved as error:
        raise AnnotatorError(f"{path}: {what}: {str(error).removeprefix('not saved: ')}") from error
    except OSError as error:
        raise AnnotatorError(f"{path}: {what}: {reason(error)}") from error
    finally:
        discard(temporary)


def discard(path: Path) -> None:
    """Remove a database of ours that nobody has open, and what SQLite may have laid beside it."""
    for each in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
        with suppress(OSError):
            each.unlink(missing_ok=True)


def _bring_to_disk(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Read what is there now and nothing later: else each change made meanwhile would begin the copy anew.

    Without a WAL, as on a network drive, it may begin anew: else nobody could write until it is made.
    """
    if connection.in_transaction or connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        yield
        return
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def _interruptible(connection: sqlite3.Connection, tick: Tick) -> Iterator[None]:
    stopped: list[BaseException] = []

    def go_on() -> int:
        try:
            tick(0, 0)
        except BaseException as error:  # raised again below: SQLite would swallow it
            stopped.append(error)
        return len(stopped)

    connection.set_progress_handler(go_on, _PATIENCE)
    try:
        yield
    except sqlite3.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
