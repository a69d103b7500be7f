"""One Web Annotation, of whatever maker, in one shape: who, why, what is said, and about what.

The standard allows a text, an object or a list nearly everywhere; Recogito keeps places as quote, start and end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from annotator.core.anchor import Quote
from annotator.core.ids import GOLD_ID
from annotator.core.model import Json
from annotator.formats.strict import LONGEST_ID, Refusal, entry, shown, string
from annotator.formats.targets import Target
from annotator.formats.web_annotation_writer import OURS

_UUID = re.compile(r"(?:urn:uuid:|#)?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})", re.IGNORECASE)
_DEEPEST = 5


@dataclass(slots=True)
class About:
    """What an annotation is about: a place in a source, or something that has an id."""

    id: str = ""
    source: str = ""
    scope: str = ""
    target: Target | None = None


@dataclass(slots=True)
class Note:
    """An annotation; ``bodies`` are (purpose, what it says, the object itself)."""

    number: int
    id: str
    motivations: tuple[str, ...]
    name: str
    kind: str
    owner: str
    times: dict[str, Json]
    bodies: list[tuple[str, str, dict[str, Json]]]
    about: list[About]
    raw: dict[str, Json] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The id it wants for its record; empty if its own is none that is unique beyond its file."""
        return record_id(self.id)

    @property
    def selects(self) -> bool:
        """Whether it is about a part of something, understood or not."""
        return any(isinstance(one, dict) and one.get("selector") for one in _list(self.raw.get("target")))

    def said(self, *purposes: str) -> list[str]:
        return [value for purpose, value, _ in self.bodies if purpose in purposes and value]


def record_id(iri: str) -> str:
    """The id of a record whose IRI this is; empty for others'."""
    match = _UUID.fullmatch(iri)
    if match:
        return match[1]
    return unquote(iri.removeprefix(OURS))[:LONGEST_ID] if iri.startswith(OURS) else ""


def note_of(value: Json, number: int) -> Note:
    """An annotation in one shape. Raises ``Refusal``."""
    raw = entry(value)
    about = [each for one in _list(raw.get("target")) for each in _about(one)]
    if not about:
        raise Refusal("has no target")
    first = next((one for one in _list(raw.get("target")) if isinstance(one, dict)), {})
    motivations = tuple(_plain(one) for one in _list(raw.get("motivation")) if isinstance(one, str))
    name, kind, owner = _creator(raw.get("creator", first.get("creator")))
    created = raw.get("created", first.get("created"))
    updated = raw.get("modified", raw.get("updated", first.get("updated")))
    times = {"created_at": created, "updated_at": updated}
    return Note(
        number=number,
        id=string(raw, "id") or string(raw, "@id"),
        motivations=motivations,
        name=name,
        kind=kind,
        owner=owner,
        times={key: at for key, at in times.items() if isinstance(at, str)},
        bodies=list(_bodies(raw, motivations)),
        about=about,
        raw=raw,
    )


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(name: str) -> str:
    return name.rpartition("#")[2].removeprefix("oa:")


def _iri(value: Json) -> str:
    """An IRI that is given as such, or as an object with an id."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    return value if isinstance(value, str) else ""


def _about(value: Json) -> Iterator[About]:
    if isinstance(value, str):
        yield About(id=value)
        return
    one = entry(value)
    id_, source = _iri(one), _iri(next(iter(_list(one.get("source"))), None))
    scope = _iri(next(iter(_list(one.get("scope"))), None))
    selectors = [each for each in _list(one.get("selector")) if isinstance(each, dict)]
    kept = [each for each in selectors if isinstance(each.get("quote"), str)]
    for each in kept:  # of Recogito: every one is a piece by itself
        yield About(id_, source, scope, Target(Quote(each["quote"]), _count(each, "start"), _count(each, "end")))
    if not kept:
        found = _target(selectors)
        yield About(id_, source, scope, found if found != Target() else None)


def _target(selectors: list[dict[str, Json]], depth: int = 0) -> Target:
    """What all selectors together say of one place."""
    found = Target()
    for one in selectors:
        kind = _plain(str(one.get("type", one.get("@type"))))
        if kind == "TextQuoteSelector" and isinstance(one.get("exact"), str) and found.quote is None:
            around = (one.get("prefix"), one.get("suffix"))
            quote = Quote(one["exact"], *(each if isinstance(each, str) else "" for each in around))
            found = found._replace(quote=quote)
        elif kind == "TextPositionSelector" and depth == 0:  # in another selector it counts from there
            found = found._replace(start=_count(one, "start"), end=_count(one, "end"))
        inner = [each for each in _list(one.get("refinedBy")) if isinstance(each, dict)]
        if inner and depth < _DEEPEST and found.quote is None:
            found = found._replace(quote=_target(inner, depth + 1).quote)
    return found


def _count(raw: dict[str, Json], key: str) -> int | None:
    value = raw.get(key)
    return value if type(value) is int else None


def _bodies(raw: dict[str, Json], motivations: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, Json]]]:
    bodies = _list(raw.get("body", raw.get("bodies", raw.get("bodyValue"))))
    for one in bodies:
        if isinstance(one, str):
            one = {"value": one} if "bodyValue" in raw else {"id": one}
        body = entry(one)
        if body.get("type") == "Choice" and isinstance(body.get("items"), list):
            body = next((each for each in body["items"] if isinstance(each, dict)), {})
        purpose = next((_plain(each) for each in _list(body.get("purpose")) if isinstance(each, str)), "")
        if not purpose and len(bodies) == 1 and motivations:
            purpose = motivations[0]
        value = body.get("value")
        if isinstance(value, dict):  # a term with a label, as Recogito's vocabularies give it
            value = value.get("label", value.get("id"))
        source = body.get("source")
        label = source.get("label") if isinstance(source, dict) else None
        said = next((each for each in (value, label, _iri(source), _iri(body)) if isinstance(each, str) and each), "")
        yield purpose, said, body


def _creator(value: Json) -> tuple[str, str, str]:
    """Name, kind and id of who made it; an empty name for nobody."""
    value = next(iter(_list(value)), None)
    if isinstance(value, str):
        return record_id(value) or value, "person", record_id(value)
    if not isinstance(value, dict):
        return "", "person", ""
    id_ = _iri(value)
    named = (value.get(key) for key in ("name", "nickname", "email"))
    name = next((each for each in named if isinstance(each, str) and each), id_)
    if record_id(id_) == GOLD_ID:
        return name, "gold", GOLD_ID
    kind = "suggester" if value.get("type") in ("Software", "as:Application") else "person"
    if not isinstance(name, str):
        raise Refusal(f"its creator is {shown(name)}, not a name")
    return name, kind, record_id(id_)
