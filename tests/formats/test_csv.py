"""Tables of spans: ours written and read back, other people's columns, and tables that mean no good."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.scheme import Scheme
from annotator.edit.schemes import default_scheme
from annotator.formats import (
    FORMATS,
    Bundle,
    Refused,
    Written,
    csv_reader,
    csv_writer,
    detect,
    tables,
    unique_names,
    waiting,
)
from annotator.formats.bundle import Context
from annotator.formats.cells import defused, undone, value_cell, value_of
from tests.formats import interop
from tests.formats.records import CONTEXT, ME, bundles, sample, strings, values

GOLDEN = Path(__file__).parent / "golden"
WAYS = (csv_writer.write_commas, csv_writer.write_tabs, csv_writer.write_for_excel)
Writer = Callable[[Iterable[Bundle], Mapping[str, str], Written], Iterator[str]]


def context(bundle: Bundle, scheme: Scheme | None = None) -> Context:
    """One of a project that has the bundle's document."""
    keys = (bundle.document.sha256, bundle.document.id)
    return Context(ME, scheme, lookup=lambda sha, id_: (bundle.document, bundle.text) if {sha, id_} & {*keys} else None)


def read(path: Path, text: str, known: Context = CONTEXT) -> tuple[list[Bundle], list[str]]:
    path.write_text(text, encoding="utf-8", newline="")
    found = list(csv_reader.read_file(path, known))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each).removeprefix(str(path)) for each in found if isinstance(each, Refused)]


@settings(max_examples=40)
@given(bundles(), st.sampled_from(WAYS))
def test_what_a_table_holds_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bundle: Bundle, write: Writer
) -> None:
    path = tmp_path_factory.mktemp("c") / "a.csv"
    names = unique_names(bundle.annotators)
    back, refused = read(path, "".join(write([bundle], names, Written())), context(bundle))
    assert refused == []
    if not bundle.spans:
        assert back == []
        return
    (found,) = back
    assert found.spans == bundle.spans
    assert found.verdicts == bundle.verdicts
    assert found.comments == bundle.comments
    assert Counter(found.sources) == Counter(bundle.sources)
    assert detect(path).name == "csv"


@pytest.mark.parametrize(("write", "name"), [*zip(WAYS, ("spans.csv", "spans.tsv", "excel.csv"), strict=True)])
def test_the_sample_is_written_as_the_golden_files_say(write: Writer, name: str) -> None:
    written = Written()
    text = "".join(write([sample()], unique_names(sample().annotators), written))
    assert text.encode() == (GOLDEN / name).read_bytes()
    assert written.told() == "not in this format: 1 links and 1 states of progress"
    assert detect(GOLDEN / name).name == "csv"


@given(values | strings)
def test_a_value_comes_back_from_its_cell(value: Any) -> None:
    cell = value_cell(value)
    assert cell
    assert json.dumps(value_of(cell)) == json.dumps(value)


