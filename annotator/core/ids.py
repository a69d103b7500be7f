"""Identity and time: ids for what is made here, ids for what comes without one, and the clock.

Ids that stand for something found in a plain file are UUID version 5 in one fixed namespace, so that reading the file
twice finds the same records.
"""

import json
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

NAMESPACE = "6f1f3f0e-3c55-5d0a-9b5e-0f6b8a7c1d42"
GOLD_ID = "f23162d8-f229-5ce0-b2c8-66b03899840f"
"""``_named("gold")``, written out: every start needs it, and nothing else of ``uuid``, which takes 2 ms to load."""


def new_id() -> str:
    from uuid import uuid4

    return str(uuid4())


@cache
def _namespace() -> "UUID":
    from uuid import UUID

    return UUID(NAMESPACE)


def _named(name: str) -> str:
    """The id of what is known only by ``name``."""
    from uuid import uuid5

    return str(uuid5(_namespace(), name))


def document_id(sha256: str) -> str:
    """The id of a document known only by its text."""
    return _named(sha256)


def annotator_id(name: str) -> str:
    """The id of an annotator known only by name."""
    return _named(f"annotator:{name}")


def span_id(sha256: str, annotator: str, label: str, start: int, end: int, nth: int = 0) -> str:
    """The id of a span known only by what it marks; ``nth`` tells equal ones of a file apart, from 0."""
    return _named(json.dumps([sha256, annotator, label, start, end, nth], separators=(",", ":")))


def made_id(*parts: str | int) -> str:
    """The id of any other record known only by its parts (a link's type and ends, a verdict's span and reviewer)."""
    return _named(json.dumps(parts, separators=(",", ":"), ensure_ascii=False))


def now() -> str:
    """This moment in UTC, to the second, as it is stored and exported."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
