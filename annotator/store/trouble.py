"""What SQLite's errors mean to somebody who has to do something about them, in words."""

import sqlite3

_FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")  # the second: no room for the memory that users of a WAL share


def is_full(error: sqlite3.Error) -> bool:
    return _name(error) in _FULL


def is_disk(error: sqlite3.Error) -> bool:
    """Whether the disk itself reported an error, so that nobody knows how much of what was written is on it."""
    return _name(error).startswith("SQLITE_IOERR") and not is_full(error)


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


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
