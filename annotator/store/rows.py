"""How records become table rows and back: one descriptor per record type. No statements are run here."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from typing import Any

from annotator.core import model
from annotator.core.model import Json, Record

_TABLE_NAMES: dict[type[Record], str] = {
    model.Document: "documents",
    model.Annotator: "annotators",
    model.Label: "labels",
    model.Attribute: "attributes",
    model.LinkType: "link_types",
    model.Span: "spans",
    model.Link: "links",
    model.Verdict: "verdicts",
    model.Comment: "comments",
    model.Source: "sources",
    model.Progress: "progress",
    model.Dismissal: "dismissals",
    model.Assignment: "assignments",
    model.Setting: "settings",
}
_JSON_COLUMNS = {"meta", "values", "from_labels", "to_labels", "attributes", "judged", "value"}
_TUPLE_COLUMNS = {"values", "from_labels", "to_labels"}
_OBJECT_COLUMNS = {"meta", "attributes", "judged"}
_REPEATED_COLUMNS = {"document_id", "annotator_id", "label", "origin"}
"""Columns in which a great many rows say the same: kept once, which halves the memory of 100,000 spans."""
_BOOL_COLUMNS = {"auxiliary", "completes"}
_LAST = ("created_at", "updated_at", "rev")


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dump_json(value: Json) -> str:
    """Canonical JSON: the same value always gives the same text."""
    return "{}" if value == {} else _encoder.encode(value)


class Table:
    """The table of one record type. ``columns`` are the record's fields; the table has ``deleted`` after them."""

    def __init__(self, name: str, kind: type[Record]) -> None:
        self.name = name
        self.type = kind

    @cached_property
    def columns(self) -> tuple[str, ...]:
        own = [field.name for field in fields(self.type) if field.name not in ("id", *_LAST)]
        return ("id", *own, *_LAST)

    @property
    def json_columns(self) -> tuple[str, ...]:
        """The columns that hold JSON."""
        return tuple(column for column in self.columns if column in _JSON_COLUMNS | _TUPLE_COLUMNS)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The columns in which two versions of a record can differ for a user: all but ``rev`` and ``updated_at``."""
        return tuple(column for column in self.columns if column not in ("rev", "updated_at"))

    @cached_property
    def select(self) -> str:
        """The column list, quoted for SQL."""
        return ", ".join(f'"{column}"' for column in self.columns)

    @cached_property
    def insert_sql(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        return f'INSERT INTO "{self.name}" ({self.select}, deleted) VALUES ({marks}, ?)'

    @cached_property
    def update_sql(self) -> str:
        assignments = ", ".join(f'"{column}" = ?' for column in self.columns)
        return f'UPDATE "{self.name}" SET {assignments}, deleted = ? WHERE id = ?'

    @cached_property
    def encode(self) -> Callable[[Record, int], list[Any]]:
        """``encode(record, deleted)``: the values of a whole row in column order, ready to bind."""
        get = attrgetter(*self.columns)
        special = [
            (place, dump_json if column in _JSON_COLUMNS else int)
            for place, column in enumerate(self.columns)
            if column in _JSON_COLUMNS | _TUPLE_COLUMNS | _BOOL_COLUMNS
        ]

        def encode(record: Record, deleted: int) -> list[Any]:
            row = [*get(record), deleted]
            for place, convert in special:
                row[place] = convert(row[place])
            return row

        return encode

    @cached_property
    def decode(self) -> Callable[[Sequence[Any]], Record]:
        """Makes the record of a row selected with :attr:`select`; what the row has behind that is left alone."""
        make = model.maker(self.type, self.columns)
        converted = [(place, _DECODERS[column]) for place, column in enumerate(self.columns) if column in _DECODERS]
        if not converted:
            return make

        def decode(row: Sequence[Any]) -> Record:
            values = list(row)
            for place, convert in converted:
                values[place] = convert(values[place])
            return make(values)

        return decode

    def to_json(self, record: Record, deleted: bool) -> str:
        """The record as the history keeps it."""
        values = {column: getattr(record, column) for column in self.columns}
        return dump_json(values | {"deleted": True} if deleted else values)

    def from_json(self, text: str) -> tuple[Record, bool]:
        """The record of a history entry, and whether it was deleted then."""
        values: dict[str, Any] = json.loads(text)
        deleted = bool(values.pop("deleted", False))
        for column in _TUPLE_COLUMNS & values.keys():
            values[column] = tuple(values[column])
        return self.type(**values), deleted


def _number(text: str) -> float:
    number = float(text)
    if number - number:
        raise ValueError(f"{text} is no number that can be written again")
    return number


_decoder = json.JSONDecoder(parse_float=_number, parse_constant=_number)


def _load_json(text: str) -> Json:
    return {} if text == "{}" else _load(text)


def _load(text: str) -> Json:
    try:
        return _decoder.decode(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _load_object(text: str) -> Json:
    found = _load_json(text)
    if not isinstance(found, dict):
        raise ValueError("this is no object")
    return found


def _load_tuple(text: str) -> tuple[Json, ...]:
    found = _load(text)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("this is no list of texts")
    return tuple(found)


_DECODERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_JSON_COLUMNS, _load_json),
    **dict.fromkeys(_OBJECT_COLUMNS, _load_object),
    **dict.fromkeys(_TUPLE_COLUMNS, _load_tuple),
    **dict.fromkeys(_BOOL_COLUMNS, bool),
    **dict.fromkeys(_REPEATED_COLUMNS, sys.intern),
}

TABLES: Mapping[type[Record], Table] = {kind: Table(name, kind) for kind, name in _TABLE_NAMES.items()}
TABLES_BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES.values()}
