"""What is decided about a file before it goes in, and reading it so: the same for a plan and for the import itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.model import Document
from annotator.formats import FORMATS, detect
from annotator.formats.bundle import Bundle, Context, Format, Known, Lookup, Parsed
from annotator.store.handles import is_open
from annotator.store.queries import Queries


@dataclass(frozen=True, slots=True)
class Choice:
    """How one file is to be read; "" leaves it to the reader. ``title`` is for a file that holds one document."""

    format: str = ""
    extractor: str = ""
    encoding: str = ""
    text_column: str = ""
    title: str = ""
    leave_out: bool = False


AS_FOUND = Choice()


def format_of(path: Path, name: str = "") -> Format:
    """The format of that name, else the one that the file is in by its content. Raises ``AnnotatorError``."""
    if is_open(path):
        raise AnnotatorError("is a project that is open here; only another one can be merged into this")
    if name in ("", "auto"):
        return detect(path)
    if name not in FORMATS or not FORMATS[name].read:
        known = ", ".join(each for each, form in FORMATS.items() if form.read)
        why = f"the format “{name}” is written only" if name in FORMATS else f"there is no format “{name}”"
        raise AnnotatorError(f"{why}; known are {known}")
    return FORMATS[name]


def read(form: Format, path: Path, choice: Choice, context: Context) -> Iterator[Parsed]:
    """What a file holds, read as it was chosen; what the choice leaves open is as ``context`` says."""
    context = replace(
        context,
        encoding=choice.encoding or context.encoding,
        extractor=choice.extractor or context.extractor,
        text_column=choice.text_column or context.text_column,
    )
    title = " ".join(choice.title.split())
    for number, parsed in enumerate(form.read(path, context) if form.read else ()):
        if title and number == 0 and isinstance(parsed, Bundle) and parsed.whole:
            yield replace(parsed, document=replace(parsed.document, title=title))
        else:
            yield parsed


def check_extractor(name: str) -> None:
    """Raise ``AnnotatorError`` if no format has an extractor of that name."""
    known = [each for form in FORMATS.values() for each in form.extractors]
    if name and name not in known:
        raise AnnotatorError(f"there is no extractor “{name}”; known are {', '.join(dict.fromkeys(known))}")


def known_in(query: Queries) -> Lookup:
    """How readers find a document of the project, by its text's hash or by its id."""

    def lookup(sha: str, document_id: str) -> Known | None:
        document = query.document_with_text(sha) if sha else query.find(Document, document_id)
        return None if document is None else (document, query.text(document.sha256))

    return lookup
