"""Bundles -> a table with one row a span, byte for byte repeatable.

Attributes are columns of their own, and which there are is known only at the end: the rows wait in a file on the disk
meanwhile. What a spreadsheet would calculate is defused (``cells``).
"""

import csv
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from annotator.core.model import Json
from annotator.formats.bundle import Bundle, Written
from annotator.formats.cells import defused, value_cell
from annotator.formats.csv_reader import ATTRIBUTE
from annotator.formats.jsonl_writer import span_records

MOST_ATTRIBUTES = 900
"""How many attributes get a column; the rarer ones share one."""

_BEFORE = ("document_title", "label", "start", "end", "text", "annotator", "note")
_AFTER = (
    *("verdict", "reviewer", "verdict_comment", "created_at", "updated_at", "document_source", "document_id"),
    *("sha256", "id", "rev", "annotator_id", "origin", "sources", "verdicts"),
)


def write_commas(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """Commas and line feeds, UTF-8, as RFC 4180 has it but for the line ends."""
    return _write(bundles, names, written, delimiter=",", lineterminator="\n")


def write_tabs(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """The same with tabs."""
    return _write(bundles, names, written, delimiter="\t", lineterminator="\n")


def write_for_excel(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """With a byte order mark, without which Excel does not take a file for UTF-8."""
    yield "\ufeff"
    yield from _write(bundles, names, written, delimiter=",", lineterminator="\r\n")


def _write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written, **dialect: str) -> Iterator[str]:
    used: Counter[str] = Counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        for bundle in bundles:
            for record in span_records([bundle], names, written):
                record["document_source"] = bundle.document.source
                used.update(record["attributes"].keys())
                waiting.write(json.dumps(record) + "\n")
        waiting.seek(0)
        yield from _rows(waiting, _columns(used), len(used) > MOST_ATTRIBUTES, dialect)


def _columns(used: Counter[str]) -> list[str]:
    return sorted(sorted(used, key=lambda key: (-used[key], key))[:MOST_ATTRIBUTES])


def _rows(waiting: TextIO, attributes: Sequence[str], more: bool, dialect: Mapping[str, str]) -> Iterator[str]:
    pieces: list[str] = []
    table = csv.writer(_Pieces(pieces), **dialect)  # type: ignore[arg-type]  # names of its own parameters
    rest = ("attributes",) if more else ()
    table.writerow([*_BEFORE, *(ATTRIBUTE + key for key in attributes), *rest, *_AFTER])
    for line in waiting:
        record = json.loads(line)
        values = record.pop("attributes")
        columns = [value_cell(values.pop(key)) if key in values else "" for key in attributes]
        record |= _last_verdict(record["verdicts"])
        shared = [_cell(values)] if more else []
        table.writerow(
            [*(_cell(record[key]) for key in _BEFORE), *columns, *shared, *(_cell(record[key]) for key in _AFTER)]
        )
        yield "".join(pieces)
        pieces.clear()
    yield "".join(pieces)


class _Pieces:
    """What ``csv`` writes to: a list."""

    def __init__(self, pieces: list[str]) -> None:
        self.write = pieces.append


def _last_verdict(verdicts: Sequence[Mapping[str, Any]]) -> dict[str, Json]:
    """The latest verdict in columns that people read; the column ``verdicts`` has them all."""
    last = verdicts[-1] if verdicts else {}
    return {
        "verdict": last.get("verdict", ""),
        "reviewer": last.get("reviewer", ""),
        "verdict_comment": last.get("comment", ""),
    }


def _cell(value: Json) -> str:
    """A value that is no attribute: texts as they are, lists and objects in JSON, nothing for what is empty."""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)