@given(st.text())
def test_no_cell_is_a_formula_and_defusing_can_be_undone(text: str) -> None:
    cell = defused(text)
    assert undone(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    if cell.lstrip().startswith("-"):
        float(cell.replace(".", "")) if cell.count(".") else int(cell)


def test_formulas_of_the_text_go_out_harmless_and_come_back() -> None:
    texts = ["=HYPERLINK(1)", "+1", "-x", "@SUM", "'=1", "\t=1", " =1", "＝1", "-5"]
    cells = next(csv.reader(io.StringIO(",".join(f'"{defused(text)}"' for text in texts))))
    assert cells == ["'=HYPERLINK(1)", "'+1", "'-x", "'@SUM", "''=1", "'\t=1", "' =1", "'＝1", "-5"]
    assert list(map(undone, cells)) == texts


def test_other_names_other_delimiters_and_the_numbers_of_pandas(tmp_path: Path) -> None:
    sha = sample().document.sha256
    table = (
        "Tag;Begin;Stop;Exact;User;SHA256;speaker;odd\n"
        f"quote;48.0;69.0;“cannot pay any more”;Li;{sha};12;x\n"
        f"claim;0;24;Harbour prices rose 12%;;{sha};;\n"
        f"claim;0;23;Something else;;{sha};;\n"
        f"claim;0.5;23;;;{sha};;\n"
        f"claim;0;23\n"
        f"claim;0;23;;;{sha}\n"
        f"a;b;c;d;e;f;g;h;i\n"
    )
    (bundle,), refused = read(tmp_path / "a.csv", table, context(sample(), default_scheme()))
    assert [(span.label, span.text) for span in bundle.spans] == [
        ("quote", "“cannot pay any more”"),
        ("claim", "Harbour prices rose 12%"),
        ("claim", "Harbour prices rose 12%"),
    ]
    assert bundle.spans[0].attributes == {"speaker": "12"}
    assert [person.name for person in bundle.annotators] == ["Li", "Me"]
    assert bundle.notes == (
        "columns left out: 'odd'",
        "1 span was moved to where the text stands once nearby (first: line 3)",
    )
    assert [line.split(": ", 1)[0] for line in refused] == [":4", ":5", ":6", ":8"]
    assert "has 3 fields; the header has 8" in refused[2]


def test_a_table_may_bring_its_texts(tmp_path: Path) -> None:
    table = 'text,label,start,end\n"Cranes are\nhigh",claim,0,6\n"Cranes are\nhigh",claim,11,15\nOther,claim,0,5\n'
    found, refused = read(tmp_path / "a.csv", table)
    assert refused == []
    assert [(bundle.text, [span.text for span in bundle.spans]) for bundle in found] == [
        ("Cranes are\nhigh", ["Cranes", "high"]),
        ("Other", ["Other"]),
    ]
    assert all(bundle.whole for bundle in found)


def test_a_span_whose_text_is_nowhere_is_refused_with_what_to_do(tmp_path: Path) -> None:
    found, refused = read(tmp_path / "a.csv", "document_id,label,start,end,text\n7,claim,0,3,abc\n")
    assert found == []
    assert "not in the project ('7'): import its text first, or name the document with --document" in refused[0]


def test_tables_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "label;start;end;text;sha256\r\nquote;48;69;“cannot pay any more”;{0}\r\nclaim;0;7;Harbour;{0}\r\n"
    table = rows.format(sample().document.sha256)
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        path.write_bytes(table.encode(encoding))
        assert detect(path).name == "csv", encoding
        (bundle,) = csv_reader.read_file(path, context(sample()))
        assert isinstance(bundle, Bundle)
        assert [span.text for span in bundle.spans] == ["“cannot pay any more”", "Harbour"]
        assert bool(bundle.notes) == (encoding == "cp1252")


HEADER = b"label,start,end,text\n"
HOSTILE = {
    "columns": (b"label,start,end," + b",".join(b"c%d" % n for n in range(1_000_000)), "more than 1,000 columns"),
    "NUL": (HEADER + b"claim,0,3,a\0b\n", "line 2 holds a NUL character"),
    "cut off": (HEADER + b'claim,0,3,"abc', "it ends inside quotation marks"),
    "a field": (HEADER + b'claim,0,3,"' + b"x" * 10_000_001, "more than 10,000,000 characters"),
    "many lines": (HEADER + b'claim,0,3,"' + b"x\n" * 5_000_001, "more than 10,000,000 characters"),
    "a line": (HEADER + b"claim,0," * 3_000_000, "line 2 has more than 11,000,000 characters"),
    "no header": (b"a,b\n1,2\n", "does not name the columns start, end and label"),
    "nothing": (b"", "does not name the columns"),
    "not UTF-16": (b"\xff\xfe" + HEADER.decode().encode("utf-16-le") + b"\0\xd8\n", "not in the encoding"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_tables_that_mean_no_good_are_refused_with_the_limit(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    content, why = HOSTILE[name]
    path.write_bytes(content)
    found = list(csv_reader.read_file(path, CONTEXT))
    assert not [each for each in found if isinstance(each, Bundle)]
    assert why in str(found[-1])
    assert all(len(str(each)) < 400 for each in found)


def test_rare_attributes_share_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_ATTRIBUTES", 2)
    text = "".join(csv_writer.write_commas([sample()], unique_names(sample().annotators), Written()))
    header = next(csv.reader(io.StringIO(text)))
    assert [name for name in header if name.startswith("attributes")] == [
        "attributes.checkable",
        "attributes.kind",
        "attributes",
    ]
    (bundle,), refused = read(tmp_path / "a.csv", text, context(sample()))
    assert refused == []
    assert bundle.spans == sample().spans


def test_files_are_called_after_what_parts_their_columns() -> None:
    assert [FORMATS["csv"].suffix(layout) for layout in FORMATS["csv"].writes] == [".csv", ".csv", ".tsv"]
    assert FORMATS["doccano"].suffix("members") == ".zip"


def test_limits_hold_for_what_is_written() -> None:
    assert waiting.MOST_ATTRIBUTES + 30 < tables.MOST_COLUMNS
