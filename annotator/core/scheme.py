"""The scheme of a project: labels, attributes and link types, and the rules a span keeps."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.core.model import Attribute, Json, Label, LinkType

LINES = ("solid", "dotted", "dashed", "double", "wavy")
UNITS = ("sentence", "number", "quotation", "name", "word")
ATTRIBUTE_TYPES = ("choice", "text", "number", "boolean")


class Scheme(NamedTuple):
    """The labels in order, each label's attributes in order, and the link types in order."""

    labels: tuple[Label, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    link_types: tuple[LinkType, ...] = ()

    def label(self, key: str) -> Label | None:
        """The label with this key; ``None`` for one that the scheme lacks (kept spans of a foreign file)."""
        return next((label for label in self.labels if label.key == key), None)

    def label_name(self, key: str) -> str:
        """What people see for a label key, also for one that the scheme lacks."""
        label = self.label(key)
        return label.name if label else key

    def attributes_of(self, label_key: str) -> tuple[Attribute, ...]:
        return tuple(attribute for attribute in self.attributes if attribute.label == label_key)

    def has(self, label_key: str, attribute_key: str) -> bool:
        """Whether spans of this label may carry this attribute."""
        return any(attribute.key == attribute_key for attribute in self.attributes_of(label_key))

    def records(self) -> Iterable[Label | Attribute | LinkType]:
        yield from self.labels
        yield from self.attributes
        yield from self.link_types

    def unknown(self, label_key: str, attributes: Mapping[str, Json]) -> list[str]:
        """What of a span the scheme lacks, one readable phrase each; empty if it knows everything."""
        if self.label(label_key) is None:
            return [f"label '{label_key}'"]
        known = {attribute.key: attribute for attribute in self.attributes_of(label_key)}
        phrases = []
        for key, value in attributes.items():
            if key not in known:
                phrases.append(f"attribute '{key}' of {label_key}")
            elif not fits(known[key], value):
                phrases.append(f"value {value!r} of {label_key}.{key}")
        return phrases


def with_unit(scheme: Scheme, unit: str) -> tuple[str, ...]:
    """The keys of the labels that tag this unit of text, in their order."""
    return tuple(label.key for label in scheme.labels if label.unit == unit)


def fits(attribute: Attribute, value: Json) -> bool:
    """Whether ``value`` is one that ``attribute`` allows."""
    if attribute.type == "choice":
        return value in attribute.values
    if attribute.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if attribute.type == "boolean":
        return isinstance(value, bool)
    return isinstance(value, str)
