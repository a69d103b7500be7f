"""Values in the cells of a table that people open in a spreadsheet: written so that none is taken for a formula, and
read back as they were.

Pure. A text that a spreadsheet would calculate gets an apostrophe before it; a value of an attribute is JSON unless it
is a text that nothing else could be.
"""

import json
import re

from annotator.core.model import Json
from annotator.formats.strict import Refusal, decode_line, shown

_RISKY = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")
_NUMBER = re.compile(r"-?[0-9][0-9.]*")
_MAYBE_JSON = (*'"[{-0123456789tfn',)


def defused(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet might calculate it (or if it looks like one defused)."""
    return f"'{text}" if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def undone(cell: str) -> str:
    """The text that ``defused`` made this of."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def value_cell(value: Json) -> str:
    """A value of an attribute as a cell; the empty cell is none."""
    if isinstance(value, str) and value and not _as_json(value):
        return defused(value)
    return defused(json.dumps(value, ensure_ascii=False))


def value_of(cell: str) -> Json:
    """The value that ``value_cell`` made this of, or that somebody typed: a number is a number, ``true`` is true."""
    text = undone(cell)
    found = _as_json(text)
    return found[0] if found else text


def _as_json(text: str) -> list[Json]:
    """The value that the text is in JSON, as the only one of a list; none if it is just a text."""
    if text.strip()[:1] not in _MAYBE_JSON:
        return []
    try:
        return [decode_line(text)[0]]
    except Refusal:
        return []


def json_of(cell: str, what: str) -> Json:
    """What a cell of JSON holds. Raises ``Refusal``."""
    try:
        return decode_line(undone(cell))[0]
    except Refusal:
        raise Refusal(f"its {what} is {shown(cell)}, not JSON") from None


def whole_number(cell: str) -> Json:
    """A whole number, also one that a spreadsheet or pandas made a decimal of; the cell itself if it is none."""
    text = cell.strip()
    if re.fullmatch(r"-?[0-9]{1,19}(\.0*)?", text):
        return int(text.partition(".")[0])
    return cell
