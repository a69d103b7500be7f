"""Prodigy's JSON Lines: one task a line, with tokens and spans in code points.

Only what was accepted is an annotator's work: of a task that was rejected or ignored the text goes in, its spans are
told. Who made them is ``_annotator_id``, or ``_session_id``. ``token_end`` is the last token of a span, not the next.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePath

from annotator.core import ids
from annotator.core.model import Json, Span
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Written
from annotator.formats.desk import Desk
from annotator.formats.foreign import count, page_of
from annotator.formats.lines import json_line, read_pages
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, entry, items, mapping, shown, string
from annotator.formats.tokens import tokens

_TASK = re.compile(r'"(?:_input_hash|_task_hash|_view_id|_session_id|token_start|_is_binary)"\s*:')


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    return read_pages(path, context, partial(_page, path))


def _page(path: Path, desk: Desk, task: dict[str, Json], whole: dict[str, Json], line: int) -> Page:
    raw = whole.get("text")
    if not isinstance(raw, str):
        raise Refusal("lacks text" if raw is None else f"its text is {shown(raw)}, not a text")
    spans, links, meta = items(task, "spans"), items(task, "relations"), dict(mapping(task, "meta"))
    title = meta.pop("title", "")
    page = page_of(
        desk,
        raw,
        line=line,
        otherwise=f"{PurePath(path).stem} {line}",
        title=title if isinstance(title, str) else "",
        meta=meta,
    )
    answer = task.get("answer", "accept")
    if answer != "accept":
        page.notes.append(f"answered {shown(answer)}: its {len(spans)} spans are left out")
        return page
    who = string(task, "_annotator_id") or string(task, "_session_id")
    made: dict[tuple[Json, Json], Span] = {}
    for nth, one in enumerate(spans, 1):
        found = one if isinstance(one, dict) else {}
        kept = {key: found[key] for key in ("start", "end", "label", "text") if key in found}
        span = page.add_span(kept | ({"annotator": who} if who else {}), line=line, number=nth)
        if span is not None:
            made[found["start"], found["end"]] = span
    for nth, relation in enumerate(links, 1):
        try:
            _link(page, entry(relation), made, who, line)
        except Refusal as refusal:
            page.refused.append((line, f"relation {nth}: {refusal}"))
    return page


def _link(page: Page, raw: dict[str, Json], made: dict[tuple[Json, Json], Span], who: str, line: int) -> None:
    ends = []
    for key in ("head_span", "child_span"):
        place = mapping(raw, key)
        span = made.get((place.get("start"), place.get("end")))
        if span is None:
            raise Refusal("an end of it is no span that went in")
        ends.append(span.id)
    link = {"type": raw.get("label"), "from": ends[0], "to": ends[1]}
    page.add_link(link | ({"annotator": who} if who else {}), line=line)


def sniff(head: bytes, name: str) -> bool:
    first = head.decode("utf-8-sig", errors="ignore").lstrip().partition("\n")[0]
    return first.startswith("{") and '"text"' in first and '"format"' not in first and bool(_TASK.search(first))


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """A task for each document and annotator, all accepted; of a document without spans, one without."""
    for bundle in bundles:
        count(written, bundle, "annotators")
        owners = sorted({span.annotator_id for span in bundle.spans}, key=lambda one: names[one])
        for owner in owners or [""]:
            yield _task(bundle, [span for span in bundle.spans if span.annotator_id == owner], names.get(owner, ""))


def _task(bundle: Bundle, spans: list[Span], who: str) -> str:
    words = tokens(bundle.text, spans)
    starts = {start: nth for nth, (start, _) in enumerate(words)}
    ends = {end: nth for nth, (_, end) in enumerate(words)}
    task: dict[str, Json] = {
        "text": bundle.text,
        "tokens": [_token(bundle.text, start, end, nth, end not in starts) for nth, (start, end) in enumerate(words)],
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "token_start": starts[span.start],
                "token_end": ends[span.end],
                "label": span.label,
            }
            for span in sorted(spans, key=lambda one: (one.start, one.end, one.label, one.id))
        ],
        "meta": {**dict(sorted(bundle.document.meta.items())), "title": bundle.document.title},
        "_input_hash": _hash(bundle.document.sha256),
        "_task_hash": _hash(bundle.document.sha256, who),
        "_view_id": "spans_manual",
        "answer": "accept",
    }
    if who:
        task |= {"_annotator_id": who, "_session_id": who}
    return json_line(task)


def _token(text: str, start: int, end: int, number: int, gap: bool) -> dict[str, Json]:
    """``gap`` says that no token begins where this one ends: then the blank there is this one's ``ws``."""
    return {"text": text[start:end], "start": start, "end": end, "id": number, "ws": gap and text[end : end + 1] == " "}


def _hash(*parts: str) -> int:
    """Prodigy's hashes are 32 bits with a sign."""
    return int(ids.made_id("prodigy", *parts)[:8], 16) - 2**31


FORMAT = Format(
    name="prodigy",
    description="Prodigy JSON Lines, one task a line",
    suffixes=(".jsonl",),
    sniff=sniff,
    read=read_file,
    layouts={"tasks": write},
)
