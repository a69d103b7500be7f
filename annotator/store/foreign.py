"""Somebody else's project file: opened read-only and distrusted, its rows handed out one by one.

Nothing of it is executed: the file must be whole and have exactly the tables, indexes and views of a version we know. A
row that cannot be a record is told and left out. An older file is migrated in a copy of its own.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TypeAlias, TypeVar, cast

from annotator.core.model import Record
from annotator.store import making, opening, trouble
from annotator.store.queries import Queries
from annotator.store.rows import TABLES
from annotator.store.schema_version import SCHEMA_VERSION

R = TypeVar("R", bound=Record)
Row: TypeAlias = "tuple[R, bool] | str"
"""A record and whether it is deleted, or why the row is none."""


class Foreign:
    """A project to read from. Use as a context manager. Raises ``AnnotatorError`` if it cannot be trusted."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._opened = opening.open_for_reading(self.path, rows=False)
        try:
            opening.quick_check(self._opened.connection, self.path)
            if self._version() != SCHEMA_VERSION:
                self._read_migrated_copy()
        except BaseException:
            self.close()
            raise
        # What is not UTF-8 must not stop the reading: such a text no longer fits its hash, and is refused by that.
        self._opened.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        self.query = Queries(self._opened.connection)

    def _version(self) -> int:
        return int(self._opened.connection.execute("PRAGMA user_version").fetchone()[0])

    def _read_migrated_copy(self) -> None:
        self._copy = tempfile.TemporaryDirectory(prefix="annotator-")
        target = Path(self._copy.name) / "copy.annotator"
        making.backup(self._opened.connection, target)
        opening.close(self._opened, last=False)
        self._opened = opening.open_for_writing(target)

    def count(self, kind: type[Record]) -> int:
        """How many rows a table has, deleted ones too."""
        return int(self._opened.connection.execute(f'SELECT count(*) FROM "{TABLES[kind].name}"').fetchone()[0])

    def rows(self, kind: type[R]) -> Iterator["Row[R]"]:
        """Every row of a table, deleted ones too, those of one document together."""
        table = TABLES[kind]
        order = "document_id, id" if "document_id" in table.columns else "id"
        try:
            cursor = self._opened.connection.execute(
                f'SELECT {table.select}, deleted FROM "{table.name}" ORDER BY {order}'
            )
            for row in cursor:
                try:
                    yield cast(R, table.decode(row)), bool(row[-1])
                except (ValueError, TypeError) as error:
                    yield f"{table.name} {str(row[0])[:40]}: its values cannot be read: {error}"
        except sqlite3.Error as error:
            raise trouble.told(error, self.path) from error

    def close(self) -> None:
        opening.close(self._opened, last=False)
        if self._copy:
            self._copy.cleanup()

    def __enter__(self) -> "Foreign":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error) and trouble.is_damage(error):
            raise trouble.told(error, self.path) from error
