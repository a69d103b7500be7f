"""Bundles -> brat's standoff files, byte for byte repeatable, and ``annotation.conf`` for a scheme.

brat has no place for who made a span, for verdicts and for progress; spans of several people lie in one file. What a
value of brat cannot be (numbers, texts with blanks) is written as a note ``attribute:KEY``, which the reader knows.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count as counting

from annotator.core.model import Json, Link, Span
from annotator.core.scheme import Scheme
from annotator.formats.brat_reader import ANNOTATOR_NOTES, ATTRIBUTE, BREAKS
from annotator.formats.bundle import Bundle, Written
from annotator.formats.foreign import JOINED, count
from annotator.formats.offsets import pieces

_ANY_BREAK = re.compile(f"[{BREAKS}]")
_UNSAFE = re.compile(r"[^\w]+")


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[tuple[str, str]]:
    """A .txt and a .ann for each document, named by its number and title."""
    for number, bundle in enumerate(bundles, 1):
        stem = f"{number:04d}-{_UNSAFE.sub('-', bundle.document.title)[:60].strip('-')}".rstrip("-")
        yield f"{stem}.txt", bundle.text
        yield f"{stem}.ann", "".join(f"{line}\n" for line in _Standoff(bundle, written).lines())


def word(name: str, written: Written | None = None) -> str:
    """A name as brat can have it: without blanks; a renaming is counted."""
    short = "_".join(name.split()).replace(":", "_") or "_"
    if written is not None and short != name:
        written.lose("names as they were (blanks and colons became _)")
    return short


class _Standoff:
    def __init__(self, bundle: Bundle, written: Written) -> None:
        self._bundle = bundle
        self._written = written
        self._breaks = [match.start() for match in _ANY_BREAK.finditer(bundle.text)]
        self._ids: dict[str, str] = {}  # span -> T
        self._numbers = {kind: counting(1) for kind in "RA#N"}

    def lines(self) -> Iterator[str]:
        bundle, written = self._bundle, self._written
        count(written, bundle, "notes", "attributes", "links")
        spans = sorted(bundle.spans, key=lambda one: (one.start, one.end, one.label, one.annotator_id, one.id))
        chains, links = _chains(spans, bundle.links)
        number = counting(1)
        for span in spans:
            if span.id in self._ids:
                continue  # a later piece, written with the first
            chain = chains.get(span.id, [span])
            parts = [part for each in chain for part in pieces(each.start, each.end, self._breaks)]
            if not parts:
                written.lose("spans of line ends alone")
                written.spans -= 1
                continue
            id_ = f"T{next(number)}"
            self._ids.update((each.id, id_) for each in chain)
            if parts[0][0] != span.start or parts[-1][1] != chain[-1].end:
                written.lose("line ends at the edge of a span")
            text = " ".join(bundle.text[start:end] for start, end in parts)
            where = ";".join(f"{start} {end}" for start, end in parts)
            yield f"{id_}\t{word(span.label, written)} {where}\t{text}"
            yield from self._about(id_, span)
        for link in sorted(links, key=lambda one: one.id):
            yield from self._link(link)

    def _about(self, id_: str, span: Span) -> Iterator[str]:
        for key in sorted(span.attributes):
            value = span.attributes[key]
            if value is not None:
                yield self._attribute(id_, word(key, self._written), value)
        if span.note:
            if _ANY_BREAK.search(span.note):
                self._written.lose("line ends in notes")
            note = _ANY_BREAK.sub(" ", span.note)
            yield f"#{next(self._numbers['#'])}\t{ANNOTATOR_NOTES} {id_}\t{note}"

    def _attribute(self, id_: str, key: str, value: Json) -> str:
        if value is True:
            return f"A{next(self._numbers['A'])}\t{key} {id_}"
        if isinstance(value, str) and value and not re.search(r"\s", value):
            return f"A{next(self._numbers['A'])}\t{key} {id_} {value}"
        return f"#{next(self._numbers['#'])}\t{ATTRIBUTE}{key} {id_}\t{_json(value)}"

    def _link(self, link: Link) -> Iterator[str]:
        ends = self._ids.get(link.from_id), self._ids.get(link.to_id)
        if ends[0] is None or ends[1] is None:
            self._written.links -= 1
            self._written.links_left_out += 1
            return
        yield f"R{next(self._numbers['R'])}\t{word(link.type, self._written)} Arg1:{ends[0]} Arg2:{ends[1]}\t"


def _json(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _ANY_BREAK.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _chains(spans: Sequence[Span], links: Sequence[Link]) -> tuple[dict[str, list[Span]], list[Link]]:
    """The spans that ``continues`` ties to one that lies in pieces, by the id of the first; and the other links.

    Only plain chains: in reading order, of one label and owner, nothing said of or linked to a later piece.
    """
    known = {span.id: span for span in spans}
    joins = [link for link in links if link.type == JOINED and {link.from_id, link.to_id} <= known.keys()]
    others = [link for link in links if link.type != JOINED]
    after = {link.from_id: link.to_id for link in joins}
    before = {link.to_id: link.from_id for link in joins}
    simple = len(after) == len(before) == len(joins)
    named = {end for link in others for end in (link.from_id, link.to_id)}
    for from_id, to_id in after.items():
        one, other = known[from_id], known[to_id]
        simple &= one.end <= other.start and (one.label, one.annotator_id) == (other.label, other.annotator_id)
        simple &= not other.note and not other.attributes and to_id not in named
    if not simple:
        return {}, list(links)
    chains = {}
    for first in after.keys() - before.keys():
        chain = [known[first]]
        while chain[-1].id in after:
            chain.append(known[after[chain[-1].id]])
        chains[first] = chain
    return chains, [link for link in links if link not in joins]


def configuration(scheme: Scheme) -> tuple[str, str]:
    """``annotation.conf``: the labels as entities, the link types as relations, the attributes with their values."""
    lines = ["[entities]", *(word(label.key) for label in scheme.labels), "", "[relations]"]
    for kind in scheme.link_types:
        ends = ["|".join(map(word, labels)) or "<ENTITY>" for labels in (kind.from_labels, kind.to_labels)]
        lines.append(f"{word(kind.key)}\tArg1:{ends[0]}, Arg2:{ends[1]}")
    lines += [f"{JOINED}\tArg1:<ENTITY>, Arg2:<ENTITY>", "", "[events]", "", "[attributes]"]
    values: dict[str, dict[str, None]] = {}
    labels: dict[str, dict[str, None]] = {}
    for attribute in scheme.attributes:
        if attribute.type in ("choice", "boolean"):
            labels.setdefault(word(attribute.key), {})[word(attribute.label)] = None
            choices = values.setdefault(word(attribute.key), {})
            choices.update((word(value), None) for value in attribute.values)
    for key, choices in values.items():
        allowed = f", Value:{'|'.join(choices)}" if choices else ""
        lines.append(f"{key}\tArg:{'|'.join(labels[key])}{allowed}")
    return "annotation.conf", "\n".join(lines) + "\n"
