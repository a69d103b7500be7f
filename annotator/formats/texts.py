"""Text files that are read line by line: in which encoding they are, and lines within a limit.

Unlike ``encodings.decode`` it does not hold the file in memory, unless the encoding has to be guessed.
"""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from annotator.core.errors import AnnotatorError
from annotator.formats.encodings import decode

LARGEST_GUESSED = 50_000_000
"""How many bytes a file may have whose encoding has to be guessed."""

_MARKS = (  # the longer one first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def head_text(head: bytes) -> str:
    """The text of the first bytes of a file, as far as they are UTF-8 or have a mark that says what they are."""
    return head.decode(_marked(head) or "utf-8-sig", errors="ignore")


def open_text(path: Path, encoding: str | None) -> tuple[TextIO, tuple[str, ...]]:
    """The file, open for reading with its line ends as they are, and what the user should know of its encoding:
    that of its mark, else the one that is given, else UTF-8, else a guess.

    Raises ``AnnotatorError`` (without the file's name), and ``OSError``.
    """
    with path.open("rb") as file:
        mark = _marked(file.read(4))
    known = mark or encoding or ("utf-8" if _is_utf8(path) else "")
    if known:
        try:
            return path.open(encoding=known, newline=""), ()
        except LookupError:
            raise AnnotatorError(f"cannot be read: there is no encoding {encoding}") from None
    size = path.stat().st_size
    if size > LARGEST_GUESSED:
        raise AnnotatorError(
            f"is not UTF-8; of one with {size:,} bytes the encoding is not guessed (at most {LARGEST_GUESSED:,}):"
            " say it with --encoding"
        )
    decoded = decode(path.read_bytes())
    return io.StringIO(decoded.text, newline=""), (decoded.note,) if decoded.note else ()


def lines_of(text: TextIO, longest: int) -> Iterator[str]:
    """The lines with their ends. Raises ``AnnotatorError`` for one that is too long or holds a NUL."""
    number = 0
    while line := text.readline(longest):
        number += 1
        if len(line) == longest and not line.endswith(("\n", "\r")):
            raise AnnotatorError(f"line {number} has more than {longest:,} characters, the most that are read")
        if "\0" in line:
            raise AnnotatorError(f"line {number} holds a NUL character: that is no text")
        yield line


def _marked(head: bytes) -> str:
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
