"""A project: one SQLite file, opened, read, changed and closed.

All reading goes through :attr:`Project.query`, all writing through :meth:`Project.apply` and its inverses.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, groupby, islice
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError, Damaged, Locked, ReadOnly
from annotator.core.model import Record
from annotator.core.scheme import Scheme
from annotator.store import history, opening, trouble
from annotator.store.drives import why_read_only
from annotator.store.lock import ProjectLock
from annotator.store.place import Loss, Place
from annotator.store.queries import Queries
from annotator.store.writing import CHUNK, Act, Writer, transaction

if TYPE_CHECKING:
    from annotator.store.inventory import Inventory
    from annotator.store.search import Search

_open_here: set[tuple[int, int]] = set()
"""Device and inode of the files this process has open for writing: their locks would not keep ourselves out."""


class Project:
    """An open project. Use as a context manager, or call :meth:`close`.

    With ``read_only`` nothing is locked and :meth:`apply` refuses. Raises ``AnnotatorError`` if the file is not a
    whole, unaltered project of a known version, ``ReadOnly`` if it cannot be written, ``Locked`` if another process has
    it open for writing; ``anyway`` opens one of which only another machine could tell whether it is open there;
    ``unsound``, one to read in which rows make no sense.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, anyway: bool = False, unsound: bool = False
    ) -> None:
        self.path = path.absolute()
        self.read_only = read_only
        self._lock: ProjectLock | None = None
        self._place: Place | None = None
        if read_only:
            self._opened = opening.open_for_reading(self.path, rows=not unsound)
            self._place = Place(self.path)
        else:
            self._open_for_writing(anyway)
        self.query = Queries(self._opened.connection)
        self._seen = self._versions()

    def _open_for_writing(self, anyway: bool) -> None:
        # Before anything reads the file: closing it again would drop the locks of the connection that there is.
        place = Place(self.path) if self.path.exists() else None
        if place and place.identity in _open_here:
            raise AnnotatorError(f"{self.path}: is already open in this program")
        opening.judge_bytes(self.path)
        if why := why_read_only(self.path):
            raise ReadOnly(
                f"{self.path}: is read-only ({why}); open it with --read-only, or save a copy elsewhere", why
            )
        place = place or Place(self.path)
        self._lock = ProjectLock(self.path, anyway=anyway)
        try:
            self._opened = opening.open_for_writing(self.path)
        except BaseException:
            self._lock.release()
            raise
        self._place = place
        _open_here.add(place.identity)

    @classmethod
    def create(cls, path: Path, scheme: Scheme, act: Act, records: Iterable[Record] = ()) -> "Project":
        """A new project at ``path`` with its own copy of ``scheme``, and what else it is to begin with, what others
        point to first. Refuses a path where something is; raises what ``records`` raise, and leaves nothing behind."""
        from annotator.store import making

        def fill(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                # What a project is born with is no act that could be undone.
                born_with = chain(scheme.records(), records)
                Writer(connection, act).write(Change(None, record) for record in born_with)
                connection.execute("DELETE FROM history_changes")
                connection.execute("DELETE FROM history")

        making.create(path.absolute(), fill)
        try:
            return cls(path)
        except Locked:
            raise
        except AnnotatorError:
            making.discard(path.absolute())  # as on a disk that has just room for it, and none to work on it
            raise

    def worker(self) -> "Project":
        """The same project through a connection of its own, for a worker thread; to be closed before this one."""
        if self._place:
            self._place.check()  # what lies at its path may be another one by now
        twin = Project.__new__(Project)
        twin.path, twin.read_only, twin._lock, twin._place = self.path, self.read_only, None, self._place
        twin._opened = opening.another(self._opened)
        twin.query = Queries(twin._opened.connection)
        return twin

    def loss(self) -> Loss | None:
        """What became of the file, if it no longer lies where it was opened. Asks the system alone."""
        return self._place.loss() if self._place else None

    def changed_elsewhere(self) -> bool:
        """Whether another connection than this one has written since the last asking. Some ten microseconds.

        Raises ``AnnotatorError`` if tables, indexes, views or triggers are no longer those of a project.
        """
        opened = self._opened
        if opened.as_of:
            if opening.as_of(self.path) == opened.as_of or self.loss():
                return False  # another file in its place is told, not followed
            self._go_over_to(opening.open_for_reading(self.path))
            return True
        before, self._seen = self._seen, self._versions()
        if self._seen[1] != before[1]:
            opening.compare_schema(opened.connection, self.path)
        return self._seen != before

    def _versions(self) -> tuple[int, int]:
        """Of the data and of the schema, as SQLite counts them; those before while somebody keeps readers out."""
        connection = self._opened.connection
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            data, schema = (connection.execute(f"PRAGMA {each}_version").fetchone()[0] for each in ("data", "schema"))
            return data, schema
        except sqlite3.OperationalError:
            return getattr(self, "_seen", (0, 0))
        finally:
            connection.execute(f"PRAGMA busy_timeout = {opening.BUSY_MILLISECONDS}")

    def go_on_with(self, copy: Path) -> None:
        """Read from a copy of what is there from now on, and let go of a file that is no longer at its place: what was
        committed is in it, wherever it is now, and nothing of ours stays in the way of what took its place."""
        self._go_over_to(opening.open_for_reading(copy))
        self.read_only, self._place = True, None

    def _go_over_to(self, opened: opening.Opened) -> None:
        self._let_go()
        self._opened = opened
        self.query = Queries(opened.connection)
        self._seen = self._versions()

    def _let_go(self) -> None:
        opening.close(self._opened, last=self._lock is not None)
        if self._lock:
            self._lock.release()
            self._lock = None
            if self._place:
                _open_here.discard(self._place.identity)

    def hold_still(self) -> bool:
        """Read what is there now and nothing later, until it is closed; false where that would keep writers out."""
        connection = self._opened.connection
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            return False
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return True

    def interrupt(self) -> None:
        """Break off what this connection is reading, from another thread; the reader gets an ``sqlite3`` error."""
        self._opened.connection.interrupt()

    def apply(self, changes: ChangeSet, act: Act) -> None:
        """Write a change set in one transaction. Raises ``Stale``, and ``AnnotatorError`` when it cannot be saved."""
        self.apply_batches([changes], act)

    def apply_batches(self, batches: Iterable[Iterable[Change]], act: Act) -> int:
        """Write batches as they come, as one act in one transaction, which an exception from them rolls back.

        A later batch can read what an earlier one wrote. Returns how many records changed.
        """
        with self._writing():
            writer = Writer(self._opened.connection, act)
            for batch in batches:
                writer.write(batch)
            return writer.finish()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._check_writable()
        with transaction(self._opened.connection):
            yield
            self._check_writable()  # a long act may have begun while the file was still there

    def _check_writable(self) -> None:
        """Raise ``Displaced`` rather than write into a file that nobody would find again."""
        if self.read_only:
            raise AnnotatorError("not saved: the project is open read-only")
        if self._place:
            self._place.check("not saved: ")

    def undoable(self, annotator_id: str, installation: str) -> history.Entry | None:
        """What undo would take back: the last living act of this annotator on this installation."""
        return history.next_undo(self._opened.connection, annotator_id, installation)

    def redoable(self, annotator_id: str, installation: str) -> history.Entry | None:
        """What redo would do again: the last undo, unless something new was done since."""
        return history.next_redo(self._opened.connection, annotator_id, installation)

    def take_back(
        self,
        entry: history.Entry,
        annotator_id: str,
        installation: str,
        tick: Callable[[int, int], None] = lambda done, total: None,
        left: Mapping[str, Record | None] = MappingProxyType({}),
    ) -> ChangeSet:
        """Undo (or redo) an entry as one act of its own; returns what changed. Raises ``Stale``, and whatever ``tick``
        does, which is told how many of how many records are done. ``left``: how the acts before are known to have left
        records (``None``: deleted); one that is otherwise now was changed by somebody who writes no history."""
        connection = self._opened.connection
        kind = "redo" if entry.kind == "undo" else "undo"
        act = Act(entry.label, annotator_id, installation, kind, entry.act, entry.merged)
        done: list[Change] = []
        with self._writing():
            history.check_untouched(connection, entry)
            writer = Writer(connection, act)
            steps = list(history.inverse(connection, entry))
            history.check_left(entry, (change for change, _ in steps), left)
            for never_was, group in groupby(steps, key=lambda step: step[1]):
                changes = iter([change for change, _ in group])
                while portion := list(islice(changes, CHUNK)):
                    if entry.merged and kind == "undo" and never_was:
                        writer.forget(change.record for change in portion)
                    else:
                        writer.write(portion)
                    done += portion
                    tick(len(done), len(steps))
            writer.finish()
        return ChangeSet(entry.label, tuple(done), entry.merged)

    def record_history(self, record_id: str) -> list[history.Happening]:
        """All that happened to a record since it was made, oldest first."""
        return history.of_record(self._opened.connection, record_id)

    def search(self, index: Path | None, mine: str, *, blind: bool = False) -> "Search":
        """A search through this connection, which should be a worker's; see ``Search``."""
        from annotator.store.search import Search

        return Search(self._opened.connection, index, mine, blind=blind)

    def inventory(self) -> "Inventory":
        """Which documents and spans there are."""
        from annotator.store import inventory

        return inventory.take(self._opened.connection)

    def unsound(self) -> list[str]:
        """Rows that no program of ours would write, each as a line."""
        from annotator.store.soundness import unsound

        return list(unsound(self._opened.connection))

    def check(self, *, whole: bool = False) -> None:
        """SQLite's structural check; ``whole``: of indexes and references too. Raises ``Damaged``."""
        (opening.full_check if whole else opening.quick_check)(self._opened.connection, self.path)

    def copy_to(self, target: Path, tick: Callable[[int, int], None] = lambda done, total: None) -> None:
        """A verified copy of the project as it is now. ``tick`` is asked often whether to go on."""
        from annotator.store.making import backup

        backup(self._opened.connection, target.absolute(), tick)

    @property
    def closed(self) -> bool:
        return self._opened is None

    def close(self) -> None:
        """Close; afterwards the project is exactly one file. Closing twice is harmless."""
        if self._opened is None:
            return
        self._let_go()
        self._opened = None  # type: ignore[assignment]

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        damage = self._damage_behind(error)
        self.close()
        if damage:
            raise damage from error

    def _damage_behind(self, error: BaseException | None) -> AnnotatorError | None:
        """What is wrong with the file, if that is why something went wrong that else would be a bug."""
        if isinstance(error, sqlite3.Error) and trouble.is_damage(error):
            return trouble.told(error, self.path)
        if isinstance(error, LookupError | ValueError | TypeError | ArithmeticError | AttributeError) and self._opened:
            try:
                opening.check_rows(self._opened.connection, self.path)
            except Damaged as damage:
                return damage
            except sqlite3.Error as another:
                return trouble.told(another, self.path)
        return None
