"""Articles in rows: which column is the text, what becomes of the others, which rows and files are refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Bundle, Context, Refused, detect
from annotator.formats.text_rows import FORMAT, columns
from tests.formats.records import ME

TEXT = "The town dug 12 wells.\nMore are to come, “soon”."


def read(path: Path, content: str | bytes, **options: Any) -> list[Bundle | Refused]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert FORMAT.read is not None
    return list(FORMAT.read(path, Context(ME, **options)))


def only(found: list[Bundle | Refused]) -> Bundle:
    (bundle,) = found
    assert isinstance(bundle, Bundle), bundle
    return bundle


def row(*cells: str, delimiter: str = ",") -> str:
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_known_by_their_names(tmp_path: Path, delimiter: str) -> None:
    names = ("ID", "Headline", "Body", "Source URL", "Byline", "Published-At", "publisher", "topic")
    cells = ("7", "Wells", TEXT, "https://e.org/1", "Ines Vale", "2024-03-05", "Courier", "water")
    content = row(*names, delimiter=delimiter) + row(*cells, delimiter=delimiter)
    path = tmp_path / "a.csv"
    bundle = only(read(path, content))
    assert detect(path) is FORMAT
    assert bundle.text == TEXT
    assert (bundle.document.title, bundle.document.source, bundle.line) == ("Wells", "https://e.org/1", 2)
    assert bundle.document.meta == {
        "file": "a.csv",
        "column": "Body",
        "author": "Ines Vale",
        "date": "2024-03-05",
        "site": "Courier",
        "ID": "7",
        "topic": "water",
    }
    assert bundle.notes == ()


def test_a_column_is_chosen_or_guessed_and_told(tmp_path: Path) -> None:
    content = row("a", "b", "a", "") + row("x", TEXT * 4, "y", "z")
    path = tmp_path / "a.csv"
    guessed = only(read(path, content))
    assert guessed.text == TEXT * 4
    assert guessed.notes == ("took “b” for the column of texts, the longest; --text-column names another",)
    assert columns(path, Context(ME)) == ("a", "b", "a 3", "column 4")
    assert only(read(path, content, text_column="A-3")).text == "y"
    assert read(path, content, text_column="c") == [
        Refused(str(path), 0, "has no column “c”; it has a, b, a 3, column 4")
    ]
    assert read(path, row("a", "b") + row("x", "y")) == [
        Refused(str(path), 0, "has no column that looks like texts (say which with --text-column); it has a, b")
    ]


def test_bad_rows_are_refused_by_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = row("title", "text") + row("a", " ") + row("b", "B", "c") + row("c") + row("d", "Text")
    found = read(tmp_path / "a.csv", content)
    assert [str(each).rpartition("/")[2] for each in found[:3]] == [
        "a.csv:2: its text is empty",
        "a.csv:3: has 3 fields; the header has 2",
        "a.csv:4: has no text in “text”",
    ]
    assert isinstance(found[3], Bundle)
    assert found[3].line == 5


def test_json_lines_and_lists(tmp_path: Path) -> None:
    records: list[Any] = [
        {"headline": "A", "content": "Some\r\ntext", "authors": ["X", "Y"], "n": 5, "tags": ["t"], "file": "/etc"},
        {"headline": "B", "content": 7},
        ["no record"],
    ]
    for name, content in [
        ("a.jsonl", "\n".join(map(json.dumps, records)) + '\n{"content": NaN}\n'),
        ("a.json", json.dumps(records)),
    ]:
        path = tmp_path / name
        found = read(path, content)
        assert detect(path) is FORMAT
        assert isinstance(found[0], Bundle)
        assert (found[0].text, found[0].document.title) == ("Some\ntext", "A")
        assert found[0].document.meta == {"file": name, "column": "content", "author": "X; Y", "n": 5, "tags": ["t"]}
        assert all(isinstance(each, Refused) for each in found[1:])
        assert [each.line for each in found] == ([1, 2, 3, 4] if name == "a.jsonl" else [1, 2, 3])
    assert only(read(tmp_path / "b.jsonl", '{"body": "Text"}')).document.title == "Text"


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", "title,text\r\nA,Some text\r\n", "rows"),
        ("a.csv", "a,b\n1,2\n", "rows"),  # by its suffix; refused when it is read
        ("a.txt", "We came, saw, and left.\nThen, again, nothing.\n", "text"),
        ("a.txt", "Title, text\n", "rows"),
        ("a.jsonl", '{"text": "A", "url": "https://e.org"}', "rows"),
        ("a.jsonl", '{"text": "A"}', "jsonl"),
        ("a.jsonl", '{"text": "A", "title": "T", "source": "S", "meta": {}}', "jsonl"),
        ("a.jsonl", '{"content": "' + "long " * 20_000 + '", "title": "T"}', "rows"),
        ("a.csv", "start,end,label,document,text\n0,1,claim,d,A\n", "csv"),
        ("a.jsonl", '{"text": "A", "label": [[0, 1, "x"]], "date": "2024"}', "doccano"),
    ],
)
def test_what_is_taken_for_rows(tmp_path: Path, name: str, content: str, form: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert detect(tmp_path / name).name == form


def test_other_encodings(tmp_path: Path) -> None:
    text = row("title", "text") + row("L’école", "fermée hier, à la demande du maire, dit-on, en été")
    content = text.encode("cp1252")
    found = only(read(tmp_path / "a.csv", content))
    assert found.document.title == "L’école"
    assert only(read(tmp_path / "a.csv", content, encoding="cp1252")).document.title == "L’école"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (",".join(["a"] * 1_000_000) + "\n", "has more than 1,000 columns, the most that are read"),
        ('title,text\na,"never closed\n', "the record on line 2: it ends inside quotation marks"),
        ("just words\n", "is no table: its first line has no names of columns"),
        ("", "is no table"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, content: str, why: str) -> None:
    (refused,) = read(tmp_path / "a.csv", content)
    assert isinstance(refused, Refused)
    assert refused.why.startswith(why)
