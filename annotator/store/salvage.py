"""A damaged project row by row into a new one: every row that can still be read goes to the table it is of.

Tables are followed from their roots; pages that nothing points to any more (because what pointed to them is damaged)
are known by what their rows look like. What is then amiss between the rows is put right in ``mending``. SQLite never
reads the damaged file, so nothing in it can do anything, and it is left as it is.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.files import reason
from annotator.store import making, mending
from annotator.store.pages import INDEX_INSIDE, INDEX_LEAF, TABLE_LEAF, Pages
from annotator.store.schema_version import FINGERPRINTS

RECORDS = (
    "texts",
    "annotators",
    "documents",
    "labels",
    "attributes",
    "link_types",
    "spans",
    "links",
    "verdicts",
    "comments",
    "sources",
    "progress",
    "assignments",
    "dismissals",
    "settings",
)
TABLES = (*RECORDS, "history", "history_changes")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BATCH = 500

Tick = Callable[[int, int], None]


@dataclass(slots=True)
class Salvaged:
    """What came of it, by table: rows ``kept``, and how many more there were by the table's own index (``None``: that
    cannot be told). ``lines`` say in words what had to be put right or left out."""

    kept: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int | None] = field(default_factory=dict)
    strays: int = 0
    """Rows from pages that nothing points to any more."""
    unreadable: int = 0
    """Rows of which something is there that cannot be read."""
    lines: list[str] = field(default_factory=list)


class _Table(NamedTuple):
    name: str
    types: Sequence[type]
    required: list[bool]
    insert: str

    def fits(self, values: list[Any]) -> bool:
        return len(values) == len(self.types) and all(
            isinstance(value, kind) or (value is None and not required)
            for value, kind, required in zip(values, self.types, self.required, strict=True)
        )


def salvage(path: Path, out: Path, tick: Tick = lambda done, total: None) -> Salvaged:
    """Make a sound project at ``out``, where nothing may be yet, of what can be read at ``path``.

    Raises ``AnnotatorError`` if no row of a project is found, and whatever ``tick`` raises, which is told how many of
    how many pages are read; then there is nothing at ``out``.
    """
    from annotator.store.schema import lay_out

    result = Salvaged()

    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        try:
            with Pages(path) as pages:
                _Reading(pages, connection, result, tick).run()
        except OSError as error:
            raise AnnotatorError(f"{path}: cannot be read: {reason(error)}") from error
        if not sum(result.kept.values()):
            raise AnnotatorError(f"{path}: nothing of a project can be found in it")
        lay_out(connection)
        result.lines += mending.mend(connection)
        for name in TABLES:
            result.kept[name] = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        connection.execute("COMMIT")

    making.create(out, fill, _version(path))
    return result


def _version(path: Path) -> int | None:
    """The version of the schema that a damaged file says it has, if there is such a one."""
    try:
        with path.open("rb") as file:
            version = int.from_bytes(file.read(64)[60:64], "big")
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read: {reason(error)}") from error
    return version if version in FINGERPRINTS else None


def holds_rows(path: Path) -> bool:
    """Whether a file that is no database any more has rows of a project in it; looks at some hundred pages."""
    try:
        with Pages(path) as pages, _fresh(path) as fresh:
            tables = _tables(fresh)
            step = max(1, pages.count // 300)
            for number in range(2, pages.count + 1, step):
                rows = pages.rows(number, TABLE_LEAF) if pages.kind(number) == TABLE_LEAF else iter(())
                if any(_table_of(row.values, tables) for row in rows):
                    return True
    except OSError:
        pass
    return False


def versions(path: Path) -> Iterator[tuple[str, str, int]]:
    """Table, id and revision of every record that can still be read: to see what a backup lacks. May raise ``OSError``.

    Rows that are there twice, in a page and in what was there before it, come twice.
    """
    with Pages(path) as pages, _fresh(path) as fresh:
        tables = _tables(fresh)
        for number in range(2, pages.count + 1):
            if pages.kind(number) == TABLE_LEAF:
                for row in pages.rows(number, TABLE_LEAF):
                    found = _table_of(row.values, tables)
                    if found and found.name in RECORDS and found.name != "texts":
                        yield found.name, row.values[0], row.values[-2]


@contextmanager
def _fresh(path: Path) -> Iterator[sqlite3.Connection]:
    """An empty project of the file's version, to see what its rows look like."""
    from annotator.store.schema import lay_out

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        lay_out(connection, _version(path))
        yield connection


def _tables(connection: sqlite3.Connection) -> dict[str, _Table]:
    found = {}
    for name in TABLES:
        columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        types = [int if kind == "INTEGER" else str for _, _, kind, *_ in columns]
        # A key is never empty, but for a number that is the row's own.
        required = [bool(must) or (bool(key) and kind == "TEXT") for _, _, kind, must, _, key in columns]
        marks = ", ".join("?" * len(columns))
        found[name] = _Table(name, types, required, f'INSERT OR IGNORE INTO "{name}" VALUES ({marks})')
    return found


def _roots(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall())


def _table_of(values: list[Any], tables: dict[str, _Table], documents: Callable[[str], bool] | None = None) -> Any:
    """The table that a row nobody points to is of, or ``None``. Some are told apart only by what they hold."""
    fitting = [table for table in tables.values() if table.fits(values)]
    if len(fitting) == 1 and fitting[0].name == "texts" and not _SHA256.fullmatch(values[0]):
        return None
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return next((table for table in fitting if _looks_like(table.name, values, documents)), None)


