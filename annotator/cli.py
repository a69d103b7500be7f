"""The command line: everything a pipeline needs, without Qt, which is imported only to open the window.

Results go to stdout, progress and messages to stderr. Exit status: 0 done; 1 done in part, each refused record named
on stderr; 2 nothing done, one clear line why. What only one command needs is imported in it: opening the window must
not wait for it.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from annotator import __version__, user
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.edit import projects
from annotator.store.project import Project

if TYPE_CHECKING:
    from datetime import datetime

    from click.shell_completion import CompletionItem

    from annotator.store.backups import Backup

PROJECT = click.argument("project", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
F = TypeVar("F", bound=Callable[..., Any])


class _Commands(click.Group):
    """``annotator`` alone, or followed by paths, means ``annotator open``."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        own = {"--help", "--version", "-h"}
        if context.resilient_parsing and not arguments:
            return super().parse_args(context, arguments)  # the shell completes the first word
        if not arguments or (arguments[0] not in self.commands and arguments[0] not in own):
            arguments = ["open", *arguments]
        return super().parse_args(context, arguments)

    def shell_complete(self, context: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        return [*super().shell_complete(context, incomplete), CompletionItem(incomplete, type="file")]


def _example(text: str) -> Callable[[F], F]:
    """Add an example to a command's help."""

    def decorate(function: F) -> F:
        function.__doc__ = f"{function.__doc__}\n\n    \b\n    Example:\n      {text}\n"
        return function

    return decorate


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Mark up articles for fact-checking: claims, statistics and quotes, in one local file.

    Without a command it opens the window, on the given project or articles, else on the project that was open last.

    \b
    Shell completion (bash; zsh and fish likewise):
      eval "$(_ANNOTATOR_COMPLETE=bash_source annotator)"
    """


@commands.command("open")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PROJECT | ARTICLE...]")
@click.option("--annotator", "name", metavar="NAME", help="Who is tagging; otherwise whoever was chosen last.")
@click.option("--read-only", is_flag=True, help="Look only: nothing is locked, nothing can be changed.")
@click.option("--demo", is_flag=True, help="Open the demo project, made of the sample articles.")
@_example("annotator open articles.annotator --annotator Wen")
def open_(paths: tuple[Path, ...], name: str | None, read_only: bool, demo: bool) -> None:
    """Open the window on a project, or with articles to tag."""
    from annotator.gui.launch import start_program

    sys.exit(start_program(list(paths), name=name, read_only=read_only, demo=demo))


@commands.command()
@PROJECT
@click.option("--scheme", type=click.Path(path_type=Path), help="A scheme in TOML instead of the default one.")
@_example("annotator new articles.annotator")
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
@click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
@JSON
@_example("annotator import articles.annotator articles/ more.jsonl")
def import_(
    project: Path,
    paths: tuple[Path, ...],
    form: str,
    name: str | None,
    document_id: str | None,
    encoding: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add articles (.txt, .md) and annotations (.jsonl); folders are searched through."""
    from annotator.edit.importing import Import

    with Project(project) as opened:
        owner = _person(opened, name)
        job = Import(opened.query, paths, owner, form, document_id, encoding, tick=_progress("files"))
        try:
            report = projects.import_into(opened, job, dry_run=dry_run)
        finally:
            _progress_done()
    for note in report.notes:
        _tell(note)
    for line in report.refused:
        _tell(line)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else visible(report.summary()))
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
@_example("annotator export articles.annotator -o articles.jsonl --annotator Wen --status done")
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
        job = exporting.Export(query, chosen, form, layout, tick=_progress("documents") if output else None)
        try:
            if output:
                job.write(output)
            else:
                _write_to_stdout(job.pieces())
        finally:
            _progress_done()
        if len(job.written.owners) > 1:
            people = unique_names(query.every(Annotator))
            owners = ", ".join(visible(people.get(each, each)) for each in sorted(job.written.owners))
            _tell(
                f"spans of {len(job.written.owners)} annotators went out ({owners}): what they agree on is there more"
                " than once; --annotator NAME, or --annotator gold for the reviewed result, takes one"
            )
        if job.written.links_left_out:
            _tell(f"{job.written.links_left_out} links were left out, because a span at one end was")
        if job.written.lost:
            _tell(job.written.told())
    if output:
        _tell(f"{job.written.documents} documents, {job.written.spans} spans -> {output}")


