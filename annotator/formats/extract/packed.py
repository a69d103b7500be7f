"""XML in ZIP archives, as Word, OpenDocument and EPUB keep it: from memory, with entities, DTDs and network off."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.extras import need
from annotator.formats import archives
from annotator.formats.archives import Archive

LARGEST_PART = 200_000_000
_NOBODY = {"python-docx", "microsoft office user", "unknown", "user", "admin", "windows user", "author"}


@contextmanager
def opened(data: bytes) -> Iterator[Archive]:
    """The archive in ``data``. Raises ``AnnotatorError``."""
    with archives.opened(io.BytesIO(data)) as archive:
        yield archive


def xml(archive: Archive, name: str) -> Any:
    """The root element of a member. Raises ``AnnotatorError``."""
    return parse(archive.read(name), name)


def parse(data: bytes, name: str) -> Any:
    """The root element of an XML text; entities stay unresolved and no DTD is loaded."""
    etree = need("lxml.etree", "articles", "reading Word, OpenDocument and EPUB files")
    if len(data) > LARGEST_PART:
        raise AnnotatorError(f"its part {visible(name)} has {len(data):,} bytes; at most {LARGEST_PART:,} are read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
            raise MemoryError from None
        raise AnnotatorError(f"its part {visible(name)} is no XML ({visible(str(error))[:120]})") from None


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def found(root: Any, name: str) -> Iterator[Any]:
    """All elements of a name below ``root``, whatever their namespace."""
    return root.iter(f"{{*}}{name}")  # type: ignore[no-any-return]


def words(root: Any, name: str) -> str:
    """The text of the first element of a name, on one line; "" if there is none."""
    for element in found(root, name):
        return " ".join("".join(element.itertext()).split())
    return ""


def properties(root: Any) -> dict[str, str]:
    """Title, author, date and language of a document's own description, as far as they mean something."""
    said = {
        "title": words(root, "title"),
        "author": words(root, "creator") or words(root, "initial-creator"),
        "date": iso_date(words(root, "created") or words(root, "creation-date") or words(root, "date")),
        "language": words(root, "language"),
    }
    if said["author"].casefold() in _NOBODY:
        said["author"] = ""
    return {key: value for key, value in said.items() if value}


def iso_date(text: str) -> str:
    """The day at the beginning of a time in ISO 8601; "" for anything else."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
