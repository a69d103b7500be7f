"""What a draft of a scheme would do to a project, counted beforehand; and the changes that do it.

A scheme act concerns everybody's spans, unlike tagging: a label that goes takes the spans of all annotators with it, or
turns them into spans of another. It is an act like any other: every record it touches gets a higher ``rev``, so that in
a merge with an older copy it wins over what was not touched there since; a span that was worked on there at the same
time comes back with its old label, which is then shown as one that the scheme lacks. Undo puts all of it back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.core.changes import Change
from annotator.core.model import Attribute, Json, Label, Link, LinkType, Record, Span
from annotator.core.scheme import Scheme, fits
from annotator.edit.drafts import Draft, numbered
from annotator.edit.guidelines import change_page
from annotator.store.queries import Queries
from annotator.store.usage import Touched

Tick = Callable[[int, int], None]


class Effect(NamedTuple):
    """One thing a draft does to data, in words, and how much it touches. ``loses``: something goes for good."""

    what: str
    touched: Touched
    loses: bool = False

    def line(self) -> str:
        spans, documents, links = self.touched
        parts = [f"{_many(spans, 'span')} in {_many(documents, 'document')}"] if spans else []
        parts += [_many(links, "link")] if links else []
        return f"{self.what}: {' and '.join(parts)}"


class Plan(NamedTuple):
    """What a draft would do. ``scheme`` tells the changes of the scheme itself, ``kept`` what stays as it is although
    the scheme will not know it; ``effects`` what happens to spans and links."""

    scheme: tuple[str, ...]
    effects: tuple[Effect, ...]
    kept: tuple[str, ...]

    @property
    def records(self) -> int:
        """About how many records the act will change; never too low by more than the scheme itself."""
        return sum(effect.touched.spans + effect.touched.links for effect in self.effects)

    def lines(self) -> list[str]:
        return [effect.line() for effect in self.effects] + list(self.kept)


def plan(query: Queries, draft: Draft) -> Plan:
    """What ``draft`` would do to the project; nothing is changed."""
    return Plan(tuple(_told(draft)), tuple(_effects(query, draft)), tuple(_kept(query, draft)))


def changes(query: Queries, draft: Draft, tick: Tick = lambda done, total: None) -> Iterator[list[Change]]:
    """The changes of a draft in batches, each at most a few hundred records, to be written one by one or all at once.

    Raises what ``tick`` raises.
    """
    yield [*_scheme_changes(draft), *_page_changes(query, draft)]
    gone: set[str] = set()
    link_types = {each.key for each in draft.scheme.link_types}
    for link_type in draft.before.link_types:
        if link_type.key not in link_types:
            for links in query.usage.links_of_type(link_type.key):
                yield _farewell(links, gone)
    rewrite = _Rewrite(draft)
    if not rewrite.labels:
        return
    total = sum(query.usage.of_label(label).spans for label in rewrite.labels)
    done = 0
    for spans in query.usage.spans_of(sorted(rewrite.labels)):
        tick(done, total)
        done += len(spans)
        pairs = [Change(span, rewrite.span(span)) for span in spans]
        deleted = [pair.record.id for pair in pairs if pair.after is None]
        links = query.usage.links_at(deleted) if deleted else []
        yield [*_farewell(links, gone), *(pair for pair in pairs if pair.before != pair.after)]


def _farewell(links: list[Link], gone: set[str]) -> list[Change]:
    """The end of links, each once: one may hang on two spans that both go."""
    fresh = [link for link in links if link.id not in gone]
    gone.update(link.id for link in fresh)
    return [Change(link, None) for link in fresh]


def _scheme_changes(draft: Draft) -> Iterator[Change]:
    before: dict[str, Record] = {record.id: record for record in draft.before.records()}
    after: dict[str, Record] = {record.id: record for record in numbered(draft.scheme).records()}
    for record_id, record in before.items():
        if record != after.get(record_id):
            yield Change(record, after.get(record_id))
    yield from (Change(None, record) for record_id, record in after.items() if record_id not in before)


def _page_changes(query: Queries, draft: Draft) -> Iterator[Change]:
    labels = {label.key for label in draft.scheme.labels}
    pages: dict[str, str | None] = {key: None for key in draft.moved if key not in labels}
    for key, text in (pages | dict(draft.guidelines)).items():
        change = change_page(query, key, text)
        if change:
            yield change


class _Rewrite:
    """What becomes of a span."""

    def __init__(self, draft: Draft) -> None:
        self._moved = draft.moved
        kept = {(each.label, each.key) for each in draft.scheme.attributes}
        labels = {label.key for label in draft.scheme.labels}
        self._dropped = {
            (each.label, each.key)
            for each in draft.before.attributes
            if each.label in labels and (each.label, each.key) not in kept
        }
        self._values = draft.values
        self.labels = {*draft.moved, *(label for label, _ in self._dropped), *(place[0] for place in draft.values)}
        """The labels whose spans have to be looked at."""

    def span(self, span: Span) -> Span | None:
        """The span as it is to be; ``None`` if it goes. Values that the new label does not know are kept."""
        label = self._moved.get(span.label, span.label)
        if not label:
            return None
        attributes = self._attributes(span.label, span.attributes)
        if label != span.label:
            attributes = self._attributes(label, attributes)
        if label == span.label and attributes == dict(span.attributes):
            return span
        return replace(span, label=label, attributes=attributes)

    def _attributes(self, label: str, values: Mapping[str, Json]) -> dict[str, Json]:
        return {
            key: self._values.get((label, key, value), value) if isinstance(value, str) else value
            for key, value in values.items()
            if (label, key) not in self._dropped
        }


def _effects(query: Queries, draft: Draft) -> Iterator[Effect]:
    """Only those that touch something."""
    usage, now = query.usage, draft.scheme
    for key, into in draft.moved.items():
        touched, name = usage.of_label(key), draft.before.label_name(key)
        if into:
            touched = touched._replace(links=0)
            what = f"“{name}” becomes “{now.label_name(into)}”"
        else:
            what = f"“{name}” is deleted with"
        if any(touched):
            yield Effect(what, touched, not into)
    labels = {label.key for label in now.labels}
    kept = {(each.label, each.key) for each in now.attributes}
    for each in draft.before.attributes:
        if each.label in labels and (each.label, each.key) not in kept:
            touched = usage.of_value(each.label, each.key)
            if any(touched):
                yield Effect(f"“{each.name}” of “{now.label_name(each.label)}” is taken from", touched, True)
    for (label, key, value), target in draft.values.items():
        touched = usage.of_value(label, key, value)
        if any(touched):
            yield Effect(f"{label}.{key} “{value}” becomes “{target}”", touched)
    link_types = {each.key for each in now.link_types}
    for link_type in draft.before.link_types:
        touched = usage.of_link_type(link_type.key)
        if link_type.key not in link_types and any(touched):
            yield Effect(f"the link type “{link_type.name}” is deleted with", touched, True)


def _kept(query: Queries, draft: Draft) -> Iterator[str]:
    """What the new scheme will not know of the data that stays, one line each."""
    old = {(each.label, each.key): each for each in draft.before.attributes}
    for each in draft.scheme.attributes:
        before = old.get((each.label, each.key))
        if before and (before.type, before.values) != (each.type, each.values):
            count = _unfit(query, draft, each)
            if count:
                yield f"{_many(count, 'value')} of {each.label}.{each.key} will not fit; they are kept, and marked"
    for key, into in draft.moved.items():
        if into:
            known = {each.key for each in draft.scheme.attributes_of(into)}
            count = sum(number for name, _, number in query.usage.values(key) if name not in known)
            if count:
                name = draft.scheme.label_name(into)
                yield f"{_many(count, 'value')} that “{name}” has no attribute for stay in the data"
    for link_type in draft.scheme.link_types:
        count = _misfits(query, draft, link_type)
        if count:
            yield f"{_many(count, 'link')} “{link_type.name}” will join labels that it no longer allows; they are kept"


def _unfit(query: Queries, draft: Draft, attribute: Attribute) -> int:
    """How many values that fit so far will not fit any more."""
    before = next(each for each in draft.before.attributes_of(attribute.label) if each.key == attribute.key)
    count = 0
    for key, value, number in query.usage.values(attribute.label):
        if key == attribute.key and fits(before, value):
            place = (attribute.label, key, value) if isinstance(value, str) else None
            target = draft.values.get(place, value) if place else value
            count += 0 if fits(attribute, target) else number
    return count


def _misfits(query: Queries, draft: Draft, link_type: LinkType) -> int:
    before = next((each for each in draft.before.link_types if each.key == link_type.key), None)
    ends = (link_type.from_labels, link_type.to_labels)
    if before is None or (before.from_labels, before.to_labels) == ends:
        return 0
    count = 0
    for start, finish, number in query.usage.link_ends(link_type.key):
        was = _allows(before, start, finish)
        start, finish = draft.moved.get(start, start), draft.moved.get(finish, finish)
        if start and finish and was and not _allows(link_type, start, finish):
            count += number
    return count


def _allows(link_type: LinkType, start: str, finish: str) -> bool:
    return (not link_type.from_labels or start in link_type.from_labels) and (
        not link_type.to_labels or finish in link_type.to_labels
    )


def _told(draft: Draft) -> Iterator[str]:
    """What becomes of the scheme, one line for each record that is added, changed or removed."""
    after = {record.id: record for record in draft.scheme.records()}
    before = {record.id: record for record in draft.before.records()}
    for record_id, record in after.items():
        earlier = before.get(record_id)
        if earlier is None:
            yield f"added: {_called(record, draft.scheme)}"
        elif names := [name for name in _FIELDS if getattr(earlier, name, None) != getattr(record, name, None)]:
            yield f"changed: {_called(record, draft.scheme)} ({', '.join(_FIELDS[name] for name in names)})"
    yield from (f"removed: {_called(each, draft.before)}" for key, each in before.items() if key not in after)
    yield from (f"changed: guideline of “{draft.scheme.label_name(key)}”" for key in draft.guidelines)
    if [key for key in after if key in before] != [key for key in before if key in after]:
        yield "changed: the order"


_FIELDS = {
    "name": "name", "color": "colour", "line": "line", "shortcut": "key", "unit": "unit", "auxiliary": "auxiliary",
    "type": "type", "values": "values", "completes": "completion", "from_labels": "from", "to_labels": "to",
    "description": "description",
}  # fmt: skip


def _called(record: Label | Attribute | LinkType, scheme: Scheme) -> str:
    if isinstance(record, Label):
        return f"label “{record.name}”"
    if isinstance(record, Attribute):
        return f"attribute “{record.name}” of “{scheme.label_name(record.label)}”"
    return f"link type “{record.name}”"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
