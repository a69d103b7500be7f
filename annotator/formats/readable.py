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
from annotator.core.model import Document, Span
from annotator.core.segments import lanes
from annotator.core.text import visible
from annotator.formats.bundle import Bundle, Format, Written
from annotator.formats.foreign import count
from annotator.formats.readable_style import LANES, sheet
from annotator.formats.readable_text import paragraphs
from annotator.formats.readable_words import Cast, Detail, counted, details, facts, in_reading_order, quoted

KEPT = ("notes", "attributes", "links", "verdicts", "comments", "annotators")
_IN_MEMORY = 8_000_000
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str | bytes]:
    """One page of all documents. The body is kept aside until its labels are known, on the disk if it is long."""
    cast, contents = Cast(written.scheme, names), []
    with SpooledTemporaryFile(_IN_MEMORY, "w+b") as body:
        for nth, bundle in enumerate(bundles, 1):
            contents.append((bundle.document.title, len(bundle.spans)))
            count(written, bundle, *KEPT)
            for piece in _article(bundle, cast, f"d{nth}"):
                body.write(piece.encode())
        title = contents[0][0] if len(contents) == 1 else f"{len(contents):,} annotated articles"
        yield _head(title, cast)
        if len(contents) != 1:
            yield f"<h1>{escape(title)}</h1>\n"
        yield _legend(cast)
        if len(contents) > 1:
            yield _contents([(f"#d{nth}", *each) for nth, each in enumerate(contents, 1)])
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
        cast, name = Cast(written.scheme, names), f"{nth:05d}.html"
        count(written, bundle, *KEPT)
        body = "".join(_article(bundle, cast, "d1"))
        listed.append((name, bundle.document.title, len(bundle.spans)))
        yield name, _head(bundle.document.title, cast) + _legend(cast) + body + "</body></html>\n"
    title = f"{len(listed):,} annotated article{'s' * (len(listed) != 1)}"
    yield "index.html", _head(title, Cast(None, {})) + f"<h1>{title}</h1>\n" + _contents(listed) + "</body></html>\n"


def _head(title: str, cast: Cast) -> str:
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


def _legend(cast: Cast) -> str:
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


def _contents(listed: list[tuple[str, str, int]]) -> str:
    rows = "".join(
        f"<li><a href={where}>{_bdi(visible(title))}</a> <span class=muted>{counted(number)}</span></li>\n"
        for where, title, number in listed
    )
    return f"<nav><ol>\n{rows}</ol></nav>\n"


def _article(bundle: Bundle, cast: Cast, id_: str) -> Iterator[str]:
    spans = in_reading_order(bundle)
    numbers, lane = {span.id: nth for nth, span in enumerate(spans, 1)}, lanes(spans, LANES)
    yield f"<article id={id_}>\n" + _header(bundle.document)
    yield f"<div class='text h{min(6, max(lane.values(), default=-1) + 1)}'>\n"
    hints = {span.id: _hint(span, cast) for span in spans}

    def opening(span: Span, first: bool) -> str:
        anchor = f" id={id_}s{numbers[span.id]}" if first else ""
        return f"<span class='s d{lane[span.id]} {_classes(span, cast)}'{anchor} title=\"{hints[span.id]}\">"

    def closing(span: Span, last: bool) -> str:
        if not (last and span.note):
            return "</span>"
        nth = numbers[span.id]
        return f"</span><a class='n {_classes(span, cast)}' href=#{id_}r{nth} data-n={nth} aria-label='note {nth}'></a>"

    yield from paragraphs(bundle.text, spans, opening, closing)
    yield "</div>\n"
    if spans:
        yield from _table(bundle, spans, cast, id_)
    yield "</article>\n"


def _classes(span: Span, cast: Cast) -> str:
    label = cast.labels.setdefault(span.label, len(cast.labels))
    person = cast.people.setdefault(span.annotator_id, len(cast.people))
    return f"l{label} a{person}" + (" gold" if span.annotator_id == GOLD_ID else "")


def _header(document: Document) -> str:
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{_address(value) if name == 'Source' else _bdi(value)}</dd>"
        for name, value in facts(document)
    )
    return f"<h2>{_bdi(visible(document.title))}</h2>\n" + (f"<dl>{rows}</dl>\n" if rows else "")


def _address(source: str) -> str:
    told = _bdi(visible(source))
    return f'<a href="{escape(source)}" rel="noreferrer noopener">{told}</a>' if _ADDRESS.fullmatch(source) else told


def _hint(span: Span, cast: Cast) -> str:
    parts = [f"{cast.kind(span.label).name} ({cast.person(span.annotator_id)})", *cast.attributes(span)]
    return escape("\n".join([*parts, visible(span.note)] if span.note else parts))


def _table(bundle: Bundle, spans: list[Span], cast: Cast, id_: str) -> Iterator[str]:
    yield (
        f"<table><caption>{counted(len(spans))}</caption><thead><tr><th>№</th><th>Label</th><th>Text</th>"
        "<th>Annotator</th><th>Details</th></tr></thead>\n<tbody>"
    )
    for nth, (span, known) in enumerate(zip(spans, details(bundle, spans, cast), strict=True), 1):
        classes = _classes(span, cast)
        yield (
            f"<tr id={id_}r{nth} class='{classes.removesuffix(' gold')}'><td><a href=#{id_}s{nth}>{nth}</a></td>"
            f"<td><span class='s d0 {classes}'>{escape(cast.kind(span.label).name)}</span></td>"
            f"<td class=q>{_bdi(quoted(span))}</td><td>{_bdi(cast.person(span.annotator_id))}</td>"
            f"<td>{'<br>'.join(_detail(each, id_) for each in known)}</td></tr>\n"
        )
    yield "</tbody></table>\n"


def _detail(detail: Detail, id_: str) -> str:
    there = f" <a href=#{id_}r{detail.target}>{detail.target}</a>" if detail.target else ""
    return _bdi(detail.text) + there


def _bdi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


FORMAT = Format(
    name="page",
    description="HTML for people: to read, filter and print",
    suffixes=(".html",),
    layouts={"page": write},
    folders={"pages": write_files},
)
