"""Web Annotations -> pages: what marks a text becomes spans; what is about other annotations, links and verdicts.

The text is the file's, where it holds it, else that of the project's document from the same address. What is about a
whole document has no place here, and is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.core.model import Json, Span
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.foreign import JOINED, page_of
from annotator.formats.page import VERDICTS, Page
from annotator.formats.strict import Refusal, mapping
from annotator.formats.tagged import TAGS, UNTAGGED, introduced, labels_of
from annotator.formats.targets import Ground, Target, document_of
from annotator.formats.web_annotation_notes import About, Note, note_of, record_id

RELATED = "related"
"""The type of a link that is not named."""

_MANY = 100
"""After how many annotations it is asked whether to go on."""

_WHOLE = "annotations of a whole document, or of none that is here"
_ELSEWHERE = "annotations whose place is neither a quote nor a position"

_COMMENTS = ("commenting", "describing", "replying", "questioning", "editing", "assessing", "moderating", "")
_NO_ATTRIBUTES = frozenset((*_COMMENTS, "tagging", "highlighting", "linking"))


class _Text(NamedTuple):
    """A text that the file holds, as it came."""

    raw: str
    about: dict[str, Json]


def read(numbered: Iterable[tuple[int, Json, Json]], file: str, context: Context) -> Iterator[Parsed]:
    """All that annotations say: each comes with its number, clean, and as it came."""
    reading = _Reading(context)
    for number, value, raw in numbered:
        if number % _MANY == 0:
            context.waiting()
        try:
            reading.take(note_of(value, number), raw)
        except (Refusal, RecursionError) as error:
            why = str(error) if isinstance(error, Refusal) else "is nested too deeply"
            yield Refused(file, 0, f"annotation {number}: {why}")
    yield from reading.pages(file)


class _Reading:
    def __init__(self, context: Context) -> None:
        self._desk = Desk(context)
        self._context = context
        self._texts: dict[str, _Text] = {}
        self._marks: dict[str, list[tuple[Note, list[About]]]] = {}  # by source
        self._known: dict[str, Note] = {}  # by id, of all kinds
        self._links: list[Note] = []
        self._others: list[Note] = []  # about other annotations, or about nothing that is here
        self._verdicts: defaultdict[str, list[dict[str, Json]]] = defaultdict(list)
        self._replies: defaultdict[str, list[str]] = defaultdict(list)
        self._named: dict[str, list[str]] = {}  # the names of links that stand in annotations of their own
        self._spans: dict[str, tuple[Page, Span]] = {}  # by id of the annotation
        self._left_out: Counter[str] = Counter()
        self._untagged = 0

    def take(self, note: Note, raw: Json) -> None:
        if note.id:
            self._known.setdefault(note.id, note)
        text = _text_in(note, raw)
        if text is not None and note.about[0].id:
            self._texts[note.about[0].id] = text
            return
        placed: dict[str, list[About]] = {}
        for about in note.about:
            if about.target is not None:
                placed.setdefault(about.source or about.scope, []).append(about)
        for source, abouts in placed.items():
            self._marks.setdefault(source, []).append((note, abouts))
        if not placed:
            (self._links if "linking" in note.motivations else self._others).append(note)

    def pages(self, file: str) -> Iterator[Parsed]:
        self._sort_out()
        made: list[Page] = []
        for source in {**dict.fromkeys(self._texts), **dict.fromkeys(self._marks)}:
            marks = self._marks.get(source, [])
            targets = [about.target for _, abouts in marks for about in abouts if about.target is not None]
            try:
                page, ground = self._page(source, marks, targets, file)
            except Refusal as refusal:
                yield Refused(file, 0, f"{len(marks)} annotations are left out: {refusal}")
                continue
            for nth, (note, abouts) in enumerate(marks):
                if nth % _MANY == 0:
                    self._context.waiting()
                self._mark(page, ground, note, abouts)
            page.notes += ground.notes()
            made.append(page)
        for link in self._links:
            self._link(link, made)
        if self._untagged and made:
            made[0].notes.append(f"{self._untagged} annotations without a tag have the label {UNTAGGED}")
        told = ", ".join(f"{number} {what}" for what, number in self._left_out.items())
        if told and made:
            made[0].notes.append(f"left out: {told}")
        elif told:
            yield Refused(file, 0, f"left out: {told}")
        for page in made:
            yield from (Refused(file, 0, why) for _, why in page.refused)
            yield page.bundle()

    # What is about other annotations

    def _sort_out(self) -> None:
        verdicts: dict[str, dict[str, Json]] = {}
        links = {link.id for link in self._links}
        replies = []
        for note in self._others:
            about = note.about[0].id
            judged = note.said("assessing", "moderating")
            if about in links and note.said("tagging", ""):
                self._named[about] = note.said("tagging", "")
            elif about in self._known and judged and judged[0] in VERDICTS and note.id not in verdicts:
                verdict = {
                    "verdict": judged[0],
                    "comment": "\n".join(note.said("commenting")),
                    "by": note,
                }
                verdict |= {"id": self._free(note), "created_at": note.times.get("created_at"), "comments": []}
                verdict |= {"updated_at": note.times.get("updated_at"), "judged": note.raw.get("annotator:judged")}
                result = note.raw.get("annotator:result")
                verdict["result"] = record_id(result) if isinstance(result, str) else None
                verdicts[note.id] = verdict
                self._verdicts[about].append(verdict)
            elif about in self._known:
                replies.append(note)
            else:
                self._left_out[_ELSEWHERE if note.selects else _WHOLE] += 1
        for note in replies:
            self._reply(note, verdicts)

    def _reply(self, note: Note, verdicts: dict[str, dict[str, Json]]) -> None:
        """To a verdict it is a message of its thread; to anything else it goes with the note."""
        about, seen = note.about[0].id, {note.id}
        while about in self._known and about not in verdicts and about not in seen:
            seen.add(about)
            above = self._known[about]
            if any(one.target is not None for one in above.about):
                break
            about = above.about[0].id
        text = "\n".join(said for purpose, said, _ in note.bodies if purpose != "tagging")
        if tags := note.said("tagging"):
            self._left_out["tags of replies"] += len(tags)
        if about in verdicts:
            one = {"text": text, "created_at": note.times.get("created_at"), "id": self._free(note), "by": note}
            verdicts[about]["comments"].append(one)
        elif about in self._known and text:
            self._replies[about].append(f"{note.name}: {text}" if note.name else text)
        else:
            self._left_out["replies to nothing that is here"] += 1

    def _free(self, note: Note) -> str:
        return note.key if note.key not in self._desk.taken else ""

    # Pages and spans

    def _page(
        self, source: str, marks: list[tuple[Note, list[About]]], targets: Sequence[Target], file: str
    ) -> tuple[Page, Ground]:
        text = self._texts.get(source)
        if text is not None and self._context.document is None:
            title, address = text.about.get("dc:title"), text.about.get("dc:source")
            page = page_of(
                self._desk,
                text.raw,
                line=0,
                otherwise="",
                title=title if isinstance(title, str) else "",
                id_=record_id(source),
                source=address if isinstance(address, str) else "",
                meta=mapping(text.about, "annotator:meta"),
            )
            return page, Ground(text.raw, targets, own=True)
        scopes = dict.fromkeys(about.scope for _, abouts in marks for about in abouts)
        document, known = document_of(self._context, [source, *scopes], [record_id(source)], targets)
        return Page(self._desk, document, known, whole=False, line=0), Ground(known, targets, own=False)

    def _mark(self, page: Page, ground: Ground, note: Note, abouts: list[About]) -> None:
        places = []
        for about in abouts:
            try:
                places.append(ground.locate(about.target or Target()))
            except Refusal as refusal:
                page.refused.append((0, f"annotation {note.number}: {refusal}"))
        if not places:
            return
        who = _who(page, note)
        labels, record = self._said(note)
        for verdict in record["verdicts"]:
            verdict["reviewer"] = _who(page, verdict.pop("by")).get("annotator")
            for comment in verdict["comments"]:
                comment |= _who(page, comment.pop("by"))
        for nth, label in enumerate(labels):
            last: Span | None = None
            for start, end in places:
                whole = record if last is None else {}
                whole = whole if nth == 0 else {key: whole[key] for key in whole if key == "attributes"}
                fields = {"label": label, "start": start, "end": end, **who, **note.times, **whole}
                span = page.add_canonical(fields, line=0, number=note.number)
                if span is not None and last is not None:
                    page.add_link({"type": JOINED, "from": last.id, "to": span.id, **who}, line=0)
                elif span is not None and note.id and nth == 0:
                    self._spans.setdefault(note.id, (page, span))
                last = span or last

    def _said(self, note: Note) -> tuple[list[str], dict[str, Json]]:
        """The labels of an annotation, and what else its first span says."""
        tags, attributes = note.said("tagging"), {}
        for purpose, value, body in note.bodies:
            key = body.get("annotator:key")
            if isinstance(key, str):
                attributes[key] = body.get("annotator:value", value)
            elif purpose == "classifying" and not note.said("tagging"):
                tags.append(value)
            elif purpose not in _NO_ATTRIBUTES and value:
                attributes[purpose] = value
        labels, rest = labels_of(tags, self._context.scheme)
        self._untagged += not tags
        if rest:
            attributes[TAGS] = rest
        said = [value for purpose, value, body in note.bodies if purpose in _COMMENTS and "annotator:key" not in body]
        via = note.raw.get("via")
        sources = [
            one for one in (via if isinstance(via, list) else [via]) if isinstance(one, str) and one in self._known
        ]
        record: dict[str, Json] = {"attributes": attributes, "note": "\n".join([*said, *self._replies[note.id]])}
        record |= {"id": self._free(note), "verdicts": self._verdicts.pop(note.id, [])}
        return labels, record | {"sources": [record_id(one) for one in sources]}

    def _link(self, link: Note, pages: Sequence[Page]) -> None:
        ends = [about.id for about in link.about if about.id]
        ends += [_reference(body) for _, _, body in link.bodies if _reference(body)]
        here = [found for end in ends if (found := self._spans.get(end)) is not None]
        if len(ends) < 2 or len(here) < len(ends) or any(page is not here[0][0] for page, _ in here):
            why = f"annotation {link.number}: is a link with an end that is no span of its document here"
            page = here[0][0] if here else pages[0] if pages else None
            if page is not None:
                page.refused.append((0, why))
            else:
                self._left_out["links"] += 1
            return
        page, first = here[0]
        named = [
            said for purpose, said, body in link.bodies if not _reference(body) and said and purpose != "commenting"
        ]
        names = named or self._named.get(link.id, []) or [RELATED]
        who = _who(page, link)
        for _, other in here[1:]:
            for name in names:
                fields = {"type": name, "from": first.id, "to": other.id, **who, **link.times}
                id_ = self._free(link) if len(here) == 2 and name == names[0] else ""
                page.add_link(fields | ({"id": id_} if id_ else {}), line=0, number=link.number)


def _reference(body: dict[str, Json]) -> str:
    """What a body points to instead of saying something."""
    if "value" in body:
        return ""
    found = body.get("source", body.get("id"))
    return found if isinstance(found, str) else ""


def _who(page: Page, note: Note) -> dict[str, Json]:
    return introduced(page, note.name, note.kind, note.owner)


def _text_in(note: Note, raw: Json) -> _Text | None:
    """The text of a whole document, if that is what the annotation says."""
    if "describing" not in note.motivations or note.about[0].target is not None:
        return None
    body, target = raw.get("body"), note.raw.get("target")
    if not isinstance(body, dict) or body.get("format") != "text/plain" or not isinstance(body.get("value"), str):
        return None
    return _Text(body["value"], target if isinstance(target, dict) else {})
