"""A scheme being edited: what it is to become, and what is to happen to the spans of what goes.

A draft is a value; every verb here returns a new one. Nothing is read and nothing is written: ``scheming`` says what a
draft would do to a project and makes the changes. Keys never change, because spans store them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id
from annotator.core.model import Attribute, Label, LinkType
from annotator.core.scheme import Scheme

T = TypeVar("T", Label, Attribute, LinkType)


@dataclass(frozen=True, slots=True)
class Draft:
    """``before`` is the scheme as the project has it, ``scheme`` as it is to be.

    ``moved`` says for the key of a label that goes which label its spans get, ``""`` that they are deleted;
    ``values`` for (label, attribute, value) which value takes its place; ``guidelines`` holds the pages that are other
    than before, by label key.
    """

    before: Scheme
    scheme: Scheme
    moved: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    guidelines: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return numbered(self.scheme) != numbered(self.before) or bool(self.values or self.guidelines)


def draft_of(scheme: Scheme) -> Draft:
    """A draft in which nothing is changed yet."""
    return Draft(scheme, scheme)


def numbered(scheme: Scheme) -> Scheme:
    """The scheme with positions in the order it has."""
    attributes: list[Attribute] = []
    for label in scheme.labels:
        attributes += _placed(scheme.attributes_of(label.key))
    return Scheme(_placed(scheme.labels), tuple(attributes), _placed(scheme.link_types))


def _placed(records: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(
        record if record.position == place else replace(record, position=place) for place, record in enumerate(records)
    )


def add_label(draft: Draft, name: str, color: str) -> Draft:
    """A new label at the end. Its key is made of the name and is one that no label here ever had."""
    name = _name(name, "a label")
    taken = {label.key for label in (*draft.before.labels, *draft.scheme.labels)}
    key = _free_key(name, taken)
    label = Label(id=made_id("label", key), key=key, name=name, color=color)
    return _with(draft, labels=(*draft.scheme.labels, label))


def set_label(draft: Draft, key: str, **fields: Any) -> Draft:
    """Give a label another ``name``, ``color``, ``line``, ``shortcut``, ``unit``, ``auxiliary`` or ``description``.

    Raises ``AnnotatorError`` for an empty name, one that another label has, or another label's key.
    """
    if "name" in fields:
        fields["name"] = _name(fields["name"], "a label")
    for other in draft.scheme.labels:
        if other.key == key:
            continue
        if fields.get("name", "").casefold() == other.name.casefold():
            raise AnnotatorError(f"another label is called “{other.name}” already; choose another name, or merge them")
        if fields.get("shortcut") and fields["shortcut"].casefold() == other.shortcut.casefold():
            raise AnnotatorError(f"“{fields['shortcut']}” is the key of “{other.name}” already; choose another")
    labels = tuple(replace(each, **fields) if each.key == key else each for each in draft.scheme.labels)
    return _with(draft, labels=labels)


def move_label(draft: Draft, key: str, step: int) -> Draft:
    return _with(draft, labels=_stepped(draft.scheme.labels, lambda each: each.key == key, step))


def remove_label(draft: Draft, key: str, into: str = "") -> Draft:
    """Take a label out; its spans become spans of the label ``into``, or go with it if that is empty.

    A link type that began or ended only at this label goes too, or points to ``into``. Raises ``AnnotatorError`` for
    the last label: without any nothing could be tagged.
    """
    scheme = draft.scheme
    if len(scheme.labels) == 1:
        raise AnnotatorError("a scheme needs at least one label")
    moved = {each: into if target == key else target for each, target in draft.moved.items()}
    if draft.before.label(key):
        moved[key] = into
    link_types = tuple(each for each in (_without(each, key, into) for each in scheme.link_types) if each)
    kept = Scheme(
        tuple(each for each in scheme.labels if each.key != key),
        tuple(each for each in scheme.attributes if each.label != key),
        link_types,
    )
    values = {place: value for place, value in draft.values.items() if place[0] != key or into}
    guidelines = {each: text for each, text in draft.guidelines.items() if each != key}
    return replace(draft, scheme=kept, moved=moved, values=values, guidelines=guidelines)


def _without(link_type: LinkType, key: str, into: str) -> LinkType | None:
    ends = []
    for labels in (link_type.from_labels, link_type.to_labels):
        left = tuple(dict.fromkeys(into if each == key else each for each in labels if each != key or into))
        if labels and not left:
            return None
        ends.append(left)
    if (link_type.from_labels, link_type.to_labels) == tuple(ends):
        return link_type
    return replace(link_type, from_labels=ends[0], to_labels=ends[1])


def add_attribute(draft: Draft, label: str, name: str) -> Draft:
    """A new attribute of a label, a text at first."""
    name = _name(name, "an attribute")
    own = (*draft.before.attributes_of(label), *draft.scheme.attributes_of(label))
    key = _free_key(name, {each.key for each in own})
    attribute = Attribute(id=made_id("attribute", label, key), label=label, key=key, name=name)
    return _with(draft, attributes=(*draft.scheme.attributes, attribute))


def set_attribute(draft: Draft, label: str, key: str, **fields: Any) -> Draft:
    """Give an attribute another ``name``, ``type``, ``completes`` or ``description``."""
    if "name" in fields:
        fields["name"] = _name(fields["name"], "an attribute")
    attributes = tuple(
        replace(each, **fields) if (each.label, each.key) == (label, key) else each for each in draft.scheme.attributes
    )
    return _with(draft, attributes=attributes)


def move_attribute(draft: Draft, label: str, key: str, step: int) -> Draft:
    own = _stepped(draft.scheme.attributes_of(label), lambda each: each.key == key, step)
    others = tuple(each for each in draft.scheme.attributes if each.label != label)
    return _with(draft, attributes=(*others, *own))


def remove_attribute(draft: Draft, label: str, key: str) -> Draft:
    """Take an attribute out; its values go from all spans."""
    left = tuple(each for each in draft.scheme.attributes if (each.label, each.key) != (label, key))
    values = {place: value for place, value in draft.values.items() if place[:2] != (label, key)}
    return replace(_with(draft, attributes=left), values=values)


def add_value(draft: Draft, label: str, key: str, value: str) -> Draft:
    value = _name(value, "a value")
    found = _attribute(draft, label, key)
    if value in found.values:
        raise AnnotatorError(f"“{found.name}” has the value “{value}” already")
    return set_attribute(draft, label, key, values=(*found.values, value))


def rename_value(draft: Draft, label: str, key: str, value: str, new: str) -> Draft:
    """Call a choice otherwise, in all spans too. A name that is there already makes one value of the two."""
    new = _name(new, "a value")
    found = _attribute(draft, label, key)
    values = {
        place: new if (place[:2], target) == ((label, key), value) else target for place, target in draft.values.items()
    }
    earlier = next((each for each in draft.before.attributes_of(label) if each.key == key), None)
    if earlier and value in earlier.values and (label, key, value) not in values:
        values[label, key, value] = new
    values.pop((label, key, new), None)  # back to what it was
    values = {place: target for place, target in values.items() if place[2] != target}
    renamed = tuple(dict.fromkeys(new if each == value else each for each in found.values))
    return replace(set_attribute(draft, label, key, values=renamed), values=values)


def move_value(draft: Draft, label: str, key: str, value: str, step: int) -> Draft:
    values = _stepped(_attribute(draft, label, key).values, lambda each: each == value, step)
    return set_attribute(draft, label, key, values=values)


def remove_value(draft: Draft, label: str, key: str, value: str) -> Draft:
    """No longer offer a choice. Spans that have it keep it, marked as one that the scheme lacks."""
    left = tuple(each for each in _attribute(draft, label, key).values if each != value)
    values = {place: target for place, target in draft.values.items() if (place[:2], target) != ((label, key), value)}
    return replace(set_attribute(draft, label, key, values=left), values=values)


def add_link_type(draft: Draft, name: str) -> Draft:
    """A new link type, allowed between any labels at first."""
    name = _name(name, "a link type")
    taken = {each.key for each in (*draft.before.link_types, *draft.scheme.link_types)}
    key = _free_key(name, taken)
    return _with(
        draft, link_types=(*draft.scheme.link_types, LinkType(id=made_id("link_type", key), key=key, name=name))
    )


def set_link_type(draft: Draft, key: str, **fields: Any) -> Draft:
    """Give a link type another ``name``, ``from_labels``, ``to_labels`` or ``description``."""
    if "name" in fields:
        fields["name"] = _name(fields["name"], "a link type")
    link_types = tuple(replace(each, **fields) if each.key == key else each for each in draft.scheme.link_types)
    return _with(draft, link_types=link_types)


def move_link_type(draft: Draft, key: str, step: int) -> Draft:
    return _with(draft, link_types=_stepped(draft.scheme.link_types, lambda each: each.key == key, step))


def remove_link_type(draft: Draft, key: str) -> Draft:
    """Take a link type out, with all its links."""
    return _with(draft, link_types=tuple(each for each in draft.scheme.link_types if each.key != key))


def problems(scheme: Scheme) -> list[str]:
    """What a scheme still lacks before it can be used, one line each."""
    names = {label.key: label.name for label in scheme.labels}
    return [
        f"“{each.name}” of “{names[each.label]}” is a choice without values: add some, or make it a text"
        for each in scheme.attributes
        if each.type == "choice" and not each.values
    ]


def _with(draft: Draft, **parts: Any) -> Draft:
    return replace(draft, scheme=draft.scheme._replace(**parts))


def _attribute(draft: Draft, label: str, key: str) -> Attribute:
    return next(each for each in draft.scheme.attributes_of(label) if each.key == key)


def _stepped(items: tuple[Any, ...], chosen: Any, step: int) -> tuple[Any, ...]:
    """The items with the chosen one moved by ``step`` places, as far as there are any."""
    place = next(place for place, each in enumerate(items) if chosen(each))
    target = min(max(place + step, 0), len(items) - 1)
    others = [*items[:place], *items[place + 1 :]]
    return (*others[:target], items[place], *others[target:])


def _name(name: str, what: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise AnnotatorError(f"{what} needs a name")
    return name


def _free_key(name: str, taken: set[str]) -> str:
    stem = re.sub(r"\W+", "_", name.lower()).strip("_") or "x"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
