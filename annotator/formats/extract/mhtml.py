"""Web pages that a browser saved in one file (.mhtml, .mht): the page in it, with the address it was saved from."""

import email
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.formats.extract import Extracted, Options
from annotator.formats.extract import html as pages

EXTRACTORS = pages.EXTRACTORS


def extract(data: bytes, options: Options) -> Extracted:
    """The text of the page in an MHTML archive. Raises ``AnnotatorError``."""
    message: Message[Any, Any] = email.message_from_bytes(data.lstrip())
    part = _page(message)
    if part is None:
        raise AnnotatorError("is an MHTML archive without a page in it")
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    said = str(part.get_content_charset() or "")
    decoded = pages.decode_page(body, options.encoding or _known(said, body))
    page = pages.Page(
        decoded.text,
        decoded.encoding,
        (decoded.note,) if decoded.note else (),
        address=_header(message, "Snapshot-Content-Location") or _header(part, "Content-Location"),
        title=_header(message, "Subject"),
    )
    return pages.extract_page(page, options)


def _page(message: "Message[Any, Any]") -> "Message[Any, Any] | None":
    """The part that is the page: the one named as the start, else the first that is HTML."""
    parts = [each for each in message.walk() if each.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    return next((each for each in parts if start and each.get("Content-ID") == start), next(iter(parts), None))


def _known(charset: str, body: bytes) -> str:
    """The part's own charset, if its bytes are in it: the page inside may say better."""
    try:
        body.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return charset


def _header(message: "Message[Any, Any]", name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split())
    except (LookupError, UnicodeError, ValueError):
        return " ".join(str(value).split())
