"""One UIMA CAS as bytes, be it a file or a member of an archive: how it is known, and reading it."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

from annotator.core.errors import AnnotatorError
from annotator.core.text import clean
from annotator.formats import cas_reader
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.inception_files import document_of, owner_of
from annotator.formats.strict import Refusal


def read_bytes(
    data: bytes, file: str, name: PurePath, context: Context, described: Callable[[], bytes | None]
) -> Iterator[Parsed]:
    """What one CAS says; its ``name`` may tell who made it, and of what. ``described`` gives its type system."""
    try:
        is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        loaded = cas_reader.load_json(data) if is_json else cas_reader.load_xmi(data, described())
    except (AnnotatorError, Refusal) as error:
        yield Refused(file, 0, str(error))
        return
    otherwise = clean(PurePath(document_of(name)).stem or name.stem)
    yield from cas_reader.read(loaded, file, context, otherwise=otherwise, owner=owner_of(name))


def described_by(name: PurePath) -> tuple[str, ...]:
    """What the type system of a file may be called."""
    return "TypeSystem.xml", "typesystem.xml", f"{name.stem}-typesystem.xml", f"{name.stem}.typesystem.xml"


def is_cas(head: bytes, name: str) -> bool:
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return any(each in head for each in (b'"%TYPES"', b'"%FEATURE_STRUCTURES"', b'"%VIEWS"'))
    return b"http://www.omg.org/XMI" in head or (name.lower().endswith(".xmi") and head.lstrip()[:1] == b"<")
