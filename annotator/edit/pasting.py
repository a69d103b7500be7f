"""A text from the clipboard as a new document."""

from dataclasses import replace

from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError
from annotator.core.ids import now
from annotator.core.model import Document, Text
from annotator.formats.fragments import article_of_html_fragment
from annotator.store.queries import Queries


def pasted(query: Queries, plain: str, html: str = "", address: str = "") -> tuple[list[Change], Document]:
    """The changes that add a pasted text as a new document, and that document; none if its text is already here.

    Rich text (``html``) becomes its text, with the title and author that it names; ``address`` is where it was copied.
    Raises ``AnnotatorError`` if there is no text.
    """
    try:
        found = article_of_html_fragment(html, plain, address)
    except AnnotatorError as error:
        raise AnnotatorError(f"the clipboard {error}") from error
    here = query.document_with_text(found.sha256)
    if here is not None:
        return [], here
    source = found.source or "pasted"
    document = replace(found.document(query.last_position() + 1), source=source, created_at=now(), rev=1)
    version = query.version(Document, document.id)
    if version is not None:
        document = replace(document, rev=version[0].rev + 1)
    return [Change(None, Text(id=document.sha256, text=found.text)), Change(None, document)], document
