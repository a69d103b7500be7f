"""Commands for what goes into a project and out of it, and for opening the window.

What only one command needs is imported in it.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from annotator import user
from annotator.cli.frame import JSON, PROJECT, commands, example, progress, progress_done, tell
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.edit import projects
from annotator.store.project import Project


@commands.command("open")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PROJECT | ARTICLE...]")
@click.option("--annotator", "name", metavar="NAME", help="Who is tagging; otherwise whoever was chosen last.")
@click.option("--read-only", is_flag=True, help="Look only: nothing is locked, nothing can be changed.")
@click.option("--demo", is_flag=True, help="Open the demo project, made of the sample articles.")
@example("annotator open articles.annotator --annotator Wen")
def open_(paths: tuple[Path, ...], name: str | None, read_only: bool, demo: bool) -> None:
    """Open the window on a project, or with articles to tag."""
    from annotator.gui.launch import start_program

    sys.exit(start_program(list(paths), name=name, read_only=read_only, demo=demo))


@commands.command()
@PROJECT
@click.option("--scheme", type=click.Path(path_type=Path), help="A scheme in TOML instead of the default one.")
@example("annotator new articles.annotator")
def new(project: Path, scheme: Path | None) -> None:
    """Make an empty project."""
    from annotator.edit.schemes import read_scheme

    projects.new_project(project, read_scheme(scheme) if scheme else None).close()
    click.echo(visible(str(project)))


@commands.command("import", short_help="Add articles and annotations.")
@PROJECT
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", default="auto", metavar="NAME", help="See README; auto judges by content.")
@click.option("--annotator", "name", metavar="NAME", help="Who owns spans that name nobody.")
@click.option("--document", "document_id", metavar="ID", help="The document that spans without one belong to.")
@click.option("--encoding", metavar="NAME", help="What text files are in, if it is neither UTF-8 nor marked.")
@click.option("--extractor", metavar="NAME", help="How texts are taken out of pages and the like: article, page, ...")
@click.option("--text-column", metavar="NAME", help="Where in a table of articles the texts are.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen file by file, change nothing.")
@JSON
@example("annotator import articles.annotator articles/ more.jsonl")
def import_(
    project: Path,
    paths: tuple[Path, ...],
    form: str,
    name: str | None,
    document_id: str | None,
    encoding: str | None,
    extractor: str | None,
    text_column: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add articles (text, web pages, Word and more) and annotations; folders are searched through."""
    from annotator.edit.choosing import Choice, check_extractor
    from annotator.edit.importing import Import, Report
    from annotator.edit.planning import Plan

    check_extractor(extractor or "")
    planned = []
    with Project(project) as opened:
        owner = _person(opened, name)
        tick = progress("files")
        job = Import(opened.query, paths, owner, form, document_id, encoding, tick, Report(), extractor, text_column)
        try:
            if dry_run:
                choice = Choice(form, extractor or "", encoding or "", text_column or "")
                planned = list(Plan(opened.query, paths, owner, default=choice, tick=tick).items())
            report = projects.import_into(opened, job, dry_run=dry_run)
        finally:
            progress_done()
    for item in planned:
        if item.documents:
            tell(item.told())
    told = {f"{where}: {like}" for where, like in report.alike} if planned else set()  # told by the plan
    for note in report.notes.shown():
        if note not in told:
            tell(note)
    for line in report.refused.shown():
        tell(line)
    if as_json:
        plan = {"files_planned": [item.as_json() for item in planned]} if dry_run else {}
        click.echo(json.dumps(report.as_json() | plan, ensure_ascii=False))
    else:
        click.echo(visible(report.summary()))
    if report.refused:
        sys.exit(1 if report.took_something else 2)


