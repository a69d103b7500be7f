"""UIMA CAS as XMI (its type system beside it) and as JSON, of INCEpTION and others: the files, and the table's entry.

Reading goes through dkpro-cassis, of the extra ``cas``; writing needs no library. ``inception`` reads ZIP archives.
"""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.formats import cas_writer, inception
from annotator.formats.bundle import Context, Format, Parsed, Refused
from annotator.formats.cas_member import described_by, is_cas, read_bytes
from annotator.formats.cas_xml import LARGEST

UP = 3
"""In how many folders, upwards from the file's own, its type system is looked for."""


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head == b"PK\x03\x04":
            yield from inception.read_archive(path, context)
            return
        data = _bytes(path)
        beside = [folder / name for folder in path.absolute().parents[:UP] for name in described_by(path)]
        described = next((_bytes(each) for each in beside if each.is_file()), None)
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")
    else:
        yield from read_bytes(data, str(path), path.absolute(), context, lambda: described)


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise AnnotatorError(f"{path.name} has {path.stat().st_size:,} bytes; such a file may have {LARGEST:,}")
    return path.read_bytes()


def sniff(head: bytes, name: str) -> bool:
    return inception.sniff(head) if head.startswith(b"PK\x03\x04") else is_cas(head, name)


FORMAT = Format(
    name="uima-cas",
    description="UIMA CAS of INCEpTION: XMI with its type system, JSON, and project archives",
    suffixes=(".xmi", ".json", ".zip"),
    sniff=sniff,
    read=read_file,
    folders={"xmi": cas_writer.write_xmi, "json": cas_writer.write_json},
    counts="UTF-16 units",
)
