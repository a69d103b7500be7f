"""doccano's JSON Lines, of projects with and without relations, and its ZIP archives with one file per member.

doccano's page counts UTF-16 units or, if so set, characters as they are seen; its server counts code points. Nothing in
a file says which, so the unit is taken under which most spans begin and end with words. Archives are read in place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator, Json, Span
from annotator.core.text import clean
from annotator.formats import doccano_writer
from annotator.formats.archives import Archive, opened, refused_names
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.doccano_writer import NOBODY, OWN
from annotator.formats.foreign import page_of
from annotator.formats.lines import limited, pages
from annotator.formats.offsets import UNITS, Stretch, likely_unit
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, entry, items, mapping, shown, string

_SPANS = re.compile(
    r'"(?:labels?|entities)"\s*:\s*\[\s*(?:\[\s*\d+\s*,\s*\d+\s*,\s*"|\{[^{}]*"start_offset"|\])'
    r'|"annotations"\s*:\s*\[\s*\{[^{}]*"start_offset"'
)
_TRIPLES = re.compile(r'"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,\s*"[^"]*"\s*\]')


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                file.seek(0)
                yield from _read(file, str(path), context)
                return
        with opened(path) as archive:
            yield from _members(archive, path, context)
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")


def _members(archive: Archive, path: Path, context: Context) -> Iterator[Parsed]:
    """``all.jsonl`` names nobody; every other file is that of the member it is called after."""
    yield from refused_names(archive, path)
    for member in archive.names(".jsonl"):
        stem = clean(PurePath(member).stem)
        own, told = context, ""
        if stem not in NOBODY:
            own = replace(context, annotator=Annotator(id=ids.annotator_id(stem), name=stem))
            told = f"its spans are those of {stem}, by the name of the file in the archive"
        with archive.open(member) as file:
            for parsed in _read(file, f"{path}/{clean(member)}", own):
                if told and isinstance(parsed, Bundle):
                    yield replace(parsed, notes=(told, *parsed.notes))
                    told = ""
                else:
                    yield parsed


def _read(file: BinaryIO, name: str, context: Context) -> Iterator[Parsed]:
    return pages(_records(limited(file)), name, context, partial(_page, name))


def _records(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records with the line each begins on: one a line, or spread over lines between two lone braces."""
    spread: list[bytes] = []
    for number, line in enumerate(lines, 1):
        if spread or line.strip() == b"{":
            spread.append(line)
            if line.rstrip() == b"}":
                yield number - len(spread) + 1, b"".join(spread)
                spread = []
        elif line.strip():
            yield number, line
    if spread:
        yield number - len(spread) + 1, b"".join(spread)


def _page(file: str, desk: Desk, record: dict[str, Json], whole: dict[str, Json], line: int) -> Page:
    record, columns = _usual(record)
    raw = whole.get(columns[0] if columns else "text")  # as it came: positions count what cleaning removes
    if not isinstance(raw, str):
        raise Refusal("lacks text" if raw is None else f"its text is {shown(raw)}, not a text")
    spans, labels = _spans(record)
    stretches = [
        Stretch(one["start"], one["end"]) for one in spans if type(one["start"]) is int and type(one["end"]) is int
    ]
    unit, right = likely_unit(raw, stretches, ("utf16", "codepoint", "grapheme"))
    told = record.get("offset_unit")
    if isinstance(told, str) and told in UNITS:
        unit = told
    meta = mapping(record, "meta") | {key: value for key, value in record.items() if key not in OWN}
    page = page_of(
        desk,
        raw,
        line=line,
        unit=unit,
        otherwise=f"{PurePath(file).stem} {line}",
        title=string(record, "title"),
        meta=meta,
    )
    if told is None and stretches and len(raw.encode("utf-16-le", "surrogatepass")) != 2 * len(raw):
        page.notes.append(f"positions taken as {UNITS[unit]}: so {right} of {len(stretches)} spans are whole words")
    if columns:
        page.notes.append(f"its columns {' and '.join(map(shown, columns))} taken for text and spans")
    if labels:
        page.notes.append(f"left out: labels of the whole text ({', '.join(labels)})")
    made: dict[Json, Span] = {}
    for nth, one in enumerate(spans, 1):
        span = page.add_span({key: one[key] for key in one if key != "id"}, line=line, number=nth)
        if span is not None and isinstance(one["id"], int | str):
            made[one["id"]] = span
    for nth, relation in enumerate(map(entry, items(record, "relations")), 1):
        ends = [made.get(relation.get(key)) for key in ("from_id", "to_id")]
        if ends[0] is None or ends[1] is None:
            page.refused.append((line, f"relation {nth}: an end of it is no span that went in"))
        else:
            page.add_link({"type": relation.get("type"), "from": ends[0].id, "to": ends[1].id}, line=line, number=nth)
    return page


