"""A JSON file that is one value: read whole, strictly, within a limit.

Knows no layout.
"""

from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.formats.strict import Refusal, cleaned, decode_line

LARGEST = 200_000_000
"""How many bytes such a file may have: all of it is held in memory, several times over."""


def read_json(path: Path) -> tuple[Json, Json]:
    """The value with clean strings, and as it came, for positions that count what cleaning removes.

    Raises ``AnnotatorError`` (without the file's name) for what is no JSON or too much of it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise AnnotatorError(f"cannot be read: {error.strerror or error}") from None
    return parse_json(data)


def parse_json(data: bytes) -> tuple[Json, Json]:
    """The same for what is in memory already, as a member of an archive is."""
    if len(data) > LARGEST:
        raise AnnotatorError(f"has more than {LARGEST:,} bytes, the most that is read as one piece of JSON")
    try:
        raw, dirty = decode_line(data.removeprefix(b"\xef\xbb\xbf"))
        return (cleaned(raw) if dirty else raw), raw
    except Refusal as refusal:
        raise AnnotatorError(str(refusal)) from None
    except RecursionError:
        raise AnnotatorError("is nested too deeply") from None
