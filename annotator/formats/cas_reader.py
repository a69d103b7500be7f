"""A CAS as dkpro-cassis has loaded it -> bundles, one for each of its texts.

Annotations become spans: the feature that says what one is (``value``, ``label``, ...) its label, others attributes.
Relations, filled slots and the steps of chains become links. What the tool needs for itself, such as tokens, is left
out. Positions are those of the file, in UTF-16 units: ``cas_xml`` keeps the texts from the library, which would take an
impossible position as it is.
"""

import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from annotator.core import ids
from annotator.core.model import GOLD, Annotator, Json, Span
from annotator.core.text import clean, visible
from annotator.extras import need
from annotator.formats import cas_json, cas_xml
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.cas_types import ARRAY, inferred
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.inception_files import CURATION, INITIAL
from annotator.formats.layers import TOKEN, is_apparatus, is_told, link_type, record_of, short
from annotator.formats.page import Page
from annotator.formats.strict import Refusal

_EXTRA = ("cassis", "uima", "reading UIMA CAS")
_ANNOTATION = "uima.tcas.Annotation"
_WEB = re.compile(r"https?://\S+")


def load_xmi(data: bytes, described: bytes | None) -> tuple[Any, cas_xml.Cas, list[str]]:
    """The library's CAS, its texts, and what is to be told. ``described`` is the type system; without one, or where it
    does not fit, one is made of what the file shows. Raises ``Refusal``, and ``AnnotatorError`` without the library."""
    library = need(*_EXTRA)
    parts = cas_xml.cas(data)
    notes: list[str] = []
    if described is not None:
        try:
            with _quiet(notes):
                system = library.load_typesystem(BytesIO(cas_xml.type_system(described)))
                source = BytesIO(cas_xml.bytes_of(parts.source))
                return library.load_cas_from_xmi(source, system, lenient=True, trusted=True), parts, notes
        except Exception as error:
            notes = [f"its type system does not fit, types were taken from the file itself ({_said(error)})"]
    else:
        notes = ["it came without a type system (TypeSystem.xml): types were taken from the file itself"]
    try:
        with _quiet([]):
            system = inferred(parts.source, library.TypeSystem)
            source = BytesIO(cas_xml.bytes_of(parts.source))
            return library.load_cas_from_xmi(source, system, lenient=True, trusted=True), parts, notes
    except Exception as error:
        raise Refusal(f"cannot be read as UIMA CAS: {_said(error)}") from None


def load_json(data: bytes) -> tuple[Any, cas_xml.Cas, list[str]]:
    """The same for JSON, which has its type system with it."""
    library = need(*_EXTRA)
    parts = cas_json.cas(data)
    notes: list[str] = []
    try:
        with _quiet(notes):
            return library.load_cas_from_json(json.dumps(parts.source), lenient=True), parts, notes
    except Exception as error:
        raise Refusal(f"cannot be read as UIMA CAS: {_said(error)}") from None


@contextmanager
def _quiet(notes: list[str]) -> Iterator[None]:
    """What the library warns of becomes notes, each once, but for what it does to names that are Python's."""
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")
        yield
    for text in dict.fromkeys(str(each.message) for each in log):
        if "reserved name" not in text:
            notes.append(f"left out: {visible(text[:200])}")


def _said(error: Exception) -> str:
    """What went wrong in the library, which meets what it does not expect with whatever Python raises."""
    text = str(error) if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"
    return visible(text[:200])


def owner_named(cas: Any) -> Annotator | None:
    """Who made the annotations, where INCEpTION has noted it in the file."""
    for view in cas.sofas:
        for one in cas.get_view(view.sofaID).select_all_fs():
            if short(one.type.name) == "CASMetadata":
                name = clean(str(getattr(one, "username", None) or ""))
                if name == CURATION:
                    return GOLD
                if name and name != INITIAL:
                    return Annotator(id=ids.annotator_id(name), name=name)
    return None


def read(
    loaded: tuple[Any, cas_xml.Cas, list[str]], file: str, context: Context, *, otherwise: str, owner: Annotator | None
) -> Iterator[Parsed]:
    """A bundle for each text of a loaded CAS, and what was refused. ``owner`` made it, as far as its place says."""
    cas, parts, notes = loaded
    told = [*notes]
    yield from (Refused(file, 0, f"{what}: {why}") for what, why in parts.refused)
    who = owner or owner_named(cas)
    if who is not None:
        context = replace(context, annotator=who)
        told.append(f"its spans are those of {who.name}, by the file{'’s name' if owner else ''}")
    desk = Desk(context)
    texts = {name: text for name, text in parts.texts.items() if text}
    if not texts:
        yield Refused(file, 0, "holds no text")
    for name, text in texts.items():
        view = cas.get_view(name)
        title, source = _metadata(view)
        try:
            page = page_of(desk, text, line=0, otherwise=otherwise, unit="utf16", title=title, source=source)
        except Refusal as refusal:
            yield Refused(file, 0, str(refusal))
            continue
        page.notes += told
        _Filling(page, cas.typesystem).fill(view.select_all_fs())
        yield from (Refused(file, line, why) for line, why in page.refused)
        yield page.bundle()
        told = []


def _metadata(view: Any) -> tuple[str, str]:
    """Title and address of the document, as far as they are told."""
    title = source = ""
    for one in view.select_all_fs():
        named, address = getattr(one, "documentTitle", None), getattr(one, "documentUri", None)
        if isinstance(named, str):
            title = named
        if isinstance(address, str) and _WEB.fullmatch(address):
            source = address
    return title, source


