"""JSON Lines for spaCy: each line is a dictionary that ``Example.from_dict`` takes, with words and spaces written out.

Tokens are cut at the edges of spans, because spaCy takes no span that begins or ends inside one. All spans of one
are in the group ``sc``, where spaCy's span categorizer looks for them; offsets are code points. Whose they are is lost.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotator.core.model import Json
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused, Written
from annotator.formats.desk import Desk
from annotator.formats.foreign import count, page_of
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, decode_line, entry, items, mapping, shown
from annotator.formats.tokens import tokens

GROUP = "sc"


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    for bundle in bundles:
        count(written, bundle)
        text, words = bundle.text, tokens(bundle.text, bundle.spans)
        starts = {start for start, _ in words}
        record = {
            "text": text,
            "words": [text[start:end] for start, end in words],
            "spaces": [end not in starts and text[end : end + 1] == " " for _, end in words],
            "spans": {GROUP: sorted([span.start, span.end, span.label] for span in bundle.spans)},
        }
        line = json.dumps(record, ensure_ascii=False, allow_nan=False)
        yield line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    desk = Desk(context)
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    page = _page(desk, entry(decode_line(line)[0]), number, path)
                except (Refusal, RecursionError) as error:
                    why = str(error) if isinstance(error, Refusal) else "is nested too deeply"
                    yield Refused(str(path), number, why)
                    continue
                yield from (Refused(str(path), where, why) for where, why in page.refused)
                yield page.bundle()
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")


def _page(desk: Desk, record: dict[str, Json], line: int, path: Path) -> Page:
    raw = record.get("text")
    if not isinstance(raw, str):
        raise Refusal("lacks text" if raw is None else f"its text is {shown(raw)}, not a text")
    page = page_of(desk, raw, line=line, otherwise=f"{path.stem} {line}")
    groups = mapping(record, "spans")
    for group in groups:
        for nth, one in enumerate(items(groups, group), 1):
            values = one if isinstance(one, list) else []
            page.add_span(dict(zip(("start", "end", "label"), values, strict=False)), line=line, number=nth)
    return page


def sniff(head: bytes, name: str) -> bool:
    first = head.decode("utf-8-sig", errors="ignore").partition("\n")[0]
    return first.startswith("{") and '"words"' in first and '"spaces"' in first


FORMAT = Format(
    name="spacy-jsonl",
    description="spaCy: a line a document for Example.from_dict",
    suffixes=(".jsonl",),
    sniff=sniff,
    read=read_file,
    layouts={"examples": write},
)
