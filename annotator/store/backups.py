"""Verified copies of a project, away from its folder: made, listed, looked into, restored, and the old ones cleared.

Kept are the newest five and the first of each of the last ten days on which there was one. They lie by the project's
path, so that they are found when the file itself is damaged or gone. A restore never writes over anything.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project

_LAST, _DAYS = 5, 10
_UNFINISHED_SECONDS = 86_400
_NAME = re.compile(r"(\d{8}T\d{6})(\d{6})-([a-z]+\d*)\.annotator")


class Backup(NamedTuple):
    """One copy: where, when it was made (UTC), and why, in a word: ``day``, ``work``, ``merge``, ``scheme``, ..."""

    path: Path
    made: datetime
    why: str


class Contents(NamedTuple):
    """What a copy holds."""

    documents: int
    spans: int


def folder_of(project: Path, base: Path) -> Path:
    """Where the copies of the project at this path lie below ``base``."""
    whole = str(project.absolute()).encode("utf-8", "surrogateescape")
    readable = re.sub(r"[^\w-]+", "_", project.stem)[:40]
    return base / f"{readable}-{hashlib.sha256(whole).hexdigest()[:16]}"


def listed(folder: Path) -> list[Backup]:
    """The copies that there are, newest first."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match:
                made = datetime.strptime(match[1] + match[2], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
                found.append(Backup(path, made, match[3]))
    return sorted(found, key=lambda each: each.made, reverse=True)


def new_name(project: Path, base: Path, why: str, at: datetime | None = None) -> Path:
    """Where the next copy goes; its folder is made. Raises ``AnnotatorError`` if it cannot be."""
    folder = folder_of(project, base)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise AnnotatorError(f"{folder}: no backup can be made: {error.strerror}") from error
    return folder / f"{at or datetime.now(UTC):%Y%m%dT%H%M%S%f}-{why}.annotator"


def make(
    project: Project,
    base: Path,
    why: str,
    at: datetime | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Backup:
    """A verified copy of an open project as it is now, then clear what is no longer kept. ``tick`` is asked often
    whether to go on. Raises ``AnnotatorError``."""
    made = at or datetime.now(UTC)
    path = new_name(project.path, base, why, made)
    project.copy_to(path, tick)
    with suppress(OSError):
        path.chmod(0o600)
    for old in [*(each.path for each in _no_longer_kept(listed(path.parent))), *_unfinished(path.parent)]:
        with suppress(OSError):
            old.unlink()
    return Backup(path, made, why)


def _no_longer_kept(backups: list[Backup]) -> list[Backup]:
    """Of copies, newest first."""
    first_of_day = {each.made.date(): each for each in backups}
    kept = {*backups[:_LAST], *list(first_of_day.values())[:_DAYS]}
    return [each for each in backups if each not in kept]


def _unfinished(folder: Path) -> list[Path]:
    """What was left of copies when the program was killed while it made them."""
    found = folder.glob(".*.annotator.*")
    return [each for each in found if time.time() - each.stat().st_mtime > _UNFINISHED_SECONDS]


def contents(backup: Backup) -> Contents:
    """What a copy holds. Raises ``AnnotatorError`` if it is not whole."""
    with Project(backup.path, read_only=True) as project:
        project.check()
        counts = project.query.counts()
    return Contents(counts["documents"], counts["spans"])


def restore(backup: Backup, target: Path) -> None:
    """The copy as a new project at ``target``, where nothing may be yet. Raises ``AnnotatorError``."""
    target = target.absolute()
    if os.path.lexists(target):
        raise AnnotatorError(f"{target}: exists already; a backup is restored into a new file")
    with Project(backup.path, read_only=True) as project:
        project.check()
        project.copy_to(target)
