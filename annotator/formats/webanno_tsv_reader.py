"""WebAnno TSV 3: lines -> a bundle. Pure: lines in; ``webanno_tsv`` opens the files.

A file lists sentences, below each its tokens and parts of tokens, and in columns what was annotated there. An
annotation on several tokens, or one of several on the same, has a number in brackets. Positions count UTF-16 units.
Annotations of span layers become spans; relations, slots and the steps of chains become links.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.core.model import Json, Span
from annotator.core.text import canonical, clean
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.layers import POS, TOKEN, is_apparatus, link_type, record_of, short
from annotator.formats.offsets import UNITS, found_nearby, positions
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, shown
from annotator.formats.webanno_tsv_text import Row, Sheet, cut, read_sheet, rebuilt, unescape_value

_NUMBERED = re.compile(r"(.*)\[(\d{1,12})(?:_(\d{1,12}))?\]", re.DOTALL)
_STEP = re.compile(r"(.*)->(\d{1,12})-(\d{1,12})", re.DOTALL)
NONE, UNSET = "_", "*"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: of which layer, and what it holds. ``target`` is the layer that references lead to."""

    kind: str  # value, role, target, base, step
    feature: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    kind: str  # SP, CH, RL
    name: str
    columns: tuple[Column, ...]

    @property
    def features(self) -> list[str]:
        return [each.feature for each in self.columns if each.kind in ("value", "step")]


@dataclass(slots=True)
class _Mark:
    """One annotation: the rows it is on, and the values of its features."""

    layer: Layer
    rows: list[Row] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Tie:
    """A relation, slot or step of a chain that leads from one annotation to another. An end is a mark, or what a file
    says of it: layer, unit, number."""

    line: int
    type: str
    ends: tuple["_Mark | tuple[str, str, int]", "_Mark | tuple[str, str, int]"]


def read(
    lines: Iterable[str], file: str, context: Context, *, otherwise: str, original: str | None = None
) -> Iterator[Parsed]:
    """What the lines say. ``otherwise`` is the title of a text that gives none; ``original`` the text that the file is
    about, where that is at hand: it is taken if all tokens stand in it, with what lies between the sentences."""
    try:
        sheet = read_sheet(lines)
        layers = [_layer(line) for line in sheet.layers]
        raw, unit, notes = _text(sheet, original)
        page = page_of(Desk(context), raw, line=0, otherwise=otherwise, unit=unit)
    except Refusal as refusal:
        yield Refused(file, 0, str(refusal))
        return
    page.notes += notes
    page.refused += sheet.refused
    filled = _Filling(page, layers, raw, unit)
    filled.take(sheet.rows)
    filled.fill()
    yield from (Refused(file, line, why) for line, why in sorted(page.refused))
    yield page.bundle()


def _layer(line: str) -> Layer:
    """A layer from its line of the header: ``#T_SP=name|feature|...``."""
    kind, (name, *features) = line[3:5], line[6:].split("|")
    columns: list[Column] = []
    for feature in features:
        if kind == "RL" and feature.startswith("BT_"):
            columns.append(Column("base", "", feature[3:]))
        elif kind == "SP" and feature.startswith("ROLE_"):
            columns.append(Column("role", feature.split("_")[1].rpartition(":")[2]))
        elif columns and columns[-1].kind == "role":
            columns.append(Column("target", "", feature))
        elif kind == "CH" and feature == "referenceRelation":
            columns.append(Column("step", feature))
        elif feature:
            columns.append(Column("value", feature))
    kinds = [column.kind for column in columns]
    for one, following in pairwise([*kinds, ""]):
        if one == "role" and following != "target":
            raise Refusal(f"its layer {shown(name)} has roles without a column of targets")
    return Layer(kind, name, tuple(columns) or (Column("value", ""),))


def _text(sheet: Sheet, original: str | None) -> tuple[str, str, list[str]]:
    """The text, the unit of the positions, and what is to be told of it."""
    if original is not None and _right(sheet, original, "utf16") == len(sheet.rows):
        return original, "utf16", []
    best, most = ("", "utf16"), -1
    for unit in ("utf16", "codepoint"):
        raw = rebuilt(sheet, unit)
        right = _right(sheet, raw, unit)
        if right > most:
            best, most = (raw, unit), right
        if right == len(sheet.rows):
            break
    raw, unit = best
    notes = []
    if unit != "utf16":
        notes.append(f"its positions count {UNITS[unit]}: so {most} of {len(sheet.rows)} tokens are right")
    if sheet.gaps:
        notes.append(
            "what stood between its sentences is not in the file: line ends and blanks took the place of"
            f" {sheet.gaps:,} character{'s' if sheet.gaps > 1 else ''}"
        )
    return raw, unit, notes