@commands.command()
@PROJECT
@click.option("-o", "--output", type=click.Path(path_type=Path), help="What to write: a file, a folder, a .zip.")
@click.option("--format", "form", default="jsonl", metavar="NAME", show_default=True, help="What to write.")
@click.option("--layout", default="", metavar="NAME", help="Which way to write it: for jsonl, documents or spans.")
@click.option("--annotator", "names", multiple=True, metavar="NAME", help="Only this annotator's spans; repeatable.")
@click.option("--label", "labels", multiple=True, metavar="NAME", help="Only spans of this label; repeatable.")
@click.option("--status", type=click.Choice(["todo", "doing", "done"]), help="Only documents in this state.")
@click.option("--scheme", type=click.Path(path_type=Path), metavar="FILE", help="Write the scheme instead, as TOML.")
@click.option("--handout", metavar="NAME", help="Write a project for this annotator alone instead, to work blind.")
@click.option("--new", is_flag=True, help="With --handout: a name that nobody in the project has yet.")
@click.option("--answers", is_flag=True, help="With --handout, after a review: also what came of their spans.")
@example("annotator export articles.annotator -o articles.jsonl --annotator Wen --status done")
def export(
    project: Path,
    output: Path | None,
    form: str,
    layout: str,
    names: tuple[str, ...],
    labels: tuple[str, ...],
    status: str | None,
    scheme: Path | None,
    handout: str | None,
    new: bool,
    answers: bool,
) -> None:
    """Write the annotations, to stdout without -o, or the scheme with its guidelines. Twice gives the same bytes.

    A format of many files (brat) takes a folder, or a .zip. What a format cannot hold is counted on stderr.

    --handout NAME writes a project with the scheme, the guidelines, the documents assigned to NAME (all, if nobody is
    assigned anything) and their own spans, without anything of the others'; merge it when it comes back.
    """
    if scheme:
        if output or names or labels or status or handout:
            raise AnnotatorError("--scheme FILE goes alone: it writes the scheme, and no spans")
        _export_scheme(project, scheme)
        return
    if handout is not None:
        if names or labels or status:
            raise AnnotatorError("--handout NAME goes with -o FILE alone: who it is for says what goes out")
        _hand_out(project, handout, output, new, answers)
        return
    if new or answers:
        raise AnnotatorError(f"{'--new' if new else '--answers'} goes with --handout NAME")
    from annotator.edit import exporting
    from annotator.formats.bundle import unique_names

    with Project(project, read_only=True) as opened:
        query = opened.query
        chosen = exporting.Selection(
            exporting.annotator_ids(query, names), exporting.label_keys(query, labels), status or ""
        )
        job = exporting.Export(query, chosen, form, layout, tick=progress("documents") if output else None)
        try:
            if output:
                job.write(output)
            else:
                _write_to_stdout(job.pieces())
        finally:
            progress_done()
        if len(job.written.owners) > 1:
            people = unique_names(query.every(Annotator))
            owners = ", ".join(visible(people.get(each, each)) for each in sorted(job.written.owners))
            tell(
                f"spans of {len(job.written.owners)} annotators went out ({owners}): what they agree on is there more"
                " than once; --annotator NAME, or --annotator gold for the reviewed result, takes one"
            )
        if job.written.links_left_out:
            tell(f"{job.written.links_left_out} links were left out, because a span at one end was")
        if job.written.lost:
            tell(job.written.told())
    if output:
        tell(f"{job.written.documents} documents, {job.written.spans} spans -> {output}")


def _export_scheme(project: Path, target: Path) -> None:
    from annotator.edit import guidelines, schemes
    from annotator.files import write_atomically

    with Project(project, read_only=True) as opened:
        scheme = opened.query.scheme()
        write_atomically(target, schemes.write_scheme(scheme, guidelines.written(opened.query, scheme)))
    tell(f"{len(scheme.labels)} labels, {len(scheme.link_types)} link types -> {target}")


def _hand_out(project: Path, name: str, output: Path | None, new: bool, answers: bool) -> None:
    from annotator.edit.handout import hand_out, name_of_file, person_to_hand_to

    with Project(project, read_only=True) as opened:
        person = person_to_hand_to(opened.query, name, new=new)
        target = output or name_of_file(project, person)
        try:
            done = hand_out(opened, target, person, answers=answers, tick=progress("documents"))
        finally:
            progress_done()
    if done.links_left_out:
        tell(f"{done.links_left_out} links were left out, because a span at one end was")
    tell(f"{done.documents} documents, {done.spans} spans of {person.name} -> {target}")


def _person(project: Project, name: str | None) -> Annotator:
    """The one person of that name in the project, else the one this installation knows by it. Without a name: for whom
    the project was handed out, if it was."""
    from annotator.edit.blinding import handed_to

    if not name and (person := handed_to(project.query)):
        return person
    current = user.current_user(name).annotator
    if name and (there := project.query.person_called(current.name)):
        return there
    return project.query.find(Annotator, current.id) or current


def _write_to_stdout(pieces: Iterable[str | bytes]) -> None:
    stream = sys.stdout.buffer
    for piece in pieces:
        stream.write(piece.encode() if isinstance(piece, str) else piece)
    stream.flush()