@dataclass(slots=True)
class _Sorted:
    """What the features of one type are: values, references to one other, and lists of others."""

    values: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)


class _Filling:
    """Puts the annotations of one view on a page."""

    def __init__(self, page: Page, system: Any) -> None:
        self._page = page
        self._system = system
        self._kinds: dict[str, _Sorted] = {}
        self._spans: dict[int, Span | None] = {}
        self._lost: dict[str, int] = {}
        self._words = 0

    def fill(self, found: list[Any]) -> None:
        annotations = [one for one in found if self._system.is_instance_of(one.type.name, _ANNOTATION)]
        annotations.sort(key=lambda one: one.xmiID)
        relations, spans = [], []
        for one in annotations:
            name = one.type.name
            if {"Governor", "Dependent"} <= set(self._kind(one).references) | set(self._kind(one).values):
                relations.append(one)
            elif not is_apparatus(name):
                spans.append(one)
            elif is_told(name):
                self._lose(f"{short(name)} annotations")
        for one in spans:
            self._span(one)
        for one in spans:
            self._tied(one)
        for one in relations:
            self._relation(one)
        if self._words:
            self._page.notes.append(f"{self._words} words that relations tie became spans of the label Token")
        for what, number in self._lost.items():
            self._page.notes.append(f"left out: {number} {what}")

    def _lose(self, what: str, number: int = 1) -> None:
        if number:
            self._lost[what] = self._lost.get(what, 0) + number

    def _kind(self, one: Any) -> _Sorted:
        kind = self._kinds.get(one.type.name)
        if kind is None:
            kind = self._kinds[one.type.name] = _Sorted()
            for feature in one.type.all_features:
                if feature.name in ("sofa", "begin", "end"):
                    continue
                range_ = feature.rangeType
                if self._system.is_primitive(range_) or self._system.is_primitive_array(range_):
                    kind.values.append(feature.name)
                elif range_.name == ARRAY:
                    kind.lists.append(feature.name)
                else:
                    kind.references.append(feature.name)
        return kind

    def _values(self, one: Any) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for name in self._kind(one).values:
            value = getattr(one, name)
            if hasattr(value, "elements"):
                value = value.elements
            if isinstance(value, bytes):
                value = value.hex()
            if value is not None:
                found[_bare(name)] = value if isinstance(value, str | bool | int | float | list) else str(value)
        return found

    def _span(self, one: Any, label: str = "") -> Span | None:
        features = [_bare(name) for name in self._kind(one).values]
        record = {"label": label} if label else record_of(one.type.name, features, self._values(one))
        try:
            json.dumps(record, allow_nan=False)
        except ValueError:
            self._page.refused.append((0, f"span {one.xmiID}: has a number that is no number"))
            return None
        span = self._page.add_span({**record, "start": one.begin, "end": one.end}, line=0, number=one.xmiID)
        self._spans[one.xmiID] = span
        return span

    def _tied(self, one: Any) -> None:
        """The links that start at a span: what fills its slots, and the next of its chain."""
        kind = self._kind(one)
        for name in kind.lists:
            for link in getattr(getattr(one, name), "elements", None) or ():
                target = getattr(link, "target", None)
                if target is None:
                    self._lose(f"values of {short(one.type.name)}.{name}")
                else:
                    role = getattr(link, "role", None)
                    self._link(role if isinstance(role, str) and role else name, one, target)
        for name in kind.references:
            other = getattr(one, name)
            if other is None:
                continue
            if name == "next":
                type_ = getattr(one, "referenceRelation", None)
                self._link(type_ if isinstance(type_, str) and type_ else short(one.type.name), one, other)
            else:
                self._lose(f"references {short(one.type.name)}.{name}")

    def _relation(self, one: Any) -> None:
        names = [name for name in self._kind(one).values if name not in ("Governor", "Dependent")]
        values = {name: value for name, value in self._values(one).items() if name not in ("Governor", "Dependent")}
        type_, lost = link_type(one.type.name, map(_bare, names), values)
        self._lose(f"values of {short(one.type.name)} relations", lost)
        self._link(type_, one.Governor, one.Dependent)

    def _link(self, type_: str, one: Any, other: Any) -> None:
        ends = [self._end(each) for each in (one, other)]
        if ends[0] is None or ends[1] is None:
            self._page.refused.append((0, f"the relation {visible(type_[:40])} leads to nothing that went in"))
            return
        self._page.add_link({"type": clean(type_), "from": ends[0].id, "to": ends[1].id}, line=0)

    def _end(self, one: Any) -> Span | None:
        """The span of an annotation that a relation leads to; a token's is its part of speech, or made for it."""
        if getattr(getattr(one, "type", None), "name", None) is None:
            return None
        if one.xmiID not in self._spans and one.type.name == TOKEN:
            pos = getattr(one, "pos", None)
            if pos is not None and getattr(pos, "xmiID", None) in self._spans:
                return self._spans[pos.xmiID]
            self._words += 1
            return self._span(one, label=short(TOKEN))
        return self._spans.get(one.xmiID)


def _bare(name: str) -> str:
    """A feature's name as it was, where the library had to change it."""
    return name[:-1] if name in ("type_", "self_") else name
