"""Web pages: the article without menus, adverts and links to other things, or the page as it reads.

trafilatura finds the article and what the page says of itself; the lines are ours. The page is decoded here, never by
a parser, so that byte order mark, UTF-8, <meta> and a guess have one order. No picture, style or frame is ever loaded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.extras import need
from annotator.formats.encodings import Decoded, decode
from annotator.formats.extract import Extracted, Options
from annotator.formats.extract.blocks import lines_of

EXTRACTORS = {
    "article": "the article, without what surrounds it",
    "wider": "the article, with what may belong to it",
    "page": "all text of the page",
}
_HEAD = 65_536
_CHARSET = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,30})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,300}>")
_SUBSET = re.compile(r"\A\s*<!DOCTYPE\b[^>\[]{0,1000}\[.{0,10000}?\]\s*>", re.IGNORECASE | re.DOTALL)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")  # Chromium, Internet Explorer
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)")
_TAGS = {"head": "h2", "item": "li", "row": "tr", "cell": "td", "lb": "br", "quote": "blockquote"}
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was decoded, and what is known of it from outside."""

    text: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    address: str = ""
    title: str = ""


def extract(data: bytes, options: Options) -> Extracted:
    """The text of a page's bytes. Raises ``AnnotatorError``."""
    decoded = decode_page(data, options.encoding)
    notes = (decoded.note,) if decoded.note else ()
    return extract_page(Page(decoded.text, decoded.encoding, notes), options)


def extract_page(page: Page, options: Options) -> Extracted:
    """The text of a page that is decoded already."""
    trafilatura = need("trafilatura", "articles", "reading web pages")
    notes = list(page.notes)
    tree = parse(page.text, notes)
    said = trafilatura.extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    chosen = options.extractor or "article"
    text = lines_of(tree) if chosen == "page" else _article(trafilatura, page.text, wider=chosen == "wider")
    if not text and (text := lines_of(tree)):
        chosen = "page"
        notes.append("no article was found in this page: this is all its text")
    if not text:
        raise AnnotatorError("is a web page without text: what it shows may be made by scripts or pictures")
    addresses = (page.address, *_saved_addresses(page.text), str(said.url or ""))
    meta = {"author": said.author, "date": said.date, "site": said.sitename or said.hostname, "language": said.language}
    return Extracted(
        text=text.replace("\xad", ""),
        title=str(said.title or page.title or ""),
        source=next(filter(_ADDRESS.match, addresses), ""),
        meta={key: str(value) for key, value in meta.items() if value},
        notes=[*notes, *_soft_hyphens(text)],
        extractor=chosen,
        encoding=page.encoding,
    )


def decode_page(data: bytes, declared: str = "") -> Decoded:
    """A page's text: by its mark, by what the user says, as UTF-8 if it is that, by its <meta>, by a guess."""
    found = decode(data, declared or None)
    said = _CHARSET.search(data, 0, _HEAD)
    if said is None or found.how in ("bom", "utf-8") or declared:
        return found
    try:
        named = decode(data, said.group(1).decode("ascii"))
    except AnnotatorError:
        return found
    return Decoded(named.text, named.encoding, "declared")


def parse(text: str, notes: list[str] | None = None) -> Any:
    """An lxml tree of a page; what is wrong with it goes to ``notes``. Raises ``AnnotatorError`` if it is empty."""
    html = need("lxml.html", "articles", "reading web pages")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    # Bytes, since lxml takes no str with an encoding in its declaration, and a str beyond the BMP costs four times.
    data = _SUBSET.sub("", _DECLARATION.sub("", text)).replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (ValueError, need("lxml.etree", "articles", "reading web pages").LxmlError):
        if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
            raise MemoryError from None
        raise AnnotatorError("is a web page without text") from None
    if notes is not None and any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        notes.append("its elements are nested more than 2,000 deep: what is behind that was left out")
    return tree


def _article(trafilatura: Any, text: str, *, wider: bool) -> str:
    """What trafilatura takes for the article; empty if it finds none, or stumbles."""
    try:
        found = trafilatura.bare_extraction(
            parse(text),  # a tree of its own: it is taken apart
            include_comments=False,
            include_tables=True,
            favor_recall=wider,
            deduplicate=False,
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        return ""
    if found is None or found.body is None:
        return ""
    for element in found.body.iter():
        if element.tag == "list":
            element.tag = "ol" if element.get("rend") == "ol" else "ul"
        else:
            element.tag = _TAGS.get(element.tag, element.tag)
    return lines_of(found.body)


def _saved_addresses(text: str) -> Iterator[str]:
    for pattern in (_SAVED_FROM, _SINGLE_FILE):
        if match := pattern.search(text[:_HEAD]):
            yield match.group(1)


def _soft_hyphens(text: str) -> list[str]:
    number = text.count("\xad")
    return [f"{number:,} soft hyphens were left out"] if number else []
