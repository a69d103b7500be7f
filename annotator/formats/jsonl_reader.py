"""JSON Lines -> bundles. One pass, one line in memory, and one bad line never ends the reading.

Two layouts, told apart by what a line holds: documents with their spans, and one span a line. Prodigy's plain
``text`` + ``spans`` is the first with most of it missing. Positions of the file are turned into positions of the
canonical text here and nowhere else.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from annotator.core import ids
from annotator.core.model import Document, Json
from annotator.core.text import Canonical, canonical, sha256
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.offsets import positions
from annotator.formats.page import Page
from annotator.formats.span_rows import SpanRows
from annotator.formats.strict import (
    Refusal,
    cleaned,
    decode_line,
    identity,
    items,
    mapping,
    revision,
    shown,
    string,
)
from annotator.formats.titles import title_of

FORMAT = "annotator/1"
DOCUMENT_KEYS = frozenset(
    (
        *("format", "id", "rev", "title", "text", "sha256", "offset_unit", "source", "meta"),
        *("annotators", "progress", "spans", "links"),
    )
)


def read(lines: Iterable[bytes | str], file: str, context: Context) -> Iterator[Parsed]:
    """What ``lines`` hold, in order; ``file`` is the name that refusals give. Never raises for a bad line."""
    return Reading(file, context).read(lines)


class Reading:
    """The state of one file's reading, for lines or for records that are objects already."""

    def __init__(self, file: str, context: Context) -> None:
        self._file = file
        self._context = context
        self._desk = Desk(context)
        self._seen: dict[str, tuple[str, int]] = {}  # document id -> SHA-256 and line
        self._documents = 0
        self._rows = SpanRows(file, context, self._desk)  # of the spans layout

    def read(self, lines: Iterable[bytes | str]) -> Iterator[Parsed]:
        for number, line in enumerate(lines, 1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf") if isinstance(line, bytes) else line.removeprefix("\ufeff")
            if not line.strip():
                continue
            try:
                yield from self._line(line, number)
            except Refusal as refusal:
                yield Refused(self._file, number, str(refusal))
            except RecursionError:
                yield Refused(self._file, number, "is nested too deeply")
        yield from self._rows.close()

    def _line(self, line: bytes | str, number: int) -> Iterator[Parsed]:
        value, dirty = decode_line(line)
        if not isinstance(value, dict):
            raise Refusal("is not a JSON object")
        yield from self.take(value, number, dirty=dirty)

    def close(self) -> Iterator[Parsed]:
        """What is still open at the end."""
        return self._rows.close()

    def take(self, value: dict[str, Json], number: int, *, dirty: bool) -> Iterator[Parsed]:
        """What record ``number`` holds, a document or a span; ``dirty`` says that its strings may need cleaning.

        Raises ``Refusal`` if it is neither.
        """
        _known_format(value.get("format"))
        if _is_span(value):
            yield from self._rows.take(cleaned(value) if dirty else value, number)
        else:
            yield from self._rows.close()
            page = self._document_line(value, dirty, number)
            yield from self._refused(page)
            yield page.bundle()

    def _refused(self, page: Page) -> Iterator[Refused]:
        for line, why in page.refused:
            yield Refused(self._file, line, why)
        page.refused.clear()

    # One document a line

    def _document_line(self, value: dict[str, Json], dirty: bool, number: int) -> Page:
        raw = value.pop("text", None)
        if not isinstance(raw, str):
            raise Refusal("lacks text" if raw is None else f"its text is {shown(raw)}, not a text")
        found = canonical(raw) if dirty else Canonical(raw, 0)  # not dirty: there is nothing in it to clean
        if not found.text:
            raise Refusal("its text is empty")
        if dirty:
            value = cleaned(value)
        length, place = positions(raw, found, value.get("offset_unit"))
        document = self._document(value, raw, found, number)
        annotators, progress = items(value, "annotators"), mapping(value, "progress")
        spans, links = items(value, "spans"), items(value, "links")
        page = Page(self._desk, document, found.text, whole=True, line=number, length=length, place=place)
        for nth, person in enumerate(annotators, 1):
            try:
                page.people.introduce(person)
            except Refusal as refusal:
                raise Refusal(f"annotator {nth}: {refusal}") from None
        for name, state in progress.items():
            page.add_progress(name, state)
        self._documents += 1
        self._seen[document.id] = document.sha256, number
        if found.replaced:
            page.notes.append(f"{found.replaced} characters that are no text (controls, half pairs) became U+FFFD")
        page.strange.update(value.keys() - DOCUMENT_KEYS)
        for nth, span in enumerate(spans, 1):
            page.add_span(span, line=number, number=nth)
        for nth, link in enumerate(links, 1):
            page.add_link(link, line=number, number=nth)
        return page

    def _document(self, value: dict[str, Json], raw: str, found: Canonical, number: int) -> Document:
        sha = sha256(found.text)
        given = string(value, "sha256").lower()
        if given and given != sha and given != hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest():
            raise Refusal("its sha256 does not match its text")
        id_ = identity(value) or ids.document_id(sha)
        other, line = self._seen.get(id_, (sha, 0))
        if other != sha:
            raise Refusal(f"its id {shown(id_)} is that of line {line}, which has another text")
        title = string(value, "title")
        if value.get("title") is None:
            title = title_of(found.text, f"{PurePath(self._file).stem} {number}")
        return Document(
            id=id_,
            rev=revision(value),
            title=title,
            source=string(value, "source"),
            sha256=sha,
            length=len(found.text),
            position=self._documents,
            meta=mapping(value, "meta"),
        )


def _known_format(name: Json) -> None:
    """Refuse what a later version wrote: it may mean something else by the same keys."""
    if isinstance(name, str) and name.startswith("annotator/") and name != FORMAT:
        raise Refusal(f"is {shown(name)}; this version reads {FORMAT}. A newer Annotator wrote it")


def _is_span(value: dict[str, Json]) -> bool:
    """Whether a line is a span: by its start and end, also where these are not the whole numbers they should be."""
    if "start" not in value or "end" not in value:
        return False
    return "label" in value or (type(value["start"]) is int and type(value["end"]) is int)
