"""One span a record, whatever holds the records (lines, cells, columns): the document each belongs to, page by page.

A record has the keys of the spans layout of our JSON Lines. Its document comes from the project, by hash or id, or is
the one that is forced; without it a record is refused. With ``mend`` a span whose text does not stand where it says
goes where that stands once nearby.
"""

from collections.abc import Iterator

from annotator.core.model import Json
from annotator.formats.bundle import Bundle, Context, Known, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.offsets import found_nearby
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, identity, shown, string

WHAT_TO_DO = "import its text first, or name the document with --document"


class SpanRows:
    """Takes records in the order of a file; neighbours of one document make one bundle."""

    def __init__(self, file: str, context: Context, desk: Desk, *, mend: bool = False) -> None:
        self._file = file
        self._context = context
        self._desk = desk
        self._open: Page | None = None
        self._key: tuple[str, str] | None = None
        self._mend = mend
        self._text = ""
        self._moved: list[int] = []

    def take(self, raw: dict[str, Json], number: int) -> Iterator[Parsed]:
        """Add the span of record ``number``; yields the bundle before it if it begins another, and its refusal.

        Raises ``Refusal`` if its document is not to be had.
        """
        key = string(raw, "sha256").lower(), identity(raw, "document_id")
        if self._open is None or key != self._key:
            document, text = self._known(*key)
            if self._open is None or self._open.document.id != document.id:
                yield from self.close()
                self._open, self._text = Page(self._desk, document, text, whole=False, line=number), text
            self._key = key
        record = _in_codepoints(raw)
        self._open.add_span(self._mended(record, number) if self._mend else record, line=number)
        for line, why in self._open.refused:
            yield Refused(self._file, line, why)
        self._open.refused.clear()

    def close(self) -> Iterator[Bundle]:
        """The bundle that is still open, if there is one with spans in it."""
        if self._open is not None:
            page, self._open, self._key = self._open, None, None
            if self._moved:
                many = f"{len(self._moved):,} spans were" if len(self._moved) > 1 else "1 span was"
                page.notes.append(f"{many} moved to where the text stands once nearby (first: line {self._moved[0]})")
                self._moved = []
            bundle = page.bundle()
            if bundle.spans:
                yield bundle

    def _mended(self, raw: dict[str, Json], number: int) -> dict[str, Json]:
        start, end, given = raw.get("start"), raw.get("end"), raw.get("text")
        if not (isinstance(start, int) and isinstance(end, int) and isinstance(given, str)):
            return raw
        stands = self._text[max(0, start) : max(0, end)]
        if stands in (given, f"'{given}"):  # an apostrophe may be the text's own, and not one that defused a cell
            return raw | {"text": stands}
        found = found_nearby(self._text, given, max(0, start))
        if found is None:
            return raw
        self._moved.append(number)
        return raw | {"start": found[0], "end": found[1]}

    def _known(self, sha: str, document_id: str) -> Known:
        if self._context.document is not None:
            return self._context.document
        if not sha and not document_id:
            raise Refusal(f"is a span that names no document (by sha256 or document_id): {WHAT_TO_DO}")
        known = self._context.lookup(sha, document_id)
        if known is None:
            raise Refusal(
                f"is a span of a document that is not in the project ({shown(sha or document_id)}): {WHAT_TO_DO}"
            )
        if sha and known[0].sha256 != sha:
            raise Refusal("is a span of another version of its document (its sha256 differs)")
        return known


def _in_codepoints(raw: dict[str, Json]) -> dict[str, Json]:
    """A record as it is: without the file's own text, positions in another unit cannot be turned into ours."""
    if raw.get("offset_unit") not in (None, "codepoint"):
        raise Refusal(f"its offset_unit is {shown(raw['offset_unit'])}, not codepoint")
    return raw
