"""The backups of a project as people see them: which there are and why, what one has and lacks, and restoring one.

The same for the window and the command line. Writes nothing but what is restored, into a new file.
"""

from pathlib import Path

from annotator import user
from annotator.core.errors import AnnotatorError
from annotator.store import backups
from annotator.store.backups import Backup
from annotator.store.inventory import Comparison, Difference, Inventory, compare
from annotator.store.project import Project

_WHY = {
    "day": "first of a day",
    "work": "after half an hour",
    "merge": "before a merge",
    "scheme": "before a scheme change",
    "gone": "the file was gone",
    "asked": "asked for",
}


def backups_of(project: Path) -> list[Backup]:
    """The backups of the project that is, or was, at this path; the newest first."""
    return backups.listed(backups.folder_of(project, user.backups_dir()))


def back_up(project: Project) -> Backup:
    """Make one now, because somebody asked for it. Raises ``AnnotatorError``."""
    return backups.make(project, user.backups_dir(), "asked")


def why(backup: Backup) -> str:
    """Why it was made, in words."""
    version = backup.why.removeprefix("schema")
    return _WHY.get(backup.why, f"before the change from schema {version}" if version.isdigit() else backup.why)


def when(backup: Backup) -> str:
    """When it was made, by the clock of whoever looks."""
    return f"{backup.made.astimezone():%Y-%m-%d %H:%M:%S}"


def look_into(backup: Backup) -> Inventory:
    """What it holds, after checking that it is whole. Raises ``AnnotatorError`` if it is not."""
    with Project(backup.path, read_only=True) as project:
        project.check()
        return project.inventory()


def summary(held: Inventory) -> str:
    """What a backup holds, in one line."""
    documents, spans = len(held.documents), sum(map(len, held.spans.values()))
    return f"{_many(documents, 'document')}, {_many(spans, 'span')}"


def lines(backup: Backup, held: Inventory, now: Inventory | None) -> list[str]:
    """What a backup has, and what it lacks against ``now``; without that, what it has alone."""
    head = f"Made {when(backup)}, {why(backup)}. It is whole."
    if now is None:
        return [head, f"{summary(held)}.", "The project itself cannot be read now, so the two cannot be compared."]
    found: Comparison = compare(held, now)
    return [head, _told("Documents", found.documents), *(_told(f"Spans of {name}", each) for name, each in found.spans)]


def restore(backup: Backup, target: Path) -> None:
    """The backup as a new project at ``target``. Raises ``AnnotatorError`` where something is already."""
    backups.restore(backup, target)


def nth(found: list[Backup], number: int, project: Path) -> Backup:
    """The backup of that number in the list, which begins with 1. Raises ``AnnotatorError``."""
    if not 1 <= number <= len(found):
        raise AnnotatorError(f"{project}: there is no backup {number}, only 1 to {len(found)}")
    return found[number - 1]


def _told(what: str, found: Difference) -> str:
    parts = [
        f"it lacks {found.lacks:,} of these" if found.lacks else "",
        f"{found.besides:,} of it {'is' if found.besides == 1 else 'are'} gone now" if found.besides else "",
        f"{found.changed:,} {'was' if found.changed == 1 else 'were'} changed since" if found.changed else "",
    ]
    told = ", ".join(filter(None, parts)) or "the same"
    return f"{what}: {found.there:,}; now {found.now:,}: {told}."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
