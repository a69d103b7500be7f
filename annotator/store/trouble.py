"""What SQLite's errors mean to somebody who has to do something about them, in words."""

import sqlite3
from pathlib import Path

from annotator.core.errors import AnnotatorError, Damaged
from annotator.core.text import visible

_FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")  # the second: no room for the memory that users of a WAL share

_NOT_OURS = ("SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_PROTOCOL")


def is_full(error: sqlite3.Error) -> bool:
    return _name(error) in _FULL


def is_disk(error: sqlite3.Error) -> bool:
    """Whether the disk itself reported an error, so that nobody knows how much of what was written is on it."""
    return _name(error).startswith("SQLITE_IOERR") and not is_full(error)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether what was read makes no sense to SQLite, or is no text."""
    return _name(error).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "decode to UTF-8" in str(error)


def told(error: sqlite3.Error, path: Path) -> AnnotatorError:
    """What a failure to read the project at ``path`` is for its user."""
    if is_damage(error):
        return Damaged(path, visible(str(error))[:200])
    return AnnotatorError(f"{path}: cannot be read: {why(error)}")


def why(error: sqlite3.Error) -> str:
    """The end of a sentence that says what could not be done."""
    name = _name(error)
    if is_full(error):
        return "the disk is full; free some space and try again"
    if is_disk(error):
        return f"the disk reports an error ({name}); try again, and save a copy elsewhere if it stays so"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{error}; another program is writing to the project"
    return str(error)


def of_the_disk(error: BaseException) -> str:
    """One line about an error while reading that is the disk's or the file's fault; empty for any other."""
    if isinstance(error, sqlite3.Error) and (is_full(error) or _name(error).startswith(_NOT_OURS)):
        return f"the project cannot be read: {why(error)}"
    return ""


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
