"""How records become table rows and back: one descriptor per record type. No statements are run here."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

from annotator.core import model
from annotator.core.model import Json, Record

Row: TypeAlias = tuple[Any, ...]

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
    model.Setting: "settings",
}
_JSON_COLUMNS = {"meta", "values", "from_labels", "to_labels", "attributes", "judged", "value"}
_TUPLE_COLUMNS = {"values", "from_labels", "to_labels"}
_BOOL_COLUMNS = {"auxiliary", "completes"}
_LAST = ("created_at", "updated_at", "rev")


def dump_json(value: Json) -> str:
    """Canonical JSON: the same value always gives the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Table:
    """The table of one record type. ``columns`` are the record's fields; the table has ``deleted`` after them."""

    name: str
    type: type[Record]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        own = [field.name for field in fields(self.type) if field.name not in ("id", *_LAST)]
        return ("id", *own, *_LAST)

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
    def encode(self) -> Callable[[Record], Row]:
        """A record's values in column order, ready to bind."""
        get = attrgetter(*self.columns)
        special = [
            (place, dump_json if column in _JSON_COLUMNS else int)
            for place, column in enumerate(self.columns)
            if self._is_json(column) or column in _BOOL_COLUMNS
        ]
        if not special:
            return get

        def encode(record: Record) -> Row:
            row = list(get(record))
            for place, convert in special:
                row[place] = convert(row[place])
            return tuple(row)

        return encode

    def _is_json(self, column: str) -> bool:
        # A setting's value is any JSON; elsewhere "value" does not occur.
        return column in _JSON_COLUMNS

    def decode(self, row: Sequence[Any]) -> Record:
        """The record of a row selected with :attr:`select`."""
        values = dict(zip(self.columns, row, strict=False))
        for column in self._converted:
            values[column] = _from_column(column, values[column])
        return self.type(**values)

    @cached_property
    def _converted(self) -> tuple[str, ...]:
        return tuple(column for column in self.columns if column in _JSON_COLUMNS | _BOOL_COLUMNS)

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


def _from_column(column: str, value: Any) -> Any:
    if column in _BOOL_COLUMNS:
        return bool(value)
    decoded = json.loads(value)
    return tuple(decoded) if column in _TUPLE_COLUMNS else decoded


TABLES: Mapping[type[Record], Table] = {kind: Table(name, kind) for kind, name in _TABLE_NAMES.items()}
TABLES_BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES.values()}
