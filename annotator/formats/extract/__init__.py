"""Articles out of web pages, Word files, PDF and the like: bytes -> text with what the file says of itself.

One small module per kind, with ``EXTRACTORS`` (the ways to take the text out, by name, the default first) and
``extract(data, options)``. They run in a child process (``child``), which ``worker`` starts, feeds and limits; nothing
of the libraries they need is imported anywhere else. None opens a file or an address.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from annotator.core.model import Json

SECONDS = 20
"""How long one file may take."""
SECONDS_OF = {"pdf": 90}
"""How long one of a kind that takes longer may take: a page of a PDF is a tenth of a second's work."""
MEMORY = 1_500_000_000
"""How many bytes the child process may use, where the system can hold it to that."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for: ``extractor`` of the kind's ``EXTRACTORS``, ``encoding`` if the user says one; "" for the
    reader's own choice."""

    extractor: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found. ``text`` is not canonical yet; ``source`` is the address the page came from.

    ``meta`` has of ``author``, ``date`` (ISO 8601), ``site``, ``language`` what the file says. ``notes`` tell what was
    left out, mended or guessed. ``extractor`` and ``encoding`` say how it was read ("" where there is no choice).
    """

    text: str
    title: str = ""
    source: str = ""
    meta: dict[str, Json] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    extractor: str = ""
    encoding: str = ""

    def as_json(self) -> dict[str, Json]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Extracted":
        return cls(**{each.name: value[each.name] for each in fields(cls)})