def _right(sheet: Sheet, raw: str, unit: str) -> int:
    """How many tokens stand in the text where they say."""
    stands = _standing(raw, unit)
    return sum(map(stands, sheet.rows))


def _standing(raw: str, unit: str) -> Callable[[Row], bool]:
    """Whether the text of a row stands where it says: asked for every token, so without turning positions."""
    if unit == "codepoint" or raw.isascii():
        return lambda row: raw[row.start : row.end] == row.text
    units = raw.encode("utf-16-le", "surrogatepass")
    return lambda row: units[2 * row.start : 2 * row.end] == row.text.encode("utf-16-le", "surrogatepass")


def canonical_part(text: str) -> str:
    """A piece of a text as it stands in the canonical one: a mark at its beginning is no byte order mark there."""
    return text if text.isprintable() else canonical("." + text).text[1:]


class _Filling:
    """Collects the annotations of all rows, then puts them on the page."""

    def __init__(self, page: Page, layers: list[Layer], raw: str, unit: str) -> None:
        self._page = page
        self._layers = layers
        self._text = canonical(raw).text
        self._stands = _standing(raw, unit)
        self._place = positions(raw, canonical(raw), unit)[1] or (lambda at: at)
        self._marks: dict[tuple[int, str, int], _Mark] = {}
        self._numbered: dict[int, _Mark] = {}
        self._on_unit: dict[str, list[_Mark]] = {}
        self._rows: dict[str, Row] = {}
        self._ties: list[_Tie] = []
        self._steps: dict[tuple[int, int], dict[int, _Mark]] = {}
        self._spans: dict[int, Span | None] = {}
        self._words = 0
        self._left: dict[str, int] = {}

    def take(self, rows: Iterable[Row]) -> None:
        width = sum(len(layer.columns) for layer in self._layers)
        for row in rows:
            self._rows[row.unit] = row
            if len(row.cells) < width:
                self._page.refused.append((row.line, f"has {len(row.cells)} columns of annotations, not {width}"))
                continue
            at = 0
            for nth, layer in enumerate(self._layers):
                cells = row.cells[at : at + len(layer.columns)]
                at += len(layer.columns)
                if all(cell == NONE for cell in cells):
                    continue
                stacks = [cut(cell, "|") for cell in cells]
                for level in range(max(map(len, stacks))):
                    values = [stack[level] if level < len(stack) else NONE for stack in stacks]
                    try:
                        self._one(nth, layer, row, level, values)
                    except (Refusal, ValueError) as error:
                        why = str(error) if isinstance(error, Refusal) else f"cannot be read: {shown('|'.join(values))}"
                        self._page.refused.append((row.line, f"{short(layer.name)}: {why}"))

    def _one(self, nth: int, layer: Layer, row: Row, level: int, values: list[str]) -> None:
        """One annotation on one row: ``values`` are those of its layer's columns."""
        if layer.kind == "RL":
            self._relation(layer, row, values)
            return
        number, bare = 0, []
        for column, value in zip(layer.columns, values, strict=True):
            found = None if column.kind == "target" else _NUMBERED.fullmatch(value)
            if found and layer.kind == "SP":
                number = int(found[2])
            bare.append(found[1] if found else value)
        if layer.kind == "CH":
            mark = self._link_of_chain(nth, layer, row, bare)
        else:
            mark = self._marks.setdefault((nth, "" if number else row.unit, number or level), _Mark(layer))
            if number:
                self._numbered[number] = mark
        first = not mark.rows
        mark.rows.append(row)
        self._on_unit.setdefault(row.unit, []).append(mark)
        for at, (column, value) in enumerate(zip(layer.columns, bare, strict=True)):
            if column.kind in ("value", "step") and column.feature and value not in (NONE, UNSET):
                mark.values[column.feature] = unescape_value(value)
            elif column.kind == "role" and first:
                self._slots(mark, row, column, value, bare[at + 1], layer.columns[at + 1].target)

    def _link_of_chain(self, nth: int, layer: Layer, row: Row, bare: list[str]) -> _Mark:
        """The link of a chain that is meant: which one, its column ``referenceRelation`` says behind the value."""
        for at, column in enumerate(layer.columns):
            found = _STEP.fullmatch(bare[at]) if column.kind == "step" else None
            if found:
                bare[at] = found[1]
                links = self._steps.setdefault((nth, int(found[2])), {})
                return links.setdefault(int(found[3]), _Mark(layer))
        raise Refusal("a link of a chain does not say which one it is")

    def _slots(self, mark: _Mark, row: Row, column: Column, roles: str, targets: str, target: str) -> None:
        if roles == NONE:
            return
        for role, where in zip(cut(roles, ";"), cut(targets, ";"), strict=True):
            found = _NUMBERED.fullmatch(where)
            end = (target, found[1], int(found[2])) if found else (target, where, 0)
            type_ = clean(column.feature if role == UNSET else unescape_value(role))
            self._ties.append(_Tie(row.line, type_, (mark, end)))

    def _relation(self, layer: Layer, row: Row, values: list[str]) -> None:
        said: dict[str, str] = {}
        ends: tuple[tuple[str, str, int], tuple[str, str, int]] | None = None
        for column, value in zip(layer.columns, values, strict=True):
            found = _NUMBERED.fullmatch(value)
            bare = found[1] if found else value
            if column.kind == "base":
                one, other = (int(found[2]), int(found[3] or 0)) if found else (0, 0)
                ends = (column.target, bare, one), (column.target, row.unit, other)
            elif column.feature and bare not in (NONE, UNSET):
                said[column.feature] = unescape_value(bare)
        if ends is None:
            raise Refusal("a relation does not say where it comes from")
        type_, lost = link_type(layer.name, layer.features, dict(said))
        if lost:
            self._left[f"values of {short(layer.name)} relations"] = (
                self._left.get(f"values of {short(layer.name)} relations", 0) + lost
            )
        self._ties.append(_Tie(row.line, type_, ends))

    # Onto the page

    def fill(self) -> None:
        chained = [mark for links in self._steps.values() for _, mark in sorted(links.items())]
        for mark in (*self._marks.values(), *chained):
            if is_apparatus(mark.layer.name):
                name = f"{short(mark.layer.name)} annotations"
                self._left[name] = self._left.get(name, 0) + 1
            else:
                self._spans[id(mark)] = self._span(mark)
        for tie in self._ties:
            self._link(tie.type, [self._end(each) for each in tie.ends], tie.line)
        for links in self._steps.values():
            self._chain([mark for _, mark in sorted(links.items())])
        if self._words:
            self._page.notes.append(f"{self._words} words that relations tie became spans of the label Token")
        for name, number in self._left.items():
            self._page.notes.append(f"left out: {number} {name}")

    def _chain(self, marks: list[_Mark]) -> None:
        for one, other in pairwise(marks):
            type_ = clean(one.values.get("referenceRelation") or short(one.layer.name))
            self._link(type_, [self._spans.get(id(one)), self._spans.get(id(other))], one.rows[0].line)

    def _span(self, mark: _Mark) -> Span | None:
        record = record_of(mark.layer.name, mark.layer.features, dict(mark.values))
        return self._put(record, mark.rows)

    def _put(self, record: Mapping[str, Json], rows: list[Row]) -> Span | None:
        line = rows[0].line
        try:
            start, end = self._stretch(rows)
        except Refusal as refusal:
            self._page.refused.append((line, str(refusal)))
            return None
        return self._page.add_canonical({**record, "start": start, "end": end}, line=line)

    def _stretch(self, rows: list[Row]) -> tuple[int, int]:
        """Where the rows stand; where their text stands once nearby, if it is not there. Raises ``Refusal``."""
        start, end = min(row.start for row in rows), max(row.end for row in rows)
        if all(self._stands(row) for row in rows):
            return self._place(start), self._place(end)
        given = " ".join(canonical_part(row.text) for row in rows)
        found = found_nearby(self._text, given, min(start, len(self._text)))
        if found is None:
            raise Refusal(f"its text {shown(given)} is not what stands at {start} to {end}")
        self._page.notes.append(f"line {rows[0].line}: moved to {found[0]}, where its text {shown(given)} stands")
        return found

    def _end(self, end: "_Mark | tuple[str, str, int]") -> Span | None:
        if isinstance(end, _Mark):
            return self._spans.get(id(end))
        layer, unit, number = end
        if number and number in self._numbered:
            return self._spans.get(id(self._numbered[number]))
        on_unit = self._on_unit.get(unit, [])
        mark = next((each for each in on_unit if each.layer.name == layer), None)
        if mark is None and layer not in (TOKEN, POS):
            mark = next(iter(on_unit), None)
        if mark is not None:
            return self._spans.get(id(mark))
        if layer not in (TOKEN, POS) or unit not in self._rows:
            return None
        mark = _Mark(Layer("SP", layer, ()), [self._rows[unit]])
        self._on_unit.setdefault(unit, []).append(mark)
        self._spans[id(mark)] = self._put({"label": short(TOKEN)}, mark.rows)
        self._marks[-1, unit, 0] = mark  # kept, so that its id stays its own
        self._words += 1
        return self._spans[id(mark)]

    def _link(self, type_: str, ends: list[Span | None], line: int) -> None:
        one, other = ends
        if one is None or other is None:
            self._page.refused.append((line, f"the relation {shown(type_)} leads to nothing that went in"))
            return
        self._page.add_link({"type": type_, "from": one.id, "to": other.id}, line=line)
