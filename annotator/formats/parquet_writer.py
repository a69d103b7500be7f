"""Bundles -> Parquet, byte for byte repeatable, a group of rows in memory at a time.

One row a span, its attributes as columns; or one row a document with its spans nested, their attributes as JSON.
Columns have the names of our JSON Lines, and only such types as pandas, DuckDB and Hugging Face datasets know.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.core.model import Json
from annotator.extras import need
from annotator.formats.bundle import Bundle, Written
from annotator.formats.jsonl_writer import FORMAT, document_records
from annotator.formats.waiting import ATTRIBUTE, LARGEST_INTEGER, Waiting, waiting

ROWS = 10_000
"""How many rows a group has at most."""

CHARACTERS = 8_000_000
"""After how many characters of text a group ends."""

ABOUT = {"format": FORMAT, "offset_unit": "codepoint"}
JSON_MARK = {b"annotator": b"json"}
NUMBER_MARK = {b"annotator": b"number"}
"""What the metadata of a column says that holds JSON; and of one of numbers, those without a point among them."""

_Schema = Any  # pyarrow comes without types


def write_spans(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[bytes]:
    pa = need("pyarrow", "parquet", "writing Parquet")
    with waiting(bundles, names, written) as records:
        columns = records.columns()
        yield from _file(_span_schema(pa, columns, more=records.more()), _span_rows(records, columns))


def write_documents(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[bytes]:
    pa = need("pyarrow", "parquet", "writing Parquet")
    yield from _file(_document_schema(pa), map(_document_row, document_records(bundles, names, written)))


def _file(schema: _Schema, rows: Iterable[dict[str, Json]]) -> Iterator[bytes]:
    """The pieces of a file with these rows."""
    pa = need("pyarrow", "parquet", "writing Parquet")
    pq = need("pyarrow.parquet", "parquet", "writing Parquet")
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as file:
        for group in _groups(rows):
            file.write_batch(pa.RecordBatch.from_pylist(group, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _groups(rows: Iterable[dict[str, Json]]) -> Iterator[list[dict[str, Json]]]:
    group: list[dict[str, Json]] = []
    size = 0
    for row in rows:
        group.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(group) >= ROWS or size >= CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


class _Sink:
    """A file that is handed on as it is written."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self._at += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


# Columns


def _span_fields(pa: Any, *, with_ids: bool) -> list[Any]:
    """What spans have in both layouts, but for their attributes; ``with_ids`` where no list of annotators has them."""

    def who(role: str) -> list[Any]:
        return _texts(pa, role, f"{role}_id") if with_ids else _texts(pa, role)

    judged = pa.struct([("rev", pa.int64()), ("label", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
    comment = [*_texts(pa, "id"), *who("annotator"), *_texts(pa, "text", "created_at")]
    verdict = [*_texts(pa, "id"), pa.field("rev", pa.int64()), *who("reviewer"), *_texts(pa, "verdict", "comment")]
    verdict += [*_texts(pa, "result"), pa.field("judged", judged), *_texts(pa, "created_at")]
    return [
        *_texts(pa, "id"),
        pa.field("rev", pa.int64()),
        *_texts(pa, "label"),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        *_texts(pa, "text"),
        *who("annotator"),
        *_texts(pa, "note", "origin", "created_at", "updated_at"),
        pa.field("sources", pa.list_(pa.string())),
        pa.field("verdicts", pa.list_(pa.struct([*verdict, pa.field("comments", pa.list_(pa.struct(comment)))]))),
    ]


def _texts(pa: Any, *names: str) -> list[Any]:
    return [pa.field(name, pa.string()) for name in names]


def _span_schema(pa: Any, columns: Mapping[str, str], *, more: bool) -> _Schema:
    types = {"boolean": pa.bool_(), "integer": pa.int64(), "float": pa.float64(), "number": pa.float64()}
    marks = {"any": JSON_MARK, "number": NUMBER_MARK}
    attributes = [
        pa.field(ATTRIBUTE + key, types.get(kind, pa.string()), metadata=marks.get(kind))
        for key, kind in columns.items()
    ]
    if more:
        attributes.append(pa.field("attributes", pa.string(), metadata=JSON_MARK))
    about = _texts(pa, "document_id", "document_title", "document_source", "sha256")
    return pa.schema([*about, *_span_fields(pa, with_ids=True), *attributes], metadata=ABOUT)


def _document_schema(pa: Any) -> _Schema:
    json_text = [pa.field(name, pa.string(), metadata=JSON_MARK) for name in ("attributes", "meta")]
    link = [*_texts(pa, "id"), pa.field("rev", pa.int64()), *_texts(pa, "type", "from", "to", "annotator")]
    return pa.schema(
        [
            *_texts(pa, "id"),
            pa.field("rev", pa.int64()),
            *_texts(pa, "title", "text", "sha256", "source"),
            json_text[1],
            pa.field("annotators", pa.list_(pa.struct(_texts(pa, "id", "name", "kind")))),
            pa.field("progress", pa.list_(pa.struct(_texts(pa, "annotator", "state")))),
            pa.field("spans", pa.list_(pa.struct([*_span_fields(pa, with_ids=False), json_text[0]]))),
            pa.field("links", pa.list_(pa.struct(link))),
        ],
        metadata=ABOUT,
    )


# Rows


def _span_rows(records: Waiting, columns: Mapping[str, str]) -> Iterator[dict[str, Json]]:
    for record in records:
        values = record.pop("attributes")
        for key, kind in columns.items():
            if key in values:
                value = values.pop(key)
                record[ATTRIBUTE + key] = _json(value) if kind == "any" else value
        if values:
            record["attributes"] = _json(values)
        _fit(record)
        yield record


def _document_row(record: dict[str, Any]) -> dict[str, Json]:
    record["meta"] = _json(record["meta"])
    record["progress"] = [{"annotator": name, "state": state} for name, state in record["progress"].items()]
    for span in record["spans"]:
        span["attributes"] = _json(span["attributes"])
        _fit(span)
    return record


def _fit(span: dict[str, Any]) -> None:
    """Leave out what a verdict says it judged where that is beyond 64 bits; nothing else of a record can be."""
    for verdict in span["verdicts"]:
        for key, value in verdict["judged"].items():
            if isinstance(value, int) and not -LARGEST_INTEGER <= value < LARGEST_INTEGER:
                verdict["judged"] = verdict["judged"] | {key: None}


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
