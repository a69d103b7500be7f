"""Bundles -> doccano's JSON Lines, in UTF-16 units, byte for byte repeatable: one file, or one per member."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TextIO

from annotator.core.model import Json, Span
from annotator.formats.bundle import Bundle, Content, Written
from annotator.formats.foreign import count
from annotator.formats.lines import json_line
from annotator.formats.offsets import Units

OWN = frozenset(
    ("id", "text", "title", "label", "labels", "entities", "relations", "cats", "annotations", "meta", "offset_unit")
)
"""The keys of a record that are not metadata."""

_TAKEN = OWN | {"filename", "upload_name", "example_uuid", "uuid", "#line_number", "Comments"}
"""Those that metadata cannot have: doccano's importer uses them itself."""

NOBODY = ("all", "unknown")
"""What the files of an archive are called that are nobody's."""

_UNSAFE = re.compile(r"[^\w@.+-]+")


def write_relations(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """For projects with relations: spans with numbers, and links between them."""
    number = 0
    for bundle in bundles:
        count(written, bundle, "links")
        record, left_out = _with_relations(bundle, number)
        number += len(bundle.spans)
        written.links -= left_out
        written.links_left_out += left_out
        yield _line(bundle, record, written)


def write_spans(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """For projects without relations: start, end and label of each span."""
    for bundle in bundles:
        count(written, bundle)
        units = Units(bundle.text)
        places: list[Json] = [[units(span.start), units(span.end), span.label] for span in _sorted(bundle.spans)]
        yield _line(bundle, {"label": places}, written)


def write_members(
    bundles: Iterable[Bundle], names: Mapping[str, str], written: Written
) -> Iterator[tuple[str, Content]]:
    """A file for each annotator, called after them, with the documents they have spans in, for projects with
    relations; and one with the documents nobody has spans in."""
    with ExitStack() as stack:
        members: dict[str, TextIO] = {}
        numbers: dict[str, int] = {}
        for bundle in bundles:
            count(written, bundle, "links", "annotators")
            linked = 0
            for owner, spans in _by_owner(bundle).items():
                if owner not in members:
                    members[owner] = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
                own = replace(bundle, spans=tuple(spans))
                record, left_out = _with_relations(own, numbers.get(owner, 0))
                numbers[owner] = numbers.get(owner, 0) + len(spans)
                linked += len(bundle.links) - left_out
                members[owner].write(_line(bundle, record, written))
            written.links -= len(bundle.links) - linked
            written.links_left_out += len(bundle.links) - linked
        for owner, name in _file_names(members, names, written).items():
            members[owner].seek(0)
            yield f"{name}.jsonl", members[owner]


def _by_owner(bundle: Bundle) -> dict[str, list[Span]]:
    """The spans by the id of their owner; nobody's, with the id "", if there is none."""
    found: dict[str, list[Span]] = {}
    for span in bundle.spans:
        found.setdefault(span.annotator_id, []).append(span)
    return found or {"": []}


def _file_names(owners: Iterable[str], names: Mapping[str, str], written: Written) -> dict[str, str]:
    """A name for each owner's file, no two alike on any system; those that are not the owner's are counted."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for owner in sorted(owners, key=lambda one: (names.get(one, ""), one)):
        name = NOBODY[0]
        if owner:
            name = _UNSAFE.sub("_", names[owner]).lstrip(".") or "_"
            while name.lower() in taken or name.lower() in NOBODY:
                name += "_"
            written.lose("annotators’ names as they were (names of files have few marks)", int(name != names[owner]))
        taken.add(name.lower())
        found[owner] = name
    return found


def _with_relations(bundle: Bundle, number: int) -> tuple[dict[str, Json], int]:
    """The spans, numbered from behind ``number`` on, and the links between them; and how many links lack an end."""
    units, numbers, entities = Units(bundle.text), dict[str, int](), list[Json]()
    for nth, span in enumerate(_sorted(bundle.spans), number + 1):
        numbers[span.id] = nth
        places = {"start_offset": units(span.start), "end_offset": units(span.end)}
        entities.append({"id": nth, "label": span.label, **places})
    links = [link for link in bundle.links if {link.from_id, link.to_id} <= numbers.keys()]
    relations: list[Json] = [
        {"id": nth, "from_id": numbers[link.from_id], "to_id": numbers[link.to_id], "type": link.type}
        for nth, link in enumerate(sorted(links, key=lambda one: one.id), 1)
    ]
    return {"entities": entities, "relations": relations}, len(bundle.links) - len(links)


def _sorted(spans: Iterable[Span]) -> Sequence[Span]:
    return sorted(spans, key=lambda one: (one.start, one.end, one.label, one.annotator_id, one.id))


def _line(bundle: Bundle, annotations: dict[str, Json], written: Written) -> str:
    meta = {key: value for key, value in sorted(bundle.document.meta.items()) if key not in _TAKEN}
    written.lose("metadata whose names doccano uses itself", len(bundle.document.meta) - len(meta))
    if not bundle.text.isascii():
        meta["offset_unit"] = "utf16"  # becomes metadata there, and comes back
    return json_line({"text": bundle.text, "title": bundle.document.title, **annotations, **meta})
