"""One document while it is read from JSON objects: its spans, links, verdicts, and what had to be refused.

Knows the shape of our records in JSON and nothing of lines, files or layouts: ``jsonl_reader`` feeds it. A bad record
never costs its neighbours. The span path runs for every span of an import, so it is written out instead of composed.
"""

from collections.abc import Callable, Iterator
from operator import itemgetter

from annotator.core import ids
from annotator.core.model import Comment, Document, Json, Link, Progress, Source, Span, Verdict, maker
from annotator.core.scheme import fits
from annotator.core.text import clean
from annotator.formats.bundle import Bundle
from annotator.formats.desk import Desk, People
from annotator.formats.strict import (
    DEEPEST,
    LARGEST_REV,
    LONGEST_ID,
    Refusal,
    deeper_than,
    entry,
    identity,
    items,
    mapping,
    revision,
    shown,
    string,
)

STATES = ("todo", "doing", "done")
VERDICTS = ("accept", "reject", "fix", "question")
JUDGED = {"rev": int, "label": str, "start": int, "end": int}
SPAN_KEYS = frozenset(
    (
        *("id", "rev", "label", "start", "end", "text", "annotator", "annotator_id", "attributes", "note", "origin"),
        *("created_at", "updated_at", "sources", "verdicts"),
        *("document_id", "document_title", "sha256", "prefix", "suffix", "format", "offset_unit"),  # spans layout only
    )
)

_COMPLETE = itemgetter(
    *("id", "rev", "label", "start", "end", "text", "attributes", "note", "origin", "created_at", "updated_at")
)
_TYPES = (str, int, str, int, int, str, dict, str, str, str, str)
"""The values of a span that says everything, as our own exports do: found right at one glance."""

_SPAN = maker(
    Span,
    (
        *("id", "rev", "created_at", "updated_at", "document_id", "annotator_id", "label", "start", "end", "text"),
        *("attributes", "note", "origin"),
    ),
)


def _completed(raw: dict[str, Json]) -> tuple[Json, ...]:
    """The same values of a span that does not: checked one by one, what is missing filled in. Raises ``Refusal``."""
    start, end = raw.get("start"), raw.get("end")
    if type(start) is not int or type(end) is not int:  # a bool is an int to isinstance
        raise Refusal(f"its start and end are {shown(start)} and {shown(end)}, not two whole numbers")
    label, text = raw.get("label"), raw.get("text")
    if not isinstance(label, str):
        raise Refusal("has no label" if label is None else f"its label is {shown(label)}, not a name")
    if text is not None and not isinstance(text, str):
        raise Refusal(f"its text is {shown(text)}, not a text")
    return (
        *(identity(raw), revision(raw), label, start, end, text, mapping(raw, "attributes")),
        *(string(raw, "note"), string(raw, "origin", "import"), string(raw, "created_at"), string(raw, "updated_at")),
    )


