"""Schemes as TOML, with the guidelines of their labels: read a file into records, write one out.

A file is judged whole before anything is made of it; what is wrong is told in one line: what, where, what to do.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annotator.assets import resource
from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id
from annotator.core.model import Attribute, Label, LinkType
from annotator.core.scheme import ATTRIBUTE_TYPES, LINES, UNITS, Scheme
from annotator.core.text import clean

_LARGEST = 4_000_000  # bytes; a scheme with a long page for every label has some 50,000
_LABEL = ["key", "name", "color", "line", "shortcut", "unit", "auxiliary", "description", "guideline", "attributes"]
_ATTRIBUTE = ["key", "name", "type", "values", "completes", "description"]
_LINK_TYPE = ["key", "name", "from", "to", "description"]


class SchemeFile(NamedTuple):
    """What a file holds: a scheme, and Markdown by label key for the labels it has a guideline for."""

    scheme: Scheme
    guidelines: Mapping[str, str]


class Bad(ValueError):
    """What is wrong with a scheme; the reader puts the name of the file before it."""


def default_scheme() -> Scheme:
    """The scheme that ships with the program: claim, statistic, quote, and source as an auxiliary label."""
    return read_scheme(resource("schemes/news.toml")).scheme


def read_scheme(path: Path) -> SchemeFile:
    """The scheme in a TOML file. Raises ``AnnotatorError`` naming the file and what is wrong.

    Ids are made of the keys, so the same scheme in two projects is the same when they are merged.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise Bad(f"it is larger than {_LARGEST // 1_000_000} MB; a scheme is a short text")
        return _scheme(tomllib.loads(raw.decode("utf-8-sig")))
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error.strerror}") from error
    except Bad as error:
        raise AnnotatorError(f"{path}: is not a usable scheme: {error}") from error
    except RecursionError as error:
        raise AnnotatorError(f"{path}: is not a scheme in TOML: it is nested too deeply") from error
    except ValueError as error:  # of TOML, of UTF-8, or of a number with thousands of digits
        reason = " ".join(str(error).split())[:200]
        raise AnnotatorError(f"{path}: is not a scheme in TOML: {reason}") from error


def _scheme(data: dict[str, Any]) -> SchemeFile:
    _only(data, ("name", "labels", "link_types"), "the scheme")
    labels, attributes, guidelines = [], [], {}
    for position, item in enumerate(_tables(data, "labels", "the scheme")):
        label = _label(item, f"label {position + 1}", position)
        labels.append(label)
        where = f"label “{label.key}”"
        if "guideline" in item:
            guidelines[label.key] = clean(_text(item, "guideline", where))
        attributes += [
            _attribute(label.key, each, f"attribute {place + 1} of {where}", place)
            for place, each in enumerate(_tables(item, "attributes", where))
        ]
    if not labels:
        raise Bad("it has no labels; write at least one [[labels]] with a key")
    keys = [label.key for label in labels]
    link_types = [
        _link_type(item, f"link type {position + 1}", position, keys)
        for position, item in enumerate(_tables(data, "link_types", "the scheme"))
    ]
    _no_twins("labels", "key", keys)
    _no_twins("labels", "shortcut", [label.shortcut.casefold() for label in labels if label.shortcut])
    for key in keys:
        _no_twins(f"attributes of label “{key}”", "key", [each.key for each in attributes if each.label == key])
    _no_twins("link types", "key", [link_type.key for link_type in link_types])
    return SchemeFile(Scheme(tuple(labels), tuple(attributes), tuple(link_types)), guidelines)


def _label(item: dict[str, Any], where: str, position: int) -> Label:
    key = _key(item, where)
    where = f"label “{key}”"
    _only(item, _LABEL, where)
    label = Label(
        id=made_id("label", key),
        key=key,
        name=_line(item, "name", where, key),
        color=_line(item, "color", where, "#6B7280").upper(),
        line=_one_of(item, "line", LINES, "solid", where),
        shortcut=_line(item, "shortcut", where).upper(),
        unit=_one_of(item, "unit", UNITS, "word", where),
        auxiliary=_yes(item, "auxiliary", where),
        position=position,
        description=clean(_text(item, "description", where)),
    )
    if not re.fullmatch("#[0-9A-F]{6}", label.color):
        raise Bad(f"color “{item['color']}” of {where} is no colour; write it as #RRGGBB, such as #0072B2")
    if len(label.shortcut) > 1 or not (label.shortcut == "" or label.shortcut.isalnum()):
        raise Bad(f"shortcut “{label.shortcut}” of {where} is not one digit or letter")
    return label


