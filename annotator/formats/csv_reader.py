"""A table of spans -> bundles: one row a span, of ours or of anybody's who has the columns start, end and label.

The text comes from the project (by sha256 or document_id), from ``--document``, or from a column of the table that
repeats it. A span whose text does not stand where it says goes where that stands once nearby, and that is told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.formats import tables
from annotator.formats.bundle import Bundle, Context, Parsed, Refused
from annotator.formats.cells import json_of, undone, value_of, whole_number
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.page import Page
from annotator.formats.span_rows import SpanRows
from annotator.formats.strict import Refusal, cleaned, entry, shown
from annotator.formats.waiting import ATTRIBUTE

_CALLED = {
    "start": ("start", "begin", "start_offset", "start_char", "char_start", "offset_start", "span_start", "start_pos"),
    "end": ("end", "stop", "end_offset", "end_char", "char_end", "offset_end", "span_end", "end_pos"),
    "label": ("label", "labels", "tag", "category", "class", "code", "entity", "entity_type"),
    "text": ("text", "span_text", "exact", "covered_text", "surface", "mention", "quoted_text"),
    "document_text": ("document_text", "full_text", "article_text"),
    "document_id": ("document_id", "doc_id", "document", "doc", "article_id"),
    "document_title": ("document_title", "title", "doc_title"),
    "document_source": ("document_source", "source", "url"),
    "sha256": ("sha256", "document_sha256"),
    "annotator": ("annotator", "user", "username", "author", "coder", "annotated_by"),
    "note": ("note", "notes", "comment", "remark"),
    "id": ("id", "span_id", "annotation_id"),
    **{name: (name,) for name in ("annotator_id", "rev", "origin", "created_at", "updated_at", "attributes")},
    **{name: (name,) for name in ("sources", "verdicts", "verdict", "reviewer", "verdict_comment")},
}
_MEANING = {name: meaning for meaning, names in _CALLED.items() for name in names}
_GAP = re.compile(r"[\W_]+")
_OTHERWISE = "is no table of spans: its first row does not name the columns start, end and label"


class _Columns:
    """What each column of a table means: a key of a span's record, an attribute, or nothing we know."""

    def __init__(self, header: list[str], attributes: set[str]) -> None:
        self.places: dict[str, int] = {}
        self.attributes: dict[int, str] = {}
        self.unknown: list[str] = []
        for place, head in enumerate(header):
            meaning = _MEANING.get(_GAP.sub("_", head.strip().lower()).strip("_"), "")
            if head.lower().startswith(ATTRIBUTE):
                self.attributes[place] = head[len(ATTRIBUTE) :]
            elif meaning and meaning not in self.places:
                self.places[meaning] = place
            elif head.strip() in attributes:
                self.attributes[place] = head.strip()
            elif head.strip():
                self.unknown.append(head.strip())
        self.needed = max(self.places.get(each, 0) for each in ("start", "end", "label", "text"))

    def is_one_of_spans(self) -> bool:
        return {"start", "end", "label"} <= self.places.keys()


def is_header(cells: list[str]) -> bool:
    return _Columns(cells, set()).is_one_of_spans()


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        with tables.opened(path, context.encoding, is_header, _OTHERWISE) as table:
            yield from _Reading(path, context, table).read()
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))


