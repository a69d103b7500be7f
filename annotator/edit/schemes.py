"""Schemes as TOML: read one into records, write one out."""

import re
import tomllib
from pathlib import Path
from typing import Any

from annotator.assets import resource
from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id
from annotator.core.model import Attribute, Label, LinkType
from annotator.core.scheme import ATTRIBUTE_TYPES, LINES, UNITS, Scheme


def default_scheme() -> Scheme:
    """The scheme that ships with the program: claim, statistic, quote, and source as an auxiliary label."""
    return read_scheme(resource("schemes/news.toml"))


def read_scheme(path: Path) -> Scheme:
    """The scheme in a TOML file. Raises ``AnnotatorError`` naming the file and what is wrong.

    Ids are made of the keys, so the same scheme in two projects is the same when they are merged.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnnotatorError(f"{path}: is not a scheme in TOML: {error}") from error
    try:
        return _scheme(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"“{error.args[0]}” is missing" if isinstance(error, KeyError) else str(error)
        raise AnnotatorError(f"{path}: is not a usable scheme: {reason}") from error


def _scheme(data: dict[str, Any]) -> Scheme:
    labels, attributes = [], []
    for position, item in enumerate(data["labels"]):
        labels.append(_label(item, position))
        attributes += [_attribute(item["key"], each, place) for place, each in enumerate(item.get("attributes", []))]
    link_types = [_link_type(item, position) for position, item in enumerate(data.get("link_types", []))]
    _no_twins("label", [label.key for label in labels])
    _no_twins("key", [label.shortcut for label in labels if label.shortcut])
    _no_twins("attribute", [f"{attribute.label}.{attribute.key}" for attribute in attributes])
    _no_twins("link type", [link_type.key for link_type in link_types])
    if not labels:
        raise ValueError("it has no labels")
    return Scheme(tuple(labels), tuple(attributes), tuple(link_types))


def _label(item: dict[str, Any], position: int) -> Label:
    label = Label(
        id=made_id("label", item["key"]),
        key=item["key"],
        name=item.get("name", item["key"]),
        color=item.get("color", "#6B7280"),
        line=_one_of(item, "line", LINES, "solid"),
        shortcut=str(item.get("shortcut", "")),
        unit=_one_of(item, "unit", UNITS, "word"),
        auxiliary=bool(item.get("auxiliary", False)),
        position=position,
        description=item.get("description", ""),
    )
    if not re.fullmatch("#[0-9A-Fa-f]{6}", label.color):
        raise ValueError(f"color “{label.color}” of label “{label.key}” is not of the form #RRGGBB")
    return label


def _attribute(label_key: str, item: dict[str, Any], position: int) -> Attribute:
    attribute = Attribute(
        id=made_id("attribute", label_key, item["key"]),
        label=label_key,
        key=item["key"],
        name=item.get("name", item["key"]),
        type=_one_of(item, "type", ATTRIBUTE_TYPES, "text"),
        values=tuple(item.get("values", [])),
        completes=bool(item.get("completes", False)),
        position=position,
        description=item.get("description", ""),
    )
    if attribute.type == "choice" and not attribute.values:
        raise ValueError(f"attribute “{label_key}.{attribute.key}” is a choice without values")
    return attribute


def _link_type(item: dict[str, Any], position: int) -> LinkType:
    return LinkType(
        id=made_id("link_type", item["key"]),
        key=item["key"],
        name=item.get("name", item["key"]),
        from_labels=tuple(item.get("from", [])),
        to_labels=tuple(item.get("to", [])),
        position=position,
        description=item.get("description", ""),
    )


def _one_of(item: dict[str, Any], key: str, allowed: tuple[str, ...], default: str) -> str:
    value = item.get(key, default)
    if value not in allowed:
        raise ValueError(f"{key} “{value}” of “{item['key']}” is none of {', '.join(allowed)}")
    return str(value)


def _no_twins(what: str, keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"two entries share the {what} “{key}”")
