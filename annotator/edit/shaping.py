"""The verbs that give spans another shape: split, merge, swap, duplicate, to the quotation marks, grow and shrink.

Nothing is written here; each returns the change set of one act, or raises ``AnnotatorError`` where there is nothing to
do. Positions are code points of the document's canonical text, half open.
"""

from collections.abc import Sequence
from dataclasses import replace

from annotator.core import ladder
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import new_id, now
from annotator.core.model import Label, Link, Span
from annotator.core.scheme import Scheme
from annotator.core.text import grapheme_floor, trim
from annotator.edit.tagging import attributes_for, move, own


def split(span: Span, at: int, *, text: str, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Cut a span in two at ``at``, without blanks at the new edges. The first part stays the span that it was, with its
    note and links; the second gets its attributes."""
    own(span, annotator_id, scheme)
    name = scheme.label_name(span.label).lower()
    at = grapheme_floor(text, min(max(at, span.start), span.end))
    first, second = trim(text, span.start, at), trim(text, at, span.end)
    if first[0] >= first[1] or second[0] >= second[1]:
        raise AnnotatorError(f"to split this {name}, put the caret inside it, between two words")
    head = replace(span, start=first[0], end=first[1], text=text[slice(*first)])
    tail = replace(_fresh(span), start=second[0], end=second[1], text=text[slice(*second)], note="")
    return ChangeSet(f"Split {name}", (Change(span, head), Change(None, tail)))


def merge(
    span: Span, other: Span, links: Sequence[Link], *, text: str, annotator_id: str, scheme: Scheme
) -> ChangeSet:
    """Make one span of two with one label: from the first start to the last end. ``span`` stays, with the attributes of
    both (its own where they differ) and both notes; the other's ``links`` become its links."""
    for each in (span, other):
        own(each, annotator_id, scheme)
    if span.label != other.label or span.document_id != other.document_id or span.id == other.id:
        raise AnnotatorError("only two spans of one label can be merged")
    start, end = min(span.start, other.start), max(span.end, other.end)
    notes = [each.note for each in sorted((span, other), key=lambda each: (each.start, each.end)) if each.note]
    after = replace(
        span,
        start=start,
        end=end,
        text=text[start:end],
        attributes={**other.attributes, **span.attributes},
        note="\n".join(dict.fromkeys(notes)),
    )
    # Links first: their ends must be there as long as they are.
    changes = [*_repoint(links, other.id, span.id), Change(other, None), Change(span, after)]
    return ChangeSet(f"Merge {scheme.label_name(span.label).lower()}s", tuple(changes))


def _repoint(links: Sequence[Link], gone: str, stays: str) -> list[Change]:
    """What becomes of the links of both spans: none to itself, none twice."""
    known = {(link.type, link.from_id, link.to_id) for link in links if gone not in (link.from_id, link.to_id)}
    changes = []
    for link in links:
        if gone not in (link.from_id, link.to_id):
            continue
        from_id, to_id = (stays if end == gone else end for end in (link.from_id, link.to_id))
        kept = from_id != to_id and (link.type, from_id, to_id) not in known
        known.add((link.type, from_id, to_id))
        changes.append(Change(link, replace(link, from_id=from_id, to_id=to_id) if kept else None))
    return changes


def swap(span: Span, other: Span, *, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Exchange the extents of two spans: each keeps its label, attributes, note and links, and takes the other's place,
    as where claim and quote were tagged the wrong way round."""
    for each in (span, other):
        own(each, annotator_id, scheme)
    names = [scheme.label_name(each.label).lower() for each in (span, other)]
    if (span.start, span.end) == (other.start, other.end):
        raise AnnotatorError(f"the {names[0]} and the {names[1]} have the same extent already")
    changes = (
        Change(span, replace(span, start=other.start, end=other.end, text=other.text)),
        Change(other, replace(other, start=span.start, end=span.end, text=span.text)),
    )
    return ChangeSet(f"Swap {names[0]} and {names[1]}", changes)


def duplicate(span: Span, label: Label, *, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Add a span of ``label`` with the same extent, owned by ``annotator_id`` whoever owns the first; attribute values
    come along where the label knows them."""
    if span.label == label.key and span.annotator_id == annotator_id:
        raise AnnotatorError(f"this is a {label.name.lower()} already; choose another label")
    copied = replace(
        _fresh(span),
        annotator_id=annotator_id,
        label=label.key,
        attributes=attributes_for(label, span.attributes, scheme),
        note="",
    )
    return ChangeSet(f"Duplicate as {label.name.lower()}", (Change(None, copied),))


def to_quotation(span: Span, *, text: str, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Move both edges to the marks of the quotation around the span, or just inside them if they are there already."""
    edges = ladder.quotation_edges(text, span.start, span.end)
    if edges is None:
        raise AnnotatorError("there are no quotation marks around this span")
    return _moved(span, edges, text, annotator_id, scheme)


def grow(span: Span, *, text: str, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Give a span the next larger extent on the ladder."""
    wider = ladder.larger(text, span.start, span.end)
    if wider is None:
        raise AnnotatorError("this span is the whole line already")
    return _moved(span, wider, text, annotator_id, scheme)


def shrink(span: Span, at: int, *, text: str, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Give a span the next smaller extent around ``at``, or around its start if that is elsewhere."""
    at = at if span.start <= at <= span.end else span.start
    narrower = ladder.smaller(text, span.start, span.end, at)
    if narrower is None:
        raise AnnotatorError("there is nothing smaller than this at the caret")
    return _moved(span, narrower, text, annotator_id, scheme)


def _moved(span: Span, extent: tuple[int, int], text: str, annotator_id: str, scheme: Scheme) -> ChangeSet:
    return move(span, text=text, start=extent[0], end=extent[1], annotator_id=annotator_id, scheme=scheme)


def _fresh(span: Span) -> Span:
    """The same as a record of its own."""
    return replace(span, id=new_id(), created_at=now(), updated_at="", rev=0, origin="manual")
