"""PDF: the text of its pages, with paragraphs put together again out of lines, or the lines as they stand.

pypdf takes the letters out; everything else is a guess by the shape of the lines, and told. A picture of a text (a
scan) has none.
"""

import io
import re
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.extras import need
from annotator.formats.extract import Extracted, Options
from annotator.formats.extract.packed import iso_date
from annotator.formats.extract.pdf_lines import Line, lines_of_page, paragraphs, without_heads

EXTRACTORS = {
    "mended": "paragraphs, with words and lines put together",
    "lines": "the lines as they stand on the pages",
}
MOST_PAGES = 3_000
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_PROGRAM = re.compile(r"^(?:Microsoft \w+ - )+|\.(?:docx?|pdf|indd|odt|tex|dvi|qxd|rtf|pages)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"^(?:untitled|document\d*|title|unknown|layout \d+|print|\W*)$", re.IGNORECASE)
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")


def extract(data: bytes, options: Options) -> Extracted:
    """The text of a PDF's bytes. Raises ``AnnotatorError``."""
    pypdf = need("pypdf", "articles", "reading PDF")
    reader = _opened(pypdf, data)
    try:
        number = len(reader.pages)
    except (pypdf.errors.PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnnotatorError(f"is a damaged PDF ({str(error)[:100] or type(error).__name__})") from None
    if number > MOST_PAGES:
        raise AnnotatorError(f"has {number:,} pages; at most {MOST_PAGES:,} are read")
    pages, notes = _pages(reader, number)
    if not any(pages):
        raise AnnotatorError(
            "is a PDF without text: pictures of pages, as a scanner makes them; text recognition (OCR) would have to"
            " come first"
        )
    empty = [str(at) for at, page in enumerate(pages, 1) if not page]
    if empty:
        notes.append(f"no text on {len(empty):,} of {number:,} pages ({_few(empty)}): they may be pictures")
    if options.extractor == "lines":
        text = "\n\n".join("\n".join(line.text for line in page) for page in pages if page)
    else:
        pages, heads = without_heads(pages)
        text, mended = paragraphs(pages)
        notes += [*heads, *mended]
    text, ligatures = _LIGATURE.subn(lambda match: _LIGATURES[match[0]], text)
    notes += [f"{ligatures:,} ligatures were written as letters"] if ligatures else []
    said = _said(reader)
    return Extracted(
        text=text.replace("\xad", ""),
        title=said.pop("title", ""),
        meta=dict(said),
        notes=notes,
        extractor=options.extractor or "mended",
    )


def _opened(pypdf: Any, data: bytes) -> Any:
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise AnnotatorError("has a password: save it without one")
    except pypdf.errors.DependencyError:
        raise AnnotatorError("is encrypted: save or print it again without protection") from None
    except (pypdf.errors.PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnnotatorError(f"is a damaged PDF ({str(error)[:100] or type(error).__name__})") from None
    return reader


def _pages(reader: Any, number: int) -> tuple[list[list[Line]], list[str]]:
    """The lines of every page, and what is to be told of pages that could not be read."""
    pages: list[list[Line]] = []
    wrong: list[str] = []
    for at in range(number):
        try:
            pages.append(_lines(reader.pages[at]))
        except (MemoryError, AnnotatorError):
            raise
        except Exception as error:  # pypdf on a broken page: any of a dozen kinds
            pages.append([])
            wrong.append(f"{at + 1} ({type(error).__name__})")
    return pages, [f"could not be read: page {_few(wrong)}"] if wrong else []


def _few(numbers: list[str]) -> str:
    return ", ".join(numbers[:10]) + (", …" if len(numbers) > 10 else "")


def _lines(page: Any) -> list[Line]:
    pieces: list[tuple[str, float, float, float]] = []

    def see(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        scale = abs(cm[3] * tm[3] + cm[1] * tm[2]) or 1.0
        pieces.append((text, float(x), float(y), float(size or 0) * float(scale)))

    page.extract_text(visitor_text=see)
    return lines_of_page(pieces)


def _said(reader: Any) -> dict[str, str]:
    """Title, author and date of the PDF's own description, as far as they mean something."""
    try:
        info = reader.metadata or {}
        title, author, made = (str(info.get(key) or "") for key in ("/Title", "/Author", "/CreationDate"))
    except Exception:  # a description that is broken is none
        return {}
    title = _PROGRAM.sub("", _PROGRAM.sub("", title.strip())).strip()
    day = _DATE.match(made)
    said = {
        "title": "" if _NO_TITLE.match(title) else title,
        "author": author.strip(),
        "date": iso_date(f"{day[1]}-{day[2] or '01'}-{day[3] or '01'}") if day else "",
    }
    return {key: value for key, value in said.items() if value}
