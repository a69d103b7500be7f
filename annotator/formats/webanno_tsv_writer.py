"""Bundles -> WebAnno TSV 3.3, byte for byte repeatable: a file for each document and annotator, as INCEpTION lays out.

Only what lies on tokens can be told: white space at the edge of a span is lost, and so is a span of nothing else. The
text is kept whole by letting each sentence reach to the next one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count as counting
from typing import NamedTuple

from annotator.core.model import Link, Span
from annotator.formats.bundle import Bundle, Written
from annotator.formats.foreign import count
from annotator.formats.grid import Grid
from annotator.formats.inception_files import folder_of, places
from annotator.formats.layers import LABEL, LINK, NOTE, SPAN, feature_of, text_of, type_system
from annotator.formats.webanno_tsv_text import escape_text, escape_value


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[tuple[str, str]]:
    """A .tsv for each document and annotator, and at last the type system, from which INCEpTION makes the layers."""
    keys = {attribute.key for attribute in written.scheme.attributes} if written.scheme else set()
    for number, bundle in enumerate(bundles, 1):
        count(written, bundle, "annotators", "attributes", "notes", "links")
        grid = Grid(bundle.text)
        if not grid.tokens:
            written.lose("documents without a word")
            written.documents -= 1
            written.spans -= len(bundle.spans)
            continue
        if grid.lead.strip(" "):
            written.lose("texts’ beginnings of white space other than blanks")
        keys.update(key for span in bundle.spans for key in span.attributes)
        left = set(bundle.links)
        for owner, place in places(folder_of(number, bundle), bundle, names, written):
            sheet = _Sheet(grid, [span for span in bundle.spans if span.annotator_id == owner], written)
            mine = [link for link in bundle.links if {link.from_id, link.to_id} <= sheet.first.keys()]
            left.difference_update(mine)
            written.lose("annotators of links", sum(link.annotator_id != owner for link in mine))
            yield f"{place}.tsv", "".join(f"{line}\n" for line in sheet.lines(mine))
        written.links -= len(left)
        written.links_left_out += len(left)
    yield "TypeSystem.xml", type_system(keys)


class _Unit(NamedTuple):
    """A token (``start`` to ``end`` is all of it) or a part of one."""

    token: int
    start: int
    end: int


class _Sheet:
    """What one annotator marked, row by row. ``first`` is the unit by which each span is found."""

    def __init__(self, grid: Grid, spans: Sequence[Span], written: Written) -> None:
        self._grid = grid
        self.first: dict[str, _Unit] = {}
        self._on: dict[_Unit, list[Span]] = {}
        several: set[str] = set()
        ordered = sorted(spans, key=lambda one: (one.start, one.end, one.label, one.id))
        for span in ordered:
            units = list(self._units(span))
            if not units:
                written.lose("spans of white space alone")
                written.spans -= 1
                continue
            if (units[0].start, units[-1].end) != (span.start, span.end):
                written.lose("white space at the edges of spans")
            self.first[span.id] = units[0]
            for unit in units:
                self._on.setdefault(unit, []).append(span)
            if len(units) > 1:
                several.add(span.id)
        several.update(span.id for stack in self._on.values() if len(stack) > 1 for span in stack)
        number = counting(1)
        self._number = {span.id: next(number) for span in ordered if span.id in several}
        self._parts: dict[int, list[_Unit]] = {}
        for unit in sorted(self._on):
            if not self._whole(unit):
                self._parts.setdefault(unit.token, []).append(unit)
        self._features = sorted({key for span in ordered for key in span.attributes})

    def _units(self, span: Span) -> Iterator[_Unit]:
        for nth in self._grid.under(span.start, span.end):
            token = self._grid.tokens[nth]
            yield _Unit(nth, max(token.start, span.start), min(token.end, span.end))

    def _whole(self, unit: _Unit) -> bool:
        return self._grid.tokens[unit.token][:2] == (unit.start, unit.end)

    def _name(self, unit: _Unit) -> str:
        token = self._grid.tokens[unit.token].number
        return token if self._whole(unit) else f"{token}.{self._parts[unit.token].index(unit) + 1}"

    def lines(self, links: Sequence[Link]) -> Iterator[str]:
        onto: dict[_Unit, list[Link]] = {}
        for link in sorted(links, key=lambda one: one.id):
            onto.setdefault(self.first[link.to_id], []).append(link)
        yield "#FORMAT=WebAnno TSV 3.3"
        if self.first:
            yield f"#T_SP={'|'.join([SPAN, LABEL, NOTE, *map(feature_of, self._features)])}"
        if onto:
            yield f"#T_RL={LINK}|{LABEL}|BT_{SPAN}"
        yield ""
        grid = self._grid
        for nth, sentence in enumerate(grid.sentences):
            yield ""
            yield from (f"#Text={escape_text(line)}" for line in grid.body(nth).split("\n"))
            for token in range(sentence.first, sentence.last + 1):
                whole = _Unit(token, *grid.tokens[token][:2])
                for unit in (whole, *self._parts.get(token, ())):
                    yield self._row(unit, onto.get(unit, ()) if onto else None)

    def _row(self, unit: _Unit, links: Sequence[Link] | None) -> str:
        grid, spans = self._grid, self._on.get(unit, [])
        cells = [self._name(unit), f"{grid.units(unit.start)}-{grid.units(unit.end)}", grid.text[unit.start : unit.end]]
        if self.first:
            cells.append(self._stack(spans, [span.label for span in spans]))
            cells.append(self._stack(spans, [span.note or None for span in spans]))
            for key in self._features:
                values = [span.attributes.get(key) for span in spans]
                cells.append(self._stack(spans, [None if value is None else text_of(value) for value in values]))
        if links is not None:
            cells.append("|".join(escape_value(link.type) for link in links) or "_")
            cells.append("|".join(map(self._from, links)) or "_")
        return "\t".join(cells) + "\t"

    def _stack(self, spans: Sequence[Span], values: Sequence[str | None]) -> str:
        """One column of the spans on a unit, each with its number if it has one."""
        cells = []
        for span, value in zip(spans, values, strict=True):
            number = self._number.get(span.id)
            cells.append(("*" if value is None else escape_value(value)) + (f"[{number}]" if number else ""))
        return "|".join(cells) or "_"

    def _from(self, link: Link) -> str:
        one, other = (self._number.get(end, 0) for end in (link.from_id, link.to_id))
        return self._name(self.first[link.from_id]) + (f"[{one}_{other}]" if one or other else "")
