"""Commands that look after a project: what is in it, whether it is sound, its backups."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator import user
from annotator.cli.frame import JSON, PROJECT, commands, example, progress, progress_done, tell
from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.store.backups import Backup
    from annotator.store.inventory import Inventory


@commands.command(short_help="Tell what is in a project.")
@PROJECT
@JSON
@example("annotator info articles.annotator --json")
def info(project: Path, as_json: bool) -> None:
    """Tell what is in a project: documents, spans by label and annotator, progress."""
    from annotator.edit import checking

    with Project(project, read_only=True) as opened:
        facts: dict[str, Any] = checking.info(opened)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"{visible(str(facts['project']))}  (schema {facts['schema']})")
    for name in ("documents", "spans", "links", "verdicts"):
        click.echo(f"{facts[name]:>8,}  {name}")
    for title in ("labels", "annotators"):
        click.echo(f"spans by {title.rstrip('s')}:")
        for name, count in facts[title].items():
            click.echo(f"{count:>8,}  {visible(name)}")
    for name, states in facts["progress"].items():
        told = ", ".join(f"{count} {state}" for state, count in states.items())
        click.echo(f"progress of {visible(name)}: {told}")


@commands.command(short_help="Back up a project; list and restore backups.")
@PROJECT
@click.option("--list", "listing", is_flag=True, help="List the backups, newest first, and what they hold.")
@click.option("--preview", type=int, metavar="N", help="Tell what one has, and what it lacks against the project now.")
@click.option("--restore", type=(int, click.Path(path_type=Path)), metavar="N OUT", help="Restore one into a new file.")
@example("annotator backup articles.annotator --restore 1 restored.annotator")
def backup(project: Path, listing: bool, preview: int | None, restore: tuple[int, Path] | None) -> None:
    """Make a verified copy in the user's data directory; list the copies, look into one, or restore one into a new
    file.

    Kept are the last five and the first of each of the last ten days; they are found by where the project was, even
    when it is damaged or gone.
    """
    from annotator.edit import preserving

    if not listing and preview is None and not restore:
        with Project(project, read_only=True) as opened:
            made = preserving.back_up(opened)
        tell(f"{project} -> {made.path}")
        return
    found = preserving.backups_of(project)
    if not found:
        raise AnnotatorError(f"{project}: has no backups in {user.backups_dir()}")
    if restore:
        number, target = restore
        chosen = preserving.nth(found, number, project)
        preserving.restore(chosen, target)
        tell(f"backup of {preserving.when(chosen)} -> {target}")
    elif preview is not None:
        chosen = preserving.nth(found, preview, project)
        for line in preserving.lines(chosen, preserving.look_into(chosen), _now(project)):
            click.echo(visible(line))
    else:
        for number, each in enumerate(found, 1):
            click.echo(f"{number:>3}  {preserving.when(each)}  {preserving.why(each):<24}  {_held(each)}")


def _now(project: Path) -> "Inventory | None":
    """What the project holds now; nothing, and why is told, if it cannot be read."""
    try:
        with Project(project, read_only=True) as opened:
            return opened.inventory()
    except AnnotatorError as error:
        tell(str(error))
        return None


def _held(backup: "Backup") -> str:
    from annotator.edit import preserving

    try:
        return preserving.summary(preserving.look_into(backup))
    except AnnotatorError as error:
        return visible(str(error))


@commands.command(short_help="Check structure, texts and offsets; rescue a damaged project.")
@PROJECT
@click.option("--salvage", "out", type=click.Path(path_type=Path), metavar="OUT", help="Rescue what can be read.")
@JSON
@example("annotator check damaged.annotator --salvage rescued.annotator")
def check(project: Path, out: Path | None, as_json: bool) -> None:
    """Check a project: structure, text hashes, and that every span's text is what its offsets say.

    With --salvage, read a damaged project row by row into a new one; the damaged file is left as it is.
    """
    from annotator.edit import checking

    if out:
        _salvage(project, out, as_json)
        return
    with Project(project, read_only=True, unsound=True) as opened:
        found = checking.check(opened)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    for problem in found.problems:
        tell(problem)
    if not as_json:
        click.echo(f"{found.texts} texts and {found.spans} spans checked, {len(found.problems)} problems")
    if found.problems:
        sys.exit(1)


def _salvage(project: Path, out: Path, as_json: bool) -> None:
    from annotator.edit.rescuing import rescue

    try:
        found = rescue(project, out, progress("pages"))
    finally:
        progress_done()
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        for line in found.lines():
            click.echo(visible(line))
    tell(f"{project} -> {out}: {found.summary()}")
    if not found.whole:
        sys.exit(1)
