"""Articles in rows: a table (CSV, TSV), JSON Lines or a list in JSON, each row one text, with columns about it.

Which column is the text is said by the user, or known by its name, or guessed by the length of what is in it and told.
Title, author, date, site and address are known by their names too; every other column goes into the metadata.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.core.text import visible
from annotator.formats import tables
from annotator.formats.articles import article
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused
from annotator.formats.lines import numbered, too_long
from annotator.formats.strict import Refusal, cleaned, decode_line, deeper_than, entry
from annotator.formats.titles import title_of
from annotator.formats.whole import read_json

NAMES = {
    "text": "text content body article article_text articletext fulltext full_text maintext main_text document story"
    " article_body articlebody body_text plain_text texte inhalt texto contenido testo tekst",
    "title": "title headline heading header headlines titre titel überschrift titulo título titolo subject",
    "author": "author authors byline by writer creator auteur autor autorin autore",
    "date": "date published published_at publish_date published_date publication_date pubdate pub_date date_published"
    " date_publish datetime time timestamp created created_at datum fecha data",
    "source": "url link source_url address permalink href web_url article_url uri",
    "site": "site source sitename site_name publisher publication domain source_domain outlet newspaper website"
    " hostname medium",
}
"""What columns are called, in small letters and with underscores, by what they hold."""

_ROLES = {name: role for role, names in NAMES.items() for name in names.split()}
_LOOKED_AT = 30  # rows by which a column of texts is guessed
_LONG = 120  # characters on average that make a column one of texts
_DEEPEST = 20
_OURS = frozenset({"file", "encoding", "extractor", "column"})  # what metadata hold for every file
_ANNOTATED = frozenset(
    ("spans", "entities", "label", "labels", "relations", "tokens", "annotations", "predictions", "format", "sha256")
)
_KEY = re.compile(r'"([^"\\\n]{1,40})"\s*:\s*["\[]')


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    """A document for each row. Never raises for a bad row."""
    rows = _rows(path, context)
    try:
        first: list[tuple[int, dict[str, Json] | str]] = list(islice(rows, _LOOKED_AT))
        if first and all(isinstance(row, str) for _, row in first):
            yield from (Refused(str(path), line, str(row)) for line, row in first)
            return
        records = [row for _, row in first if isinstance(row, dict)]
        column, note = _text_column(records, context.text_column)
        for line, row in chain(first, rows):
            if isinstance(row, str):
                yield Refused(str(path), line, row)
            else:
                yield _document(path, line, row, column, note)
                note = ""
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))


def columns(path: Path, context: Context) -> tuple[str, ...]:
    """The columns of a table of articles, or the keys of the first records; empty if it cannot be read."""
    try:
        first = [row for _, row in islice(_rows(path, context), _LOOKED_AT) if isinstance(row, dict)]
    except AnnotatorError:
        return ()
    return tuple(dict.fromkeys(key for row in first for key, value in row.items() if isinstance(value, str)))


def _rows(path: Path, context: Context) -> Iterator[tuple[int, dict[str, Json] | str]]:
    """Line and row, or why it is none."""
    try:
        with path.open("rb") as file:
            first = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    except OSError as error:
        raise AnnotatorError(f"cannot be read: {error.strerror or error}") from None
    if first == b"[":
        yield from _listed_rows(path)
    else:
        yield from _json_rows(path) if first == b"{" else _table_rows(path, context)


def _table_rows(path: Path, context: Context) -> Iterator[tuple[int, dict[str, Json] | str]]:
    otherwise = "is no table: its first line has no names of columns, divided by commas, semicolons, tabs or |"
    with tables.opened(path, context.encoding, _is_header, otherwise) as table:
        names = _unique(table.header)
        for row in table.rows:
            yield row.line, row.wrong or dict(zip(names, row.cells, strict=False))


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Json] | str]]:
    with path.open("rb") as file:
        for number, line in numbered(file):
            try:
                if why := too_long(line):
                    raise Refusal(why)
                value, dirty = decode_line(line)
                record = entry(value)
                if deeper_than(record, _DEEPEST):
                    raise Refusal("is nested too deeply")
                yield number, entry(cleaned(record)) if dirty else record
            except (Refusal, RecursionError) as error:
                yield number, str(error) if isinstance(error, Refusal) else "is nested too deeply"


def _listed_rows(path: Path) -> Iterator[tuple[int, dict[str, Json] | str]]:
    """The members of a list that is the whole file; their numbers stand for lines."""
    value, _ = read_json(path)
    for number, each in enumerate(value if isinstance(value, list) else [], 1):
        yield number, each if isinstance(each, dict) and not deeper_than(each, _DEEPEST) else "is no record of texts"


def _document(path: Path, line: int, row: Mapping[str, Json], column: str, note: str) -> Parsed:
    raw = row.get(column)
    if not isinstance(raw, str):
        return Refused(str(path), line, f"has no text in “{visible(column)}”")
    known: dict[str, str] = {}
    meta: dict[str, Json] = {"column": column}
    for name, value in row.items():
        if name == column or value in (None, "", [], {}):
            continue
        role = _ROLES.get(_normal(name))
        said = _listed(value)
        if role not in (None, "text") and said and role not in known:
            known[role] = said
        elif name not in _OURS:
            meta[name] = value
    try:
        title = known.pop("title", "") or title_of(raw[:2000].lstrip("\ufeff"), f"{path.stem} {line}")
        made = article(raw, name=path.name, title=title, source=known.pop("source", ""), meta=meta | known)
    except AnnotatorError as error:
        return Refused(str(path), line, f"its text {error}")
    notes = (note, *made.notes) if note else made.notes
    return Bundle(document=made.document(), text=made.text, notes=notes, line=line)


def _listed(value: Json) -> str:
    """A value as a text: names in a list one after another; "" for what is none."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _text_column(rows: Sequence[Mapping[str, Json]], said: str | None) -> tuple[str, str]:
    """The column with the texts, and a note if that is a guess. Raises ``AnnotatorError`` if there is none."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        raise AnnotatorError("has no rows")
    listed = ", ".join(visible(name) for name in names[:20]) + (", …" if len(names) > 20 else "")
    if said:
        for name in names:
            if said == name or _normal(said) == _normal(name):
                return name, ""
        raise AnnotatorError(f"has no column “{visible(said)}”; it has {listed}")
    for known in NAMES["text"].split():
        for name in names:
            if _normal(name) == known:
                return name, ""
    lengths = {name: sum(len(row[name]) for row in rows if isinstance(row.get(name), str)) for name in names}
    longest = max(names, key=lambda name: lengths[name], default="")
    if lengths.get(longest, 0) < _LONG * len(rows):
        raise AnnotatorError(f"has no column that looks like texts (say which with --text-column); it has {listed}")
    return longest, f"took “{visible(longest)}” for the column of texts, the longest; --text-column names another"


def _is_header(record: list[str]) -> bool:
    return len(record) > 1 and all(len(cell) <= 80 and "\n" not in cell for cell in record) and any(record)


def _unique(header: Sequence[str]) -> list[str]:
    """A name for each column: those without one, or with one that was there before, get their number."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = cleaned(cell).strip() or f"column {number}"
        names.append(name if name not in names else f"{name} {number}")
    return names


