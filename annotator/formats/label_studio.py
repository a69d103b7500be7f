"""Label Studio's JSON: exports and tasks to import, its short JSON-MIN, files of one task. Opens them.

What a task means is ``label_studio_reader``'s business.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.formats import label_studio_writer
from annotator.formats.bundle import Context, Format, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.label_studio_reader import pages_of
from annotator.formats.label_studio_results import ANSWERS
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, entry, shown
from annotator.formats.whole import read_json

_FIRST = re.compile(r'\[?\s*\{\s*(?:"id"\s*:\s*\d+\s*,\s*)?"data"\s*:\s*\{')  # a long text may hide the rest
_TASK = re.compile(r'"(?:data|annotations|completions|predictions)"\s*:\s*[\[{]')
_KNOWN = re.compile(r'"(?:completions|predictions|from_name|to_name|completed_by|was_cancelled|model_version)"\s*:')
_SHORT = re.compile(r'"(?:annotation_id|annotator|lead_time)"\s*:')
_NOT_TEXT = {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "project"}


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        value, raw = read_json(path)
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
        return
    if isinstance(value, dict):
        value, raw = [value], [raw]
    if not isinstance(value, list):
        yield Refused(str(path), 0, f"is {shown(value)}, not a list of tasks")
        return
    desk = Desk(context)
    for number, (task, whole) in enumerate(zip(value, raw, strict=True), 1):
        context.waiting()
        try:
            for page in pages_of(desk, _task(entry(task)), _task(whole), f"{PurePath(path).stem} {number}"):
                yield from _told(page, str(path), number)
        except (Refusal, RecursionError) as error:
            why = str(error) if isinstance(error, Refusal) else "is nested too deeply"
            yield Refused(str(path), 0, f"task {number}: {why}")


def _told(page: Page, file: str, number: int) -> Iterator[Parsed]:
    """What was read of a task, each note and refusal with the task's number."""
    yield from (Refused(file, 0, f"task {number}: {why}") for _, why in page.refused)
    page.notes = [f"task {number}: {note}" for note in page.notes]
    yield page.bundle()


def _task(record: Mapping[str, Json]) -> dict[str, Json]:
    """A record in the shape of an exported task: it may be an annotation that holds its task, or a row of JSON-MIN."""
    task = record.get("task")
    if "data" in record:
        return dict(record)
    if isinstance(task, dict) and isinstance(task.get("data"), dict) and "result" in record:
        return {**task, "annotations": [{key: value for key, value in record.items() if key != "task"}]}
    data, results = {}, []
    for key, value in record.items():
        found = list(_results(key, value))
        results += found
        if not found and key not in _NOT_TEXT:
            data[key] = value
    annotation = {"result": results, "completed_by": record.get("annotator")}
    annotation |= {key: record[key] for key in ("created_at", "updated_at") if key in record}
    return {"data": data, "annotations": [annotation] if results else []}


def _results(name: str, value: Json) -> Iterator[dict[str, Json]]:
    """The results that a column of JSON-MIN was made of, without their ids."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict) and "start" in one and "end" in one:
            kinds = [key for key in one if key in ANSWERS or key.endswith("labels")]
            kind = kinds[0] if kinds else "textarea" if isinstance(one.get("text"), list) else ""
            yield {"from_name": name, "to_name": "", "type": kind, "value": one}


def sniff(head: bytes, name: str) -> bool:
    text = head.decode("utf-8-sig", errors="ignore").lstrip()
    if not text.startswith(("[", "{")) or '"http://www.w3.org/ns/anno' in text:
        return False
    if _FIRST.match(text) is not None:
        return True
    if _TASK.search(text) is not None and _KNOWN.search(text) is not None:
        return True
    return text.startswith("[") and _SHORT.search(text) is not None and '"labels"' in text


FORMAT = Format(
    name="label-studio",
    description="Label Studio JSON: tasks with annotations and predictions; JSON-MIN",
    suffixes=(".json",),
    sniff=sniff,
    read=read_file,
    layouts={"tasks": label_studio_writer.write},
    companion=label_studio_writer.configuration,
)
