"""Parquet -> bundles: our own files, and tables made of them with pandas and the like. A batch of rows at a time.

A row becomes a record of our JSON Lines, so that it is judged by the same rules; refusals name the row, from 1.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.extras import need
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.jsonl_reader import Reading
from annotator.formats.parquet_writer import JSON_MARK, NUMBER_MARK
from annotator.formats.strict import Refusal, decode_line, entry, shown
from annotator.formats.waiting import ATTRIBUTE

MOST_COLUMNS = 2_000
LARGEST_GROUP = 1_000_000_000
"""How many bytes a group of rows may unpack to."""

SPAN = {"start", "end", "label"}
"""The columns of a table of spans."""

_BATCH = 256


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    pq = need("pyarrow.parquet", "parquet", "reading Parquet")
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            marks = _checked(file)
            reading = Reading(str(path), context)
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield from _row(reading, row, marks, str(path), number)
            yield from reading.close()
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    except (OSError, ValueError, RuntimeError, NotImplementedError) as error:  # whatever Arrow finds wrong is one
        where = f", after row {number}" if number else ""
        why = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        yield Refused(str(path), 0, f"is damaged, or no Parquet{where} ({shown(why, 120)})")


def _checked(file: Any) -> dict[str, bytes]:
    """What the columns say of themselves, of those that do. Raises ``AnnotatorError`` for a table that is beyond a
    limit or has not the columns it needs."""
    schema = file.schema_arrow
    if file.metadata.num_columns > MOST_COLUMNS:
        raise AnnotatorError(f"has {file.metadata.num_columns:,} columns; at most {MOST_COLUMNS:,} are read")
    for nth in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(nth).total_byte_size
        if size > LARGEST_GROUP:
            raise AnnotatorError(
                f"has a group of rows that unpacks to {size:,} bytes; at most {LARGEST_GROUP:,} are read at once"
            )
    names = set(schema.names)
    if len(names) < len(schema.names):
        raise AnnotatorError("has two columns of one name")
    if "text" not in names and not names >= SPAN:
        raise AnnotatorError("has neither a column text, nor the columns start, end and label")
    return {field.name: field.metadata.get(b"annotator", b"") for field in schema if field.metadata}


def _row(reading: Reading, row: dict[str, Any], marks: Mapping[str, bytes], file: str, number: int) -> Iterator[Parsed]:
    try:
        yield from reading.take(_record(row, marks), number, dirty=True)
    except (Refusal, RecursionError) as error:
        yield Refused(file, number, str(error) if isinstance(error, Refusal) else "is nested too deeply")


def _record(row: dict[str, Any], marks: Mapping[str, bytes]) -> dict[str, Json]:
    """The row in the shape of our JSON. Raises ``Refusal`` for what JSON has no place for."""
    record: dict[str, Json] = {}
    attributes: dict[str, Json] = {}
    for name, value in row.items():
        if value is None or (isinstance(value, float) and math.isnan(value)):
            continue  # pandas has NaN where nothing is said
        if name.startswith(ATTRIBUTE):
            attributes[name.removeprefix(ATTRIBUTE)] = _value(value, name, marks.get(name, b""))
        elif name != "document_source":
            record[name] = _plain(value, name)
    for name in ("start", "end", "rev"):
        value = record.get(name)
        if isinstance(value, float) and value.is_integer():
            record[name] = int(value)
    if isinstance(record.get("meta"), str):
        record["meta"] = _parsed(record["meta"], "meta")
    if row.keys() >= SPAN:
        record = dict.fromkeys(SPAN) | record  # a span, also where one of them is not said
        record["attributes"] = attributes | _attributes(record)
    elif isinstance(record.get("progress"), list):
        record["progress"] = {one["annotator"]: one["state"] for one in _objects(record, "progress")}
    for span in _objects(record, "spans"):
        span["attributes"] = _attributes(span)
    return record


def _objects(record: Mapping[str, Json], key: str) -> list[Any]:
    value = record.get(key)
    return [entry(one) for one in value] if isinstance(value, list) else []


def _attributes(span: Mapping[str, Json]) -> dict[str, Json]:
    value = span.get("attributes")
    return entry(_parsed(value, "attributes")) if value is not None else {}


def _value(value: Any, name: str, mark: bytes) -> Json:
    if mark == JSON_MARK[b"annotator"]:
        return _parsed(value, name)
    if mark == NUMBER_MARK[b"annotator"] and isinstance(value, float) and value.is_integer():
        return int(value)
    return _plain(value, name)


def _parsed(value: Json, name: str) -> Json:
    if not isinstance(value, str):
        return value
    try:
        return decode_line(value)[0]
    except Refusal as refusal:
        raise Refusal(f"its {name} {refusal}") from None


def _plain(value: Any, name: str) -> Json:
    """A value as JSON has it: of structs, what is not null. Raises ``Refusal``."""
    if isinstance(value, dict):
        return {key: _plain(one, name) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_plain(one, name) for one in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise Refusal(f"its {name} is {shown(str(value))}, which is no text, number or list")
