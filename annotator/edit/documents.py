"""The verbs on documents as a whole: add a pasted text, rename, delete."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Document, Link, Span
from annotator.core.text import clean
from annotator.store.queries import Queries

_PORTION = 500


DELETE = "Delete document"


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
    return ChangeSet(DELETE, tuple(Change(record, None) for record in gone))


def delete_big(document: Document, query: Queries, tick: Callable[[int, int], None]) -> Iterator[list[Change]]:
    """The same in batches that are read as they are written; ``tick`` is told how far through the text that is."""
    yield [Change(link, None) for link in query.links(document.id)]
    place = 0
    while spans := query.spans_from(document.id, place, _PORTION):
        yield [Change(span, None) for span in spans]
        place = spans[-1].start + 1
        tick(place, document.length + 1)
    yield [Change(document, None)]
