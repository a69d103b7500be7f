"""What a task of Label Studio holds: sheets, one for each annotator or model, with the regions they marked.

Several results make a region: its labels, and answers given about it. Knows nothing of texts and of where regions lie.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.core.model import Json
from annotator.formats.strict import entry, items, mapping, shown, string

ANSWERS = ("choices", "textarea", "rating", "number", "datetime", "taxonomy")

_ACCOUNT = re.compile(r",\s*\d+$")
"""What follows the name in ``created_username``."""

_PLACE = ("start", "end", "startOffset", "endOffset", "globalOffsets")


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


class Results:
    """The sheets of a task. ``told`` is what the user should know of it. Raises ``Refusal`` for what is no task."""

    def __init__(self, task: dict[str, Json]) -> None:
        self.told: list[str] = []
        self._left_out: Counter[str] = Counter()
        self._number = 0
        self.sheets = list(self._sheets_of(task))
        if drafts := items(task, "drafts"):
            self._left_out["drafts"] += len(drafts)
        if self._left_out:
            listed = ", ".join(f"{number} {what}" for what, number in self._left_out.items())
            self.told.append(f"left out: {listed}")

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
            id_ = _id(result, value)
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


def _id(result: dict[str, Json], value: dict[str, Json]) -> str:
    """What holds the results about one region together: its id, or its place, as models often give none."""
    if result.get("id") not in (None, ""):
        return str(result["id"])
    return repr([value.get(key) for key in _PLACE]) if _placed(value) else ""


def _put(marks: dict[str, Mark], id_: str, mark: Mark) -> None:
    """Add a mark, to the one with its id if that lies in the same place: each control gives a region labels."""
    here = marks.get(id_)
    if here is not None and _place(here) == _place(mark):
        here.labels += mark.labels
    else:
        marks[id_ if here is None else f"{id_} {mark.number}"] = mark


def _place(mark: Mark) -> tuple[Json, ...]:
    return mark.object, *(mark.value.get(key) for key in _PLACE)


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
    by = one.get("completed_by", one.get("created_username"))
    if isinstance(by, dict):
        full = " ".join(part for key in ("first_name", "last_name") if isinstance(part := by.get(key), str) and part)
        names = [full, *(by.get(key) for key in ("email", "username"))]
        found = next((name for name in names if isinstance(name, str) and name.strip()), by.get("id"))
        by = found if isinstance(found, int | str) else None
    if isinstance(by, int) and not isinstance(by, bool):
        return {"annotator": f"user {by}"}, False
    by = _ACCOUNT.sub("", by).strip() if isinstance(by, str) else ""
    return ({"annotator": by} if by else {}), False
