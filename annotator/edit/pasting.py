"""A text from the clipboard as a new document."""

from dataclasses import replace

from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError
from annotator.core.ids import now
from annotator.core.model import Document, Text
from annotator.formats.articles import article
from annotator.store.queries import Queries


def pasted(query: Queries, raw: str) -> tuple[list[Change], Document]:
    """The changes that add a pasted text as a new document, and that document; none if its text is already here.

    Raises ``AnnotatorError`` if there is no text.
    """
    try:
        found = article(raw)
    except AnnotatorError as error:
        raise AnnotatorError(f"the clipboard {error}") from error
    here = query.document_with_text(found.sha256)
    if here is not None:
        return [], here
    document = replace(found.document(query.last_position() + 1), source="pasted", created_at=now(), rev=1)
    version = query.version(Document, document.id)
    if version is not None:
        document = replace(document, rev=version[0].rev + 1)
    return [Change(None, Text(id=document.sha256, text=found.text)), Change(None, document)], document
