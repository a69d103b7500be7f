"""Tables in text (CSV, TSV) as they come from outside: encoding, delimiter, rows, all within limits that are named.

Knows no meaning of a column: who reads a table says which header is one of theirs.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from annotator.core.errors import AnnotatorError
from annotator.formats.encodings import decode

MOST_COLUMNS = 1_000
LONGEST_FIELD = 10_000_000
LARGEST_GUESSED = 50_000_000
"""How many bytes a table may have whose encoding has to be guessed: it is held in memory."""

DELIMITERS = (",", "\t", ";", "|")
_LONGEST_LINE = LONGEST_FIELD + MOST_COLUMNS * 1_000
_WIDE = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

IsHeader = Callable[[list[str]], bool]


class Row(NamedTuple):
    """One record of a table: the line it begins on, its cells, or why it is none."""

    line: int
    cells: list[str]
    wrong: str = ""


class Table(NamedTuple):
    """A table that is open: its header, its other rows as they are read, and what the user should know of it."""

    header: list[str]
    rows: Iterator[Row]
    notes: tuple[str, ...]


def dialect(head: bytes, is_header: IsHeader) -> str:
    """The delimiter under which the first record of a file that begins with ``head`` is a header; "" under none."""
    text = head.decode(_marked(head) or "utf-8-sig", errors="ignore")
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        try:
            record = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        if is_header(record):
            return delimiter
    return ""


@contextmanager
def opened(path: Path, encoding: str | None, is_header: IsHeader, otherwise: str) -> Iterator[Table]:
    """The table in a file. ``otherwise`` is the message for one whose first record is no such header.

    Raises ``AnnotatorError`` (without the file's name), here or while rows are read, for what goes beyond a limit or is
    no text.
    """
    try:
        with path.open("rb") as raw:
            head = raw.read(1 << 20)
        delimiter = dialect(head, is_header)
        if not delimiter:
            raise AnnotatorError(_too_wide(head) or otherwise)
        text, notes = _text(path, head, encoding)
        with text:
            rows = _rows(text, delimiter)
            header = next(rows).cells
            if len(header) > MOST_COLUMNS:
                raise AnnotatorError(f"has more than {MOST_COLUMNS:,} columns, the most that are read")
            yield Table(header, _fitting(rows, len(header)), notes)
    except OSError as error:
        raise AnnotatorError(f"cannot be read: {error.strerror or error}") from None
    except UnicodeError as error:
        raise AnnotatorError(f"is not in the encoding it should be in ({error})") from None


def _too_wide(head: bytes) -> str:
    first = head.partition(b"\n")[0]
    wide = max(first.count(delimiter.encode()) for delimiter in DELIMITERS) >= MOST_COLUMNS
    return f"has more than {MOST_COLUMNS:,} columns, the most that are read" if wide else ""


def _marked(head: bytes) -> str:
    return next((name for mark, name in _WIDE if head.startswith(mark)), "")


def _text(path: Path, head: bytes, encoding: str | None) -> tuple[TextIO, tuple[str, ...]]:
    known = _marked(head) or encoding or ("utf-8" if _is_utf8(path) else "")
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


def _rows(text: TextIO, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error) or "unexpected end" in str(error):
                raise AnnotatorError(_unclosed(str(error), line)) from None
            yield Row(line, [], f"is no row of a table ({error})")
        else:
            if cells:
                yield Row(line, cells)
        line = reader.line_num + 1


def _unclosed(error: str, line: int) -> str:
    what = f"a field has more than {LONGEST_FIELD:,} characters, the most that is read"
    if "unexpected end" in error:
        what = "it ends inside quotation marks"
    return f"the record on line {line}: {what}. Is a quotation mark not closed, or the file cut off?"


def _lines(text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise AnnotatorError(f"line {number} has more than {_LONGEST_LINE:,} characters, the most that are read")
        if "\0" in line:
            raise AnnotatorError(f"line {number} holds a NUL character: that is no table of text")
        yield line


def _fitting(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """The rows, with a reason for those that have more cells than the header; short ones are for who reads them."""
    for row in rows:
        if len(row.cells) > width:
            row = Row(row.line, [], f"has {len(row.cells):,} fields; the header has {width:,}")
        yield row
