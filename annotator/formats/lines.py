"""JSON Lines as all formats of lines share them: numbered lines within a limit, one page each, refusals beside.

Knows no layout: what a record means is said by the function that makes its page.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.core.model import Json
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.desk import Desk
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, cleaned, decode_line, entry

LONGEST = 100_000_000
"""How many bytes a line may have: a line is held in memory whole."""

MakePage = Callable[[Desk, dict[str, Json], dict[str, Json], int], Page]
"""``make(desk, record, raw, line)``: the page of a record. In ``raw`` the strings are as they came, for positions that
count what cleaning removes; in ``record`` they are clean. Raises ``Refusal``."""


def limited(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file without its byte order mark; of one that is too long, the beginning (see ``too_long``)."""
    first = True
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def too_long(line: bytes | str) -> str:
    """Why a line is refused for its length, or nothing."""
    return f"has more than {LONGEST:,} bytes, the most a line may have" if len(line) > LONGEST else ""


def numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers from 1."""
    return ((number, line) for number, line in enumerate(limited(file), 1) if line.strip())


def pages(records: Iterable[tuple[int, bytes]], file: str, context: Context, make: MakePage) -> Iterator[Parsed]:
    """A bundle for each record, and what was refused of it before it. Never raises for a bad one."""
    desk = Desk(context)
    for number, line in records:
        try:
            if why := too_long(line):
                raise Refusal(why)
            value, dirty = decode_line(line)
            raw = entry(value)
            page = make(desk, entry(cleaned(raw)) if dirty else raw, raw, number)
        except (Refusal, RecursionError) as error:
            yield Refused(file, number, str(error) if isinstance(error, Refusal) else "is nested too deeply")
            continue
        yield from (Refused(file, where, why) for where, why in page.refused)
        yield page.bundle()


def read_pages(path: Path, context: Context, make: MakePage) -> Iterator[Parsed]:
    """The same for a file with a record on each line."""
    try:
        with path.open("rb") as file:
            yield from pages(numbered(file), str(path), context, make)
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")


def json_line(record: Json) -> str:
    """A record as one line, for readers that take more than a line feed for its end as well."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
