"""Projects as a whole: make one, make the demo, find the one to open."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator import user
from annotator.assets import sample_docs
from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.files import PROJECT_SUFFIX
from annotator.store.project import Project
from annotator.store.writing import Act

if TYPE_CHECKING:  # imported where it is used: opening a project must not wait for the readers of formats
    from annotator.edit.importing import Import, Report
    from annotator.edit.merging import MergeReport
    from annotator.edit.schemes import SchemeFile


class Start(NamedTuple):
    """What the window opens: a project, articles to import into it, and a line to tell."""

    project: Path
    articles: Sequence[Path] = ()
    notice: str = ""


def new_project(path: Path, scheme: "SchemeFile | None" = None) -> Project:
    """Make a project with the default scheme, or that of a file with its guidelines, and open it.

    Refuses a path where something is.
    """
    from annotator.edit.guidelines import pages
    from annotator.edit.schemes import default_scheme

    who = user.current_user()
    act = Act("New project", who.annotator.id, who.installation)
    if scheme is None:
        return Project.create(path, default_scheme(), act)
    return Project.create(path, scheme.scheme, act, pages(scheme.guidelines))


def import_into(
    project: Project, job: "Import", *, dry_run: bool = False, installation: str | None = None
) -> "Report":
    """Run an import to its end, as one act in one transaction; a dry run is rolled back.

    Undo offers it on ``installation``, this one unless another is given.
    """
    here = user.current_user().installation if installation is None else installation
    act = Act("Import", job.annotator.id, here, merged=True)

    def batches() -> Iterator[list[Change]]:
        yield from job.changes()
        if dry_run:
            raise Cancelled("a dry run changes nothing")

    with suppress(Cancelled):
        project.apply_batches(batches(), act)
    return job.report


def merge_into(
    project: Project,
    paths: Sequence[Path],
    *,
    same: Collection[str] = (),
    dry_run: bool = False,
    who: "user.User | None" = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> "MergeReport":
    """Merge other files into this project, as one act in one transaction; a dry run is rolled back. ``same`` are names
    of people who are one person here and there, although their ids differ.

    Raises ``AnnotatorError``, and then nothing was changed, if one of them is this very project or cannot be trusted.
    """
    from annotator.edit.merging import MergeReport, merge_files

    who = who or user.current_user()
    report = MergeReport()
    act = Act("Merge", who.annotator.id, who.installation, merged=True)

    def batches() -> Iterator[list[Change]]:
        yield from merge_files(
            project.query, project.path, paths, annotator=who.annotator, same=same, tick=tick, report=report
        )
        if dry_run:
            raise Cancelled("a dry run changes nothing")

    with suppress(Cancelled):
        project.apply_batches(batches(), act)
    return report


def demo_project() -> Path:
    """The demo: made of the sample articles in the user's data directory the first time, the same file ever after."""
    path = _in_data_dir("demo")
    if not path.exists():
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.unlink(missing_ok=True)
        with new_project(unfinished) as project:
            from annotator.edit.importing import Import

            # The article that one annotator has tagged comes first: it shows best what this is about.
            paths = [sample_docs() / "village-clinics.jsonl", sample_docs()]
            # On an installation of its own: a newcomer's first Ctrl+Z must not take the demo away.
            job = Import(project.query, paths, user.current_user().annotator)
            import_into(project, job, installation="demo")
        unfinished.replace(path)
    return path


def start_with(paths: list[Path]) -> Start:
    """What ``annotator PATH...`` opens: one project, or articles in the last open project, else in a new one.

    Raises ``AnnotatorError`` for paths that do not exist and for several projects at once.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise AnnotatorError(f"{missing[0]}: there is no such file; 'annotator new' makes a project")
    projects = [path for path in paths if path.suffix == PROJECT_SUFFIX]
    articles = [path for path in paths if path.suffix != PROJECT_SUFFIX]
    if len(projects) > 1:
        raise AnnotatorError("only one project can be opened at a time")
    if projects:
        return Start(projects[0], articles)
    last = last_project()
    if last is None and not articles:
        return Start(demo_project(), notice="This is the demo: try anything, it is yours")
    if last is None:
        last = _in_data_dir("articles")
        if not last.exists():
            new_project(last).close()
    notice = f"{len(articles)} added to {last.name}" if articles else ""
    return Start(last, articles, notice)


def last_project() -> Path | None:
    """The project that was open last, if it is still there."""
    remembered = user.recall("last_project")
    return Path(remembered) if isinstance(remembered, str) and Path(remembered).is_file() else None


def _in_data_dir(name: str) -> Path:
    folder = user.data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AnnotatorError(f"{folder}: cannot be made: {error.strerror}") from error
    return folder / f"{name}{PROJECT_SUFFIX}"
