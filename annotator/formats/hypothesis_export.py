"""Annotations of Hypothesis: the file its client exports and imports, and rows of its API.

Made on pages whose text we do not have, in UTF-16 units: they go to the project's document from the same address, or of
the same title, to where their quotes stand. Tags are labels, the text is the note, replies go with it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator, Json, Span
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused, Written
from annotator.formats.foreign import count
from annotator.formats.offsets import Units
from annotator.formats.strict import Refusal, entry, items, mapping, shown, string
from annotator.formats.web_annotation_reader import read
from annotator.formats.web_annotation_writer import ADDRESS, AGENTS, AROUND, TIME, iri
from annotator.formats.whole import read_json

GROUP = "__world__"

_ROWS = re.compile(r'"(?:export_userid|client_version|user_info)"\s*:|"user"\s*:\s*"acct:|"rows"\s*:\s*\[')
_PLACED = re.compile(r'"(?:target|uri|rows|annotations)"\s*:')
_USER = re.compile(r"acct:(.+?)(?:@hypothes\.is)?")


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        rows = _rows(read_json(path)[0])
    except (AnnotatorError, Refusal) as error:
        yield Refused(str(path), 0, str(error))
        return
    notes: list[tuple[int, Json, Json]] = []
    for number, row in enumerate(rows, 1):
        try:
            note = _note(entry(row))
            notes.append((number, note, note))
        except Refusal as refusal:
            yield Refused(str(path), 0, f"annotation {number}: {refusal}")
    yield from read(notes, str(path), context)


def _rows(value: Json) -> list[Json]:
    if isinstance(value, dict):
        value = next((value[key] for key in ("annotations", "rows") if key in value), value)
    if isinstance(value, dict) and "target" in value:
        return [value]
    if not isinstance(value, list):
        raise Refusal(f"is {shown(value)}, not a list of annotations")
    return value


def _note(row: dict[str, Json]) -> dict[str, Json]:
    """A row as a Web Annotation: its target is what it replies to, or a place whose source has a title as well."""
    bodies = [{"value": tag, "purpose": "tagging"} for tag in items(row, "tags") if isinstance(tag, str)]
    text = string(row, "text")
    bodies += [{"value": text, "purpose": "commenting"}] if text else []
    above = items(row, "references")
    titles = mapping(row, "document").get("title")
    title = next((one for one in (titles if isinstance(titles, list) else [titles]) if isinstance(one, str)), "")
    uri = string(row, "uri")
    targets: list[Json] = []
    for one in items(row, "target") or [{}]:
        target = entry(one)
        targets.append({"source": target.get("source") or uri, "scope": title, "selector": target.get("selector")})
    return {
        "id": string(row, "id"),
        "motivation": "replying" if above else "commenting",
        "creator": _creator(row),
        "created": row.get("created"),
        "modified": row.get("updated"),
        "body": bodies,
        "target": above[-1] if above else targets,
    }


def _creator(row: dict[str, Json]) -> dict[str, Json]:
    """Who made it: by our own words, else by the name that is shown, else by the account."""
    ours = mapping(row, "annotator")
    if ours:
        return {"id": iri(string(ours, "id")), "name": string(ours, "name"), "type": AGENTS.get(string(ours, "kind"))}
    shown_name = mapping(row, "user_info").get("display_name")
    match = _USER.fullmatch(string(row, "user"))
    account = match[1] if match else string(row, "user")
    return {"name": shown_name if isinstance(shown_name, str) and shown_name else account}


def sniff(head: bytes, name: str) -> bool:
    text = head.decode("utf-8-sig", errors="ignore").lstrip()
    return text.startswith(("[", "{")) and bool(_ROWS.search(text)) and bool(_PLACED.search(text))


# Writing


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """What the client exports, so that it can import it: into the account and the group of whoever does."""
    yield '{"export_userid": "", "client_version": "annotator", "annotations": ['
    before, latest = "\n", ""
    for bundle in bundles:
        count(written, bundle, "notes", "annotators")
        units = Units(bundle.text)
        people = {person.id: person for person in bundle.annotators}
        for span in sorted(bundle.spans, key=lambda one: (one.start, one.end, one.label, one.id)):
            person = people.get(span.annotator_id) or Annotator(id=span.annotator_id, name=span.annotator_id)
            row = _row(bundle, span, person, names.get(person.id, person.name), units)
            latest = max(latest, row.get("updated", ""))
            yield before + json.dumps(row, ensure_ascii=False, allow_nan=False)
            before = ",\n"
    yield f'\n], "export_date": "{latest}"}}\n'  # not the time of day: the same project gives the same file


def _row(bundle: Bundle, span: Span, person: Annotator, name: str, units: Units) -> dict[str, Json]:
    text, document = bundle.text, bundle.document
    uri = document.source if ADDRESS.fullmatch(document.source) else iri(document.id)
    around = {"prefix": text[max(0, span.start - AROUND) : span.start], "suffix": text[span.end : span.end + AROUND]}
    selectors = [
        {"type": "TextPositionSelector", "start": units(span.start), "end": units(span.end)},
        {"type": "TextQuoteSelector", "exact": span.text, **around},
    ]
    times = {"created": span.created_at, "updated": span.updated_at}
    return {
        "id": span.id,
        **{key: at for key, at in times.items() if TIME.fullmatch(at)},
        "user": f"acct:{quote(name, safe='')}@annotator",
        "user_info": {"display_name": name},
        "annotator": {"id": person.id, "name": name, "kind": person.kind},
        "uri": uri,
        "text": span.note,
        "tags": [span.label],
        "group": GROUP,
        "permissions": {"read": [f"group:{GROUP}"], "update": [], "delete": []},
        "hidden": False,
        "flagged": False,
        "document": {"title": [document.title]},
        "target": [{"source": uri, "selector": selectors}],
        "links": {},
    }


FORMAT = Format(
    name="hypothesis",
    description="Hypothesis: the client's export, rows of the API",
    suffixes=(".json",),
    sniff=sniff,
    read=read_file,
    layouts={"export": write},
    counts="UTF-16 units",
)
