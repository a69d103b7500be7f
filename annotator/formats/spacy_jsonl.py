"""JSON Lines for spaCy: each line is a dictionary that ``Example.from_dict`` takes, with words and spaces written out.

Tokens are cut at the edges of spans, because spaCy takes no span that begins or ends inside one. All spans of one
are in the group ``sc``, where spaCy's span categorizer looks for them; offsets are code points. Whose they are is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from annotator.core.model import Json
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Written
from annotator.formats.desk import Desk
from annotator.formats.foreign import count, page_of
from annotator.formats.lines import json_line, read_pages
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, items, mapping, shown
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
        yield json_line(record)


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    return read_pages(path, context, partial(_page, path))


def _page(path: Path, desk: Desk, record: dict[str, Json], whole: dict[str, Json], line: int) -> Page:
    raw = whole.get("text")
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
