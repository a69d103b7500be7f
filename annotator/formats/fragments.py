"""Rich text from the clipboard (a piece of HTML) -> an article: its lines, and what the piece says of itself.

In this process, since a paste cannot wait for a child to start; a piece beyond ``LONGEST`` is left to its plain text.
"""

import re

from annotator.core.errors import AnnotatorError
from annotator.formats.articles import Article, article
from annotator.formats.extract.blocks import lines_of
from annotator.formats.extract.html import parse

LONGEST = 1_000_000
"""How many characters of HTML are taken apart: a tenth of a second's work."""

_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"\A(?:[A-Za-z]+:[^\n<]*\n)*?SourceURL:(\S+)")  # what Windows puts before the HTML
_WINDOWS = re.compile(r"\AVersion:[^\n]*\n(?:[A-Za-z]+:[^\n<]*\n)*")
_TITLE = re.compile(r"<title\b[^>]*>([^<]{1,500})</title>", re.IGNORECASE)
_AUTHOR = re.compile(r"""<meta\b[^>]*\bname=["']?author["']?[^>]*\bcontent=["']([^"'<>]{1,200})""", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"\x00]{1,2000}\Z", re.IGNORECASE)


def article_of_html_fragment(html: str, plain: str = "", address: str = "") -> Article:
    """The article in a piece of HTML; where it holds no text or cannot be taken apart, that of its ``plain`` text.

    ``address`` is where it was copied, if the clipboard says so. Raises ``AnnotatorError`` if there is no text at all.
    """
    head = html[:10_000]
    said = address or (found[1] if (found := _SOURCE.match(head)) else "")
    source = said if _WEB.match(said) else ""
    text = _text(html)
    if not text.strip():
        return article(plain, source=source)
    title, author = _TITLE.search(head), _AUTHOR.search(head)
    return article(
        text,
        title=_unescaped(title[1]) if title else "",
        source=source,
        meta={"author": _unescaped(author[1]).strip()} if author else None,
    )


def _text(html: str) -> str:
    if len(html) > LONGEST or not html.strip():
        return ""
    body = _WINDOWS.sub("", html)
    fragment = _FRAGMENT.search(body)
    try:
        return lines_of(parse(f"<html><body>{fragment[1]}</body></html>" if fragment else body)).replace("\xad", "")
    except AnnotatorError:  # lxml is not there, or there is nothing in it
        return ""


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)
