"""The verbs on documents as a whole: add a pasted text, rename, delete."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Document, Link, Span
from annotator.core.text import clean


def rename(document: Document, title: str) -> ChangeSet:
    """Give a document another title. Raises ``AnnotatorError`` for an empty one."""
    title = " ".join(clean(title).split())
    if not title:
        raise AnnotatorError("a document needs a title")
    if title == document.title:
        return ChangeSet("", ())
    return ChangeSet("Rename document", (Change(document, replace(document, title=title)),))


def delete(document: Document, spans: Sequence[Span], links: Sequence[Link]) -> ChangeSet:
    """Take a document out of the project, with everybody's spans and links in it."""
    gone: tuple[Link | Span | Document, ...] = (*links, *spans, document)
    return ChangeSet("Delete document", tuple(Change(record, None) for record in gone))
