"""Commands for several annotators: merge what they did, tell how far they agree, report on it."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from annotator import user
from annotator.cli.frame import JSON, PROJECT, commands, example, progress, progress_done, tell
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.edit import projects
from annotator.store.project import Project


@commands.command(short_help="Make several copies of a project one.")
@PROJECT
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER...")
@click.option("--same-person", "same", multiple=True, metavar="NAME", help="One person here and there; repeatable.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
@JSON
@example("annotator merge articles.annotator from-li.annotator from-oda.jsonl")
def merge(project: Path, others: tuple[Path, ...], same: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Merge other projects, or annotations in JSONL, into a project, as one step that can be undone.

    Of two versions of a span the one that was edited more often stays; merging twice, or in another order, makes no
    difference. People of one name but two ids stay apart unless --same-person says that they are one.
    """
    from annotator.store import backups

    with Project(project) as opened:
        if not dry_run:
            backups.make(opened, user.backups_dir(), "merge")
        try:
            report = projects.merge_into(opened, others, same=same, dry_run=dry_run, tick=progress("records"))
        finally:
            progress_done()
    for line in (*report.notes.shown(), *report.refused.shown()):
        tell(line)
    for theirs, _ in report.alike:
        tell(f"two people are called {theirs.name}; if they are one, merge with --same-person “{theirs.name}”")
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else visible(report.summary()))
    if report.refused:
        sys.exit(1 if report.took_something else 2)


@commands.command(short_help="Tell how far annotators agree.")
@PROJECT
@click.option("--annotator", "names", multiple=True, metavar="NAME", help="Compare only these; repeatable.")
@click.option("--unfinished", is_flag=True, help="Also documents that not everybody has marked as done.")
@click.option("--independent", is_flag=True, help="Leave out what came from suggestions or from review.")
@click.option("--auxiliary", is_flag=True, help="Also the auxiliary labels.")
@click.option("--gamma", "with_gamma", is_flag=True, help="Gamma too, by label; takes long, needs SciPy.")
@JSON
@example("annotator agreement articles.annotator --annotator Wen --annotator Li --json")
def agreement(
    project: Path,
    names: tuple[str, ...],
    unfinished: bool,
    independent: bool,
    auxiliary: bool,
    with_gamma: bool,
    as_json: bool,
) -> None:
    """Tell how far annotators agree, over the documents that all of them have marked as done.

    F1 of spans (exact, and overlapping by half), Krippendorff's unitizing alpha, alpha and kappa on sentences, by label
    and by pair, each with a 95 % interval; cases by kind; which labels are confused. A dash means: not defined.
    """
    from annotator.edit import advising, agreeing
    from annotator.edit.exporting import annotator_ids
    from annotator.formats.bundle import unique_names

    with Project(project, read_only=True) as opened:
        query = opened.query
        ids = sorted(annotator_ids(query, names)) if names else [each.id for each in agreeing.comparable(query)]
        chosen: dict[str, Any] = {"unfinished": unfinished, "independent": independent, "auxiliary": auxiliary}
        try:
            gammas = agreeing.gammas(query, ids, **chosen, tick=progress("alignments")) if with_gamma else None
            found = agreeing.agreement(query, ids, **chosen, tick=progress("steps"))
            advice = advising.advice(query, ids, auxiliary=auxiliary) if as_json else {}
        finally:
            progress_done()
        people = unique_names(query.every(Annotator))
    if as_json:
        told = agreeing.as_json(found, people, gammas)
        if advice:
            told["feedback"] = advising.as_json(advice, people)
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in agreeing.as_text(found, people, gammas):
        click.echo(line)
    if not found.documents:
        tell("no document is marked as done by all of them; --unfinished compares the others too")


@commands.command(short_help="Write a page on agreement, decisions and each annotator.")
@PROJECT
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The HTML file to write.")
@click.option("--csv", "table", type=click.Path(path_type=Path), metavar="FILE", help="The cases as a table, too.")
@click.option("--annotator", "names", multiple=True, metavar="NAME", help="Compare only these; repeatable.")
@click.option("--unfinished", is_flag=True, help="Also documents that not everybody has marked as done.")
@example("annotator report articles.annotator -o report.html --csv cases.csv")
def report(project: Path, output: Path, table: Path | None, names: tuple[str, ...], unfinished: bool) -> None:
    """Write one self-contained HTML page: the figures of agreement, where each annotator deviates from gold, and every
    case with its versions, verdicts and reasons. Running it twice gives the same bytes."""
    from annotator.edit import reporting
    from annotator.edit.exporting import annotator_ids

    with Project(project, read_only=True) as opened:
        ids = sorted(annotator_ids(opened.query, names))
        try:
            found = reporting.report(opened.query, project, ids, unfinished=unfinished, tick=progress("steps"))
            reporting.write(project, output, table, found)
        finally:
            progress_done()
    for path in filter(None, (output, table)):
        tell(f"{found.figures.documents} documents, {len(found.people)} annotators -> {path}")
