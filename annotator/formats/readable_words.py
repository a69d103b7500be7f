"""What a page for people says in words: names of labels, attributes and people, and what is known of each span.

Plain text; whoever shows it escapes it. Kept by number, so that rows can point to each other.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.core.ids import GOLD_ID
from annotator.core.model import Document, Json, Span
from annotator.core.scheme import Scheme
from annotator.core.text import visible
from annotator.formats.bundle import Bundle
from annotator.formats.readable_style import Kind

QUOTED = 600
"""The most characters of a span that are repeated beside its number."""
_VERDICTS = {"accept": "accepted", "reject": "rejected", "fix": "fixed", "question": "asked about"}
_SHOWN = ("author", "date", "site", "description")


class Detail(NamedTuple):
    """One thing known of a span; ``target`` is the number of the span that it points to."""

    text: str
    target: int | None = None


class Cast:
    """The labels and annotators met so far, each with its number on the page."""

    def __init__(self, scheme: Scheme | None, names: Mapping[str, str]) -> None:
        self._scheme = scheme or Scheme()
        self._names = names
        self.labels: dict[str, int] = {}
        self.people: dict[str, int] = {}

    def kind(self, key: str) -> Kind:
        label = self._scheme.label(key)
        if label is None:
            return Kind(visible(key))
        return Kind(visible(label.name), label.color, label.line, not label.auxiliary)

    def attribute(self, label: str, key: str) -> str:
        return next((visible(each.name) for each in self._scheme.attributes_of(label) if each.key == key), visible(key))

    def link_type(self, key: str) -> str:
        return next((visible(each.name) for each in self._scheme.link_types if each.key == key), visible(key))

    def person(self, annotator_id: str) -> str:
        return visible("gold" if annotator_id == GOLD_ID else self._names.get(annotator_id, "?"))

    def attributes(self, span: Span) -> list[str]:
        return [f"{self.attribute(span.label, key)}: {_said(value)}" for key, value in sorted(span.attributes.items())]


def in_reading_order(bundle: Bundle) -> list[Span]:
    """The spans from the first to the last, the longer of two that begin together first."""
    return sorted(bundle.spans, key=lambda one: (one.start, -one.end, one.label, one.annotator_id, one.id))


def details(bundle: Bundle, spans: Sequence[Span], cast: Cast) -> list[list[Detail]]:
    """What is known of each of ``spans``: attributes, note, links, verdicts and what was said of them."""
    number = {span.id: nth for nth, span in enumerate(spans)}
    found = [[Detail(each) for each in cast.attributes(span)] for span in spans]
    for span in spans:
        if span.note:
            found[number[span.id]].append(Detail(f"Note: {visible(span.note)}"))
    for link in bundle.links:
        if link.from_id in number and link.to_id in number:
            found[number[link.from_id]].append(Detail(cast.link_type(link.type), number[link.to_id] + 1))
    said: dict[str, list[Detail]] = {}
    for comment in bundle.comments:
        told = Detail(f"{cast.person(comment.annotator_id)}: {visible(comment.text)}")
        said.setdefault(comment.verdict_id, []).append(told)
    for verdict in bundle.verdicts:
        why = f": {visible(verdict.comment)}" if verdict.comment else ""
        judged = _VERDICTS.get(verdict.verdict) or visible(verdict.verdict)
        found[number[verdict.span_id]] += [
            Detail(f"{judged} by {cast.person(verdict.reviewer_id)}{why}"),
            *said.get(verdict.id, []),
        ]
    return found


def facts(document: Document) -> list[tuple[str, str]]:
    """What is told above an article, as (name, value): its source, and who wrote it, when and for whom."""
    rows = [("Source", document.source)] if document.source else []
    rows += [(key.capitalize(), _said(document.meta[key])) for key in _SHOWN if document.meta.get(key)]
    return rows


def quoted(span: Span) -> str:
    return visible(span.text if len(span.text) <= QUOTED else span.text[: QUOTED - 1] + "…")


def counted(number: int) -> str:
    return f"{number:,} span{'s' * (number != 1)}"


def _said(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return visible(str(value))
