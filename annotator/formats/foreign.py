"""What readers and writers of other tools' formats share: a page for a text that came as it is, and counting of losses.

Knows no format.
"""

from collections.abc import Mapping

from annotator.core import ids
from annotator.core.model import Document, Json
from annotator.core.text import canonical, clean, sha256
from annotator.formats.bundle import Bundle, Written
from annotator.formats.desk import Desk
from annotator.formats.offsets import positions
from annotator.formats.page import Page
from annotator.formats.strict import Refusal
from annotator.formats.titles import title_of

JOINED = "continues"
"""The link type that ties the pieces of a span which is not in one stretch, each to the next."""

KINDS = ("annotators", "attributes", "notes", "links", "verdicts", "comments", "sources", "progress")
CALLED = {"sources": "sources of gold spans", "progress": "states of progress", "annotators": "annotators’ names"}
"""What a kind is called where it is told as lost, if not by its own name."""


def page_of(
    desk: Desk,
    raw: str,
    *,
    line: int,
    otherwise: str,
    unit: str = "codepoint",
    title: str = "",
    id_: str = "",
    source: str = "",
    meta: Mapping[str, Json] | None = None,
    position: int = 0,
) -> Page:
    """A page for the text ``raw``, whose positions are in ``unit``. ``otherwise`` is its title if the text gives none.

    Raises ``Refusal`` if there is no text.
    """
    found = canonical(raw)
    if not found.text:
        raise Refusal("its text is empty")
    length, place = positions(raw, found, unit)
    sha = sha256(found.text)
    document = Document(
        id=id_ or ids.document_id(sha),
        title=clean(title) or title_of(found.text, clean(otherwise)),
        source=clean(source),
        sha256=sha,
        length=len(found.text),
        position=position,
        meta=meta or {},
    )
    page = Page(desk, document, found.text, whole=True, line=line, length=length, place=place)
    if found.replaced:
        page.notes.append(f"{found.replaced} characters that are no text (controls, half pairs) became U+FFFD")
    return page


def count(written: Written, bundle: Bundle, *keeps: str) -> None:
    """Count a bundle as written in a format that keeps, of ``KINDS``, only these; the rest is told as lost."""
    written.documents += 1
    written.spans += len(bundle.spans)
    owners = {span.annotator_id for span in bundle.spans}
    written.owners |= owners
    if "links" in keeps:
        written.links += len(bundle.links)
    losses = {
        "notes": sum(bool(span.note) for span in bundle.spans),
        "attributes": sum(len(span.attributes) for span in bundle.spans),
        "links": len(bundle.links),
        "verdicts": len(bundle.verdicts),
        "comments": len(bundle.comments),
        "sources": len(bundle.sources),
        "progress": len(bundle.progress),
        "annotators": len(owners),
    }
    for kind in KINDS:
        if kind not in keeps:
            written.lose(CALLED.get(kind, kind), losses[kind])
