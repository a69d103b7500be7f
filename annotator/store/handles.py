"""Files that SQLite has open in this process, and how to look at one all the same.

POSIX drops all locks that a process has on a file as soon as it closes any handle on it, whoever opened that one. Then
another program takes the file for its own and may throw away the WAL with all that is in it (tried: it did). So a
handle that we open beside SQLite's is closed after SQLite's last.
"""

import os
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

Identity: TypeAlias = tuple[int, int]

_PLAIN = sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK"))
"""A pipe of that name must not make anybody wait."""
_guard = Lock()
_connections: Counter[Identity] = Counter()
_to_close: defaultdict[Identity, list[int]] = defaultdict(list)


class Connection(sqlite3.Connection):
    """A connection of which is known which file it has open, and until when."""

    _identity: Identity | None = None

    def hold(self, path: Path) -> None:
        """It has the file at ``path`` open. Raises ``OSError``."""
        self._identity = identity_of(os.stat(path))
        with _guard:
            _connections[self._identity] += 1

    def close(self) -> None:
        super().close()
        held, self._identity = self._identity, None
        if held is None:
            return
        with _guard:
            _connections[held] -= 1
            if _connections[held] <= 0:
                del _connections[held]
                for descriptor in _to_close.pop(held, ()):
                    os.close(descriptor)


def identity_of(stat: os.stat_result) -> Identity:
    """Device and inode: the file itself, whatever its names are."""
    return stat.st_dev, stat.st_ino


def is_open(path: Path) -> bool:
    """Whether a connection of this process has the file at ``path`` open; false if there is none."""
    try:
        return identity_of(os.stat(path)) in _connections
    except OSError:
        return False


def head(path: Path, count: int) -> tuple[bytes, int]:
    """The first ``count`` bytes of a file, and its size. Raises ``OSError``."""
    descriptor = os.open(path, os.O_RDONLY | _PLAIN)
    later = False
    try:
        stat = os.fstat(descriptor)
        found = os.read(descriptor, count)
        with _guard:
            if identity_of(stat) in _connections:
                _to_close[identity_of(stat)].append(descriptor)
                later = True
    finally:
        if not later:
            os.close(descriptor)
    return found, stat.st_size


def connect(path: Path, mode: str) -> Connection:
    """A connection to the file at ``path``; ``mode`` as in SQLite's file names: ``rw``, ``ro``."""
    options: dict[str, Any] = {"uri": True, "isolation_level": None, "check_same_thread": False, "factory": Connection}
    connection: Connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", **options)
    try:
        connection.hold(path)
    except OSError as error:
        connection.close()
        raise sqlite3.OperationalError(f"unable to open database file: {error.strerror}") from error
    return connection
