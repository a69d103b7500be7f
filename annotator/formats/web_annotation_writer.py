"""Bundles -> W3C Web Annotations in JSON-LD: an AnnotationPage that holds the texts too, or a list for Recogito.

A span is an annotation that tags, with a quote and a position in code points; a link one that links, a verdict one that
assesses, a message one that replies; what a gold span came from is its ``via``. The target is our text, not the page it
was taken from, whose text is another: the page is told as the scope.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote
from uuid import UUID

from annotator.core.model import Annotator, Json, Record, Span, Verdict
from annotator.formats.bundle import Bundle, Written
from annotator.formats.foreign import count
from annotator.formats.offsets import Units

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OURS = "urn:x-annotator:"
AROUND = 32
"""How many characters before and after a quote go with it."""

_TERMS = {
    "annotator": OURS,
    "assessing": "http://www.w3.org/ns/oa#assessing",  # the standard's context has forgotten it
    **{f"annotator:{name}": {"@type": "@json"} for name in ("value", "meta", "judged")},
}
AGENTS = {"person": "Person", "gold": "Organization", "suggester": "Software"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
ADDRESS = re.compile(r"https?://\S+")


def iri(id_: str) -> str:
    """The IRI of a record: that of its UUID, or of ours for a foreign id."""
    try:
        plain = str(UUID(id_)) == id_
    except ValueError:
        plain = False
    return f"urn:uuid:{id_}" if plain else OURS + quote(id_, safe="")


def write_page(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """One AnnotationPage with everything: for each document its text, then all that is said about it."""
    head = json.dumps({"@context": [CONTEXT, {"@version": 1.1, **_TERMS}], "type": "AnnotationPage"})
    yield head.removesuffix("}") + ', "items": ['
    before = "\n"
    for bundle in bundles:
        count(written, bundle, "notes", "attributes", "links", "verdicts", "comments", "sources", "annotators")
        page = _Page(bundle, names, written, lambda at: at)
        for one in page.all():
            yield before + _json(one)
            before = ",\n"
    yield "\n]}\n"


def write_list(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """A list of the annotations of spans alone, positions in UTF-16 units, as Recogito and Annotorious count them."""
    yield "["
    before = "\n"
    for bundle in bundles:
        count(written, bundle, "notes", "attributes", "sources", "annotators")
        for one in _Page(bundle, names, written, Units(bundle.text)).spans():
            yield before + _json({"@context": [CONTEXT, _TERMS]} | one)
            before = ",\n"
    yield "\n]\n"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Page:
    def __init__(self, bundle: Bundle, names: Mapping[str, str], written: Written, units: Callable[[int], int]) -> None:
        self._bundle = bundle
        self._names = names
        self._written = written
        self._units = units
        self._people = {person.id: person for person in bundle.annotators}
        source = bundle.document.source
        self._scope = {"scope": source} if ADDRESS.fullmatch(source) else {}
        self._via: dict[str, list[str]] = defaultdict(list)
        for one in bundle.sources:
            self._via[one.span_id].append(iri(one.source_id))

    def all(self) -> Iterator[Json]:
        bundle = self._bundle
        known = {span.id for span in bundle.spans}
        yield self._text()
        yield from self.spans()
        for link in sorted(bundle.links, key=lambda one: one.id):
            if {link.from_id, link.to_id} <= known:
                body = [
                    {"type": "SpecificResource", "purpose": "linking", "source": iri(link.to_id)},
                    _body("tagging", link.type),
                ]
                yield self._annotation(link, "linking", link.annotator_id, body, iri(link.from_id))
            else:
                self._written.links -= 1
                self._written.links_left_out += 1
        for verdict in sorted(bundle.verdicts, key=lambda one: one.id):
            yield self._verdict(verdict)
        for comment in sorted(bundle.comments, key=lambda one: one.id):
            body = [_body("replying", comment.text)]
            yield self._annotation(comment, "replying", comment.annotator_id, body, iri(comment.verdict_id))

    def _text(self) -> Json:
        document = self._bundle.document
        target: dict[str, Json] = {"id": iri(document.id), "type": "Text", "dc:title": document.title}
        target |= ({"dc:source": document.source} if document.source else {}) | self._scope
        if document.meta:
            target["annotator:meta"] = dict(sorted(document.meta.items()))
        body = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": self._bundle.text}
        kind = {"type": "Annotation", "motivation": "describing"}
        return {"id": f"{OURS}text:{quote(document.id, safe='')}", **kind, "body": body, "target": target}

    def spans(self) -> Iterator[dict[str, Json]]:
        for span in sorted(self._bundle.spans, key=lambda one: (one.start, one.end, one.label, one.id)):
            bodies = [_body("tagging", span.label)]
            bodies += [_attribute(key, value) for key, value in sorted(span.attributes.items())]
            bodies += [_body("commenting", span.note)] if span.note else []
            via = {"via": sorted(self._via[span.id])} if span.id in self._via else {}
            yield self._annotation(span, "tagging", span.annotator_id, bodies, self._target(span)) | via

    def _target(self, span: Span) -> Json:
        text = self._bundle.text
        around = {
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        }
        selectors = [
            {"type": "TextQuoteSelector", "exact": span.text, **around},
            {"type": "TextPositionSelector", "start": self._units(span.start), "end": self._units(span.end)},
        ]
        return {"source": iri(self._bundle.document.id), **self._scope, "selector": selectors}

    def _verdict(self, verdict: Verdict) -> Json:
        body = [_body("assessing", verdict.verdict)]
        body += [_body("commenting", verdict.comment)] if verdict.comment else []
        more: dict[str, Json] = {"annotator:judged": dict(verdict.judged)} if verdict.judged else {}
        more |= {"annotator:result": iri(verdict.result)} if verdict.result else {}
        return self._annotation(verdict, "assessing", verdict.reviewer_id, body, iri(verdict.span_id)) | more

    def _annotation(
        self, record: Record, motivation: str, owner: str, body: list[Json], target: Json
    ) -> dict[str, Json]:
        person = self._people.get(owner) or Annotator(id=owner, name=owner)
        creator = {
            "id": iri(person.id),
            "type": AGENTS[person.kind],
            "name": self._names.get(person.id, person.name),
        }
        times = {"created": record.created_at, "modified": record.updated_at}
        self._written.lose("times that are no dates", sum(bool(at and not TIME.fullmatch(at)) for at in times.values()))
        return {
            "id": iri(record.id),
            "type": "Annotation",
            "motivation": motivation,
            "creator": creator,
            **{key: at for key, at in times.items() if TIME.fullmatch(at)},
            "body": body,
            "target": target,
        }


def _body(purpose: str, value: str) -> dict[str, Json]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _attribute(key: str, value: Json) -> dict[str, Json]:
    """A body that classifies, with the attribute's key; the value itself beside where it is no text."""
    if isinstance(value, str):
        return _body("classifying", value) | {"annotator:key": key}
    return _body("classifying", _json(value)) | {"annotator:key": key, "annotator:value": value}
