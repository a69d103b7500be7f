"""The verbs on spans: tag, retag, move an edge, describe, delete. Each returns the change set of one act.

Nothing is written here. Positions are code points of the document's canonical text, half open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD_ID, made_id, new_id, now
from annotator.core.model import Document, Json, Label, Link, Progress, Span
from annotator.core.scheme import Scheme, fits
from annotator.core.text import grapheme_ceil, grapheme_floor, trim


def extent(text: str, *, label: Label, caret: int, selection: tuple[int, int] | None) -> tuple[int, int]:
    """What the label's key would tag: the selection without white space at its edges, else the unit at the caret.

    Edges fall on grapheme borders. Raises ``AnnotatorError`` if that leaves nothing.
    """
    if selection:
        start, end = trim(text, grapheme_floor(text, selection[0]), grapheme_ceil(text, selection[1]))
        if start >= end:
            raise AnnotatorError("nothing to tag: the selection holds only white space")
        return start, end
    # Imported late: its word lists and patterns would cost every start of the program 40 ms.
    from annotator.core import units

    start, end = units.unit_at(text, caret, label.unit)
    if start >= end:
        raise AnnotatorError("nothing to tag at the caret")
    return start, end


def tag(
    *,
    document: Document,
    text: str,
    annotator_id: str,
    label: Label,
    start: int,
    end: int,
    progress: Progress | None = None,
) -> ChangeSet:
    """Add a span of ``label``. The first span moves a document that was to do to doing; gold has no progress."""
    gold = annotator_id == GOLD_ID
    span = Span(
        id=new_id(),
        document_id=document.id,
        annotator_id=annotator_id,
        label=label.key,
        start=start,
        end=end,
        text=text[start:end],
        origin="review" if gold else "manual",
        created_at=now(),
    )
    changes = [Change(None, span)]
    if not gold and (progress is None or progress.state == "todo"):
        changes.append(_progress(document.id, annotator_id, progress, "doing"))
    return ChangeSet(f"Tag as {label.name.lower()}", tuple(changes))


def retag(span: Span, label: Label, scheme: Scheme, annotator_id: str) -> ChangeSet:
    """Give a span another label. Attribute values that the new label does not know go; undo brings them back."""
    own(span, annotator_id, scheme)
    if span.label == label.key:
        return ChangeSet("", ())
    after = replace(span, label=label.key, attributes=attributes_for(label, span.attributes, scheme))
    return ChangeSet(f"Retag as {label.name.lower()}", (Change(span, after),))


def attributes_for(label: Label, attributes: Mapping[str, Json], scheme: Scheme) -> dict[str, Json]:
    """Those of ``attributes`` that a span of ``label`` may carry."""
    known = {attribute.key: attribute for attribute in scheme.attributes_of(label.key)}
    return {key: value for key, value in attributes.items() if key in known and fits(known[key], value)}


def move(span: Span, *, text: str, start: int, end: int, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Give a span another extent. Raises ``AnnotatorError`` if nothing would be left of it."""
    own(span, annotator_id, scheme)
    if (start, end) == (span.start, span.end):
        return ChangeSet("", ())
    if not 0 <= start < end <= len(text):
        raise AnnotatorError("a span needs at least one character")
    after = replace(span, start=start, end=end, text=text[start:end])
    return ChangeSet(f"Move edge of {scheme.label_name(span.label).lower()}", (Change(span, after),))


def move_edge(
    span: Span, *, text: str, side: str, direction: int, by: str, annotator_id: str, scheme: Scheme
) -> ChangeSet:
    """Move the ``start`` or ``end`` of a span one step (-1 or 1) ``by`` character, word or clause."""
    from annotator.core import units

    start, end = span.start, span.end
    if side == "start":
        start = units.move_edge(text, start, side, direction, by)
    else:
        end = units.move_edge(text, end, side, direction, by)
    return move(span, text=text, start=start, end=end, annotator_id=annotator_id, scheme=scheme)


def set_attribute(span: Span, key: str, value: Json, *, name: str, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Set an attribute; ``None`` unsets it. ``name`` is what Undo shows."""
    own(span, annotator_id, scheme)
    attributes = {each: given for each, given in span.attributes.items() if each != key}
    if value is not None:
        attributes[key] = value
    if attributes == dict(span.attributes):
        return ChangeSet("", ())
    return ChangeSet(f"Set {name.lower()}", (Change(span, replace(span, attributes=attributes)),))


def set_note(span: Span, note: str, *, annotator_id: str, scheme: Scheme) -> ChangeSet:
    own(span, annotator_id, scheme)
    if note == span.note:
        return ChangeSet("", ())
    return ChangeSet("Edit note", (Change(span, replace(span, note=note)),))


def delete(spans: Sequence[Span], links: Sequence[Link], *, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Delete spans together with the links that start or end at them."""
    for span in spans:
        own(span, annotator_id, scheme)
    gone: tuple[Span | Link, ...] = (*links, *spans)
    what = scheme.label_name(spans[0].label).lower() if len(spans) == 1 else f"{len(spans)} spans"
    return ChangeSet(f"Delete {what}", tuple(Change(record, None) for record in gone))


def set_state(document: Document, state: str, *, annotator_id: str, progress: Progress | None) -> ChangeSet:
    """Mark a document ``todo``, ``doing`` or ``done`` for one annotator."""
    if (progress.state if progress else "todo") == state:
        return ChangeSet("", ())
    names = {"todo": "to do", "doing": "in progress", "done": "done"}
    return ChangeSet(f"Mark as {names[state]}", (_progress(document.id, annotator_id, progress, state),))


def _progress(document_id: str, annotator_id: str, before: Progress | None, state: str) -> Change:
    if before:
        return Change(before, replace(before, state=state))
    # The id is made of the two it joins, so that two copies of a project say the same about the same pair.
    record_id = made_id("progress", document_id, annotator_id)
    after = Progress(
        id=record_id, document_id=document_id, annotator_id=annotator_id, state=state, created_at=now()
    )
    return Change(None, after)


def own(span: Span, annotator_id: str, scheme: Scheme) -> None:
    """Raise ``AnnotatorError`` unless the span is this annotator's."""
    if span.annotator_id != annotator_id:
        name = scheme.label_name(span.label).lower()
        raise AnnotatorError(f"this {name} is someone else's: only its owner can change it")
