"""The verbs on links: link two spans, link one to a name that is tagged with the same act, unlink, retype.

Each returns the change set of one act or raises ``AnnotatorError`` where the scheme does not allow it. Nothing is
written here. Which spans a link may join is said by its type in the scheme, and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import new_id, now
from annotator.core.model import Document, Link, LinkType, Progress, Span
from annotator.core.scheme import Scheme
from annotator.edit import tagging

FILLS = {"said_by": "speaker"}
"""Link types whose other end is the value of a text attribute of the first: who said it is its speaker."""


class Way(NamedTuple):
    """A link type as seen from a span that is to be linked: it starts there (``out``), or ends there."""

    kind: LinkType
    out: bool

    @property
    def others(self) -> tuple[str, ...]:
        """The labels allowed at the other end; empty allows every one."""
        return self.kind.to_labels if self.out else self.kind.from_labels

    @property
    def name(self) -> str:
        return f"{self.kind.name} →" if self.out else f"← {self.kind.name}"

    def ends(self, span: Span, other: Span) -> tuple[Span, Span]:
        """The two spans as start and end of the link."""
        return (span, other) if self.out else (other, span)


def ways(label: str, scheme: Scheme) -> list[Way]:
    """Every link that may start or end at a span of ``label``: those that name the label first, then those open to
    all. A type with the same labels at both ends is offered once, outwards."""
    found = []
    for kind in scheme.link_types:
        if not kind.from_labels or label in kind.from_labels:
            found.append(Way(kind, True))
        if kind.from_labels != kind.to_labels and (not kind.to_labels or label in kind.to_labels):
            found.append(Way(kind, False))
    return sorted(found, key=lambda way: not (way.kind.from_labels if way.out else way.kind.to_labels))


def fits(way: Way, other: Span) -> bool:
    """Whether the scheme allows this span at the other end."""
    return not way.others or other.label in way.others


def link(
    start: Span, end: Span, kind: LinkType, links: Iterable[Link], *, annotator_id: str, scheme: Scheme
) -> ChangeSet:
    """Link ``start`` to ``end``. ``links``: those that ``start`` has. What the type fills and is unset is set too."""
    _check(start, end, kind, links, annotator_id, scheme)
    record = Link(
        id=new_id(), type=kind.key, from_id=start.id, to_id=end.id, annotator_id=annotator_id, created_at=now()
    )
    changes = [Change(None, record), *_filled(start, end, kind, annotator_id, scheme)]
    return ChangeSet(f"Link: {kind.name.lower()}", tuple(changes))


def link_new(
    span: Span,
    way: Way,
    extent: tuple[int, int],
    *,
    document: Document,
    text: str,
    annotator_id: str,
    scheme: Scheme,
    progress: Progress | None = None,
) -> ChangeSet:
    """Tag ``extent`` as the only label the scheme allows at the other end, and link the two, in one act. The first
    change is the new span."""
    label = scheme.label(way.others[0]) if len(way.others) == 1 else None
    if label is None:
        raise AnnotatorError(f"tag it first: “{way.kind.name}” may lead to {_listed(way.others, scheme)}")
    extent = tagging.extent(text, label=label, caret=extent[0], selection=extent)
    tagged = tagging.tag(
        document=document,
        text=text,
        annotator_id=annotator_id,
        label=label,
        start=extent[0],
        end=extent[1],
        progress=progress,
    )
    other = tagged.changes[0].after
    assert isinstance(other, Span)
    start, end = way.ends(span, other)
    linked = link(start, end, way.kind, (), annotator_id=annotator_id, scheme=scheme)
    return ChangeSet(f"Tag and link: {way.kind.name.lower()}", (*tagged.changes, *linked.changes))


def unlink(gone: Link, *, annotator_id: str, scheme: Scheme) -> ChangeSet:
    _own(gone, annotator_id)
    return ChangeSet(f"Remove link: {type_name(gone.type, scheme).lower()}", (Change(gone, None),))


def retype(
    old: Link, kind: LinkType, start: Span, end: Span, links: Iterable[Link], *, annotator_id: str, scheme: Scheme
) -> ChangeSet:
    """Give a link another type; its ends stay. ``links``: those that ``start`` has."""
    _own(old, annotator_id)
    if old.type == kind.key:
        return ChangeSet("", ())
    _check(start, end, kind, [each for each in links if each.id != old.id], annotator_id, scheme)
    changes = [Change(old, replace(old, type=kind.key)), *_filled(start, end, kind, annotator_id, scheme)]
    return ChangeSet(f"Link: {kind.name.lower()}", tuple(changes))


def other_end(link_: Link, span_id: str) -> str:
    """The id of the span at the other end."""
    return link_.to_id if link_.from_id == span_id else link_.from_id


def type_name(key: str, scheme: Scheme) -> str:
    """What people see for a type of link, also for one that the scheme lacks."""
    return next((kind.name for kind in scheme.link_types if kind.key == key), key)


def _check(
    start: Span, end: Span, kind: LinkType, links: Iterable[Link], annotator_id: str, scheme: Scheme
) -> None:
    if start.id == end.id:
        raise AnnotatorError("a span cannot be linked to itself")
    if start.document_id != end.document_id:
        raise AnnotatorError("only spans of one document can be linked")
    for span, allowed, verb in ((start, kind.from_labels, "start at"), (end, kind.to_labels, "lead to")):
        if allowed and span.label not in allowed:
            name = scheme.label_name(span.label).lower()
            raise AnnotatorError(f"“{kind.name}” can only {verb} {_listed(allowed, scheme)}; this is a {name}")
    same = (kind.key, start.id, end.id, annotator_id)
    if any((each.type, each.from_id, each.to_id, each.annotator_id) == same for each in links):
        raise AnnotatorError(f"these two are linked as “{kind.name}” already")


def _listed(labels: Sequence[str], scheme: Scheme) -> str:
    names = [f"a {scheme.label_name(label).lower()}" for label in labels]
    return " or ".join(names) if names else "any span"


def _filled(start: Span, end: Span, kind: LinkType, annotator_id: str, scheme: Scheme) -> list[Change]:
    key = FILLS.get(kind.key, "")
    known = any(each.key == key and each.type == "text" for each in scheme.attributes_of(start.label))
    if not known or key in start.attributes or start.annotator_id != annotator_id:
        return []
    value = " ".join(end.text.split())
    return [Change(start, replace(start, attributes={**start.attributes, key: value}))] if value else []


def _own(link_: Link, annotator_id: str) -> None:
    if link_.annotator_id != annotator_id:
        raise AnnotatorError("this link is someone else’s: only who made it can change it")
