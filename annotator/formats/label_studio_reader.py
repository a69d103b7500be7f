"""A task of Label Studio -> pages: one for each text of it that regions lie in.

A region may be spread over several results of one id: its labels, and answers given about it, which become attributes.
Label Studio has counted code points since 2021 and UTF-16 units before; the text a result repeats may be stale, so a
span goes where that text stands, or nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence

from annotator.core.model import Json, Span
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.label_studio_results import Mark, Results, Sheet
from annotator.formats.label_studio_texts import Text, readable, text_of
from annotator.formats.label_studio_writer import OURS
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, mapping, shown
from annotator.formats.tagged import introduced

RELATED = "related"
"""The type of a link whose relation has no label."""

_MANY = 100
"""After how many regions it is asked whether to go on."""


def pages_of(desk: Desk, task: dict[str, Json], whole: Mapping[str, Json], otherwise: str) -> Iterator[Page]:
    """The pages of a task; in ``whole`` the strings are as they came. Raises ``Refusal`` if there is no text."""
    reading = _Task(task)
    data, raw = mapping(task, "data"), whole.get("data")
    groups = reading.by_text(data)
    for key, marks in groups.items():
        chosen = raw.get(key) if isinstance(raw, dict) else None
        kinds = [(mark.kind, mark.value, mark.given) for mark in marks]
        text = text_of(data[key] if chosen is None else chosen, kinds, plain=reading.ours)
        rest = {name: value for name, value in data.items() if name not in (key, "title", "source")}
        title, source = data.get("title"), data.get("source")
        page = page_of(
            desk,
            text.text,
            line=0,
            otherwise=otherwise if len(groups) == 1 else f"{otherwise} {key}",
            title=title if isinstance(title, str) and len(groups) == 1 else "",
            source=source if isinstance(source, str) else "",
            meta=rest | mapping(task, "meta"),
        )
        page.notes += text.notes
        reading.fill(page, text, marks, desk)
        page.notes += reading.told
        reading.told.clear()
        yield page


class _Task:
    def __init__(self, task: dict[str, Json]) -> None:
        found = Results(task)
        self.ours = task.get("annotator") == OURS["annotator"]
        self.told = found.told
        self._sheets = found.sheets

    def by_text(self, data: dict[str, Json]) -> dict[str, list[Mark]]:
        """The marks by the key of ``data`` whose text they lie in. Raises ``Refusal`` if there is no text at all."""
        if self.ours and isinstance(data.get("text"), str):
            return {"text": [mark for sheet in self._sheets for mark in sheet.marks.values()]}
        objects: dict[tuple[str, str], list[Mark]] = {}
        for sheet in self._sheets:
            for mark in sheet.marks.values():
                objects.setdefault((mark.object, mark.source), []).append(mark)
        groups: dict[str, list[Mark]] = {}
        for (name, source), marks in objects.items():
            groups.setdefault(_key(data, (source, name, "text"), marks), []).extend(marks)
        return groups or {_key(data, ("text",), []): []}

    # Making spans

    def fill(self, page: Page, text: Text, marks: Sequence[Mark], desk: Desk) -> None:
        known = {id(mark) for mark in marks}
        for sheet in self._sheets:
            here = {id_: mark for id_, mark in sheet.marks.items() if id(mark) in known}
            who = _made_known(page, sheet.who) if here else {}
            spans: dict[str, Span] = {}
            for id_, mark in here.items():
                if mark.number % _MANY == 0:
                    desk.context.waiting()
                for span in self._spans(page, text, mark, sheet, who, id_, desk):
                    spans.setdefault(id_, span)
            for nth, relation in enumerate(sheet.relations, 1):
                ends = [str(relation.get(key)) for key in ("from_id", "to_id")]
                if not here.keys().isdisjoint(ends) or not sheet.marks.keys() >= set(ends):
                    self._link(page, relation, ends, spans, who, nth)

    def _spans(
        self, page: Page, text: Text, mark: Mark, sheet: Sheet, who: dict[str, Json], id_: str, desk: Desk
    ) -> Iterator[Span]:
        try:
            if not mark.labels:
                raise Refusal("has no label")
            start, end, moved = text.locate(mark.value, mark.given)
        except Refusal as refusal:
            page.refused.append((0, f"span {mark.number}: {refusal}"))
            return
        if moved:
            page.notes.append(f"span {mark.number}: moved to {start}, where its text {shown(mark.given)} stands")
        for nth, label in enumerate(dict.fromkeys(mark.labels)):
            attributes = {name.removeprefix(f"{label}."): value for name, value in mark.answers if value is not None}
            for key, value in attributes.items():
                known = desk.attributes.get(label, {}).get(key)
                if known is not None and known.type == "boolean" and value in ("true", "false"):
                    attributes[key] = value == "true"
            record = {"label": label, "start": start, "end": end, "attributes": attributes | mark.attributes, **who}
            record |= {"note": mark.note, **sheet.times} | ({"id": id_} if sheet.ours and not nth else {})
            span = page.add_canonical(record, line=0, number=mark.number)
            if span is not None:
                yield span

    def _link(
        self,
        page: Page,
        raw: dict[str, Json],
        ends: list[str],
        spans: dict[str, Span],
        who: dict[str, Json],
        number: int,
    ) -> None:
        if not spans.keys() >= set(ends):
            page.refused.append((0, f"relation {number}: an end of it is no span that went in"))
            return
        one, other = (spans[end].id for end in ends)
        direction = raw.get("direction")
        pairs = [(other, one)] if direction == "left" else [(one, other)] + [(other, one)] * (direction == "bi")
        labels = raw.get("labels")
        for label in labels if isinstance(labels, list) and labels else [RELATED]:
            for from_id, to_id in pairs:
                page.add_link({"type": label, "from": from_id, "to": to_id, **who}, line=0, number=number)


def _made_known(page: Page, who: dict[str, Json]) -> dict[str, Json]:
    name, id_ = who.get("annotator") or "", who.get("annotator_id")
    kind = who.get("kind") or ("gold" if name == "gold" else "person")
    return introduced(page, name, kind, id_ if isinstance(id_, str) else "")


def _key(data: dict[str, Json], wanted: Sequence[str], marks: Sequence[Mark]) -> str:
    """The key of the text: where most regions find theirs, else the one that is wanted first, else the longest."""
    dialogue = any(mark.kind == "paragraphlabels" for mark in marks)
    keys = [key for key, value in data.items() if readable(value)]
    keys = [key for key in keys if key not in ("title", "source") or key in wanted] or keys
    keys = [key for key in keys if isinstance(data[key], list) == dialogue] or keys
    if not keys:
        raise Refusal(f"has no text ({', '.join(map(shown, data)) or 'its data is empty'})")
    given = [mark.given for mark in marks[:50] if mark.given]

    def fits(key: str) -> tuple[int, int, int]:
        value = data[key]
        stands = sum(one in value for one in given) if isinstance(value, str) else 0
        rank = -wanted.index(key) if key in wanted else -len(wanted)
        return stands, rank, len(value)

    return max(keys, key=fits)