def _usual(record: dict[str, Json]) -> tuple[dict[str, Json], tuple[str, ...]]:
    """The record with its columns as they are usually called, and what they are called: whoever imports into doccano
    names them. Only where there is no doubt, as one column of lists of spans and one text."""
    if "text" in record:
        return record, ()
    spans = [key for key, value in record.items() if isinstance(value, list) and value and all(map(_is_triple, value))]
    texts = [key for key, value in record.items() if isinstance(value, str) and key not in OWN]
    if len(spans) != 1 or len(texts) != 1:
        return record, ()
    rest = {key: value for key, value in record.items() if key not in (*spans, *texts)}
    return {"text": record[texts[0]], "label": record[spans[0]], **rest}, (texts[0], spans[0])


def _is_triple(value: Json) -> bool:
    """Whether a value is a span in short: its start, its end, its label."""
    return isinstance(value, list) and len(value) == 3 and isinstance(value[2], str)


def _spans(record: dict[str, Json]) -> tuple[list[dict[str, Json]], list[str]]:
    """The spans of a record in one shape, and the labels it gives the whole text."""
    spans: list[dict[str, Json]] = []
    labels = [shown(one) for one in items(record, "cats")]
    lists = ("entities", "annotations", "label" if "label" in record else "labels")
    for one in [one for key in lists for one in items(record, key)]:
        if isinstance(one, list) and len(one) == 3:
            spans.append({"id": None, "start": one[0], "end": one[1], "label": one[2]})
        elif isinstance(one, dict) and ("start_offset" in one or "user" not in one):
            places = {"start": one.get("start_offset"), "end": one.get("end_offset")}
            spans.append({"id": one.get("id"), **places, **_numbered(one)})
        else:
            labels.append(shown(one))
    return spans, labels


def _numbered(one: dict[str, Json]) -> dict[str, Json]:
    """The label of a span, and who made it where that is said: by their numbers, as doccano did before version 1.5."""
    label, user = one.get("label"), one.get("user")
    found: dict[str, Json] = {"label": str(label) if type(label) is int else label}
    return found | ({"annotator": f"user {user}"} if type(user) is int else {})


def sniff(head: bytes, name: str) -> bool:
    """By the first record; an archive, by its first file."""
    if head.startswith(b"PK\x03\x04"):
        return head[30 : 30 + int.from_bytes(head[26:28], "little")].endswith(b".jsonl")
    text = head.decode("utf-8-sig", errors="ignore").lstrip()
    if not text.startswith("{"):
        return False
    first = text.partition("\n}" if text.partition("\n")[0].strip() == "{" else "\n")[0]
    if '"format"' in first or '"_task_hash"' in first:
        return False
    return bool(_SPANS.search(first) if '"text"' in first else _TRIPLES.search(first))


FORMAT = Format(
    name="doccano",
    description="doccano JSON Lines, or its ZIP archive per member",
    suffixes=(".jsonl", ".zip"),
    sniff=sniff,
    read=read_file,
    layouts={"relations": doccano_writer.write_relations, "spans": doccano_writer.write_spans},
    folders={"members": doccano_writer.write_members},
    counts="UTF-16 units",
)
