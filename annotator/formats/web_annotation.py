"""W3C Web Annotations in JSON-LD, and the annotations Recogito keeps. Opening the file, and the table's entry.

What the annotations mean is ``web_annotation_reader``'s business.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.formats import web_annotation_writer
from annotator.formats.bundle import Context, Format, Parsed, Refused
from annotator.formats.strict import Refusal, shown
from annotator.formats.web_annotation_reader import read
from annotator.formats.whole import read_json

_KIND = re.compile(
    r'http://www\.w3\.org/ns/anno|"type"\s*:\s*\[?\s*"(?:oa:)?Annotation(?:Page|Collection)?"|'
    r'"bodies"\s*:\s*\[|"type"\s*:\s*"Text(?:Quote|Position)Selector"'
)


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        value, raw = read_json(path)
        pairs = zip(listed(value), listed(raw), strict=True)
    except (AnnotatorError, Refusal) as error:
        yield Refused(str(path), 0, str(error))
        return
    yield from read([(number, *pair) for number, pair in enumerate(pairs, 1)], str(path), context)


def listed(value: Json) -> list[Json]:
    """The annotations of a list, a page, a collection, a graph, or of one alone. Raises ``Refusal``."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise Refusal(f"is {shown(value)}, not annotations")
    for key in ("items", "@graph", "annotations", "rows"):
        if isinstance(value.get(key), list):
            return list(value[key])
    first = value.get("first")
    if isinstance(first, dict):
        return listed(first)
    if "target" in value:
        return [value]
    raise Refusal(
        "holds no annotations: they are in pages that are not in the file" if first else "holds no annotations"
    )


def sniff(head: bytes, name: str) -> bool:
    text = head.decode("utf-8-sig", errors="ignore").lstrip()
    return text.startswith(("[", "{")) and bool(_KIND.search(text))


FORMAT = Format(
    name="web-annotation",
    description="W3C Web Annotation JSON-LD, Recogito",
    suffixes=(".jsonld", ".json"),
    sniff=sniff,
    read=read_file,
    layouts={"page": web_annotation_writer.write_page, "recogito": web_annotation_writer.write_list},
)
