"""Bytes -> text: which encoding a text file is in, and whether it is text at all.

In order of trust: byte order mark, what the user says, strict UTF-8, what the file says of itself, UTF-16 by its zero
bytes, a guess. A guess is always told. Never cleans what it decodes; that is ``core.text``.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from annotator.core.errors import AnnotatorError
from annotator.core.text import visible

How = Literal["bom", "utf-8", "declared", "guessed"]

_MARKS = (  # the longer one first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls and .ppt; today's with a password too
_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive (also what docx, odt and epub are)"),
    (b"%PDF-", "a PDF"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (_OLE, "an old Microsoft Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "Rich Text Format"),
)
_ADVICE = {
    "an old Microsoft Office file": ": save it as .docx",
    "Rich Text Format": ": save it as .docx or .odt",
}
_COOKIE = re.compile(rb"(?:coding|charset)\s*[:=]\s*[\"']?([A-Za-z][\w.:-]{1,30})")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # not ESC: terminal colours are still text
_ALL_SEVEN_BIT = {"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr", "hz", "utf-7"}
_NOT_FOR_FILES = {"unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "unicode-escape"}
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""What files that name these are really in, as every browser has it."""

_NAMES = {f"cp{n}": f"windows-{n}" for n in (*range(1250, 1259), 874)} | {
    "cp932": "Shift_JIS",
    "cp949": "EUC-KR",
    "big5": "Big5",
    "gb18030": "GB18030",
}
_LIKELY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("iso8859_2", "gb18030", "big5", "cp932", "euc_jp", "cp949", "koi8_r", "mac_roman", "cp437", "cp850", "cp866"),
)
OFFERED = (
    *("utf-8", "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255"),
    *("windows-1256", "windows-1257", "windows-1258", "windows-874", "iso8859-2", "GB18030", "Big5", "Shift_JIS"),
    *("euc-jp", "EUC-KR", "koi8-r", "mac-roman", "cp437", "cp850", "cp866", "utf-16", "utf-16-le", "utf-16-be"),
)
"""What a user is offered instead of a guess; each is taken as ``declared``."""

_ODD = re.compile("[a-z][¹³¿¼¾]+[a-z]")  # Polish read as Western European
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as it was read, not yet canonical. ``note`` tells what the user should know; empty if nothing."""

    text: str
    encoding: str
    how: How
    note: str = ""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file's bytes. ``declared`` is what the user says it is in.

    Raises ``AnnotatorError``, whose message goes behind the file's name, for what is no text.
    """
    if not data:
        raise AnnotatorError("is empty")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            if magic == _OLE and "EncryptedPackage".encode("utf-16-le") in data:
                raise AnnotatorError("is a Microsoft Office file with a password: save it without one")
            raise AnnotatorError(f"is {what}, not a text{_ADVICE.get(what, '')}")
    ways = (_marked, lambda data: _said(data, declared), _utf8, _cookie, _wide, _damaged_utf8, _guess)
    found = next(filter(None, (way(data) for way in ways)), None)
    if found is None or _binary(found.text):
        raise AnnotatorError("is a binary file, not a text")
    return found


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return Decoded(body.decode(encoding), encoding, "bom")
            except UnicodeDecodeError:
                if encoding.startswith("utf-32"):  # UTF-16 whose first character is NUL
                    continue
                text = body.decode(encoding, errors="replace")
                return Decoded(text, encoding, "bom", f"is damaged {encoding.upper()}: invalid bytes became U+FFFD")
    return None


def _said(data: bytes, declared: str | None) -> Decoded | None:
    if declared is None:
        return None
    encoding = _codec(declared)
    if encoding is None:
        raise AnnotatorError(f"cannot be read as '{visible(declared)}': no such encoding")
    try:
        return Decoded(data.decode(encoding), _named(encoding), "declared")
    except UnicodeError as error:
        where = f" at byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else ""
        raise AnnotatorError(f"is not {_named(encoding)}{where}") from None


def _utf8(data: bytes) -> Decoded | None:
    if _zeros_of_utf16(data, share=0.2) or ((b"\x1b" in data or b"~{" in data) and _cookie(data, _ALL_SEVEN_BIT)):
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        return None


def _cookie(data: bytes, only: set[str] | None = None) -> Decoded | None:
    """What the file says of itself in its first 1,000 bytes, if that works out."""
    match = _COOKIE.search(data, 0, 1000)
    encoding = _codec(match.group(1).decode("ascii")) if match else None
    if encoding is None or (only is not None and encoding not in only):
        return None
    try:
        return Decoded(data.decode(encoding), _named(encoding), "declared", f"declares itself {_named(encoding)}")
    except UnicodeError:
        return None


def _wide(data: bytes) -> Decoded | None:
    encoding = _zeros_of_utf16(data, share=0.0)
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    name = encoding.upper()
    return None if _binary(text) else Decoded(text, encoding, "guessed", f"guessed {name} (it has no byte order mark)")


def _zeros_of_utf16(data: bytes, share: float) -> str | None:
    """UTF-16 shows by zero bytes on one side of its pairs only: line ends, spaces, digits at least."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) <= share * len(sample) or 50 * min(even, odd) > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes broken or its end cut off: a guess would garble every accent and every Han character."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - bad
    if b"\x00" in data or good < 3 * bad:
        return None
    return Decoded(text, "utf-8", "guessed", f"is damaged UTF-8: {bad} invalid places became U+FFFD")


def _guess(data: bytes) -> Decoded | None:
    if b"\x00" in data:
        return None
    from charset_normalizer import from_bytes  # here: it costs 50 ms and few files need it

    matches = list(from_bytes(data[:_SAMPLE], cp_isolation=list(_LIKELY)))
    near = [match for match in matches if match.chaos <= matches[0].chaos + 0.01 and not _ODD.search(str(match))]
    # Among Latin siblings that read equally well: the likeliest language, then the commonest encoding.
    near.sort(key=lambda match: (-match.coherence, "cp1252" not in match.could_be_from_charset))
    readings = [name for match in near for name in sorted(match.could_be_from_charset, key=_LIKELY.index)]
    for encoding in dict.fromkeys([*readings, "cp1252", "latin-1"]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text, _named(encoding), "guessed", f"guessed {_named(encoding)}")
    return None


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
        "".encode(found)  # raises LookupError for what is no text encoding, such as base64
    except (LookupError, ValueError, UnicodeError):
        return None
    found = _WIDER.get(found, found)
    return None if found in _NOT_FOR_FILES else found


def _named(encoding: str) -> str:
    """The name people know an encoding by."""
    return _NAMES.get(encoding, encoding.replace("_", "-"))


def _binary(text: str) -> bool:
    """Whether so much of it is control characters that nobody could read it. A few are replaced at import."""
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > max(3, len(sample) // 20)