def _normal(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").replace(".", " ").split())


def sniff(head: bytes, name: str) -> bool:
    """A table or records that name a column of texts, and nothing that was annotated in them; by its suffix, any."""
    body = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if body.startswith(b"{"):
        return _is_record(body)
    if body.startswith(b"["):
        return body[1:].lstrip().startswith(b"{") and _is_record(body[1:].lstrip())
    if body.startswith(b"<"):
        return False
    known = bool(tables.dialect(head, _names_texts))
    return known or (name.lower().endswith((".csv", ".tsv")) and bool(tables.dialect(head, _is_header)))


def _names_texts(record: list[str]) -> bool:
    """A header with a column of texts and one more that says something about them."""
    roles = {_ROLES.get(_normal(cell)) for cell in record}
    return _is_header(record) and "text" in roles and len(roles - {None}) > 1


def _is_record(body: bytes) -> bool:
    """Whether the first record has a text and something about it in keys that are not ours."""
    text = body.decode("utf-8", errors="ignore")
    try:
        record, _ = json.JSONDecoder().raw_decode(text)
        keys = list(record)
    except (ValueError, RecursionError):
        keys = _KEY.findall(text)  # it goes on behind the head of the file
    if not _ANNOTATED.isdisjoint(keys) or {"start", "end"} <= set(keys):
        return False
    roles = {key: _ROLES.get(_normal(key)) for key in keys}
    if "text" not in keys:
        return "text" in roles.values()
    return any(role not in (None, "text", "title") and key != "source" for key, role in roles.items())


FORMAT = Format(
    name="rows",
    description="Articles in rows of a table or of JSON, one column the text",
    suffixes=(".csv", ".tsv", ".jsonl", ".json"),
    sniff=sniff,
    read=read_file,
    counts="",
    encoded=True,
    columns=columns,
)
