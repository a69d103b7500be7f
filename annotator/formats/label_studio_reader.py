"""A task of Label Studio -> pages: one for each text of it that regions lie in.

A region may be spread over several results of one id: its labels, and answers given about it, which become attributes.
Label Studio has counted code points since 2021 and UTF-16 units before; the text a result repeats may be stale, so a
span goes where that text stands, or nowhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.core.model import Json, Span
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.label_studio_texts import Text, readable, text_of
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, entry, items, mapping, shown, string
from annotator.formats.tagged import introduced

RELATED = "related"
"""The type of a link whose relation has no label."""

_MANY = 100
"""After how many regions it is asked whether to go on."""

ANSWERS = ("choices", "textarea", "rating", "number", "datetime", "taxonomy")


@dataclass(slots=True)
class Mark:
    """A region: what is known of it from all results with its id."""

    number: int
    kind: str
    object: str
    source: str
    value: dict[str, Json]
    labels: list[str]
    given: str | None
    answers: list[tuple[str, Json]] = field(default_factory=list)
    attributes: dict[str, Json] = field(default_factory=dict)
    note: str = ""


@dataclass(slots=True)
class Sheet:
    """What one annotator, or one model, made of a task. ``ours`` says that the file came straight from us."""

    who: dict[str, Json]
    ours: bool
    times: dict[str, Json]
    marks: dict[str, Mark] = field(default_factory=dict)
    relations: list[dict[str, Json]] = field(default_factory=list)


def pages_of(desk: Desk, task: dict[str, Json], whole: Mapping[str, Json], otherwise: str) -> Iterator[Page]:
    """The pages of a task; in ``whole`` the strings are as they came. Raises ``Refusal`` if there is no text."""
    reading = _Task(task)
    data, raw = mapping(task, "data"), whole.get("data")
    groups = reading.by_text(data)
    for key, marks in groups.items():
        chosen = raw.get(key) if isinstance(raw, dict) else None
        text = text_of(data[key] if chosen is None else chosen, [(mark.kind, mark.value, mark.given) for mark in marks])
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
        self.told: list[str] = []
        self._left_out: Counter[str] = Counter()
        self._number = 0
        self._sheets = list(self._sheets_of(task))
        if drafts := items(task, "drafts"):
            self._left_out["drafts"] += len(drafts)
        if self._left_out:
            listed = ", ".join(f"{number} {what}" for what, number in self._left_out.items())
            self.told.append(f"left out: {listed}")

    # Reading results

    def _sheets_of(self, task: dict[str, Json]) -> Iterator[Sheet]:
        made = [*items(task, "annotations"), *items(task, "completions")]
        true = [nth for nth, one in enumerate(made) if isinstance(one, dict) and one.get("ground_truth") is True]
        for nth, one in enumerate(made):
            if isinstance(one, int):
                self._left_out["annotations named by number only"] += 1
            elif entry(one).get("was_cancelled") is True or one.get("skipped") is True:
                number = len(items(one, "result"))
                self.told.append(f"annotation {nth + 1} was cancelled: its {number} results are left out")
            else:
                sheet = self._sheet(one, *_owner(one))
                if true == [nth] and len(made) > 1 and not sheet.ours:
                    self.told.append(
                        f"annotation {nth + 1}, by {shown(sheet.who.get('annotator') or 'nobody')}, is the"
                        " ground truth: its spans are gold’s"
                    )
                    sheet.who = {"annotator": "gold", "kind": "gold"}
                elif nth in true and not sheet.ours and len(true) < len(made):
                    self.told.append(f"annotation {nth + 1} is ground truth, as others are: it stays its annotator’s")
                yield sheet
        for one in items(task, "predictions"):
            if isinstance(one, int):
                self._left_out["predictions named by number only"] += 1
            else:
                who, ours = _owner(entry(one))
                name = one.get("model_version")
                model = {"annotator": name if isinstance(name, str) and name else "prediction", "kind": "suggester"}
                yield self._sheet(one, who if ours else model, ours)

    def _sheet(self, one: dict[str, Json], who: dict[str, Json], ours: bool) -> Sheet:
        times = {key: one[key] for key in ("created_at", "updated_at") if isinstance(one.get(key), str)}
        sheet = Sheet(who, ours, times)
        answers: list[tuple[str, dict[str, Json]]] = []
        for result in map(entry, items(one, "result")):
            kind, value = string(result, "type"), mapping(result, "value")
            id_ = str(result.get("id"))
            if kind == "relation":
                sheet.relations.append(result)
            elif kind.endswith("labels") and _placed(value):
                _put(sheet.marks, id_, self._mark(result, kind, value))
            elif kind in ANSWERS:
                answers.append((id_, result))
            else:
                self._left_out[f"{kind or 'results without a type'} (not of text)"] += 1
            if "score" in result:
                self._left_out["scores"] += 1
        for id_, result in answers:
            value = _answer(result["type"], mapping(result, "value"))
            name = string(result, "from_name")
            if id_ in sheet.marks:
                sheet.marks[id_].answers.append((name, value))
            elif _placed(mapping(result, "value")):
                self._left_out["answers about regions without a label"] += 1
            else:
                self._left_out[f"answers about the whole text ({name}: {shown(value)})"] += 1
        return sheet

    def _mark(self, result: dict[str, Json], kind: str, value: dict[str, Json]) -> Mark:
        self._number += 1
        labels = value.get(kind)
        if not isinstance(labels, list):
            labels = next((value[key] for key in ("labels", "hypertextlabels", "htmllabels") if key in value), [])
        given, meta, source = value.get("text"), mapping(result, "meta"), result.get("source")
        note = meta.get("text")
        return Mark(
            number=self._number,
            kind=kind,
            object=string(result, "to_name"),
            source=source.removeprefix("$") if isinstance(source, str) else "",
            value=value,
            labels=[one for one in labels if isinstance(one, str)] if isinstance(labels, list) else [],
            given=given if isinstance(given, str) else None,
            attributes=mapping(meta, "attributes"),
            note="\n".join(map(str, note)) if isinstance(note, list) else note if isinstance(note, str) else "",
        )

    def by_text(self, data: dict[str, Json]) -> dict[str, list[Mark]]:
        """The marks by the key of ``data`` whose text they lie in. Raises ``Refusal`` if there is no text at all."""
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


def _put(marks: dict[str, Mark], id_: str, mark: Mark) -> None:
    """Add a mark, to the one with its id if that lies in the same place: each control gives a region labels."""
    here = marks.get(id_)
    if here is not None and _place(here) == _place(mark):
        here.labels += mark.labels
    else:
        marks[id_ if here is None else f"{id_} {mark.number}"] = mark


def _place(mark: Mark) -> tuple[Json, ...]:
    places = ("start", "end", "startOffset", "endOffset", "globalOffsets")
    return mark.object, *(mark.value.get(key) for key in places)


def _placed(value: Mapping[str, Json]) -> bool:
    """Whether a region lies in a text: one of sound or video has fractions, one of a picture no start."""
    return "globalOffsets" in value or (isinstance(value.get("start"), int | str) and "end" in value)


def _answer(kind: str, value: dict[str, Json]) -> Json:
    """What was answered: a list only where there are several answers, ``None`` where there is none."""
    found = value.get("text") if kind == "textarea" else value.get(kind)
    if kind == "taxonomy" and isinstance(found, list):
        found = [" / ".join(map(str, path)) if isinstance(path, list) else path for path in found]
    if kind == "textarea" and isinstance(found, list):
        found = "\n".join(map(str, found)) or None
    return found if not isinstance(found, list) or len(found) > 1 else found[0] if found else None


def _owner(one: dict[str, Json]) -> tuple[dict[str, Json], bool]:
    """Who made an annotation, as a span says it, and whether that is in our own words."""
    ours = one.get("annotator")
    if isinstance(ours, dict) and isinstance(ours.get("name"), str) and ours["name"]:
        return {"annotator": ours["name"], "annotator_id": ours.get("id"), "kind": ours.get("kind")}, True
    by = one.get("completed_by")
    if isinstance(by, dict):
        full = " ".join(part for key in ("first_name", "last_name") if isinstance(part := by.get(key), str) and part)
        names = [full, *(by.get(key) for key in ("email", "username"))]
        found = next((name for name in names if isinstance(name, str) and name.strip()), by.get("id"))
        by = found if isinstance(found, int | str) else None
    if isinstance(by, int) and not isinstance(by, bool):
        return {"annotator": f"user {by}"}, False
    return ({"annotator": by} if isinstance(by, str) and by else {}), False


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
