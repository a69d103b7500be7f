"""The records of a project: small frozen dataclasses, one per table.

No behaviour beyond plain facts about themselves, no SQL, no Qt. Positions are Unicode code points of the document's
canonical text, half open. ``rev`` and ``updated_at`` belong to the store: they do not take part in comparison, so two
records are equal when a user would call them equal.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from annotator.core.ids import GOLD_ID

Json: TypeAlias = Any
"""A value that ``json`` can write: None, bool, int, float, str, list or dict of such."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Record:
    """What every record carries. ``id`` is a UUID text unless a record says otherwise; times are UTC, ISO 8601.

    Comparing and showing are written here once: generated for every class they would make every start later.
    """

    id: str
    created_at: str = ""
    rev: int = field(default=0, compare=False)
    updated_at: str = field(default="", compare=False)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return isinstance(other, Record) and _compared(self) == _compared(other)

    def __hash__(self) -> int:
        return hash(_compared(self))

    def __repr__(self) -> str:
        values = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
        return f"{type(self).__qualname__}({values})"


_COMPARED: dict[type[Record], Callable[[Record], tuple[Any, ...]]] = {}


def _compared(record: Record) -> tuple[Any, ...]:
    """What two records of a kind are compared by."""
    kind = type(record)
    if kind not in _COMPARED:
        _COMPARED[kind] = attrgetter(*(each.name for each in fields(kind) if each.compare))
    return _COMPARED[kind](record)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Text(Record):
    """The canonical text of one or more documents; ``id`` is the SHA-256 of the text in UTF-8.

    Content addressed and immutable, so a change set only ever adds one; undoing that leaves it in place.
    """

    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Document(Record):
    """One article. ``length`` counts code points; ``source`` says where it came from; ``position`` orders the list."""

    title: str
    source: str = ""
    sha256: str
    length: int
    position: int = 0
    meta: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Annotator(Record):
    """Who owns spans. ``kind`` is ``person``, ``gold`` (the agreed result) or ``suggester``."""

    name: str
    kind: str = "person"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Label(Record):
    """A label of the scheme. Spans store ``key``, which never changes; ``name`` is what people see.

    ``unit`` is what the key tags without a selection: ``sentence``, ``number``, ``quotation``, ``word``.
    ``auxiliary`` labels stay outside counts, queue and agreement unless asked for.
    """

    key: str
    name: str
    color: str
    line: str = "solid"
    shortcut: str = ""
    unit: str = "word"
    auxiliary: bool = False
    position: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Attribute(Record):
    """An attribute that spans of one label may carry. ``type`` is ``choice``, ``text``, ``number`` or ``boolean``.

    ``values`` lists the choices. ``completes`` offers the values already given in the document.
    """

    label: str
    key: str
    name: str
    type: str = "text"
    values: tuple[str, ...] = ()
    completes: bool = False
    position: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LinkType(Record):
    """A type of directed relation. Empty ``from_labels`` or ``to_labels`` allows every label at that end."""

    key: str
    name: str
    from_labels: tuple[str, ...] = ()
    to_labels: tuple[str, ...] = ()
    position: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Span(Record):
    """A stretch ``[start, end)`` of one document with one label (its key), owned by one annotator."""

    document_id: str
    annotator_id: str
    label: str
    start: int
    end: int
    text: str
    attributes: Mapping[str, Json] = field(default_factory=dict)
    note: str = ""
    origin: str = "manual"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Link(Record):
    """A typed, directed relation between two spans of one document."""

    type: str
    from_id: str
    to_id: str
    annotator_id: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Verdict(Record):
    """One reviewer's judgement of one span: ``accept``, ``reject``, ``fix`` or ``question``.

    ``result`` is the gold span it led to, if any; ``judged`` the span's rev, label, start and end at that time.
    """

    span_id: str
    reviewer_id: str
    verdict: str
    comment: str = ""
    result: str | None = None
    judged: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Comment(Record):
    """A message in the thread of a verdict."""

    verdict_id: str
    annotator_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Source(Record):
    """Says that a gold span came from another span."""

    span_id: str
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Progress(Record):
    """How far an annotator is with a document: ``todo``, ``doing`` or ``done``."""

    document_id: str
    annotator_id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Dismissal(Record):
    """Says that one finding of a lint is right as it is, for one annotator; ``text`` is what stands there."""

    document_id: str
    annotator_id: str
    lint: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Assignment(Record):
    """Says that an annotator is to work on a document."""

    document_id: str
    annotator_id: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Setting(Record):
    """A setting of the project; ``id`` is its name."""

    value: Json


GOLD = Annotator(id=GOLD_ID, name="gold", kind="gold")
"""Who owns the agreed result of review, in every project."""

RECORD_TYPES: tuple[type[Record], ...] = (
    Text,
    Document,
    Annotator,
    Label,
    Attribute,
    LinkType,
    Span,
    Link,
    Verdict,
    Comment,
    Source,
    Progress,
    Dismissal,
    Assignment,
    Setting,
)
"""Every record type, those that others point to first."""

R = TypeVar("R", bound=Record)


def maker(kind: type[R], names: Sequence[str]) -> Callable[[Sequence[Any]], R]:
    """A function that makes a record of values in the order of ``names``, which must be all of its fields.

    It writes the slots directly: a frozen dataclass's own ``__init__`` takes three times as long, which is felt where
    10,000 spans are read at once. Values behind the last name are left alone.
    """
    new, puts = object.__new__, [getattr(kind, name).__set__ for name in names]

    def make(values: Sequence[Any]) -> R:
        record = new(kind)
        for put, value in zip(puts, values, strict=False):
            put(record, value)
        return record

    return make
