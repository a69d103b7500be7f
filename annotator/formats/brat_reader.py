"""brat's standoff lines -> a bundle. Pure: text and lines in; ``brat`` opens the files.

T lines are spans, also those in pieces, which become spans tied by ``continues``; R, E and * are links, A and M
attributes, N and # attributes and notes. brat counts code points, but whether CR LF is one or two, and what older
versions counted, shows only in the texts that T lines repeat: the reading under which most of them are right is taken.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.core.model import Json, Span
from annotator.core.text import canonical, clean
from annotator.formats.bundle import Bundle, Context, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.foreign import JOINED, page_of
from annotator.formats.offsets import found_nearby, positions
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, shown

BREAKS = "\n\x85\u2028\u2029"
"""Where brat ends a piece of a span: what its reader takes for the end of a line."""

ATTRIBUTE, ANNOTATOR_NOTES = "attribute:", "AnnotatorNotes"
_LINE = re.compile(r"(?:[TREAMN#]\d+|\*)\t|#\d*\t")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class _Mark:
    """One T line: its pieces as the file counts them, and what other lines say of it."""

    line: int
    label: str
    pieces: list[tuple[int, int]]
    text: str
    attributes: dict[str, Json] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Tie:
    line: int
    type: str
    ends: tuple[str, str]


def read(raws: Iterable[str], lines: Iterable[str], file: str, context: Context, otherwise: str) -> Iterator[Parsed]:
    """What the lines say of a text. ``raws`` are the forms in which the text may have been counted, the likeliest
    first; all are one text when made canonical. ``otherwise`` is the title of a text that gives none."""
    sheet = _Sheet(file)
    sheet.take(lines)
    yield from (Refused(file, line, why) for line, why in sheet.refused)
    try:
        raw, unit, right = _counted(list(raws), list(sheet.marks.values()))
        page = page_of(Desk(context), raw, line=0, otherwise=otherwise, unit=unit)
    except Refusal as refusal:
        yield Refused(file, 0, str(refusal))
        return
    if unit != "codepoint" or "\r\n" in raw:
        how = "UTF-16 units" if unit != "codepoint" else "a line end of two characters as two"
        page.notes.append(f"its positions count {how}: so {right} of {len(sheet.marks)} texts are right")
    yield from sheet.fill(page, raw, unit)


def _counted(raws: list[str], marks: list[_Mark]) -> tuple[str, str, int]:
    best, most = (raws[0], "codepoint"), -1
    for raw in raws:
        for unit in ("codepoint",) if raw.isascii() else ("codepoint", "utf16"):
            right = sum(_texts(raw, unit, marks))
            if right > most:
                best, most = (raw, unit), right
            if right == len(marks):
                return *best, most
    return *best, most


def _texts(raw: str, unit: str, marks: list[_Mark]) -> Iterator[bool]:
    """For each mark whether its text stands where it says, white space aside: brat changed its mind about that."""
    found = canonical(raw)
    length, place = positions(raw, found, unit)
    for mark in marks:
        try:
            parts = [
                found.text[place(start) if place else start : place(end) if place else end]
                for start, end in mark.pieces
                if 0 <= start <= end <= length
            ]
        except Refusal:
            parts = []
        yield len(parts) == len(mark.pieces) and _bare("".join(parts)) == _bare(canonical(mark.text).text)


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


class _Sheet:
    """The lines of one file, sorted by what they are."""

    def __init__(self, file: str) -> None:
        self.marks: dict[str, _Mark] = {}
        self.refused: list[tuple[int, str]] = []
        self._file = file
        self._events: dict[str, str] = {}  # event -> its trigger
        self._ties: list[_Tie] = []
        self._told: list[str] = []

    def take(self, lines: Iterable[str]) -> None:
        later: list[tuple[int, str]] = []
        last: _Mark | None = None
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r")
            if not _LINE.match(line) and last is not None and line.strip():
                last.text += "\n" + line  # brat writes such lines when a span is moved over a line end
                continue
            last = None
            try:
                if line.startswith("T"):
                    last = self._mark(line, number)
                elif line.strip():
                    later.append((number, line))
            except Refusal as refusal:
                self.refused.append((number, str(refusal)))
        for kinds in ("E", "R*", "AMN#"):  # others point to events, wherever these stand
            for number, line in later:
                if (line[0] in kinds) if _LINE.match(line) else kinds == "E":
                    try:
                        self._about(line, number)
                    except (Refusal, ValueError, IndexError) as error:
                        why = str(error) if isinstance(error, Refusal) else f"is no line of brat's: {shown(line)}"
                        self.refused.append((number, why))

    def _mark(self, line: str, number: int) -> _Mark:
        try:
            id_, where, text = (*line.split("\t", 2), "")[:3]
            label, _, stretches = where.strip().partition(" ")
            pieces = [(int(a), int(b)) for a, b in (each.split() for each in stretches.split(";"))]
        except ValueError:
            raise Refusal(f"is no line of brat's: {shown(line)}") from None
        if id_ in self.marks:
            raise Refusal(f"its id {shown(id_)} is that of line {self.marks[id_].line}")
        self.marks[id_] = _Mark(number, clean(label), pieces, text)
        return self.marks[id_]

    def _about(self, line: str, number: int) -> None:
        """One line that is about spans. Raises ``Refusal``, or if it has not the shape it should, ``ValueError`` or
        ``IndexError``."""
        if not _LINE.match(line):
            raise ValueError
        id_, what, text = (*map(clean, line.split("\t", 2)), "", "")[:3]
        kind, *words = what.split()
        if id_[0] == "E":
            self._event(id_, what.split(), number)
        elif id_[0] == "R":
            ends = [word.split(":", 1)[1] for word in words]
            if len(ends) != 2:
                raise ValueError
            self._tie(number, kind, ends[0], ends[1])
        elif id_[0] == "*":
            for one, other in pairwise(words):
                self._tie(number, kind, one, other)
        elif id_[0] in "AM":
            target, *value = words
            self._marked(target).attributes[kind] = " ".join(value) if value else True
        elif id_[0] == "N":
            self._marked(words[0]).attributes[kind] = " ".join(filter(None, [" ".join(words[1:]), text]))
        else:
            self._remark(kind, " ".join(words), text, number)

    def _remark(self, kind: str, target: str, text: str, number: int) -> None:
        if target not in self.marks and target not in self._events:
            self._told.append(f"line {number}: left out a note on {shown(target)}, which is no span: {shown(text)}")
        elif kind.startswith(ATTRIBUTE):
            try:
                self._marked(target).attributes[kind.removeprefix(ATTRIBUTE)] = json.loads(text)
            except (ValueError, RecursionError):
                raise Refusal(f"its value is no JSON: {shown(text)}") from None
        else:
            self._marked(target).notes.append(text if kind == ANNOTATOR_NOTES else f"{kind}: {text}")

    def _event(self, id_: str, words: list[str], number: int) -> None:
        (label, trigger), *roles = (word.split(":", 1) for word in words)
        mark = self._marked(trigger)
        if label != mark.label:
            self._told.append(f"line {number}: the event {shown(label)} is told as its trigger, a {shown(mark.label)}")
        self._events[id_] = trigger
        for role, target in roles:
            self._tie(number, role, id_, target)

    def _marked(self, target: str) -> _Mark:
        mark = self.marks.get(self._events.get(target, target))
        if mark is None:
            raise Refusal(f"is about {shown(target)}, which is no span or event of this file")
        return mark

    def _tie(self, number: int, type_: str, one: str, other: str) -> None:
        self._ties.append(_Tie(number, type_, (one, other)))

    def fill(self, page: Page, raw: str, unit: str) -> Iterator[Parsed]:
        right = list(_texts(raw, unit, list(self.marks.values())))
        spans: dict[str, Span] = {}
        place = positions(raw, canonical(raw), unit)[1] or (lambda at: at)
        text = canonical(raw).text
        for (id_, mark), stands in zip(self.marks.items(), right, strict=True):
            if stands:
                pieces = _joined(text, [(place(start), place(end)) for start, end in mark.pieces])
            else:
                pieces = self._mended(page, text, mark)
            span = self._add(page, mark, pieces)
            if span is not None:
                spans[id_] = span
        page.notes += self._told
        for tie in self._ties:
            self._link(page, tie, spans)
        yield from (Refused(self._file, line, why) for line, why in page.refused)
        yield _whole(page)

    def _mended(self, page: Page, text: str, mark: _Mark) -> list[tuple[int, int]]:
        start = mark.pieces[0][0]
        found = found_nearby(text, canonical(mark.text).text, start) if len(mark.pieces) == 1 else None
        if found is None:
            page.refused.append(
                (mark.line, f"its text {shown(mark.text)} is not what stands at {start} to {mark.pieces[-1][1]}")
            )
            return []
        page.notes.append(f"line {mark.line}: moved to {found[0]}, where its text {shown(mark.text)} stands")
        return [found]

    def _add(self, page: Page, mark: _Mark, pieces: list[tuple[int, int]]) -> Span | None:
        first: Span | None = None
        last: Span | None = None
        for start, end in pieces:
            record: dict[str, Json] = {"label": mark.label, "start": start, "end": end}
            if first is None:
                record |= {"attributes": mark.attributes, "note": "\n".join(mark.notes)}
            span = page.add_canonical(record, line=mark.line)
            if span is not None and last is not None:
                page.add_link({"type": JOINED, "from": last.id, "to": span.id}, line=mark.line)
            first, last = first or span, span or last
        return first

    def _link(self, page: Page, tie: _Tie, spans: dict[str, Span]) -> None:
        ids = [spans.get(self._events.get(end, end)) for end in tie.ends]
        for end, span in zip(tie.ends, ids, strict=True):
            if span is None:
                why = f"{shown(tie.type)} leads to {shown(end)}, which is no span that went in"
                page.refused.append((tie.line, why))
                return
        one, other = (span.id for span in ids if span is not None)
        page.add_link({"type": tie.type, "from": one, "to": other}, line=tie.line)


def _joined(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that only line ends part are one span: brat cuts at every line end."""
    whole: list[tuple[int, int]] = []
    for start, end in pieces:
        if whole and start >= whole[-1][1] and not text[whole[-1][1] : start].strip(BREAKS):
            whole[-1] = whole[-1][0], end
        else:
            whole.append((start, end))
    return whole


def _whole(page: Page) -> Bundle:
    page.refused.clear()
    return page.bundle()