def _export_scheme(project: Path, target: Path) -> None:
    from annotator.edit import guidelines, schemes
    from annotator.files import write_atomically

    with Project(project, read_only=True) as opened:
        scheme = opened.query.scheme()
        write_atomically(target, schemes.write_scheme(scheme, guidelines.written(opened.query, scheme)))
    _tell(f"{len(scheme.labels)} labels, {len(scheme.link_types)} link types -> {target}")


def _hand_out(project: Path, name: str, output: Path | None, new: bool, answers: bool) -> None:
    from annotator.edit.handout import hand_out, name_of_file, person_to_hand_to

    with Project(project, read_only=True) as opened:
        person = person_to_hand_to(opened.query, name, new=new)
        target = output or name_of_file(project, person)
        try:
            done = hand_out(opened, target, person, answers=answers, tick=_progress("documents"))
        finally:
            _progress_done()
    if done.links_left_out:
        _tell(f"{done.links_left_out} links were left out, because a span at one end was")
    _tell(f"{done.documents} documents, {done.spans} spans of {person.name} -> {target}")


@commands.command(short_help="Make several copies of a project one.")
@PROJECT
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER...")
@click.option("--same-person", "same", multiple=True, metavar="NAME", help="One person here and there; repeatable.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
@JSON
@_example("annotator merge articles.annotator from-li.annotator from-oda.jsonl")
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
            report = projects.merge_into(opened, others, same=same, dry_run=dry_run, tick=_progress("records"))
        finally:
            _progress_done()
    for line in (*report.notes, *report.refused):
        _tell(line)
    for theirs, _ in report.alike:
        _tell(f"two people are called {theirs.name}; if they are one, merge with --same-person “{theirs.name}”")
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
@_example("annotator agreement articles.annotator --annotator Wen --annotator Li --json")
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
            gammas = agreeing.gammas(query, ids, **chosen, tick=_progress("alignments")) if with_gamma else None
            found = agreeing.agreement(query, ids, **chosen, tick=_progress("steps"))
            advice = advising.advice(query, ids, auxiliary=auxiliary) if as_json else {}
        finally:
            _progress_done()
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
        _tell("no document is marked as done by all of them; --unfinished compares the others too")


@commands.command(short_help="Write a page on agreement, decisions and each annotator.")
@PROJECT
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The HTML file to write.")
@click.option("--csv", "table", type=click.Path(path_type=Path), metavar="FILE", help="The cases as a table, too.")
@click.option("--annotator", "names", multiple=True, metavar="NAME", help="Compare only these; repeatable.")
@click.option("--unfinished", is_flag=True, help="Also documents that not everybody has marked as done.")
@_example("annotator report articles.annotator -o report.html --csv cases.csv")
def report(project: Path, output: Path, table: Path | None, names: tuple[str, ...], unfinished: bool) -> None:
    """Write one self-contained HTML page: the figures of agreement, where each annotator deviates from gold, and every
    case with its versions, verdicts and reasons. Running it twice gives the same bytes."""
    from annotator.edit import reporting
    from annotator.edit.exporting import annotator_ids

    with Project(project, read_only=True) as opened:
        ids = sorted(annotator_ids(opened.query, names))
        try:
            found = reporting.report(opened.query, project, ids, unfinished=unfinished, tick=_progress("steps"))
            reporting.write(project, output, table, found)
        finally:
            _progress_done()
    for path in filter(None, (output, table)):
        _tell(f"{found.figures.documents} documents, {len(found.people)} annotators -> {path}")


@commands.command(short_help="Tell what is in a project.")
@PROJECT
@JSON
@_example("annotator info articles.annotator --json")
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
@click.option("--restore", type=(int, click.Path(path_type=Path)), metavar="N OUT", help="Restore one into a new file.")
@_example("annotator backup articles.annotator --restore 1 restored.annotator")
def backup(project: Path, listing: bool, restore: tuple[int, Path] | None) -> None:
    """Make a verified copy in the user's data directory, list the copies, or restore one into a new file.

    Kept are the last five and the first of each of the last ten days; they are found by where the project was, even
    when it is damaged or gone.
    """
    from annotator.store import backups

    folder = backups.folder_of(project, user.backups_dir())
    if listing or restore:
        found = backups.listed(folder)
        if not found:
            raise AnnotatorError(f"{project}: has no backups in {folder}")
        if restore:
            number, target = restore
            if not 1 <= number <= len(found):
                raise AnnotatorError(f"{project}: there is no backup {number}, only 1 to {len(found)}")
            backups.restore(found[number - 1], target)
            _tell(f"backup of {_when(found[number - 1].made)} -> {target}")
            return
        for number, each in enumerate(found, 1):
            click.echo(f"{number:>3}  {_when(each.made)}  {each.why:<8}  {_held(each)}")
        return
    with Project(project, read_only=True) as opened:
        made = backups.make(opened, user.backups_dir(), "asked")
    _tell(f"{project} -> {made.path}")


def _when(moment: "datetime") -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def _held(backup: "Backup") -> str:
    from annotator.store.backups import contents

    try:
        held = contents(backup)
    except AnnotatorError as error:
        return visible(str(error))
    return f"{held.documents:,} documents, {held.spans:,} spans"


@commands.command(short_help="Check structure, texts and offsets.")
@PROJECT
@JSON
@_example("annotator check articles.annotator")
def check(project: Path, as_json: bool) -> None:
    """Check a project: structure, text hashes, and that every span's text is what its offsets say."""
    from annotator.edit import checking

    with Project(project, read_only=True) as opened:
        found = checking.check(opened)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    for problem in found.problems:
        _tell(problem)
    if not as_json:
        click.echo(f"{found.texts} texts and {found.spans} spans checked, {len(found.problems)} problems")
    if found.problems:
        sys.exit(1)


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


def _write_to_stdout(pieces: Iterable[str]) -> None:
    stream = sys.stdout.buffer
    for piece in pieces:
        stream.write(piece.encode())
    stream.flush()


def _progress(unit: str) -> Callable[[int, int], None]:
    """A counter on stderr, for people only: nothing where stderr is not a terminal."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    return lambda done, total: click.echo(f"\r{done:,} of {total:,} {unit}", err=True, nl=False)


def _progress_done() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


def _tell(text: str) -> None:
    """One line on stderr; what comes from documents and file names cannot steer the terminal."""
    click.echo(visible(text), err=True)


def stop(error: BaseException) -> NoReturn:
    """Say in one line why nothing more is done, and end with exit status 2."""
    stopped = isinstance(error, click.Abort | KeyboardInterrupt)
    said = error.format_message() if isinstance(error, click.ClickException) else str(error)
    _tell(f"annotator: {'stopped; nothing was changed' if stopped else said}")
    sys.exit(2)


def main() -> None:
    """Run the command line. A fault of the world is one line and exit status 2, never a traceback."""
    try:
        commands(prog_name="annotator", standalone_mode=False)
    except (AnnotatorError, click.ClickException, click.Abort, KeyboardInterrupt) as error:
        stop(error)
    except BrokenPipeError:
        # The reader of our output has had enough, as in "annotator export ... | head".
        sys.stderr.close()
        sys.exit(0)