def _looks_like(name: str, values: list[Any], documents: Callable[[str], bool] | None) -> bool:
    if name == "annotators":
        return values[2] in ("person", "gold", "suggester")
    if name in ("assignments", "sources"):  # a document and an annotator, or two spans
        return (name == "assignments") == bool(documents and documents(values[1]))
    if name in ("progress", "comments"):
        return (name == "progress") == (values[3] in ("todo", "doing", "done"))
    if name in ("documents", "dismissals"):
        return (name == "documents") == bool(_SHA256.fullmatch(values[3]))
    return False


class _Reading:
    """One run over the pages of a file, into the tables of ``connection``."""

    def __init__(self, pages: Pages, connection: sqlite3.Connection, result: Salvaged, tick: Tick) -> None:
        self._pages = pages
        self._connection = connection
        self._result = result
        self._tick = tick
        self._tables = _tables(connection)
        self._reached: set[int] = set()
        self._odd: list[list[Any]] = []
        """Rows of nobody that could be of two tables until the documents are known."""

    def run(self) -> None:
        roots = self._own_roots()
        for name in TABLES:
            self._read_tree(name, roots.get(name, 0))
        indexes = {name: self._ids(roots.get(f"sqlite_autoindex_{name}_1", 0)) for name in RECORDS}
        indexes["history"] = self._ids(roots.get("idx_history_id", 0))
        kept = {name: self._count(name) for name in TABLES}
        self._read_strays()
        self._result.strays = sum(self._count(name) for name in TABLES) - sum(kept.values())
        self._result.unreadable = self._pages.damaged_rows
        for name in TABLES:
            self._result.kept[name] = self._count(name)
            self._result.lost[name] = self._lost(name, indexes.get(name))
        if self._result.lost["history"] == 0:
            self._result.lost["history_changes"] = self._lost_changes()

    def _own_roots(self) -> dict[str, int]:
        """Where each table begins: as the file says, else where it is in a new project."""
        found = _roots(self._connection)
        for number in self._pages.tree(1):
            self._reached.add(number)
            if self._pages.kind(number) == TABLE_LEAF:
                for row in self._pages.rows(number, TABLE_LEAF):
                    if len(row.values) == 5 and isinstance(row.values[1], str) and isinstance(row.values[3], int):
                        found[row.values[1]] = row.values[3]
        return found

    def _read_tree(self, name: str, root: int) -> None:
        wanted = (INDEX_LEAF, INDEX_INSIDE) if name == "history_changes" else (TABLE_LEAF,)
        for number in self._pages.tree(root):
            kind = self._pages.kind(number)
            if kind in wanted:
                self._reached.add(number)
                self._add(self._tables[name], self._rows(number, kind))
            self._tick(len(self._reached), self._pages.count)

    def _rows(self, number: int, kind: int) -> Iterator[list[Any]]:
        for row in self._pages.rows(number, kind):
            if row.rowid is not None and row.values and row.values[0] is None:
                row.values[0] = row.rowid  # the key of the history
            yield row.values

    def _add(self, table: _Table, rows: Iterator[list[Any]]) -> None:
        fitting = []
        for values in rows:
            if table.fits(values):
                fitting.append(values)
            else:
                self._pages.damaged_rows += 1
        self._connection.executemany(table.insert, fitting)

    def _read_strays(self) -> None:
        """Rows of pages that no tree leads to, and that are not among those that were given up."""
        free = self._pages.free()
        for number in range(2, self._pages.count + 1):
            if number in self._reached or number in free:
                continue
            kind = self._pages.kind(number)
            damaged = self._pages.damaged_rows
            if kind in (INDEX_LEAF, INDEX_INSIDE):
                changes = self._tables["history_changes"]
                self._add(changes, (values for values in self._rows(number, kind) if changes.fits(values)))
            elif kind == TABLE_LEAF or not kind:
                self._add_strays(self._rows(number, TABLE_LEAF))
                if not kind:
                    self._pages.damaged_rows = damaged  # it need not have been a page of rows
            if not number % _BATCH:
                self._tick(number, self._pages.count)
        self._add_strays(iter(self._odd), last=True)

    def _add_strays(self, rows: Iterator[list[Any]], *, last: bool = False) -> None:
        found: dict[str, list[list[Any]]] = {}
        for values in rows:
            if len(values) == 7 and not last:
                self._odd.append(values)
            elif table := _table_of(values, self._tables, self._is_document):
                found.setdefault(table.name, []).append(values)
        for name, fitting in found.items():
            self._connection.executemany(self._tables[name].insert, fitting)

    def _is_document(self, record_id: str) -> bool:
        return bool(self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (record_id,)).fetchone())

    def _count(self, name: str) -> int:
        return int(self._connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])

    def _ids(self, root: int) -> set[str] | None:
        """The keys of a table by its own index; ``None`` if that cannot be read either."""
        found: set[str] = set()
        readable = False
        for number in self._pages.tree(root):
            kind = self._pages.kind(number)
            if kind in (INDEX_LEAF, INDEX_INSIDE):
                readable = True
                self._reached.add(number)
                found.update(values[0] for values in self._rows(number, kind) if _is_key(values))
        return found if readable else None

    def _lost(self, name: str, ids: set[str] | None) -> int | None:
        if ids is None:
            return None
        key = "sha256" if name == "texts" else "id"
        return len(ids - {row[0] for row in self._connection.execute(f'SELECT {key} FROM "{name}"')})

    def _lost_changes(self) -> int:
        """Each act says how many records it changed."""
        count = "SELECT count(*) FROM history_changes WHERE history_seq = seq"
        return int(self._connection.execute(f"SELECT total(max(0, records - ({count}))) FROM history").fetchone()[0])


def _is_key(values: list[Any]) -> bool:
    return len(values) == 2 and isinstance(values[0], str) and isinstance(values[1], int)