class _Reading:
    def __init__(self, path: Path, context: Context, table: tables.Table) -> None:
        self._file, self._stem, self._context, self._table = str(path), path.stem, context, table
        self._desk = Desk(context)
        known = {key for attributes in self._desk.attributes.values() for key in attributes}
        self._columns = _Columns(table.header, known)
        self._rows = SpanRows(self._file, context, self._desk, mend=True)
        self._texts: bool | None = None  # whether the rows bring their texts along
        self._page: Page | None = None
        self._raw = ""
        self._told = [*table.notes]
        if self._columns.unknown:
            self._told.append(f"columns left out: {', '.join(map(shown, self._columns.unknown[:20]))}")

    def read(self) -> Iterator[Parsed]:
        for row in self._table.rows:
            try:
                if row.wrong:
                    raise Refusal(row.wrong)
                yield from self._noted(self._row(row.cells, row.line))
            except (Refusal, RecursionError) as error:
                why = str(error) if isinstance(error, Refusal) else "is nested too deeply"
                yield Refused(self._file, row.line, why)
        yield from self._noted(self._closed())

    def _noted(self, found: Iterator[Parsed]) -> Iterator[Parsed]:
        """The same, with what is to be told of the whole table on the first bundle."""
        for parsed in found:
            if self._told and isinstance(parsed, Bundle):
                parsed, self._told = replace(parsed, notes=(*self._told, *parsed.notes)), []
            yield parsed

    def _row(self, cells: list[str], line: int) -> Iterator[Parsed]:
        if len(cells) < len(self._table.header) and len(cells) <= self._columns.needed + 1:
            raise Refusal(f"has {len(cells):,} fields; the header has {len(self._table.header):,}")
        record = self._record(cells)
        if self._texts is None:
            self._texts = self._brings_texts(record)
        raw = record.pop("document_text", None)
        if not self._texts:
            record.pop("document_source", None)
            yield from self._rows.take(entry(cleaned(record)), line)
            return
        if raw is None:
            raw = record.pop("text", None)
        if self._page is None or raw != self._raw:
            yield from self._closed()
            self._page, self._raw = self._new_page(raw, record, line), str(raw)
        record.pop("document_source", None)
        self._page.add_span(cleaned(record), line=line)
        yield from (Refused(self._file, where, why) for where, why in self._page.refused)
        self._page.refused.clear()

    def _brings_texts(self, first: Mapping[str, Json]) -> bool:
        """Whether a column holds the whole text: one that is called so, or one of texts longer than their spans in a
        table that names no document."""
        if self._context.document is not None:
            return False
        if "document_text" in self._columns.places:
            return True
        start, end, text = first.get("start"), first.get("end"), first.get("text")
        if self._columns.places.keys() & {"sha256", "document_id"} or not isinstance(text, str):
            return False
        return isinstance(start, int) and isinstance(end, int) and len(text) >= end and len(text) != end - start

    def _new_page(self, raw: Json, record: Mapping[str, Json], line: int) -> Page:
        if not isinstance(raw, str):
            raise Refusal("lacks text")
        title, source = record.get("document_title"), record.get("document_source")
        return page_of(
            self._desk,
            raw,
            line=line,
            otherwise=f"{self._stem} {line}",
            title=title if isinstance(title, str) else "",
            source=source if isinstance(source, str) else "",
        )

    def _closed(self) -> Iterator[Parsed]:
        if self._page is not None:
            page, self._page = self._page, None
            yield page.bundle()
        yield from self._rows.close()

    def _record(self, cells: list[str]) -> dict[str, Json]:
        """The row as a record of the spans layout. An empty cell says nothing. Raises ``Refusal``."""
        said = {
            key: undone(cells[place])
            for key, place in self._columns.places.items()
            if place < len(cells) and cells[place]
        }
        record: dict[str, Json] = dict(said)
        for key in ("start", "end", "rev"):
            if key in said:
                record[key] = whole_number(said[key])
        for key in ("attributes", "sources", "verdicts"):
            if key in said:
                record[key] = json_of(said[key], key)
        attributes = dict(self._attributes(cells, said.get("label", "")))
        if attributes:
            given = record.get("attributes")
            record["attributes"] = attributes | (given if isinstance(given, dict) else {})
        verdict, reviewer, comment = (record.pop(key, "") for key in ("verdict", "reviewer", "verdict_comment"))
        if verdict and "verdicts" not in record:
            record["verdicts"] = [{"verdict": verdict, "reviewer": reviewer, "comment": comment}]
        return record

    def _attributes(self, cells: list[str], label: str) -> Iterator[tuple[str, Json]]:
        known = self._desk.attributes.get(label, {})
        for place, key in self._columns.attributes.items():
            cell = cells[place] if place < len(cells) else ""
            if cell:
                value = value_of(cell)
                texts = key in known and known[key].type in ("text", "choice")
                yield key, undone(cell) if texts and not isinstance(value, str) else value
