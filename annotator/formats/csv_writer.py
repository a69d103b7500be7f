"""Bundles -> a table with one row a span, byte for byte repeatable.

Attributes are columns of their own. What a spreadsheet would calculate is defused (``cells``).
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.core.model import Json
from annotator.formats.bundle import Bundle, Written
from annotator.formats.cells import defused, value_cell
from annotator.formats.waiting import ATTRIBUTE, waiting

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
    pieces: list[str] = []
    table = csv.writer(_Pieces(pieces), **dialect)  # type: ignore[arg-type]  # names of its own parameters
    with waiting(bundles, names, written) as records:
        attributes, shared = list(records.columns()), ["attributes"] if records.more() else []
        table.writerow([*_BEFORE, *(ATTRIBUTE + key for key in attributes), *shared, *_AFTER])
        for record in records:
            values = record["attributes"]
            columns = [value_cell(values.pop(key)) if key in values else "" for key in attributes]
            record |= _last_verdict(record["verdicts"])
            before, after = ([_cell(record[key]) for key in keys] for keys in (_BEFORE, _AFTER))
            table.writerow([*before, *columns, *(_cell(record[key]) for key in shared), *after])
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