class Page:
    """Collects what belongs to one document; ``bundle()`` hands it out.

    ``place`` turns a position of the file into one of the canonical text; ``None`` where they are the same.
    ``length`` is the length of the text as the file counts. ``refused`` holds what did not go in, as (line, why).
    """

    def __init__(
        self,
        desk: Desk,
        document: Document,
        text: str,
        *,
        whole: bool,
        line: int,
        length: int | None = None,
        place: Callable[[int], int] | None = None,
    ) -> None:
        self.document = document
        self.line = line
        self.refused: list[tuple[int, str]] = []
        self.notes: list[str] = []
        self.unknown: list[str] = []
        self.strange: set[str] = set()
        self._desk = desk
        self._text = text
        self._whole = whole
        self._length = len(text) if length is None else length
        self._place = place
        self.people = People(desk.context.annotator)
        self._progress: list[Progress] = []
        self._spans: dict[str, Span] = {}
        self._links: list[Link] = []
        self._verdicts: list[Verdict] = []
        self._comments: list[Comment] = []
        self._claimed: list[tuple[str, str, str]] = []  # which span says it came from which other

    def add_progress(self, name: str, state: Json) -> None:
        if state not in STATES:
            raise Refusal(f"progress of {shown(name)} is {shown(state)}, not one of {', '.join(STATES)}")
        who = self.people.called(name)
        id_ = ids.made_id("progress", self.document.id, who)
        self._progress.append(Progress(id=id_, document_id=self.document.id, annotator_id=who, state=state))

    # Spans

    def add_span(self, raw: Json, *, line: int, number: int = 0) -> Span | None:
        """Take one span, or note in ``refused`` why not. ``number`` is its place in a list, from 1; 0 if in none."""
        where = f"span {number}: " if number else ""
        told = where or f"line {line}: "  # a note is told with the line its document began on
        try:
            span = self._span(entry(raw))
        except Refusal as refusal:
            self.refused.append((line, where + str(refusal)))
            return None
        self._spans[span.id] = span
        if raw.get("verdicts"):
            self._add_verdicts(span, raw, line, where)
        if raw.get("sources"):
            self._add_sources(span, raw, line, told)
        return span

    def add_canonical(self, raw: Json, *, line: int, number: int = 0) -> Span | None:
        """The same for a span whose positions were turned into canonical ones already."""
        place, length = self._place, self._length
        self._place, self._length = None, len(self._text)
        try:
            return self.add_span(raw, line=line, number=number)
        finally:
            self._place, self._length = place, length

    def _span(self, raw: dict[str, Json]) -> Span:
        try:
            values = _COMPLETE(raw)
        except KeyError:
            values = ()
        if tuple(map(type, values)) != _TYPES:
            values = _completed(raw)
        id_, rev, label, start, end, given, attributes, note, origin, created_at, updated_at = values
        if self._place is not None or not 0 <= start < end <= self._length:
            start, end = self._stretch(start, end)
        text = self._text[start:end]
        if given != text and given is not None and given != clean(text):
            raise Refusal(self._contradiction(given, text, start, end))
        if attributes:
            attributes = self._attributes(attributes, label)
        owner = self.people.of(raw)
        # The id comes last: a span that is refused must not keep its id from another.
        if not (0 < len(label) <= LONGEST_ID and 0 <= rev <= LARGEST_REV and len(id_) <= LONGEST_ID):
            raise Refusal(f"its label, rev or id is out of bounds: {shown(label)}, {shown(rev)}, {shown(id_)}")
        desk = self._desk
        id_ = desk.take(id_) if id_ else desk.make_span(self.document.sha256, owner, label, start, end)
        if not SPAN_KEYS.issuperset(raw):
            self.strange |= raw.keys() - SPAN_KEYS
        if label not in desk.attributes and desk.context.scheme is not None:
            self.unknown.append(f"the scheme has no label {shown(label)}")
        made = (id_, rev, created_at, updated_at, self.document.id, owner, label, start, end, text)
        return _SPAN((*made, attributes, note, origin))

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        if end < start:
            raise Refusal(f"ends at {shown(end)}, before its start {shown(start)}")
        if start == end:
            raise Refusal(f"marks nothing: it starts and ends at {shown(start)}")
        if start < 0 or end > self._length:
            raise Refusal(f"{shown(start)} to {shown(end)} is outside the text of {self._length} characters")
        if self._place is None:
            return start, end
        at, to = self._place(start), self._place(end)
        if at >= to:
            raise Refusal(f"marks nothing: {start} to {end} holds only what cleaning the text removes")
        return at, to

    def _contradiction(self, given: str, text: str, start: int, end: int) -> str:
        why = f"its text {shown(given)} is not what stands at {start} to {end}: {shown(text)}"
        at = self._text.find(given) if given else -1
        if at >= 0 and self._text.find(given, at + 1) < 0:
            why += f" (it stands once, at {at} to {at + len(given)})"
        return why

    def _attributes(self, given: dict[str, Json], label: str) -> dict[str, Json]:
        """Those that are set (null says "not said", as a missing one does); tells what the scheme lacks."""
        if None in given.values():
            given = {key: value for key, value in given.items() if value is not None}
        known = self._desk.attributes.get(label)
        for key, value in given.items():
            if isinstance(value, (dict, list)) and deeper_than(value, DEEPEST):
                raise Refusal(f"its attribute {shown(key)} is nested too deeply")
            if known is None:  # no scheme, or no such label, which is told once
                continue
            attribute = known.get(key)
            if attribute is None:
                self.unknown.append(f"the scheme has no attribute {shown(key)} of {shown(label)}")
            elif not fits(attribute, value):
                self.unknown.append(f"{shown(value)} is no value the scheme gives {label}.{key}")
        return given

    # What hangs on spans

    def _add_sources(self, span: Span, raw: dict[str, Json], line: int, where: str) -> None:
        try:
            for source in dict.fromkeys(map(str, items(raw, "sources"))):
                self._claimed.append((where, span.id, source))
        except Refusal as refusal:
            self.refused.append((line, where + str(refusal)))

    def _add_verdicts(self, span: Span, raw: dict[str, Json], line: int, where: str) -> None:
        try:
            verdicts = items(raw, "verdicts")
        except Refusal as refusal:
            self.refused.append((line, where + str(refusal)))
            return
        for number, one in enumerate(verdicts, 1):
            part = f"{where}verdict {number}: "
            try:
                verdict = self._verdict(span, entry(one))
                comments = items(one, "comments")
            except Refusal as refusal:
                self.refused.append((line, part + str(refusal)))
                continue
            self._verdicts.append(verdict)
            for nth, comment in enumerate(comments, 1):
                try:
                    self._comments.append(self._comment(verdict, entry(comment)))
                except Refusal as refusal:
                    self.refused.append((line, f"{part}comment {nth}: {refusal}"))

    def _verdict(self, span: Span, raw: dict[str, Json]) -> Verdict:
        verdict = raw.get("verdict")
        if verdict not in VERDICTS:
            raise Refusal(f"it says {shown(verdict)}, not one of {', '.join(VERDICTS)}")
        reviewer = self.people.of(raw, "reviewer", "reviewer_id")
        rev, comment, judged = revision(raw), string(raw, "comment"), self._judged(mapping(raw, "judged"))
        result = identity(raw, "result") or None
        created_at, updated_at = string(raw, "created_at"), string(raw, "updated_at")
        id_, desk = identity(raw), self._desk
        return Verdict(
            id=desk.take(id_) if id_ else desk.make("verdict", span.id, reviewer, verdict, created_at),
            rev=rev,
            created_at=created_at,
            updated_at=updated_at,
            span_id=span.id,
            reviewer_id=reviewer,
            verdict=verdict,
            comment=comment,
            result=result,
            judged=judged,
        )

    def _judged(self, raw: dict[str, Json]) -> dict[str, Json]:
        judged = {key: raw[key] for key, type_ in JUDGED.items() if type(raw.get(key)) is type_}
        self.strange.update(f"judged {key}" for key in raw.keys() - judged.keys())
        if self._place is not None:
            for key in judged.keys() & {"start", "end"}:
                judged[key] = self._place(min(max(0, judged[key]), self._length))
        return judged

    def _comment(self, verdict: Verdict, raw: dict[str, Json]) -> Comment:
        who = self.people.of(raw, "annotator", "annotator_id")
        text, created_at, rev = string(raw, "text"), string(raw, "created_at"), revision(raw)
        id_, desk = identity(raw), self._desk
        id_ = desk.take(id_) if id_ else desk.make("comment", verdict.id, who, text, created_at)
        return Comment(id=id_, verdict_id=verdict.id, annotator_id=who, text=text, created_at=created_at, rev=rev)

    def add_link(self, raw: Json, *, line: int, number: int = 0) -> None:
        """Take one link. All spans have to be in by then: a link to one that is not is refused. ``number`` as above."""
        try:
            self._links.append(self._link(entry(raw)))
        except Refusal as refusal:
            self.refused.append((line, f"link {number}: {refusal}" if number else str(refusal)))

    def _link(self, raw: dict[str, Json]) -> Link:
        type_ = string(raw, "type")
        if not 0 < len(type_) <= LONGEST_ID:
            raise Refusal(f"its type is {shown(type_)}, not a name")
        ends = identity(raw, "from"), identity(raw, "to")
        for end in ends:
            if end not in self._spans:
                raise Refusal(f"its end {shown(end)} is no span of this document that went in")
        who = self.people.of(raw, "annotator", "annotator_id")
        rev, created_at, updated_at = revision(raw), string(raw, "created_at"), string(raw, "updated_at")
        id_, desk = identity(raw), self._desk
        id_ = desk.take(id_) if id_ else desk.make("link", type_, *ends, who)
        if desk.context.scheme is not None and type_ not in desk.link_types:
            self.unknown.append(f"the scheme has no link type {shown(type_)}")
        return Link(
            id=id_,
            rev=rev,
            created_at=created_at,
            updated_at=updated_at,
            type=type_,
            from_id=ends[0],
            to_id=ends[1],
            annotator_id=who,
        )

    # Result

    def _sources(self) -> Iterator[Source]:
        for where, span_id, source_id in self._claimed:
            if source_id in self._spans:
                yield Source(id=ids.made_id("source", span_id, source_id), span_id=span_id, source_id=source_id)
            else:
                self.notes.append(f"{where}its source {shown(source_id)} is no span of this document here (left out)")

    def bundle(self) -> Bundle:
        sources = tuple(self._sources())
        if self.strange:
            self.notes.append(f"left out: {', '.join(sorted(map(shown, self.strange)))}")
        return Bundle(
            document=self.document,
            text=self._text,
            annotators=self.people.all(),
            progress=tuple(self._progress),
            spans=tuple(self._spans.values()),
            links=tuple(self._links),
            verdicts=tuple(self._verdicts),
            comments=tuple(self._comments),
            sources=sources,
            whole=self._whole,
            notes=tuple(self.notes),
            unknown=tuple(self.unknown),
            line=self.line,
        )
