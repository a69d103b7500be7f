"""JSONL in and out of a project against bare json and sqlite3 on the same rows."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from annotator.core.model import Span
from annotator.edit.exporting import Export
from annotator.edit.importing import Import
from annotator.edit.projects import import_into, new_project
from annotator.files import write_atomically
from annotator.store.project import Project
from annotator.store.rows import TABLES
from tests.benchmarks.harness import Result, compare, compare_long
from tests.benchmarks.synthetic import prose, spans
from tests.making import WEN

SPANS = 10


class Size(NamedTuple):
    """How many documents a corpus has, and how many characters each."""

    documents: int
    length: int


USUAL, LARGE = Size(1_000, 3_000), Size(100_000, 1_000)


def corpus(folder: Path, size: Size) -> Path:
    """A project's export of documents with ten spans each."""
    body = prose(3_000_000)
    plain = folder / "plain.jsonl"
    with plain.open("w") as file:
        for number in range(size.documents):
            at = number * 2_999 % (len(body) - size.length)
            text = f"Article {number}\n{body[at : at + size.length]}"
            marks = [
                {"start": span.start, "end": span.end, "label": span.label, "attributes": {}, "note": ""}
                for span in spans(text, SPANS)
            ]
            file.write(json.dumps({"text": text, "spans": marks}, ensure_ascii=False) + "\n")
    with new_project(folder / "corpus.annotator") as project:
        import_into(project, Import(project.query, [plain], WEN))
        write_atomically(folder / "corpus.jsonl", Export(project.query).pieces())
    return folder / "corpus.jsonl"


def exchanging() -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = corpus(folder, USUAL)
        return [
            compare("JSONL import / json.loads + raw executemany", *_importing(folder, path, USUAL), 2.0),
            compare("JSONL export / ordered select + dumps + write", *_exporting(folder), 2.0),
        ]


def streaming() -> list[Result]:
    """The same with a million spans, and what memory that takes: it is to be bounded, however much goes through."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = corpus(folder, LARGE)
        return [
            compare_long("a million spans: JSONL import / the same bare", *_importing(folder, path, LARGE), 2.0),
            compare_long("a million spans: JSONL export / the same bare", *_exporting(folder), 2.0),
            _memory("a million spans: memory of import / 500 MB", "import", path, folder / "again.annotator"),
            _memory("a million spans: memory of export / 500 MB", "export", folder / "corpus.annotator", folder / "x"),
        ]


def _memory(name: str, what: str, source: Path, target: Path) -> Result:
    """The most memory the command line takes, as a share of 500 MB."""
    command = [sys.executable, "-m", "annotator", what]
    if what == "import":
        new_project(target).close()
        command += [str(target), str(source)]
    else:
        command += [str(source), "-o", str(target)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Result(name, (usage.ru_maxrss / 1024 / 500,), 1.0, (0.0,))


def _importing(folder: Path, path: Path, size: Size) -> tuple[Callable[[], float], Callable[[], float]]:
    def ours() -> float:
        target = folder / "ours.annotator"
        target.unlink(missing_ok=True)
        with new_project(target) as project:
            begin = time.perf_counter()
            report = import_into(project, Import(project.query, [path], WEN))
            seconds = time.perf_counter() - begin
        assert report.spans_added == size.documents * SPANS
        return seconds

    def bare() -> float:
        """The same rows into the same tables, with nothing checked, nothing compared and no history."""
        target = folder / "bare.annotator"
        target.unlink(missing_ok=True)
        new_project(target).close()
        connection = sqlite3.connect(target, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        begin = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        marks = "(" + ", ".join("?" * 14) + ")"
        with path.open(encoding="utf-8") as file:
            for place, line in enumerate(file):
                item = json.loads(line)
                people = {person["name"]: person["id"] for person in item["annotators"]}
                insert = "INSERT OR IGNORE INTO annotators VALUES (?, ?, ?, '', '', 0, 0)"
                who = [(person["id"], person["name"], "person") for person in item["annotators"]]
                connection.executemany(insert, who)
                connection.execute("INSERT INTO texts VALUES (?, ?)", (item["sha256"], item["text"]))
                row = (item["id"], item["title"], item["source"], item["sha256"], len(item["text"]), place)
                connection.execute(
                    "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, '', '', ?, 0)",
                    (*row, json.dumps(item["meta"]), item["rev"]),
                )
                rows = [
                    (
                        span["id"], item["id"], people[span["annotator"]], span["label"], span["start"], span["end"],
                        span["text"], json.dumps(span["attributes"]), span["note"], span["origin"],
                        span["created_at"], span["updated_at"], span["rev"], 0,
                    )
                    for span in item["spans"]
                ]  # fmt: skip
                connection.executemany(f"INSERT INTO spans VALUES {marks}", rows)
        connection.execute("COMMIT")
        seconds = time.perf_counter() - begin
        connection.close()
        return seconds

    return ours, bare


def _exporting(folder: Path) -> tuple[Callable[[], float], Callable[[], float]]:
    source = folder / "corpus.annotator"

    def ours() -> float:
        with Project(source, read_only=True) as project:
            begin = time.perf_counter()
            write_atomically(folder / "ours.jsonl", Export(project.query).pieces())
            return time.perf_counter() - begin

    def bare() -> float:
        """The same facts of documents and spans, in the same order, as one JSON object a line."""
        connection = sqlite3.connect(source)
        columns = TABLES[Span].columns
        listed = ", ".join(f's."{column}"' for column in columns)
        begin = time.perf_counter()
        documents = connection.execute(
            "SELECT d.id, d.rev, d.title, t.text, d.sha256, d.source, d.meta FROM documents AS d"
            " JOIN texts AS t ON t.sha256 = d.sha256 ORDER BY d.position, d.id"
        ).fetchall()
        with (folder / "bare.jsonl").open("w", encoding="utf-8") as file:
            for document_id, rev, title, text, sha, origin, meta in documents:
                rows = connection.execute(
                    f"SELECT {listed}, a.name FROM spans AS s JOIN annotators AS a ON a.id = s.annotator_id"
                    " WHERE s.document_id = ? AND NOT s.deleted ORDER BY s.start, s.end, s.label, s.annotator_id, s.id",
                    (document_id,),
                )
                marks = []
                for row in rows:
                    mark = dict(zip((*columns, "annotator"), row, strict=True))
                    mark["attributes"] = json.loads(mark["attributes"])
                    marks.append(mark)
                head = {"id": document_id, "rev": rev, "title": title, "text": text, "sha256": sha, "source": origin}
                item = {**head, "meta": json.loads(meta), "spans": marks}
                file.write(json.dumps(item, ensure_ascii=False) + "\n")
        seconds = time.perf_counter() - begin
        connection.close()
        return seconds

    return ours, bare


BENCHMARKS = (exchanging, streaming)
