"""The project file as other programs see it: its tables are described as they are, and the README's queries run.

``python -m tests.test_project_file`` writes the description anew.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Link, Span, Verdict
from annotator.store.rows import TABLES
from tests.making import LI, PLAIN, WEN, act, make_project, make_span, tag

ROOT = Path(__file__).resolve().parents[1]
_LABELS = [("claim", 1), ("quote", 2), ("source", 1), ("statistic", 1)]
DESCRIPTION = ROOT / "resources" / "schema" / "project.md"
OF_OUR_OWN = {
    "texts": "The text of a document, under the SHA-256 of its UTF-8.",
    "history": "One act of somebody: what undo would take back.",
    "history_changes": "One record that an act changed, as it was before.",
    "span_list": "A view: all spans that are not deleted, with names, in reading order.",
}
HEAD = """\
# The project file

A project is one SQLite database (`PRAGMA application_id` is 0x%08X). It can be read while the program has it open; do
not write to it: undo, merging and the search rest on what the program knows of each change.

- A record is never removed: `deleted` is 1 then. `rev` counts its changes.
- `start` and `end` of spans are Unicode code points of the text, from 0, half open:
  `substr(text, start + 1, end - start)`.
- `spans.label` is the `key` of a label, which never changes; `labels.name` is what people see.
- Columns that hold JSON: `meta`, `attributes`, `values`, `from_labels`, `to_labels`, `judged`, `value`, `before`.

| table | what a row is | columns |
|---|---|---|
"""


def description(connection: sqlite3.Connection) -> str:
    """The tables of a project in Markdown, each with what its record type says of itself."""
    told = {table.name: _said(kind.__doc__ or "") for kind, table in TABLES.items()} | OF_OUR_OWN
    rows = []
    tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '\\_%' ESCAPE '\\'"
    for (name,) in connection.execute(f"{tables} AND name NOT LIKE 'sqlite%' ORDER BY type, name"):
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({name})"))
        rows.append(f"| `{name}` | {told[name]} | {columns} |\n")
    (number,) = connection.execute("PRAGMA application_id").fetchone()
    return HEAD % number + "".join(rows)


def _said(doc: str) -> str:
    return " ".join(doc.replace("``", "`").split())


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A project with a quote, its source, a claim, a statistic and a verdict, opened as another program would."""
    project = make_project(tmp_path / "a.annotator", PLAIN, "Another text.")
    with project:
        quote, other = _span("“We drink again,”", "quote"), _span("Nearly 3,000 people came", "quote")
        source, claim = _span("Mayor Oda", "source"), _span("In 2021 the town built 12 wells", "claim")
        figure = replace(_span("12 wells", "statistic"), attributes={"value": 12})
        for span in (quote, other, source, claim, figure):
            tag(project, span)
        said = Link(id="l", type="said_by", from_id=quote.id, to_id=source.id, annotator_id=WEN.id)
        verdict = Verdict(id="v", span_id=claim.id, reviewer_id=LI.id, verdict="accept")
        project.apply(ChangeSet("Link", (Change(None, said), Change(None, verdict))), act())
        with closing(sqlite3.connect(f"file:{tmp_path / 'a.annotator'}?mode=ro", uri=True)) as opened:
            yield opened


def _span(words: str, label: str) -> Span:
    start = PLAIN.index(words)
    return make_span(start, start + len(words), label)


def test_the_description_is_that_of_the_tables(connection: sqlite3.Connection) -> None:
    assert DESCRIPTION.read_text() == description(connection)


def test_the_queries_of_the_readme_say_what_is_in_the_file(connection: sqlite3.Connection) -> None:
    queries = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    title = PLAIN[:20]
    assert [connection.execute(query).fetchall() for query in queries] == [
        [("“We drink again,”", "Mayor Oda", "Wen"), ("Nearly 3,000 people came", None, "Wen")],
        [(title, "Wen", label, count, label == "claim") for label, count in _LABELS],
        [("In 2021 the town built ", "12 wells", ". “We drink again,” said Mayor", 12)],
    ]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        make_project(Path(folder) / "a.annotator").close()
        with closing(sqlite3.connect(Path(folder) / "a.annotator")) as opened:
            DESCRIPTION.write_text(description(opened))
