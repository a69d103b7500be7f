"""Bundles -> UIMA CAS, byte for byte repeatable: XMI with a type system, or JSON with it inside; as INCEpTION lays out.

A file for each document and annotator. Beside our layers (see ``layers``) stand the sentences and tokens that INCEpTION
wants, and the title. Positions are UTF-16 units.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from annotator.core.model import Json, Link, Span
from annotator.formats.bundle import Bundle, Written
from annotator.formats.foreign import count
from annotator.formats.grid import Grid
from annotator.formats.inception_files import folder_of, places
from annotator.formats.layers import (
    LABEL,
    LINK,
    METADATA,
    NOTE,
    SENTENCE,
    SPAN,
    TOKEN,
    feature_of,
    text_of,
    type_system,
)
from annotator.formats.layers import types as described
from annotator.formats.offsets import Units

_NO_XML = re.compile("[\ufffe\uffff]")
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
)
_SOFA = 1


class Structure(NamedTuple):
    """A feature structure: its type, its features, and of these those that name another one."""

    id: int
    type: str
    features: dict[str, Json]
    references: dict[str, int]


def write_xmi(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[tuple[str, str]]:
    """An .xmi for each document and annotator, and at last the type system of all."""
    keys = _keys(written)
    yield from _files(bundles, names, written, keys, ".xmi", lambda text, found: _xmi(text, found, written))
    yield "TypeSystem.xml", type_system(keys, whole=True)


def write_json(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[tuple[str, str]]:
    """A .json for each document and annotator, its type system inside."""
    keys = _keys(written)
    yield from _files(bundles, names, written, keys, ".json", lambda text, found: _json(text, found, keys))


def _keys(written: Written) -> set[str]:
    return {attribute.key for attribute in written.scheme.attributes} if written.scheme else set()


def _files(
    bundles: Iterable[Bundle],
    names: Mapping[str, str],
    written: Written,
    keys: set[str],
    suffix: str,
    text_of_file: Callable[[str, list[Structure]], str],
) -> Iterator[tuple[str, str]]:
    for number, bundle in enumerate(bundles, 1):
        count(written, bundle, "annotators", "attributes", "notes", "links")
        keys.update(key for span in bundle.spans for key in span.attributes)
        apparatus = list(_apparatus(bundle))
        left = set(bundle.links)
        for owner, place in places(folder_of(number, bundle), bundle, names, written):
            mine = sorted(
                (span for span in bundle.spans if span.annotator_id == owner),
                key=lambda one: (one.start, one.end, one.label, one.id),
            )
            ids = {span.id for span in mine}
            links = [link for link in bundle.links if {link.from_id, link.to_id} <= ids]
            left.difference_update(links)
            written.lose("annotators of links", sum(link.annotator_id != owner for link in links))
            yield f"{place}{suffix}", text_of_file(bundle.text, [*apparatus, *_ours(bundle, mine, links)])
        written.links -= len(left)
        written.links_left_out += len(left)


def _apparatus(bundle: Bundle) -> Iterator[Structure]:
    units, text, id_ = Units(bundle.text), bundle.text, _SOFA
    grid = Grid(text)
    stretches = [(METADATA, 0, len(text))]
    stretches += [(SENTENCE, grid.tokens[each.first].start, grid.tokens[each.last].end) for each in grid.sentences]
    stretches += [(TOKEN, token.start, token.end) for token in grid.tokens]
    for type_, start, end in stretches:
        id_ += 1
        features: dict[str, Json] = {"begin": units(start), "end": units(end)}
        if type_ == METADATA:
            document = bundle.document
            features |= {"language": "x-unspecified", "documentTitle": document.title, "documentId": document.id}
            if document.source:
                features["documentUri"] = document.source
        yield Structure(id_, type_, features, {})


def _ours(bundle: Bundle, spans: list[Span], links: list[Link]) -> Iterator[Structure]:
    units = Units(bundle.text)
    first = 10_000_000  # above every token's number, so that what people made does not hang on how many there are
    ids = {span.id: first + nth for nth, span in enumerate(spans)}
    place: dict[str, dict[str, Json]] = {
        span.id: {"begin": units(span.start), "end": units(span.end)} for span in spans
    }
    for span in spans:
        features = place[span.id] | {LABEL: span.label}
        if span.note:
            features[NOTE] = span.note
        for key in sorted(span.attributes):
            if span.attributes[key] is not None:
                features[feature_of(key)] = text_of(span.attributes[key])
        yield Structure(ids[span.id], SPAN, features, {})
    for nth, link in enumerate(sorted(links, key=lambda one: one.id), first + len(spans)):
        ends = {"Governor": ids[link.from_id], "Dependent": ids[link.to_id]}
        yield Structure(nth, LINK, place[link.to_id] | {LABEL: link.type}, ends)


# XMI


def _xmi(text: str, found: list[Structure], written: Written) -> str:
    packages = list(dict.fromkeys(one.type.rpartition(".")[0] for one in found))
    prefixes = {package: f"t{nth}" for nth, package in enumerate(packages)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    spaces = {f"xmlns:{prefix}": f"http:///{package.replace('.', '/')}.ecore" for package, prefix in prefixes.items()}
    attributes = {"xmlns:xmi": "http://www.omg.org/XMI", "xmlns:cas": "http:///uima/cas.ecore", **spaces}
    lines.append(f'<xmi:XMI{_attributes(attributes, written)} xmi:version="2.0">')
    lines.append('<cas:NULL xmi:id="0"/>')
    for one in found:
        package, _, name = one.type.rpartition(".")
        values = {"xmi:id": one.id, "sofa": _SOFA, **one.features, **one.references}
        lines.append(f"<{prefixes[package]}:{name}{_attributes(values, written)}/>")
    sofa = {"xmi:id": _SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": text}
    lines.append(f"<cas:Sofa{_attributes(sofa, written)}/>")
    members = " ".join(str(one.id) for one in found)
    lines.append(f'<cas:View sofa="{_SOFA}" members="{members}"/>')
    lines.append("</xmi:XMI>")
    return "\n".join(lines) + "\n"


def _attributes(values: Mapping[str, Any], written: Written) -> str:
    return "".join(f" {name}={_quoted(str(value), written)}" for name, value in values.items())


def _quoted(text: str, written: Written) -> str:
    text, replaced = _NO_XML.subn("\ufffd", text)
    written.lose("characters that XML cannot have (now U+FFFD)", replaced)
    return f'"{text.translate(_ESCAPED)}"'


# JSON


def _json(text: str, found: list[Structure], keys: Iterable[str]) -> str:
    sofa = {
        "%ID": _SOFA,
        "%TYPE": "uima.cas.Sofa",
        "sofaNum": 1,
        "sofaID": "_InitialView",
        "mimeType": "text",
        "sofaString": text,
    }
    structures = [
        {
            "%ID": one.id,
            "%TYPE": one.type,
            "@sofa": _SOFA,
            **one.features,
            **{f"@{name}": other for name, other in one.references.items()},
        }
        for one in found
    ]
    types = {}
    for name, above, features in described(keys, whole=True):
        kinds = {feature: {"%NAME": feature, "%RANGE": kind} for feature, kind in features}
        types[name] = {"%NAME": name, "%SUPER_TYPE": above, **kinds}
    whole = {
        "%TYPES": types,
        "%FEATURE_STRUCTURES": [sofa, *structures],
        "%VIEWS": {"_InitialView": {"%SOFA": _SOFA, "%MEMBERS": [one.id for one in found]}},
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=0) + "\n"
