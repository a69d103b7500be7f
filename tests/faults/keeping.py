"""What a project file must hold after something went wrong: every step that was acknowledged, and no half one.

A step is one act in the history. ``state_of`` is what users see of a project, so two files that agree in it have the
same documents, spans, links and so on, whatever their revisions and times are.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from annotator.edit.checking import check
from annotator.store.project import Project
from annotator.store.rows import TABLES


class Known(NamedTuple):
    """What was acknowledged: how many acts there were, and what the project was like after the last of them."""

    acts: int
    state: str

    def telling(self) -> str:
        """As one line that a process writes on a pipe."""
        return f"done {self.acts} {self.state}"

    @classmethod
    def told(cls, line: str) -> "Known":
        _, acts, state = line.split()
        return cls(int(acts), state)


def known(path: Path) -> Known:
    """Of a project that may be open: read through a connection of its own."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")  # both of one moment
        acts = connection.execute("SELECT count(*) FROM history").fetchone()[0]
        return Known(acts, state_of(connection))


def state_of(connection: sqlite3.Connection) -> str:
    """All living records without revisions and times, as a digest."""
    digest = hashlib.sha256()
    for table in TABLES.values():
        columns = ", ".join(f'"{column}"' for column in table.content)
        for row in connection.execute(f'SELECT {columns} FROM "{table.name}" WHERE NOT deleted ORDER BY id'):
            digest.update(json.dumps([table.name, *row]).encode())
    return digest.hexdigest()


def what_happened(path: Path, last: Known, begun: Known, who: Mapping[str, str]) -> str:
    """Open a project that was cut off, as the program does, and hold it against what was acknowledged last.

    ``begun``: what there was before the first act of ``who`` (``annotator_id``, ``installation``), where Undo ends.
    Returns what became of the step under way: ``kept`` whole, or ``lost``. Raises ``AssertionError``.
    """
    with Project(path) as project:
        project.check()
        outcome = _last_step(project, path, last, who)
        assert_sound(project, path)
        while (entry := project.undoable(**who)) and entry.seq > begun.acts:
            project.take_back(entry, **who)
        assert known(path).state == begun.state, "Undo does not lead back to the beginning"
        assert_sound(project, path)
    left = {each.name for each in path.parent.iterdir() if each.name.startswith((path.name, f".{path.name}"))}
    assert left == {path.name}, f"beside the closed project lies {left}"
    return outcome


def _last_step(project: Project, path: Path, last: Known, who: Mapping[str, str]) -> str:
    there = known(path)
    if there == last:
        return "lost"
    assert there.acts == last.acts + 1, f"{last.acts} acts were acknowledged, {there.acts} are there"
    # One act more than was acknowledged: it must be whole, so taking it back must lead to what was acknowledged.
    entry = project.redoable(**who) if _last_kind(path) == "undo" else project.undoable(**who)
    assert entry is not None
    project.take_back(entry, **who)
    assert known(path).state == last.state, "the step under way is there by half"
    return "kept"


def _last_kind(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT kind FROM history ORDER BY seq DESC LIMIT 1").fetchone()[0])


def assert_sound(project: Project, path: Path) -> None:
    """SQLite's own check, hashes and texts; a history that counts what it lists; nothing that leads nowhere."""
    assert not check(project).problems
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        wrong = connection.execute(
            "SELECT seq, records, (SELECT count(*) FROM history_changes WHERE history_seq = seq) AS there FROM history"
            " WHERE records <> there"
        ).fetchall()
        assert not wrong, f"half a history: {wrong}"


def dump(path: Path) -> Any:
    """Everything in a project file, tombstones and history included."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())
