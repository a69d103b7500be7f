"""WebAnno TSV 3, of INCEpTION and WebAnno: opening the files, and the table's entry. ``webanno_tsv_reader`` reads them.

A file says nothing of who made its annotations: that is where it lies in an export, or else who imports it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from annotator.core.errors import AnnotatorError
from annotator.core.text import clean
from annotator.formats import webanno_tsv_reader, webanno_tsv_writer
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused
from annotator.formats.inception_files import document_of, owner_of

LARGEST = 100_000_000
_OLDER = re.compile(rb"\s?# [\w.]+\.\w+ \| |#id=\d+\r?\n#text=")
"""How a file of version 1 or 2 begins: those are known, and not read."""


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        if path.stat().st_size > LARGEST:
            raise AnnotatorError(f"has {path.stat().st_size:,} bytes; a TSV file may have {LARGEST:,}")
        data = path.read_bytes()
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")
    else:
        yield from read_bytes(data, str(path), path.absolute(), context)


def read_bytes(
    data: bytes, file: str, name: PurePath, context: Context, original: str | None = None
) -> Iterator[Parsed]:
    """What a file says whose ``name`` may tell who made it, and of what. ``file`` is what messages call it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Refused(file, 0, f"is not UTF-8 (byte {error.start + 1})")
        return
    owner = owner_of(name)
    if owner is not None:
        context = replace(context, annotator=owner)
    otherwise = clean(PurePath(document_of(name)).stem or name.stem)
    for parsed in webanno_tsv_reader.read(text.split("\n"), file, context, otherwise=otherwise, original=original):
        if isinstance(parsed, Bundle) and owner is not None:
            yield replace(parsed, notes=(f"its spans are those of {owner.name}, by the file’s name", *parsed.notes))
        else:
            yield parsed


def sniff(head: bytes, name: str) -> bool:
    head = head.removeprefix(b"\xef\xbb\xbf")
    return head.startswith(b"#FORMAT=WebAnno TSV") or (name.lower().endswith(".tsv") and _OLDER.match(head) is not None)


FORMAT = Format(
    name="webanno-tsv",
    description="WebAnno TSV 3, as INCEpTION exports and imports it",
    suffixes=(".tsv",),
    sniff=sniff,
    read=read_file,
    folders={"tsv": webanno_tsv_writer.write},
    counts="UTF-16 units",
)
