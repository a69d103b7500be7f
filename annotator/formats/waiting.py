"""Records of spans that wait in a file on the disk until it is known which attributes they have: for formats in which
an attribute is a column, and all columns come first.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from annotator.core.model import Json
from annotator.formats.bundle import Bundle, Written
from annotator.formats.jsonl_writer import span_records

MOST_ATTRIBUTES = 900
"""How many attributes get a column; the rarer ones share one."""

ATTRIBUTE = "attributes."
"""What the name of an attribute's column begins with, as pandas calls it too."""

LARGEST_INTEGER = 2**63
LARGEST_EXACT = 2**53  # of the whole numbers that a float of 64 bits holds


class Waiting:
    """The records of one export, to be gone through once, and their attributes."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._kinds: dict[str, Counter[str]] = {}

    def put(self, record: Mapping[str, Any]) -> None:
        for key, value in record["attributes"].items():
            self._kinds.setdefault(key, Counter())[_kind(value)] += 1
        self._file.write(json.dumps(record) + "\n")

    def columns(self) -> dict[str, str]:
        """The attributes that get a column of their own, by name, each with the kind of all its values ("string",
        "integer" of 64 bits, "float", "boolean"; "number" where some have a point and some not) or "any"."""
        often = sorted(self._kinds, key=lambda key: (-self._kinds[key].total(), key))[:MOST_ATTRIBUTES]
        return {key: _common(self._kinds[key]) for key in sorted(often)}

    def more(self) -> bool:
        """Whether there are attributes beyond those."""
        return len(self._kinds) > MOST_ATTRIBUTES

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        return map(json.loads, self._file)


@contextmanager
def waiting(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[Waiting]:
    """The records of the spans layout, each with its document's source, once all bundles have been gone through."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        found = Waiting(file)
        for bundle in bundles:
            for record in span_records([bundle], names, written):
                found.put(record | {"document_source": bundle.document.source})
        yield found


def _kind(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        exact = abs(value) <= LARGEST_EXACT
        return "exact" if exact else "integer" if -LARGEST_INTEGER <= value < LARGEST_INTEGER else "any"
    if isinstance(value, float):
        return "float"
    return "string" if isinstance(value, str) else "any"


def _common(kinds: Iterable[str]) -> str:
    found = set(kinds)
    if found <= {"exact", "integer"}:
        return "integer"
    if found == {"exact", "float"}:
        return "number"
    return found.pop() if len(found) == 1 else "any"
