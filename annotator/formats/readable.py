"""A page for people: the article with its spans as the program shows them, in one HTML file that needs nothing else.

No script, no network, nothing that is not escaped; labels and annotators are filtered by check boxes and style rules.
Written only: it holds for eyes what the other formats hold for programs.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from tempfile import SpooledTemporaryFile

from annotator.core.ids import GOLD_ID
from annotator.core.model import Document, Json, Span
from annotator.core.scheme import Scheme
from annotator.core.text import visible
from annotator.formats.bundle import Bundle, Format, Written
from annotator.formats.foreign import count
from annotator.formats.readable_style import Kind, sheet
from annotator.formats.readable_text import lanes, paragraphs

_IN_MEMORY = 8_000_000
_QUOTED = 600
"""The most characters of a span that the table repeats."""
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_VERDICTS = {"accept": "accepted", "reject": "rejected", "fix": "fixed", "question": "asked about"}
_SHOWN = ("author", "date", "site", "description")


class _Cast:
    """The labels and annotators met so far, each with its number on the page and its count."""

    def __init__(self, scheme: Scheme | None, names: Mapping[str, str]) -> None:
        self._scheme = scheme or Scheme()
        self._names = names
        self.labels: dict[str, int] = {}
        self.people: dict[str, int] = {}

    def classes(self, span: Span) -> str:
        gold = " gold" if span.annotator_id == GOLD_ID else ""
        return f"l{_number(self.labels, span.label)} a{_number(self.people, span.annotator_id)}{gold}"

    def kind(self, key: str) -> Kind:
        label = self._scheme.label(key)
        return Kind(visible(key)) if label is None else Kind(
            visible(label.name), label.color, label.line, not label.auxiliary
        )  # fmt: skip

    def attribute(self, label: str, key: str) -> str:
        return next((visible(each.name) for each in self._scheme.attributes_of(label) if each.key == key), visible(key))

    def link_type(self, key: str) -> str:
        return next((visible(each.name) for each in self._scheme.link_types if each.key == key), visible(key))

    def person(self, annotator_id: str) -> str:
        return visible("gold" if annotator_id == GOLD_ID else self._names.get(annotator_id, "?"))


def _number(known: dict[str, int], key: str) -> int:
    return known.setdefault(key, len(known))


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str | bytes]:
    """One page of all documents. The body is kept aside until its labels are known, on the disk if it is long."""
    cast, contents = _Cast(written.scheme, names), []
    with SpooledTemporaryFile(_IN_MEMORY, "w+b") as body:
        for nth, bundle in enumerate(bundles, 1):
            contents.append((bundle.document.title, len(bundle.spans)))
            for piece in _article(bundle, cast, f"d{nth}", written):
                body.write(piece.encode())
        title = contents[0][0] if len(contents) == 1 else f"{len(contents):,} annotated articles"
        yield _head(title, cast)
        if len(contents) > 1:
            yield f"<h1>{escape(title)}</h1>\n"
        yield _legend(cast)
        if len(contents) > 1:
            listed = "".join(
                f"<li><a href=#d{nth}>{_bdi(visible(name))}</a> <span class=muted>{_spans(number)}</span></li>\n"
                for nth, (name, number) in enumerate(contents, 1)
            )
            yield f"<nav><ol>\n{listed}</ol></nav>\n"
        body.seek(0)
        while block := body.read(1 << 20):
            yield block
    yield "</body></html>\n"


def write_files(
    bundles: Iterable[Bundle], names: Mapping[str, str], written: Written
) -> Iterator[tuple[str, str | bytes]]:
    """A page for each document, and ``index.html``, which leads to them."""
    listed = []
    for nth, bundle in enumerate(bundles, 1):
        cast = _Cast(written.scheme, names)
        body = "".join(_article(bundle, cast, "d1", written))
        name = f"{nth:05d}.html"
        listed.append(
            f"<li><a href={name}>{_bdi(visible(bundle.document.title))}</a> "
            f"<span class=muted>{_spans(len(bundle.spans))}</span></li>\n"
        )
        yield name, _head(bundle.document.title, cast) + _legend(cast) + body + "</body></html>\n"
    title = f"{len(listed):,} annotated article{'s' * (len(listed) != 1)}"
    index = f"<h1>{title}</h1>\n<nav><ol>\n{''.join(listed)}</ol></nav>\n</body></html>\n"
    yield "index.html", _head(title, _Cast(None, {})) + index


def _head(title: str, cast: _Cast) -> str:
    style = sheet([cast.kind(key) for key in cast.labels], len(cast.people))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(visible(title))}</title><style>{style}</style></head><body>\n"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _legend(cast: _Cast) -> str:
    """What the colours mean; each label and annotator with a box that hides it."""
    if not cast.labels:
        return ""
    labels = [
        f"<label><input type=checkbox id=l{number} checked> <span class='s d0 l{number}'>"
        f"{_bdi(cast.kind(key).name)}</span></label>"
        for key, number in cast.labels.items()
    ]
    people = [
        f"<label><input type=checkbox id=a{number} checked> {_bdi(cast.person(key))}</label>"
        for key, number in cast.people.items()
    ]
    rows = "".join(f"<div>{' '.join(row)}</div>" for row in ([labels] if len(people) == 1 else [labels, people]))
    return f"<section class=legend aria-label='Labels and annotators'>{rows}</section>\n"


def _article(bundle: Bundle, cast: _Cast, id_: str, written: Written) -> Iterator[str]:
    count(written, bundle, *({"notes", "attributes", "links", "verdicts", "comments", "annotators"}))
    spans = sorted(bundle.spans, key=lambda one: (one.start, -one.end, one.label, one.annotator_id, one.id))
    numbers = {span.id: nth for nth, span in enumerate(spans, 1)}
    lane = lanes(spans)
    yield f"<article id={id_}>\n" + _header(bundle.document)
    yield f"<div class='text h{min(6, max(lane.values(), default=-1) + 1)}'>\n"
    hints = {span.id: _hint(span, cast) for span in spans}

    def opening(span: Span, first: bool) -> str:
        anchor = f" id={id_}s{numbers[span.id]}" if first else ""
        return f"<span class='s d{lane[span.id]} {cast.classes(span)}'{anchor} title=\"{hints[span.id]}\">"

    def closing(span: Span, last: bool) -> str:
        if not (last and span.note):
            return "</span>"
        nth = numbers[span.id]
        return f"</span><a class='n {cast.classes(span)}' href=#{id_}r{nth} data-n={nth} aria-label='note {nth}'></a>"

    yield from paragraphs(bundle.text, spans, opening, closing)
    yield "</div>\n"
    if spans:
        yield from _table(bundle, spans, numbers, cast, id_)
    yield "</article>\n"


def _header(document: Document) -> str:
    facts = [(key.capitalize(), document.meta[key]) for key in _SHOWN if document.meta.get(key)]
    rows = [("Source", _address(document.source))] if document.source else []
    rows += [(name, _bdi(_said(value))) for name, value in facts]
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows)
    return f"<h2>{_bdi(visible(document.title))}</h2>\n" + (f"<dl>{listed}</dl>\n" if listed else "")


def _address(source: str) -> str:
    told = _bdi(visible(source))
    return f'<a href="{escape(source)}" rel="noreferrer noopener">{told}</a>' if _ADDRESS.fullmatch(source) else told


def _hint(span: Span, cast: _Cast) -> str:
    parts = [f"{cast.kind(span.label).name} ({cast.person(span.annotator_id)})", *_attributes(span, cast)]
    return escape("\n".join([*parts, visible(span.note)] if span.note else parts))


def _attributes(span: Span, cast: _Cast) -> list[str]:
    return [f"{cast.attribute(span.label, key)}: {_said(value)}" for key, value in sorted(span.attributes.items())]


def _said(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else visible(str(value))


def _table(bundle: Bundle, spans: list[Span], numbers: dict[str, int], cast: _Cast, id_: str) -> Iterator[str]:
    details: dict[str, list[str]] = {span.id: [escape(each) for each in _attributes(span, cast)] for span in spans}
    for span in spans:
        if span.note:
            details[span.id].append(f"Note: {_bdi(visible(span.note))}")
    for link in bundle.links:
        if link.from_id in numbers and link.to_id in numbers:
            target = numbers[link.to_id]
            details[link.from_id].append(f"{escape(cast.link_type(link.type))} <a href=#{id_}r{target}>{target}</a>")
    said: dict[str, list[str]] = {}
    for comment in bundle.comments:
        said.setdefault(comment.verdict_id, []).append(
            f"{escape(cast.person(comment.annotator_id))}: {_bdi(visible(comment.text))}"
        )
    for verdict in bundle.verdicts:
        told = f"{_VERDICTS[verdict.verdict]} by {escape(cast.person(verdict.reviewer_id))}"
        told += f": {_bdi(visible(verdict.comment))}" if verdict.comment else ""
        details[verdict.span_id] += [told, *said.get(verdict.id, [])]
    yield (
        f"<table><caption>{_spans(len(spans))}</caption><thead><tr><th>№</th><th>Label</th><th>Text</th>"
        "<th>Annotator</th><th>Details</th></tr></thead>\n<tbody>"
    )
    for span in spans:
        classes, nth = cast.classes(span), numbers[span.id]
        text = span.text if len(span.text) <= _QUOTED else span.text[: _QUOTED - 1] + "…"
        yield (
            f"<tr id={id_}r{nth} class='{classes.removesuffix(' gold')}'><td><a href=#{id_}s{nth}>{nth}</a></td>"
            f"<td><span class='s d0 {classes}'>{escape(cast.kind(span.label).name)}</span></td>"
            f"<td class=q>{_bdi(visible(text))}</td><td>{_bdi(cast.person(span.annotator_id))}</td>"
            f"<td>{'<br>'.join(details[span.id])}</td></tr>\n"
        )
    yield "</tbody></table>\n"


def _bdi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _spans(number: int) -> str:
    return f"{number:,} span{'s' * (number != 1)}"


FORMAT = Format(
    name="page",
    description="HTML for people: to read, filter and print",
    suffixes=(".html",),
    layouts={"page": write},
    folders={"pages": write_files},
)
