"""Bundles -> JSON Lines, byte for byte repeatable: fixed key order, fixed record order, nothing of the clock.

Takes records as they are; whoever filters gives bundles without what is filtered out. One document in memory at a time.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from annotator.core.model import Annotator, Comment, Json, Span, Verdict
from annotator.formats.bundle import Bundle, Written

FORMAT = "annotator/1"
NEIGHBOURS = 32
"""How many characters before and after a span the spans layout shows."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_span_order = attrgetter("start", "end", "label", "annotator_id", "id")
_time_order = attrgetter("created_at", "id")
_id_order = attrgetter("id")
_JUDGED = ("rev", "label", "start", "end")


def write_documents(
    bundles: Iterable[Bundle], names: Mapping[str, str], written: Written | None = None
) -> Iterator[str]:
    """One line for each document. ``names`` gives the name of every annotator id, see ``bundle.unique_names``."""
    return map(_line, document_records(bundles, names, written if written is not None else Written()))


def document_records(
    bundles: Iterable[Bundle], names: Mapping[str, str], written: Written
) -> Iterator[dict[str, Json]]:
    """What the documents layout says of each document: records of fixed keys in a fixed order."""
    return (_document(bundle, names, written) for bundle in bundles)


def write_spans(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written | None = None) -> Iterator[str]:
    """One line for each span, with its document's id, title and hash and the text around it. Links have no place."""
    return map(_line, span_records(bundles, names, written if written is not None else Written()))


def span_records(
    bundles: Iterable[Bundle], names: Mapping[str, str], written: Written
) -> Iterator[dict[str, Json]]:
    """What the spans layout says of each span: records of fixed keys in a fixed order."""
    for bundle in bundles:
        hanging = _Hanging(bundle, names, written, with_ids=True)
        document, text = bundle.document, bundle.text
        written.documents += 1
        written.lose("links", len(bundle.links))
        written.lose("states of progress", len(bundle.progress))
        for span in _sorted_spans(bundle, written):
            yield {
                "id": span.id,
                "rev": span.rev,
                "document_id": document.id,
                "document_title": document.title,
                "sha256": document.sha256,
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "prefix": text[max(0, span.start - NEIGHBOURS) : span.start],
                "suffix": text[span.end : span.end + NEIGHBOURS],
                "annotator": names[span.annotator_id],
                "annotator_id": span.annotator_id,
                "attributes": _attributes(span),
                "note": span.note,
                "origin": span.origin,
                "sources": hanging.sources(span),
                "verdicts": hanging.verdicts(span),
                "created_at": span.created_at,
                "updated_at": span.updated_at,
            }


def _line(value: dict[str, Json]) -> str:
    """``value`` on one line that no reader's idea of a line break can cut."""
    line = _encode(value)
    if not line.isascii():
        line = line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return line + "\n"


def _document(bundle: Bundle, names: Mapping[str, str], written: Written) -> dict[str, Json]:
    document = bundle.document
    hanging = _Hanging(bundle, names, written, with_ids=False)
    spans = _sorted_spans(bundle, written)
    links = _links(bundle, names, written)
    written.documents += 1
    return {
        "format": FORMAT,
        "id": document.id,
        "rev": document.rev,
        "title": document.title,
        "text": bundle.text,
        "sha256": document.sha256,
        "offset_unit": "codepoint",
        "source": document.source,
        "meta": dict(sorted(document.meta.items())),
        "annotators": _annotators(bundle, names),
        "progress": dict(sorted((names[p.annotator_id], p.state) for p in bundle.progress)),
        "spans": [
            {
                "id": span.id,
                "rev": span.rev,
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "annotator": names[span.annotator_id],
                "attributes": _attributes(span),
                "note": span.note,
                "origin": span.origin,
                "created_at": span.created_at,
                "updated_at": span.updated_at,
                "sources": hanging.sources(span),
                "verdicts": hanging.verdicts(span),
            }
            for span in spans
        ],
        "links": links,
    }


