"""What a reader keeps beside the page it fills: the ids a file has used, and the people a document names.

Makes the ids of what came without one, so that reading a file twice finds the same records. Knows no layout.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.core import ids
from annotator.core.model import Annotator, Attribute, Json
from annotator.formats.bundle import Context
from annotator.formats.strict import Refusal, entry, identity, shown, string

KINDS = ("person", "gold", "suggester")


@dataclass(slots=True)
class Desk:
    """What all pages of one file share: the ids already taken, and the scheme in a form that is quick to ask."""

    context: Context
    taken: set[str] = field(default_factory=set)
    attributes: dict[str, dict[str, Attribute]] = field(init=False)
    link_types: set[str] = field(init=False)
    _next: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scheme = self.context.scheme
        labels = scheme.labels if scheme else ()
        self.attributes = {
            label.key: {attribute.key: attribute for attribute in scheme.attributes_of(label.key)}
            for label in labels
            if scheme
        }
        self.link_types = {link_type.key for link_type in scheme.link_types} if scheme else set()

    def take(self, id_: str) -> str:
        if id_ in self.taken:
            raise Refusal(f"its id {id_} is already taken in this file")
        self.taken.add(id_)
        return id_

    def make(self, *parts: str | int) -> str:
        """An id for what came without one; equal ones of a file are told apart by their number."""
        return self._numbered(parts, lambda nth: ids.made_id(*parts, nth))

    def make_span(self, sha256: str, owner: str, label: str, start: int, end: int) -> str:
        parts = (sha256, owner, label, start, end)
        return self._numbered(parts, lambda nth: ids.span_id(*parts, nth))

    def _numbered(self, parts: tuple[str | int, ...], made: Callable[[int], str]) -> str:
        # Where the last of its equals got to is kept: counting from 0 each time, 10,000 equals would take minutes.
        nth = self._next.get(parts, 0)
        while (id_ := made(nth)) in self.taken:
            nth += 1
        if nth:
            self._next[parts] = nth + 1
        self.taken.add(id_)
        return id_


class People:
    """Who is named on one page. ``default`` is who owns what names nobody."""

    def __init__(self, default: Annotator) -> None:
        self._default = default
        self._quick: dict[tuple[Json, Json], str] = {}  # what spans say of their annotator, and who that is
        self._named: dict[tuple[str, str], Annotator] = {}
        self._used: dict[str, Annotator] = {}

    def introduce(self, raw: Json) -> None:
        """Take one entry of ``annotators``, so that its name can be used. Raises ``Refusal``."""
        person = entry(raw)
        name = string(person, "name")
        if not name:
            raise Refusal("has no name")
        if (name, "") in self._named:
            raise Refusal(f"the name {shown(name)} stands for two annotators")
        kind = string(person, "kind", "gold" if name == "gold" else "person")
        if kind not in KINDS:
            raise Refusal(f"its kind is {shown(kind)}, not one of {', '.join(KINDS)}")
        id_ = identity(person) or (ids.GOLD_ID if kind == "gold" else ids.annotator_id(name))
        if id_ in self._used:
            raise Refusal(f"its id {shown(id_)} stands for two annotators")
        self._named[name, ""] = self._used[id_] = Annotator(id=id_, name=name, kind=kind)

    def of(self, raw: dict[str, Json], name_key: str = "annotator", id_key: str = "annotator_id") -> str:
        """The id of who is named in ``raw``. Raises ``Refusal``."""
        try:
            return self._quick[raw.get(name_key), raw.get(id_key)]
        except (KeyError, TypeError):  # not met before, or not even text
            id_ = self.called(string(raw, name_key), identity(raw, id_key))
            self._quick[raw.get(name_key), raw.get(id_key)] = id_
            return id_

    def called(self, name: str, id_: str = "") -> str:
        """The id of the annotator with this name and, if given, this id."""
        annotator = self._named.get((name, ""))
        if annotator is None or (id_ and annotator.id != id_):
            annotator = self._named.get((name, id_)) or self._meet(name, id_)
        return annotator.id

    def _meet(self, name: str, id_: str) -> Annotator:
        if name or id_:
            known = id_ or (ids.GOLD_ID if name == "gold" else ids.annotator_id(name))
            kind = "gold" if known == ids.GOLD_ID else "person"
            annotator = self._used.get(known) or Annotator(id=known, name=name or known, kind=kind)
        else:
            annotator = self._default
        self._named[name, id_] = self._used[annotator.id] = annotator
        return annotator

    def all(self) -> tuple[Annotator, ...]:
        return tuple(self._used.values())
