"""JSON Lines, the main export: opening the file, and the entry for the table of formats.

What a line means is ``jsonl_reader``'s and ``jsonl_writer``'s business.
"""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from annotator.formats.bundle import Context, Format, Parsed, Refused
from annotator.formats.jsonl_reader import read
from annotator.formats.jsonl_writer import write_documents, write_spans

_WIDE = (  # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    """What the file holds, in order; a file that cannot be read is one ``Refused``."""
    try:
        with path.open("rb") as file:
            wide = _wide(file.read(4))
            file.seek(0)
            if wide is None:
                yield from read(file, str(path), context)
                return
        with path.open(encoding=wide, errors="replace", newline="\n") as text:
            yield from read(text, str(path), context)
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")


def _wide(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _WIDE if head.startswith(mark)), None)


def sniff(head: bytes, name: str) -> bool:
    """Whether a file with these first bytes and this name is JSON Lines of ours, of Prodigy's kind, or means to be.

    The suffix counts only in favour: a ``.jsonl`` that holds no JSON is a damaged one, not an article.
    """
    if name.lower().endswith(FORMAT.suffixes):
        return True
    wide = _wide(head)
    text = head.decode(wide or "utf-8-sig", errors="ignore")
    first, complete, _ = text.lstrip().partition("\n")
    if not first.startswith("{"):
        return False
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return not complete and len(head) > 1000 and '"text":' in first  # the head ends inside a long first line
    return isinstance(value, dict) and ("text" in value or {"start", "end", "label"} <= value.keys())


FORMAT = Format(
    name="jsonl",
    description="JSON Lines, one document or one span a line",
    suffixes=(".jsonl", ".ndjson"),
    sniff=sniff,
    read=read_file,
    layouts={"documents": write_documents, "spans": write_spans},
)
