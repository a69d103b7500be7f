"""Articles in files that are more than text: web pages, Word, OpenDocument, PDF, books.

Each is known by what is in it, never by its suffix alone; ``extract`` takes the text out, in a process of its own.
Reads files, writes none, contacts nobody.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.formats.articles import bytes_of, extracted_article
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused
from annotator.formats.extract import Options, docx, epub, html, mhtml, odt, pdf, worker

_BEFORE = r"\s*(?:<\?xml\b[^>]*>\s*|<!--.*?(?:-->|\Z)\s*)*"
_PAGE = re.compile(_BEFORE + r"<(?:!doctype\s+html|html\b|head\b|body\b)", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(
    r"</(?:p|div|h[1-6]|span|a|li|td|article|section|body|b|i|em|strong)\s*>|<(?:br|p|meta)\b", re.IGNORECASE
)
_PAGES = (".html", ".htm", ".xhtml")
_HEADERS = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?Content-Type:\s*(?:multipart/related|text/html)", re.IGNORECASE
)
_OFFICE = re.compile(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|word/|docProps/)", re.DOTALL)


def read_document(path: Path, context: Context, *, kind: str, extractors: Mapping[str, str]) -> Iterator[Parsed]:
    """The one document of a file, or why not. An extractor that this kind does not have is its default."""
    try:
        chosen = context.extractor if context.extractor in extractors else None
        options = Options(chosen or "", context.encoding or "")
        found = worker.shared().extract(kind, bytes_of(path), options, context.waiting)
        made = extracted_article(found, path.name)
    except Cancelled:
        raise
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    else:
        yield Bundle(document=made.document(), text=made.text, notes=made.notes)


def is_page(head: bytes, name: str) -> bool:
    """A web page: by its first element, or, if its name says so, by any."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="ignore")
    elif head[:400].count(0) > 100:
        text = head.replace(b"\x00", b"").decode("latin-1")
    else:
        text = head.decode("utf-8-sig", errors="replace")
    return _PAGE.match(text) is not None or (name.lower().endswith(_PAGES) and _FRAGMENT.search(text) is not None)


def is_saved_page(head: bytes, name: str) -> bool:
    """What a browser saves as one file: an e-mail of parts that belong together, or of one page."""
    return b"MIME-Version:" in head[:8192] and _HEADERS.match(head.lstrip().replace(b"\r\n", b"\n")) is not None


def is_office(head: bytes, name: str) -> bool:
    """Any file of Microsoft Office since 2007; the reader says so if it is not Word's."""
    return _OFFICE.match(head) is not None


def is_open_document(head: bytes, name: str) -> bool:
    """Any file of OpenDocument; the reader says so if it is no text."""
    return head.startswith(b"PK\x03\x04") and (head[30:38] == b"mimetype" or b"content.xml" in head)


def is_book(head: bytes, name: str) -> bool:
    """By what the archive says in its first file, unpacked as it has to be, or by the file that names the book's."""
    said = head[30:].startswith(b"mimetypeapplication/epub+zip")
    return head.startswith(b"PK\x03\x04") and (said or b"META-INF/container.xml" in head)


def is_pdf(head: bytes, name: str) -> bool:
    return b"%PDF-" in head[:1024]


def _format(
    name: str,
    description: str,
    suffixes: tuple[str, ...],
    sniff: Callable[[bytes, str], bool],
    extractors: Mapping[str, str],
    *,
    encoded: bool = False,
) -> Format:
    read = partial(read_document, kind=name, extractors=extractors)
    return Format(name, description, suffixes, sniff, read, counts="", extractors=extractors, encoded=encoded)


FORMATS = (
    _format("mhtml", "A web page saved in one file", (".mhtml", ".mht"), is_saved_page, mhtml.EXTRACTORS),
    _format("html", "A web page: the article in it", _PAGES, is_page, html.EXTRACTORS, encoded=True),
    _format("docx", "Word (not .doc): paragraphs, lists, tables", (".docx",), is_office, docx.EXTRACTORS),
    _format("epub", "A book: its chapters in one text", (".epub",), is_book, epub.EXTRACTORS),
    _format("odt", "OpenDocument text (LibreOffice)", (".odt", ".ott"), is_open_document, odt.EXTRACTORS),
    _format("pdf", "PDF with text in it (no scans)", (".pdf",), is_pdf, pdf.EXTRACTORS),
)
