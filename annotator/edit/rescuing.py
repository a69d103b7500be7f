"""What to do about a damaged project: the latest backup that is whole and what it lacks, or what can still be read.

The damaged file is never written; both ways make a new one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from annotator import user
from annotator.core.errors import AnnotatorError
from annotator.core.model import RECORD_TYPES, Text
from annotator.core.text import visible
from annotator.store import backups, salvage
from annotator.store.backups import Backup, Contents
from annotator.store.foreign import Foreign
from annotator.store.project import Project
from annotator.store.rows import TABLES

Tick = Callable[[int, int], None]
_COUNTED_AT_ONCE = 64_000_000
"""Bytes of a damaged file in which what a backup lacks is counted without being asked: some seconds."""


class Chance(NamedTuple):
    """A backup that is whole; ``number`` is its place in the list of backups, from 1."""

    number: int
    backup: Backup
    contents: Contents

    def told(self) -> str:
        held = _listed({"document": self.contents.documents, "span": self.contents.spans})
        return f"the backup of {self.backup.made.astimezone():%Y-%m-%d %H:%M} ({held})"


def latest_backup(path: Path) -> Chance | None:
    """The latest backup of the project at this path that is whole."""
    for number, each in enumerate(backups.listed(backups.folder_of(path, user.backups_dir())), 1):
        try:
            return Chance(number, each, backups.contents(each))
        except AnnotatorError:
            continue
    return None


def lacking(path: Path, backup: Backup) -> str:
    """What can still be read in the damaged file and is not in the backup, or is older there, in words."""
    known: dict[str, dict[str, int]] = {}
    with Foreign(backup.path) as opened:
        for kind in RECORD_TYPES:
            if kind is not Text:
                rows = (row[0] for row in opened.rows(kind) if not isinstance(row, str))
                known[TABLES[kind].name] = {record.id: record.rev for record in rows}
    newer: dict[str, set[str]] = {}
    try:
        for table, record_id, rev in salvage.versions(path):
            if known[table].get(record_id, -1) < rev:
                newer.setdefault(table, set()).add(record_id)
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error.strerror}") from error
    counts = {"document": len(newer.pop("documents", ())), "span": len(newer.pop("spans", ()))}
    counts["other record"] = sum(map(len, newer.values()))
    found = _listed({name: count for name, count in counts.items() if count})
    return f"it lacks {found} that can be read in the damaged file" if found else "it lacks nothing that can be read"


def advice(path: Path) -> str:
    """What can be done about a damaged project on the command line, as the end of a line."""
    name = visible(str(path))
    chance = latest_backup(path)
    said = f"to rescue what can be read: annotator check {name} --salvage OUT"
    if not chance:
        return f"there is no backup of it; {said}"
    small = path.is_file() and path.stat().st_size <= _COUNTED_AT_ONCE
    less = f"; {lacking(path, chance.backup)}" if small else ""
    return f"there is {chance.told()}{less}: annotator backup {name} --restore {chance.number} OUT; {said}"


class Rescue(NamedTuple):
    """What came of a rescue: rows by table, lines on what is not as it was, and what a check of the result found."""

    salvaged: salvage.Salvaged
    problems: list[str]

    @property
    def whole(self) -> bool:
        """Whether nothing was lost or had to be put right, as far as can be told."""
        found = self.salvaged
        return not (found.lines or found.unreadable or self.problems or any(found.lost.values()))

    def summary(self) -> str:
        kept, lost = self.salvaged.kept, self.salvaged.lost
        told = _listed({"document": kept["documents"], "span": kept["spans"], "link": kept["links"]})
        gone = sum(count or 0 for count in lost.values())
        unknown = [name for name in salvage.RECORDS if lost[name] is None]
        end = f"; {gone:,} known to be lost" if gone else ""
        return f"rescued: {told}{end}" + ("; how much is lost cannot be told of every table" if unknown else "")

    def lines(self) -> list[str]:
        """Everything, table by table and row by row."""
        found = self.salvaged
        counts = []
        for name, kept in found.kept.items():
            lost = found.lost[name]
            end = "" if lost == 0 else "; how many are lost cannot be told" if lost is None else f"; {lost:,} lost"
            counts.append(f"{name}: {kept:,} row{'' if kept == 1 else 's'}{end}")
        if found.strays:
            counts.append(f"{found.strays:,} of them lay where nothing pointed to them any more")
        if found.unreadable:
            counts.append(f"{found.unreadable:,} rows are there but make no sense")
        return [*counts, *found.lines, *self.problems]

    def as_json(self) -> dict[str, Any]:
        found = self.salvaged
        return {
            "kept": found.kept,
            "lost": found.lost,
            "strays": found.strays,
            "unreadable": found.unreadable,
            "mended": found.lines,
            "problems": self.problems,
        }


def rescue(path: Path, out: Path, tick: Tick = lambda done, total: None) -> Rescue:
    """What can be read of the project at ``path`` as a new and sound project at ``out``.

    Raises ``AnnotatorError`` if something is at ``out`` or nothing can be read, and what ``tick`` raises.
    """
    from annotator.edit.checking import check

    found = salvage.salvage(path.absolute(), out.absolute(), tick)
    with Project(out, read_only=True) as project:
        return Rescue(found, check(project).problems)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in counts.items())
