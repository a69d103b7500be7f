"""Articles in plain files (.txt, .md) -> canonical text with a title; and finding such files in folders.

Reads files, writes none. Markdown is kept as it stands: what a person tags must be what the file says.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.model import Document, Json
from annotator.core.text import canonical, clean, sha256
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused
from annotator.formats.encodings import decode
from annotator.formats.extract import Extracted
from annotator.formats.titles import title_of

LARGEST = 50_000_000
SUFFIXES = (".txt", ".md")
IN_FOLDERS = (
    *(*SUFFIXES, ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".docx", ".odt", ".epub", ".pdf"),
    *(".jsonl", ".json", ".ann", ".tsv", ".csv", ".xmi", ".conll", ".parquet"),
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^(title|source|url)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_BESIDE_PAGES = (
    *("_files", ".files", "-files", "_file", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros"),
    *("_bestanden", "_pliki", "_filer", "_tiedostot", "_soubory"),
)
"""What browsers append in their languages to the name of a saved page."""
_LONGEST_SAID = 500
_HEADING = re.compile(r"^(?:#{1,6}[ \t]+(.+?)[ \t]*#*|(.+)\n(?:=+|-{3,}))[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``text`` is canonical; ``notes`` tell what the user should know (a guessed encoding)."""

    title: str
    text: str
    sha256: str
    source: str = ""
    meta: Mapping[str, Json] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def document(self, position: int = 0) -> Document:
        """The document this makes; the same text makes the same id."""
        return Document(
            id=ids.document_id(self.sha256),
            title=self.title,
            source=self.source,
            sha256=self.sha256,
            length=len(self.text),
            position=position,
            meta=self.meta,
        )


def read_article(path: Path, encoding: str | None = None) -> Article:
    """The article in a file. Raises ``AnnotatorError``, whose message goes behind the file's name."""
    decoded = decode(bytes_of(path), encoding)
    return article(
        decoded.text,
        name=path.name,
        encoding=decoded.encoding,
        notes=(decoded.note,) if decoded.note else (),
        markdown=path.suffix.lower() == ".md",
    )


def article(
    raw: str,
    *,
    name: str = "",
    encoding: str = "",
    notes: tuple[str, ...] = (),
    markdown: bool = False,
    title: str = "",
    source: str = "",
    meta: Mapping[str, Json] | None = None,
) -> Article:
    """An article of a text that is already decoded: a file's, or one pasted. Raises ``AnnotatorError`` if empty.

    ``title``, ``source`` and ``meta`` are what is known besides; without a title, the text's first line is it.
    """
    found = canonical(raw)
    if not found.text.strip():
        raise AnnotatorError("is empty")
    if found.replaced:
        notes = (*notes, f"{found.replaced} characters that are no text (controls, half pairs) became U+FFFD")
    front, body = _front_matter(found.text) if markdown else ({}, found.text)
    name = clean(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))  # a file name may be any bytes
    title = _one_line(title) or front.get("title") or (_heading(body) if markdown else "")
    given = {"file": name, "encoding": encoding, **(meta or {})}
    return Article(
        title=title or title_of(body, Path(name).stem or "Untitled"),
        text=found.text,
        sha256=sha256(found.text),
        source=_one_line(source) or front.get("source") or front.get("url") or "",
        meta={key: value for key, value in given.items() if value},
        notes=notes,
    )


def extracted_article(found: Extracted, name: str) -> Article:
    """The article in what was taken out of a file called ``name``. Raises ``AnnotatorError`` if there is no text."""
    meta = {key: _one_line(str(value)) for key, value in found.meta.items()}
    return article(
        found.text,
        name=name,
        encoding=found.encoding,
        notes=tuple(found.notes),
        title=found.title,
        source=found.source,
        meta=meta | {"extractor": found.extractor},
    )


def _one_line(text: str) -> str:
    """What a file says of itself, as a name: clean, without line breaks, and of bearable length."""
    return " ".join(clean(text).split())[:_LONGEST_SAID]


def articles_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that ``paths`` mean, each once: files as they are given, folders by name, through all their folders.

    In folders only those of ``IN_FOLDERS`` that are not hidden, a .txt not if a .ann beside brings it in, and nothing
    of what a browser saved beside a page; links to folders are not followed there. A path that
    does not exist, or a folder that cannot be listed, is yielded too, so that reading it says why.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files(path) if path.is_dir() else (path,):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def _files(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda one: one.name)
    except OSError:
        yield folder
        return
    names = {entry.name for entry in entries}
    brought, saved = _brought_along(names), _saved_with_pages(names)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in saved:
                yield from _files(folder / entry.name)
        elif entry.name.lower().endswith(IN_FOLDERS) and entry.name not in brought and entry.is_file():
            yield folder / entry.name


def _brought_along(names: set[str]) -> set[str]:
    """The texts to which there are annotations in a file beside: ``a.ann`` or ``a_wen.ann`` for ``a.txt``."""
    stems = [name.removesuffix(".ann") for name in names if name.endswith(".ann")]
    return names & {f"{each}.txt" for stem in stems for each in (stem, stem.rpartition("_")[0])}


def _saved_with_pages(names: set[str]) -> set[str]:
    """The folders that browsers save beside a page, with pictures, adverts and frames: ``a_files`` for ``a.html``."""
    stems = [os.path.splitext(name)[0] for name in names if name.lower().endswith((".html", ".htm"))]
    return names & {stem + ending for stem in stems for ending in _BESIDE_PAGES}


def bytes_of(path: Path) -> bytes:
    """The bytes of a regular file of bearable size. Raises ``AnnotatorError``, whose message goes behind its name."""
    try:
        facts = path.stat()
        if S_ISDIR(facts.st_mode):
            raise AnnotatorError("is a folder that cannot be listed" if not os.access(path, os.R_OK) else "is a folder")
        if not S_ISREG(facts.st_mode):
            raise AnnotatorError("is not a regular file")
        if facts.st_size > LARGEST:
            raise AnnotatorError(f"has {facts.st_size:,} bytes; an article may have {LARGEST:,}")
        return path.read_bytes()
    except OSError as error:
        raise AnnotatorError(f"cannot be read: {error.strerror or error}") from None
    except ValueError:  # a NUL in the path
        raise AnnotatorError("cannot be read: that is no file name") from None


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """What the head of a Markdown file says in plain ``key: value`` lines, and the text behind it."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fields = {key.lower(): value.strip("\"'").strip() for key, value in _FIELD.findall(match.group(1))}
    return fields, text[match.end() :]


def _heading(text: str) -> str:
    match = _HEADING.search(text[:10_000])
    return (match.group(1) or match.group(2)).strip() if match else ""


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    """The one document of a text file, or why not."""
    try:
        found = read_article(path, context.encoding)
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    else:
        yield Bundle(document=found.document(), text=found.text, notes=found.notes)


def sniff(head: bytes, name: str) -> bool:
    """Anything may be text; reading it says so if it is not."""
    return True


FORMAT = Format(
    name="text",
    description="Plain text or Markdown, one article a file",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=read_file,
    encoded=True,
)
