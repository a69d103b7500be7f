"""WebAnno TSV 3 as lines: its sections, its escapes, and the text put together again. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.formats.strict import Refusal, shown

WIDEST = 1_000_000
"""How many characters may be missing between sentences: they are filled in, and a file can name any number."""

_VERSION = re.compile(r"#FORMAT=WebAnno TSV 3\.(\d{1,3})\s*")
_LAYER = re.compile(r"#T_(?:SP|CH|RL)=[^|]+")
_PLACE = re.compile(r"(\d{1,12})-(\d{1,12})")
_UNIT = re.compile(r"\d{1,9}-\d{1,9}(?:\.\d{1,9})?")

_IN_TEXT = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b", "\\": "\\"}
_IN_VALUE = {"t": "\t", "n": "\n", "->": "->", **{each: each for each in "\\[]|_;*"}}
_TEXT_ESCAPE = re.compile(r"\\([tnfrb\\\x00-\x1f])")
_JAVA_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|([tnfrb\\\"'/]))")
_VALUE_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_TO_ESCAPE = re.compile(r"->|[\\\[\]|_;\t\n*]")


class Row(NamedTuple):
    """A token, or a part of one: ``unit`` is its number (``1-2``, ``1-2.1``), the positions are as the file counts."""

    line: int
    unit: str
    start: int
    end: int
    text: str
    cells: list[str]


class Sentence(NamedTuple):
    text: str
    start: int


@dataclass(slots=True)
class Sheet:
    """A file in its parts. ``gaps`` counts the characters between sentences, ``refused`` holds (line, why)."""

    layers: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    gaps: int = 0


def read_sheet(lines: Iterable[str]) -> Sheet:
    """The parts of a file. Raises ``Refusal`` if it is not of this format or has no sentence."""
    numbered = enumerate((line.removesuffix("\r") for line in lines), 1)
    version = _VERSION.fullmatch(next(numbered, (0, ""))[1])
    if version is None:
        raise Refusal("is no WebAnno TSV 3 (#FORMAT=WebAnno TSV 3.x), the version to export it in")
    unescape = unescape_text if int(version[1]) >= 2 else _unescape_java
    sheet = Sheet()
    text: list[str] = []
    for number, line in numbered:
        if line.startswith("#Text="):
            text.append(unescape(line[6:]))
        elif not sheet.rows and not text and line.startswith("#T_"):
            if not _LAYER.match(line):
                raise Refusal(f"line {number} is no layer: {shown(line)}")
            sheet.layers.append(line)
        elif line and not line.startswith("#Sentence.id="):
            row = _row(line, number)
            if row is None:
                sheet.refused.append((number, f"is no token: {shown(line)}"))
                continue
            if text:
                sheet.sentences.append(Sentence("\n".join(text), row.start))
                text = []
            sheet.rows.append(row)
    if text:
        sheet.refused.append((0, f"its last sentence has no tokens: {shown(text[0])}"))
    if not sheet.sentences:
        raise Refusal("holds no sentence")
    return sheet


def _row(line: str, number: int) -> Row | None:
    unit, _, rest = line.partition("\t")
    place, _, rest = rest.partition("\t")
    text, _, rest = rest.partition("\t")
    found = _PLACE.fullmatch(place)
    if found is None or not _UNIT.fullmatch(unit):
        return None
    return Row(number, unit, int(found[1]), int(found[2]), text, rest.split("\t"))


def rebuilt(sheet: Sheet, unit: str) -> str:
    """The text: the sentences, each where its first token begins; one missing character becomes a line end, of more
    the first (as INCEpTION does it), the others blanks. Sets ``sheet.gaps``. Raises ``Refusal`` for a huge gap."""
    pieces: list[str] = []
    at = sheet.gaps = 0
    for text, start in sheet.sentences:
        gap = start - at
        if gap + sheet.gaps > WIDEST:
            raise Refusal(f"lacks {gap:,} characters before a sentence; at most {WIDEST:,} in all are filled in")
        if gap > 0:
            pieces.append(("\n" if pieces else " ") + " " * (gap - 1))
            at += gap
            sheet.gaps += gap
        pieces.append(text)
        at += len(text) if unit == "codepoint" else len(text.encode("utf-16-le", "surrogatepass")) // 2
    return "".join(pieces)


def cut(cell: str, separator: str) -> list[str]:
    """A cell at each separator that is not escaped."""
    if separator not in cell:
        return [cell]
    parts, at = [], 0
    for found in re.finditer(rf"\\.|{re.escape(separator)}", cell, re.DOTALL):
        if found[0] == separator:
            parts.append(cell[at : found.start()])
            at = found.end()
    return [*parts, cell[at:]]


def unescape_value(value: str) -> str:
    if "\\" not in value:
        return value
    return _VALUE_ESCAPE.sub(lambda found: _IN_VALUE.get(found[1], found[0]), value)


def escape_value(value: str) -> str:
    return _TO_ESCAPE.sub(lambda found: {"\t": "\\t", "\n": "\\n"}.get(found[0], "\\" + found[0]), value)


def unescape_text(text: str) -> str:
    if "\\" not in text:
        return text
    return _TEXT_ESCAPE.sub(lambda found: _IN_TEXT.get(found[1], found[1]), text)


def escape_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t")


def _unescape_java(text: str) -> str:
    """Before version 3.2 a text was escaped as Java escapes a string."""
    found = _JAVA_ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else _IN_TEXT.get(one[2], one[2]), text)
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
