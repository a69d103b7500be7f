"""brat standoff: a .ann file of annotations beside the .txt it is about. Opening the files, and the table's entry."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.core.text import clean
from annotator.formats import brat_reader, brat_writer
from annotator.formats.bundle import Context, Format, Parsed, Refused
from annotator.formats.encodings import decode

LARGEST = 100_000_000
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?(?:T\d+\t\S+ \d+ \d+|[REAMN]\d+\t\S+|#\d*\t\S+ [TREAMN]\d+|\*\t\S+ T\d+)")


def text_of(path: Path) -> tuple[Path, str]:
    """The text that a .ann file is about, and the annotator its name tells: ``story_4b22.ann`` is by 4b22, on
    ``story.txt``. Raises ``AnnotatorError`` if there is none."""
    if path.with_suffix(".txt").is_file():
        return path.with_suffix(".txt"), ""
    stem, _, owner = path.stem.rpartition("_")
    if stem and owner and path.with_name(f"{stem}.txt").is_file():
        return path.with_name(f"{stem}.txt"), owner
    raise AnnotatorError(f"there is no {path.stem}.txt beside it, the text it is about")


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        where, owner = text_of(path)
        data, lines = _bytes(where), _bytes(path).decode("utf-8-sig")
        decoded = decode(data, context.encoding) if data else None
    except UnicodeDecodeError as error:
        yield Refused(str(path), 0, f"is not UTF-8 (byte {error.start + 1})")
        return
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
        return
    if owner:
        name = clean(owner)
        context = replace(context, annotator=Annotator(id=ids.annotator_id(name), name=name))
    raw = decoded.text if decoded else ""
    raws = [raw]
    if "\r\n" in raw:
        raws.append(raw.replace("\r\n", "\n"))
    if data.startswith(b"\xef\xbb\xbf"):
        raws += ["\ufeff" + each for each in raws]
    for parsed in brat_reader.read(raws, lines.split("\n"), str(path), context, clean(where.stem)):
        if isinstance(parsed, Refused):
            yield parsed
        else:
            told = (f"its spans are those of {clean(owner)}, by its name",) if owner else ()
            yield replace(parsed, notes=(*told, *parsed.notes))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise AnnotatorError(f"{path.name} has {path.stat().st_size:,} bytes; it may have {LARGEST:,}")
        return path.read_bytes()
    except OSError as error:
        raise AnnotatorError(f"{path.name} cannot be read: {error.strerror or error}") from None


def sniff(head: bytes, name: str) -> bool:
    return name.lower().endswith(".ann") and (not head.strip() or _FIRST.match(head) is not None)


FORMAT = Format(
    name="brat",
    description="brat standoff: .ann beside .txt",
    suffixes=(".ann",),
    sniff=sniff,
    read=read_file,
    folders={"standoff": brat_writer.write},
    companion=brat_writer.configuration,
)
