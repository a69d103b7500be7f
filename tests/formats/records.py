"""Bundles for the tests of formats: random ones of every plane of Unicode, and one small one made by hand."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from annotator.core import ids
from annotator.core.model import Annotator, Comment, Document, Link, Progress, Source, Span, Verdict
from annotator.core.text import canonical, clean, sha256
from annotator.formats.bundle import Bundle, Context

ME = Annotator(id="11111111-1111-4111-8111-111111111111", name="Me")
CONTEXT = Context(ME)

# Everything but half surrogate pairs, with what breaks programs a little more often than chance gives it.
characters = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("a \n\té“”\u0301\u0085\u2028\u2029\u200d\ufeff\u202e\\\"'{}中😀👩🏽\U0001f1e6\U0010ffff"),
)
strings = st.text(characters, max_size=12).map(clean)
texts = st.text(characters, min_size=1, max_size=60).map(lambda raw: canonical(raw).text).filter(bool)
uuids = st.uuids(version=4).map(str)
times = st.sampled_from(["", "2026-01-01T00:00:00Z", "2026-01-02T10:20:30Z", "yesterday"])
revs = st.integers(0, 2**63 - 1)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | strings
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3))
set_values = values.filter(lambda value: value is not None)


def stretches(text: str) -> st.SearchStrategy[tuple[int, int]]:
    """Any stretch of the text, the whole of it more often than chance gives it."""
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).map(sorted)
    return st.just((0, len(text))) | ends.filter(lambda pair: pair[0] < pair[1]).map(lambda pair: (pair[0], pair[1]))


@st.composite
def bundles(draw: st.DrawFn, position: int = 0) -> Bundle:
    """A bundle as a project holds it: canonical strings, unique ids, sorted as files have it."""
    text = draw(texts)
    names = draw(st.lists(strings.filter(bool), min_size=1, max_size=3, unique=True))
    people = [
        Annotator(id=draw(uuids), name=name, kind=draw(st.sampled_from(["person", "suggester"]))) for name in names
    ]
    someone = st.sampled_from([person.id for person in people])
    document = Document(
        id=draw(uuids),
        rev=draw(revs),
        title=draw(strings),
        source=draw(strings),
        sha256=sha256(text),
        length=len(text),
        position=position,
        meta=draw(st.dictionaries(strings, values, max_size=3)),
    )
    spans = []
    for start, end in draw(st.lists(stretches(text), max_size=6)):
        spans.append(
            Span(
                id=draw(uuids),
                rev=draw(revs),
                created_at=draw(times),
                updated_at=draw(times),
                document_id=document.id,
                annotator_id=draw(someone),
                label=draw(st.sampled_from(["claim", "statistic", "quote", "été"])),
                start=start,
                end=end,
                text=text[start:end],
                attributes=draw(st.dictionaries(strings, set_values, max_size=3)),
                note=draw(strings),
                origin=draw(st.sampled_from(["manual", "import"])),
            )
        )
    whole = Bundle(document, text, tuple(people), _progress(draw, document, people), tuple(spans))
    return in_file_order(_hanging(draw, whole, someone)) if spans else in_file_order(whole)


def _progress(draw: st.DrawFn, document: Document, people: Sequence[Annotator]) -> tuple[Progress, ...]:
    states = draw(st.lists(st.sampled_from(["todo", "doing", "done"]), max_size=len(people)))
    return tuple(
        Progress(
            id=ids.made_id("progress", document.id, person.id),
            document_id=document.id,
            annotator_id=person.id,
            state=state,
        )
        for person, state in zip(people, states, strict=False)
    )


def _hanging(draw: st.DrawFn, bundle: Bundle, someone: st.SearchStrategy[str]) -> Bundle:
    one_span = st.sampled_from(bundle.spans)
    verdicts = []
    for span in draw(st.lists(one_span, max_size=2)):
        verdicts.append(
            Verdict(
                id=draw(uuids),
                rev=draw(revs),
                created_at=draw(times),
                span_id=span.id,
                reviewer_id=draw(someone),
                verdict=draw(st.sampled_from(["accept", "reject", "fix", "question"])),
                comment=draw(strings),
                result=draw(st.none() | uuids),
                judged=draw(
                    st.just({}) | st.just({"rev": 1, "label": span.label, "start": span.start, "end": span.end})
                ),
            )
        )
    comments = [
        Comment(
            id=draw(uuids), verdict_id=one.id, annotator_id=draw(someone), text=draw(strings), created_at=draw(times)
        )
        for one in verdicts
        for _ in range(draw(st.integers(0, 2)))
    ]
    links = [
        Link(
            id=draw(uuids),
            rev=draw(revs),
            type=draw(st.sampled_from(["said_by", "supports"])),
            from_id=a.id,
            to_id=b.id,
            annotator_id=draw(someone),
        )
        for a, b in draw(st.lists(st.tuples(one_span, one_span), max_size=2))
    ]
    pairs = draw(st.lists(st.tuples(one_span, one_span), max_size=2, unique_by=lambda pair: (pair[0].id, pair[1].id)))
    sources = [Source(id=ids.made_id("source", a.id, b.id), span_id=a.id, source_id=b.id) for a, b in pairs]
    return replace(
        bundle, verdicts=tuple(verdicts), comments=tuple(comments), links=tuple(links), sources=tuple(sources)
    )


def in_file_order(bundle: Bundle) -> Bundle:
    """The bundle as reading it back gives it: records in the order of a file, and only annotators who did something."""
    spans = sorted(bundle.spans, key=lambda one: (one.start, one.end, one.label, one.annotator_id, one.id))
    place = {span.id: n for n, span in enumerate(spans)}
    verdicts = sorted(bundle.verdicts, key=lambda one: (place[one.span_id], one.created_at, one.id))
    turn = {verdict.id: n for n, verdict in enumerate(verdicts)}
    name = {person.id: person.name for person in bundle.annotators}
    used = {one.annotator_id for one in (*spans, *bundle.links, *bundle.comments, *bundle.progress)}
    used |= {one.reviewer_id for one in verdicts}
    return replace(
        bundle,
        annotators=tuple(sorted((one for one in bundle.annotators if one.id in used), key=lambda one: one.name)),
        progress=tuple(sorted(bundle.progress, key=lambda one: name[one.annotator_id])),
        spans=tuple(spans),
        links=tuple(sorted(bundle.links, key=lambda one: one.id)),
        verdicts=tuple(verdicts),
        comments=tuple(sorted(bundle.comments, key=lambda one: (turn[one.verdict_id], one.created_at, one.id))),
        sources=tuple(sorted(bundle.sources, key=lambda one: (place[one.span_id], one.source_id))),
    )


def shuffled(bundle: Bundle, seed: int) -> Bundle:
    """The same records in another order."""
    chance = random.Random(seed)

    def mixed(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(records, len(records)))

    return replace(
        bundle,
        annotators=mixed(bundle.annotators),
        progress=mixed(bundle.progress),
        spans=mixed(bundle.spans),
        links=mixed(bundle.links),
        verdicts=mixed(bundle.verdicts),
        comments=mixed(bundle.comments),
        sources=mixed(bundle.sources),
    )


def line(**fields: Any) -> bytes:
    """One line of JSON, as a file has it."""
    return json.dumps(fields).encode() + b"\n"


def _uuid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012d}"


WEN = Annotator(id="3fa20000-0000-4000-8000-000000000001", name="Wen")
CHEN = Annotator(id="c0de0000-0000-4000-8000-000000000002", name="Chen")
GOLD = Annotator(id=ids.GOLD_ID, name="gold", kind="gold")


def sample() -> Bundle:
    """A small bundle with one of everything, always the same."""
    text = "Harbour prices rose 12% 📈\nTwo in five residents “cannot pay any more”, the council said.\u2028"

    def span(n: int, who: Annotator, label: str, words: str, **more: Any) -> Span:
        start = text.index(words)
        return Span(
            id=_uuid(n),
            rev=n,
            created_at="2026-01-01T00:00:00Z",
            updated_at="2026-01-02T00:00:00Z",
            document_id=_uuid(1),
            annotator_id=who.id,
            label=label,
            start=start,
            end=start + len(words),
            text=words,
            **more,
        )

    spans = (
        span(10, WEN, "claim", "Harbour prices rose 12%", attributes={"type": "quantity", "checkable": "yes"}),
        span(11, WEN, "statistic", "12%", attributes={"value": 12, "kind": "percent"}, note="of what?"),
        span(12, WEN, "quote", "“cannot pay any more”", attributes={"speaker": "the council"}),
        span(13, WEN, "source", "the council"),
        span(14, GOLD, "claim", "Harbour prices rose 12%", origin="review"),
    )
    document = Document(
        id=_uuid(1),
        rev=3,
        title="Harbour",
        source="",
        sha256=sha256(text),
        length=len(text),
        meta={"file": "harbour.txt"},
    )
    verdict = Verdict(
        id=_uuid(20),
        rev=1,
        created_at="2026-01-03T00:00:00Z",
        span_id=_uuid(10),
        reviewer_id=CHEN.id,
        verdict="accept",
        comment="as it stands",
        result=_uuid(14),
        judged={"rev": 10, "label": "claim", "start": 0, "end": 23},
    )
    return in_file_order(
        Bundle(
            document=document,
            text=text,
            annotators=(WEN, CHEN, GOLD),
            progress=(
                Progress(
                    id=ids.made_id("progress", _uuid(1), WEN.id),
                    document_id=_uuid(1),
                    annotator_id=WEN.id,
                    state="done",
                ),
            ),
            spans=spans,
            links=(Link(id=_uuid(30), rev=1, type="said_by", from_id=_uuid(12), to_id=_uuid(13), annotator_id=WEN.id),),
            verdicts=(verdict,),
            comments=(
                Comment(
                    id=_uuid(40),
                    verdict_id=_uuid(20),
                    annotator_id=WEN.id,
                    text="good",
                    created_at="2026-01-04T00:00:00Z",
                ),
            ),
            sources=(Source(id=ids.made_id("source", _uuid(14), _uuid(10)), span_id=_uuid(14), source_id=_uuid(10)),),
        )
    )