def _attributes(span: Span) -> dict[str, Json]:
    """By key, without what is unset: null and missing both say "not said"."""
    values = span.attributes
    return {key: values[key] for key in sorted(values) if values[key] is not None} if values else {}


def _sorted_spans(bundle: Bundle, written: Written) -> Sequence[Span]:
    spans = sorted(bundle.spans, key=_span_order)
    written.spans += len(spans)
    written.owners.update(map(attrgetter("annotator_id"), spans))
    return spans


def _annotators(bundle: Bundle, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Those of the bundle who have a hand in it, by name."""
    used = {span.annotator_id for span in bundle.spans} | {one.annotator_id for one in bundle.progress}
    used |= {link.annotator_id for link in bundle.links} | {comment.annotator_id for comment in bundle.comments}
    used |= {verdict.reviewer_id for verdict in bundle.verdicts}
    people = {person.id: person for person in bundle.annotators if person.id in used}

    def called(person: Annotator) -> str:
        return names[person.id]

    return [{"id": one.id, "name": called(one), "kind": one.kind} for one in sorted(people.values(), key=called)]


def _links(bundle: Bundle, names: Mapping[str, str], written: Written) -> list[dict[str, Json]]:
    if not bundle.links:
        return []
    here = {span.id for span in bundle.spans}
    links = [link for link in sorted(bundle.links, key=_id_order) if link.from_id in here and link.to_id in here]
    written.links += len(links)
    written.links_left_out += len(bundle.links) - len(links)
    return [
        {
            "id": link.id,
            "rev": link.rev,
            "type": link.type,
            "from": link.from_id,
            "to": link.to_id,
            "annotator": names[link.annotator_id],
        }
        for link in links
    ]


class _Hanging:
    """What hangs on the spans of one bundle: verdicts with their comments, and sources, found by span.

    ``with_ids`` gives reviewers and commenters with their ids, for the layout that has no list of annotators.
    """

    def __init__(self, bundle: Bundle, names: Mapping[str, str], written: Written, *, with_ids: bool) -> None:
        self._names = names
        self._with_ids = with_ids
        self._sources: dict[str, list[str]] = defaultdict(list)
        self._verdicts: dict[str, list[Verdict]] = defaultdict(list)
        self._comments: dict[str, list[Comment]] = defaultdict(list)
        if bundle.sources:
            here = {span.id for span in bundle.spans}
            for source in bundle.sources:
                if source.source_id in here:
                    self._sources[source.span_id].append(source.source_id)
                else:
                    written.sources_left_out += 1
        for verdict in bundle.verdicts:
            self._verdicts[verdict.span_id].append(verdict)
        for comment in bundle.comments:
            self._comments[comment.verdict_id].append(comment)

    def sources(self, span: Span) -> list[str]:
        return sorted(self._sources[span.id]) if self._sources else []

    def verdicts(self, span: Span) -> list[dict[str, Json]]:
        if not self._verdicts:
            return []
        return [self._verdict(verdict) for verdict in sorted(self._verdicts[span.id], key=_time_order)]

    def _verdict(self, verdict: Verdict) -> dict[str, Json]:
        return {
            "id": verdict.id,
            "rev": verdict.rev,
            **self._who("reviewer", verdict.reviewer_id),
            "verdict": verdict.verdict,
            "comment": verdict.comment,
            "result": verdict.result,
            "judged": {key: verdict.judged[key] for key in _JUDGED if key in verdict.judged},
            "created_at": verdict.created_at,
            "comments": [self._comment(one) for one in sorted(self._comments[verdict.id], key=_time_order)],
        }

    def _comment(self, comment: Comment) -> dict[str, Json]:
        return {
            "id": comment.id,
            **self._who("annotator", comment.annotator_id),
            "text": comment.text,
            "created_at": comment.created_at,
        }

    def _who(self, role: str, annotator_id: str) -> dict[str, Json]:
        name = self._names[annotator_id]
        return {role: name, f"{role}_id": annotator_id} if self._with_ids else {role: name}
