"""JSON as strictly as it has to be read when it comes from outside, and typed looks into it.

Pure: bytes and values in, values or ``Refusal`` out. Refuses what ``json`` lets through and others could not read
back (NaN, infinity, one key twice), and turns every way of failing into one readable reason.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from annotator.core.model import Json
from annotator.core.text import clean, visible

LONGEST_ID = 200
LARGEST_REV = 2**63 - 1  # what SQLite keeps in one integer
DEEPEST = 20


class Refusal(Exception):
    """Why a record cannot go in; ``str`` is a readable phrase."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refusal(f"has the key {shown(twice)} twice in one object")
    return found


def _constant(name: str) -> Any:
    raise Refusal(f"is not JSON: {name} is no JSON number")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Refusal(f"has a number that is too large: {digits[:40]}")
    return number


_SUSPECT = re.compile(r"\\[urbf]")
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float)


def decode_line(line: bytes | str) -> tuple[Json, bool]:
    """The value of one line, and whether its strings may hold something that has to be cleaned. Raises ``Refusal``."""
    text = line if isinstance(line, str) else _utf8(line)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise Refusal(f"is not JSON: {error.msg} ({where})") from None
    except RecursionError:
        raise Refusal("is nested too deeply") from None
    except ValueError:  # Python converts no integer of more than some 4,300 digits
        raise Refusal("has a number that is too large") from None
    # JSON has controls and half surrogate pairs only as escapes; that saves looking at every string.
    dirty = _SUSPECT.search(text) is not None
    return value, dirty or "\ufeff" in text or (isinstance(line, str) and not _encodable(line))


def _utf8(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(f"is not UTF-8 (byte 0x{line[error.start]:02X} at byte {error.start + 1})") from None


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def cleaned(value: Json) -> Json:
    """``value`` with every string in it, keys too, as ``core.text.clean`` leaves it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): cleaned(one) for key, one in value.items()}
    return value


def shown(value: Json, limit: int = 40) -> str:
    """A value as a message quotes it: short, on one line, nothing invisible."""
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "something deeply nested"
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"'{visible(text)}'" if isinstance(value, str) else visible(text)


def string(raw: Mapping[str, Json], key: str, default: str = "") -> str:
    """A text, or ``default`` where the key is missing or null. Raises ``Refusal``."""
    value = raw.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise Refusal(f"its {key} is {shown(value)}, not a text")
    return value


def identity(raw: Mapping[str, Json], key: str = "id") -> str:
    """An id as it is given, or "" where there is none: a number is somebody's row number, not an identity."""
    value = raw.get(key)
    if value is None or value == "" or (isinstance(value, int) and not isinstance(value, bool)):
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        raise Refusal(f"its {key} is {shown(value)}, not a text of 1 to {LONGEST_ID} characters")
    return value


def revision(raw: Mapping[str, Json]) -> int:
    value = raw.get("rev")
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value <= LARGEST_REV:
        raise Refusal(f"its rev is {shown(value)}, not a count")
    return value


def mapping(raw: Mapping[str, Json], key: str) -> dict[str, Json]:
    """An object, or an empty one where the key is missing or null. Raises ``Refusal``."""
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal(f"its {key} is {shown(value)}, not an object")
    if any(isinstance(one, dict | list) and deeper_than(one, DEEPEST) for one in value.values()):
        raise Refusal(f"its {key} is nested too deeply")
    return value


def items(raw: Mapping[str, Json], key: str) -> list[Json]:
    """A list, or an empty one where the key is missing or null. Raises ``Refusal``."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refusal(f"its {key} is {shown(value)}, not a list")
    return value


def entry(value: Json) -> dict[str, Json]:
    """An object, as a member of a list. Raises ``Refusal``."""
    if not isinstance(value, dict):
        raise Refusal(f"is {shown(value)}, not an object")
    return value


def deeper_than(value: Json, limit: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return limit <= 0 or any(deeper_than(one, limit - 1) for one in inner)
