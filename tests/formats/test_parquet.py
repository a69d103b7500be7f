"""Parquet: both layouts written and read back, the same bytes each time, pandas' own tables, and damaged files."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.formats import Bundle, Refused, Written, detect, parquet_reader, parquet_writer, unique_names, waiting
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample
from tests.formats.test_csv import context

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pd = pytest.importorskip("pandas")
GOLDEN = Path(__file__).parent / "golden"
WAYS = {"spans": parquet_writer.write_spans, "documents": parquet_writer.write_documents}
Writer = Callable[[Iterable[Bundle], Mapping[str, str], Written], Iterator[bytes]]


def written(write: Writer, *several: Bundle) -> bytes:
    names = unique_names(person for bundle in several for person in bundle.annotators)
    return b"".join(write(several, names, Written()))


def read(path: Path, data: bytes, known: Any = CONTEXT) -> tuple[list[Bundle], list[str]]:
    path.write_bytes(data)
    found = list(parquet_reader.read_file(path, known))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each).removeprefix(str(path)) for each in found if isinstance(each, Refused)]


@settings(max_examples=30, deadline=None)
@given(bundles())
def test_what_it_holds_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("p") / "a.parquet"
    data = written(parquet_writer.write_documents, bundle)
    assert read(path, data) == ([bundle], [])
    assert detect(path).name == "parquet"
    back, refused = read(path, written(parquet_writer.write_spans, bundle), context(bundle))
    assert refused == []
    assert [each.spans for each in back] == ([bundle.spans] if bundle.spans else [])
    assert [each.verdicts for each in back] == ([bundle.verdicts] if bundle.spans else [])
    assert all(Counter(each.sources) == Counter(bundle.sources) for each in back)


@pytest.mark.parametrize("layout", WAYS)
def test_the_sample_has_the_rows_of_the_golden_file(layout: str) -> None:
    """The bytes of Parquet are those of a version of pyarrow, so the golden file holds the schema and the rows."""
    table = pq.read_table(io.BytesIO(written(WAYS[layout], sample())))
    fields = [f"{field.name}: {field.type}" for field in table.schema]
    found = {"schema": fields, "rows": table.to_pylist()}
    assert found == json.loads((GOLDEN / f"parquet-{layout}.json").read_text())


@pytest.mark.parametrize("layout", WAYS)
def test_the_same_records_make_the_same_bytes_in_groups_of_rows(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_writer, "ROWS", 2)
    once, again = written(WAYS[layout], sample(), other()), written(WAYS[layout], sample(), other())
    assert hashlib.sha256(once).digest() == hashlib.sha256(again).digest()
    assert pq.ParquetFile(io.BytesIO(once)).num_row_groups == (3 if layout == "spans" else 1)
    found, refused = read(tmp_path / "a.parquet", once, context(sample()))
    assert len(found) == (1 if layout == "spans" else 2)
    assert refused == []


def other() -> Bundle:
    """Another document, without spans."""
    text = "Cranes are high."
    document = replace(
        sample().document, id=ids.document_id("x"), sha256=hashlib.sha256(text.encode()).hexdigest(), length=len(text)
    )
    return Bundle(document=document, text=text)


def test_attributes_are_columns_of_their_type() -> None:
    values: list[dict[str, Any]] = [
        {"n": 1, "x": 1.5, "b": True, "s": "a", "m": 1, "d": 1, "big": 2**70},
        {"n": 2, "m": "two", "d": 1.5, "l": [1]},
    ]
    spans = tuple(
        replace(span, attributes=given) for span, given in zip(sample().spans, values, strict=False)
    )
    bundle = replace(sample(), spans=spans, links=(), verdicts=(), comments=(), sources=())
    frame = pd.read_parquet(io.BytesIO(written(parquet_writer.write_spans, bundle)))
    table = pq.read_table(io.BytesIO(written(parquet_writer.write_spans, bundle)))
    types = {name.removeprefix("attributes."): str(table.schema.field(name).type) for name in frame if "." in name}
    numbers = {"n": "int64", "x": "double", "d": "double"}
    assert types == numbers | {"b": "bool"} | dict.fromkeys(("s", "m", "big", "l"), "string")
    assert list(frame["attributes.m"]) == ["1", '"two"']
    assert list(frame["text"]) == [span.text for span in spans]


def test_rare_attributes_share_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_ATTRIBUTES", 2)
    data = written(parquet_writer.write_spans, sample())
    assert "attributes" in pq.read_schema(io.BytesIO(data)).names
    (bundle,), refused = read(tmp_path / "a.parquet", data, context(sample()))
    assert refused == []
    assert bundle.spans == sample().spans


def test_a_table_that_pandas_made_is_read(tmp_path: Path) -> None:
    frame = pd.read_parquet(io.BytesIO(written(parquet_writer.write_spans, sample())))
    frame = frame.drop(columns=["verdicts", "sources"])
    frame.loc[1, "start"] = float("nan")
    frame["mine"] = pd.Timestamp("2026-01-01")
    path = tmp_path / "a.parquet"
    frame.to_parquet(path)
    (bundle,), refused = read(path, path.read_bytes(), context(sample()))
    assert [line.split(":")[1] for line in refused] == ["2"]
    assert len(bundle.spans) == len(frame) - 1
    assert bundle.spans[0].attributes == {"type": "quantity", "checkable": "yes"}
    assert bundle.notes == ("left out: 'mine'",)


def table(**columns: list[Any]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def test_bad_rows_are_refused_by_number_and_bad_files_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    found, refused = read(path, table(text=["one", None, ""], spans=[[{"start": 0, "end": 9, "label": "x"}], [], []]))
    assert [bundle.text for bundle in found] == ["one"]
    assert [line.split(":")[1] for line in refused] == ["1", "2", "3"]
    assert read(path, table(a=[1]))[1] == [": has neither a column text, nor the columns start, end and label"]
    assert read(path, table(text=["a"], meta=["{"]))[1][0].startswith(":1: its meta is not JSON")
    assert "a group of rows" not in str(read(path, table(text=["a"], blob=[b"\0"]))[1][0])
    many = {f"c{n}": [1] for n in range(2_001)}
    assert "has 2,002 columns; at most 2,000 are read" in read(path, table(text=["a"], **many))[1][0]
    good = written(parquet_writer.write_documents, sample())
    for bad in (good[:-9], good[: len(good) // 2], b"PAR1", b"PAR1" * 5, good[:100] + b"\xff" * 50 + good[150:]):
        nothing, (why,) = read(path, bad)
        assert nothing == []
        assert "is damaged, or no Parquet" in why


def test_too_big_a_group_of_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_reader, "LARGEST_GROUP", 1_000)
    assert "has a group of rows that unpacks to" in read(tmp_path / "a.parquet", table(text=["x", "y" * 2000]))[1][0]


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(AnnotatorError, match=r'writing Parquet needs pyarrow: pip install "annotator\[parquet\]"'):
        written(parquet_writer.write_spans, sample())
