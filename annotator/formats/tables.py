"""Tables in text (CSV, TSV) as they come from outside: encoding, delimiter, rows, all within limits that are named.

Knows no meaning of a column: who reads a table says which header is one of theirs.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from annotator.core.errors import AnnotatorError
from annotator.formats.texts import head_text, lines_of, open_text

MOST_COLUMNS = 1_000
LONGEST_FIELD = 10_000_000
DELIMITERS = (",", "\t", ";", "|")
_LONGEST_LINE = LONGEST_FIELD + MOST_COLUMNS * 1_000

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
    text = head_text(head)
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
        text, notes = open_text(path, encoding)
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


def _rows(text: TextIO, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(lines_of(text, _LONGEST_LINE), delimiter=delimiter, strict=True)
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


def _fitting(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """The rows, with a reason for those that have more cells than the header; short ones are for who reads them."""
    for row in rows:
        if len(row.cells) > width:
            row = Row(row.line, [], f"has {len(row.cells):,} fields; the header has {width:,}")
        yield row
