"""Every occurrence of a text, in one document or all, and the verb that tags those that were picked.

Reading and computing only: the changes of a pick are one act, which the session writes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from annotator.core.changes import Change
from annotator.core.excerpt import Excerpt, excerpt
from annotator.core.find import Options, find
from annotator.core.model import Document, Json, Label, Progress, Span
from annotator.edit import tagging
from annotator.store.queries import Queries

MOST = 5000
"""More occurrences than this are not listed: nobody looks through them."""
_SECONDS = 20.0

Tick = Callable[[int, int], None]


class Occurrence(NamedTuple):
    """One place. ``labels`` are those of the annotator's own spans that cover it."""

    document: Document
    start: int
    end: int
    context: Excerpt
    labels: frozenset[str]


class Occurrences(NamedTuple):
    """What was found; ``more`` says that there are others behind these."""

    found: tuple[Occurrence, ...]
    more: bool = False


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` begins and ends where words do, so that only whole words can be meant."""
    return (start, end) in find(text, text[start:end], Options(case=True, words=True))


def occurrences(
    query: Queries, documents: Sequence[Document], wanted: str, options: Options, annotator_id: str, tick: Tick
) -> Occurrences:
    """All places of ``wanted`` in these documents, in order, up to ``MOST``."""
    listed: list[Occurrence] = []
    for nth, document in enumerate(documents):
        tick(nth, len(documents))
        text = query.text(document.sha256)
        matches = find(text, wanted, options, seconds=_SECONDS)
        if not matches:
            continue
        own = _own_spans(query, document, annotator_id)
        for start, end in matches:
            if len(listed) == MOST:
                return Occurrences(tuple(listed), more=True)
            covering = frozenset(label for first, last, label in own(start) if last >= end and first <= start)
            listed.append(Occurrence(document, start, end, excerpt(text, start, end), covering))
    return Occurrences(tuple(listed))


def _own_spans(
    query: Queries, document: Document, annotator_id: str
) -> Callable[[int], Iterable[tuple[int, int, str]]]:
    """Start, end and label of the annotator's spans over a position."""
    from annotator.core.buckets import SpanIndex

    index = SpanIndex(span for span in query.spans(document.id) if span.annotator_id == annotator_id)
    return lambda at: ((span.start, span.end, span.label) for span in index.query(at, at + 1))


def tag_all(
    query: Queries,
    picked: Sequence[Occurrence],
    *,
    label: Label,
    annotator_id: str,
    attributes: Mapping[str, Json],
    tick: Tick,
) -> Iterator[list[Change]]:
    """Tag the picked places, one batch a document; they must be in order. Each gets a copy of ``attributes``."""
    done = 0
    for document, group in groupby(picked, key=lambda each: each.document):
        text = query.text(document.sha256)
        progress: Progress | None = next(
            (each for each in query.progress(document.id) if each.annotator_id == annotator_id), None
        )
        batch: list[Change] = []
        for place in group:
            tick(done, len(picked))
            done += 1
            changes = tagging.tag(
                document=document,
                text=text,
                annotator_id=annotator_id,
                label=label,
                start=place.start,
                end=place.end,
                progress=progress,
            ).changes
            span, *others = (change.after for change in changes)
            assert isinstance(span, Span)
            batch.append(Change(None, replace(span, attributes=dict(attributes))))
            batch += changes[1:]
            progress = next((each for each in others if isinstance(each, Progress)), progress)
        yield batch


def name(count: int, label: Label) -> str:
    """What Undo shows."""
    return f"Tag {count:,} occurrence{'s' if count != 1 else ''} as {label.name.lower()}"
