"""The process that hostile things are given to: answers questions from stdin, one line of JSON each, on stdout.

Each question is one function ``do_...``; what it returns is said, an ``AnnotatorError`` is an answer too, and any other
exception is a bug. No network: a connection, or even asking for an address, is a bug.
"""

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.text import canonical, sha256
from annotator.formats import FORMATS, Bundle, Context, Parsed, Refused, detect
from tests.faults.confined import SECONDS
from tests.formats.records import ME

CANARY = "canary-4711-in-a-file-nobody-named"
_HARD_LIMIT = 1_500_000_000  # of data; far above what is allowed, so that what goes beyond is measured before it ends


def do_read(folder: str, format_name: str) -> dict[str, int]:
    """Read every file of a folder that may be of this format, by its suffix."""
    told = {"bundles": 0, "refused": 0, "files": 0}
    form = FORMATS[format_name]
    for path in sorted(Path(folder).rglob("*")):
        if path.is_dir() or (form.suffixes and not path.name.lower().endswith(form.suffixes)):
            continue
        told["files"] += 1
        for number, parsed in enumerate(form.read(path, Context(ME))):
            told["refused" if isinstance(parsed, Refused) else "bundles"] += 1
            if number < 2000 and not (isinstance(parsed, Bundle) and len(parsed.spans) > 2000):
                _judge(parsed)  # beyond that it would cost more than the reading
    return told


def do_detect(path: str) -> str:
    return detect(Path(path)).name


def do_import(folder: str, project: str) -> dict[str, Any]:
    """Bring all files of a folder in as somebody would; what is then in the project must be sound."""
    from annotator.edit import checking, projects
    from annotator.edit.importing import Import
    from annotator.store.project import Project

    path = Path(project)
    opened = Project(path) if path.exists() else projects.new_project(path)
    with opened:
        report = projects.import_into(opened, Import(opened.query, [Path(folder)], ME))
        for line in (report.summary(), *report.notes, *report.refused):
            line.encode()
        found = checking.check(opened)
        assert not found.problems, found.problems[:3]
        said = report.as_json()
    json.dumps(said).encode()
    return {"added": report.documents_added, "spans": report.spans_added, "refused": len(report.refused)}


def do_export(project: str, folder: str) -> int:
    """Write a project in every way there is."""
    from annotator.edit.exporting import Export
    from annotator.store.project import Project

    written = 0
    with Project(Path(project), read_only=True) as opened:
        for name, form in FORMATS.items():
            for layout in form.writes:
                job = Export(opened.query, format=name, layout=layout)
                written += len(job.write(Path(folder) / f"{name}-{layout}"))
    return written


def do_project(path: str, checked: bool) -> dict[str, str]:
    """Use a project in every way there is; what each said that it was refused for."""
    from annotator.store import opening

    before = opening._SMALL
    opening._SMALL = before if checked else 0
    said = {}
    content = Path(path).read_bytes()
    try:
        for name, use in _uses(Path(path)):
            try:
                use()
            except AnnotatorError as error:
                said[name] = str(error)
                assert "\n" not in said[name], said[name]
                assert CANARY not in said[name]
            for each in Path(path).parent.iterdir():
                each.unlink() if each.is_file() else None
            Path(path).write_bytes(content)
    finally:
        opening._SMALL = before
    return said


def _uses(path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    from annotator.edit import checking, projects, reporting
    from annotator.edit.exporting import Export
    from annotator.edit.handout import hand_out
    from annotator.store import backups
    from annotator.store.project import Project
    from tests.making import LI, WEN, make_project

    out = path.parent / "out"
    out.mkdir(exist_ok=True)

    def reading(use: Callable[[Project], object]) -> Callable[[], object]:
        def run() -> object:
            with Project(path, read_only=True) as project:
                return use(project)

        return run

    def report(project: Project) -> None:
        made = reporting.report(project.query, path, [LI.id, WEN.id], unfinished=True, tick=lambda done, total: None)
        reporting.write(path, out / "report.html", out / "report.csv", made)

    def merge() -> None:
        ours = path.parent / "ours.annotator"
        make_project(ours).close()
        with Project(ours) as project:
            projects.merge_into(project, [path])
        with Project(ours, read_only=True) as project:
            assert not checking.check(project).problems

    def undo() -> None:
        with Project(path) as project:
            for _ in range(3):
                if entry := project.undoable(WEN.id, "installation-a"):
                    project.take_back(entry, WEN.id, "installation-a")

    def back_up() -> None:
        with Project(path) as project:
            backups.contents(backups.make(project, out, "asked"))

    yield "info", reading(lambda project: json.dumps(checking.info(project)))
    yield "check", reading(checking.check)
    for name, form in FORMATS.items():
        for layout in form.writes:
            yield (
                f"{name} {layout}",
                reading(
                    lambda project, name=name, layout=layout: Export(project.query, format=name, layout=layout).write(
                        out / f"{name}-{layout}"
                    )
                ),
            )
    yield "report", reading(report)
    yield "handout", reading(lambda project: hand_out(project, path.parent / "li.annotator", LI))
    yield "backup", back_up
    yield "merge", merge
    yield "undo", undo


def _judge(parsed: Parsed) -> None:
    """What a reader hands out must be what it promises."""
    for text in _strings(parsed):
        text.encode()
        assert canonical(text).text.replace("\ufeff", "") == text.replace("\ufeff", ""), f"not cleaned: {text[:80]!r}"
        assert CANARY not in text, "it read a file that nobody named"
    if isinstance(parsed, Refused):
        assert parsed.why
        assert "Traceback" not in parsed.why
        return
    assert parsed.document.sha256 == sha256(parsed.text)
    assert parsed.document.length == len(parsed.text)
    ids = [record.id for record in (*parsed.spans, *parsed.links, *parsed.verdicts, *parsed.comments)]
    assert len(set(ids)) == len(ids), "one id for two records"
    spans = {span.id for span in parsed.spans}
    people = {person.id for person in parsed.annotators}
    for span in parsed.spans:
        assert 0 <= span.start < span.end <= len(parsed.text)
        assert span.text == parsed.text[span.start : span.end]
        assert span.label
        assert span.annotator_id in people
        assert span.document_id == parsed.document.id
    for link in parsed.links:
        assert {link.from_id, link.to_id} <= spans
    for verdict in parsed.verdicts:
        assert verdict.span_id in spans


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(key)
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    do = globals()[f"do_{question.pop('what')}"]
    said, bug = None, ""
    Path("/proc/self/clear_refs").write_text("5")  # the kernel counts the most memory anew
    before, started = _status("VmRSS"), _seconds()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        said = do(**question)
    except AnnotatorError as error:
        said = f"refused: {error}"
    except BaseException:
        bug = traceback.format_exc()
    signal.setitimer(signal.ITIMER_PROF, 0)
    return {"said": said, "bug": bug, "seconds": _seconds() - started, "megabytes": (_status("VmHWM") - before) / 1024}


def _status(name: str) -> int:
    """One number of the kernel's status of this process, in kilobytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(name)


def _seconds() -> float:
    return sum(os.times()[:2])


def _no_network(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"):
        raise PermissionError(f"{event}: reading a file asked for the network")


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (_HARD_LIMIT, _HARD_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_no_network)
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