def _attribute(label: str, item: dict[str, Any], where: str, position: int) -> Attribute:
    key = _key(item, where)
    where = f"attribute “{label}.{key}”"
    _only(item, _ATTRIBUTE, where)
    values = item.get("values", [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise Bad(f"values of {where} have to be a list of texts, none of them empty")
    values = [" ".join(clean(value).split()) for value in values]
    _no_twins(f"values of {where}", "name", values)
    attribute = Attribute(
        id=made_id("attribute", label, key),
        label=label,
        key=key,
        name=_line(item, "name", where, key),
        type=_one_of(item, "type", ATTRIBUTE_TYPES, "text", where),
        values=tuple(values),
        completes=_yes(item, "completes", where),
        position=position,
        description=clean(_text(item, "description", where)),
    )
    if attribute.type == "choice" and not attribute.values:
        raise Bad(f'{where} is a choice without values; list them, as in values = ["yes", "no"]')
    return attribute


def _link_type(item: dict[str, Any], where: str, position: int, labels: list[str]) -> LinkType:
    key = _key(item, where)
    where = f"link type “{key}”"
    _only(item, _LINK_TYPE, where)
    ends = []
    for end in ("from", "to"):
        given = item.get(end, [])
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise Bad(f'“{end}” of {where} has to be a list of label keys, such as ["{labels[0]}"]')
        unknown = [each for each in given if each not in labels]
        if unknown:
            there = ", ".join(labels)
            raise Bad(f"“{end}” of {where} names “{unknown[0]}”, which is no label here; there are: {there}")
        ends.append(tuple(dict.fromkeys(given)))
    return LinkType(
        id=made_id("link_type", key),
        key=key,
        name=_line(item, "name", where, key),
        from_labels=ends[0],
        to_labels=ends[1],
        position=position,
        description=clean(_text(item, "description", where)),
    )


def _tables(item: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    found = item.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Bad(f"“{name}” of {where} has to be a list of tables; write each under its own [[{name}]]")
    return found


def _only(item: dict[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse what nothing is known of: a misspelt name would otherwise be passed over in silence."""
    known = list(known)
    for name in item:
        if name not in known:
            raise Bad(f"{where} cannot have “{name}”; it can have: {', '.join(known)}")


def _key(item: dict[str, Any], where: str) -> str:
    key = item.get("key")
    if not isinstance(key, str) or key != key.strip() or not key or not key.isprintable():
        raise Bad(f'{where} needs a key: a short text on one line, such as key = "claim"')
    return key


def _text(item: dict[str, Any], name: str, where: str) -> str:
    value = item.get(name, "")
    if not isinstance(value, str):
        raise Bad(f"“{name}” of {where} has to be a text in quotation marks, not {value!r:.40}")
    return value


def _line(item: dict[str, Any], name: str, where: str, default: str = "") -> str:
    """A text on one line; ``default`` where it is missing or empty."""
    return " ".join(clean(_text(item, name, where)).split()) or default


def _yes(item: dict[str, Any], name: str, where: str) -> bool:
    value = item.get(name, False)
    if not isinstance(value, bool):
        raise Bad(f"“{name}” of {where} is true or false, not {value!r:.40}")
    return value


def _one_of(item: dict[str, Any], name: str, allowed: tuple[str, ...], default: str, where: str) -> str:
    value = item.get(name, default)
    if value not in allowed:
        raise Bad(f"{name} “{value!s:.40}” of {where} is none of: {', '.join(allowed)}")
    return str(value)


def _no_twins(what: str, which: str, given: list[str]) -> None:
    for each in given:
        if given.count(each) > 1:
            raise Bad(f"two {what} have the same {which} “{each}”; give one of them another")


def write_scheme(scheme: Scheme, guidelines: Mapping[str, str]) -> Iterator[str]:
    """The scheme as TOML, piece by piece; :func:`read_scheme` makes the same of it."""
    yield "# A scheme for Annotator: labels with their attributes and guidelines, and link types.\n"
    for label in scheme.labels:
        yield "\n[[labels]]\n"
        yield from _fields(
            key=label.key, name=label.name, color=label.color, line=label.line, shortcut=label.shortcut,
            unit=label.unit, auxiliary=label.auxiliary, description=label.description,
        )  # fmt: skip
        if label.key in guidelines:
            yield f"guideline = {_long(guidelines[label.key])}\n"
        for each in scheme.attributes_of(label.key):
            yield "\n  [[labels.attributes]]\n"
            fields = _fields(
                key=each.key, name=each.name, type=each.type, values=each.values, completes=each.completes,
                description=each.description,
            )  # fmt: skip
            yield from (f"  {field}" for field in fields)
    for link_type in scheme.link_types:
        yield "\n[[link_types]]\n"
        yield from _fields(
            key=link_type.key, name=link_type.name, description=link_type.description,
            **{"from": link_type.from_labels, "to": link_type.to_labels},
        )  # fmt: skip


def _fields(**values: str | bool | tuple[str, ...]) -> Iterator[str]:
    """A line for each; what is empty or false is left out, as that is what its absence means."""
    for name, value in values.items():
        if isinstance(value, tuple) and value:
            yield f"{name} = [{', '.join(map(_quoted, value))}]\n"
        elif isinstance(value, bool) and value:
            yield f"{name} = true\n"
        elif isinstance(value, str) and value:
            yield f"{name} = {_quoted(value)}\n"


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _long(text: str) -> str:
    """A text over several lines, in three quotation marks."""
    kept = "\n\t"
    return f'"""\n{_escaped(text, kept)}"""'


def _escaped(text: str, plain: str = "") -> str:
    return "".join(each if each in plain else _ESCAPES.get(each) or _coded(each) for each in text)


def _coded(character: str) -> str:
    """What TOML does not allow as it is, and what would break a line elsewhere, by its number."""
    odd = ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or character in "\u2028\u2029"
    return f"\\u{ord(character):04x}" if odd else character


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
