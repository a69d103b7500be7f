"""Linking, unlinking, retyping: what the scheme allows, what it fills, and that undo takes it back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Link, LinkType, Progress, Span
from annotator.edit import linking, tagging
from annotator.edit.schemes import default_scheme
from annotator.store.project import Project
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span

SCHEME = default_scheme()
KINDS = {kind.key: kind for kind in SCHEME.link_types}
LABELS = [label.key for label in SCHEME.labels]


def span_of(what: str, label: str = "claim", **fields: object) -> Span:
    start = PLAIN.index(what)
    return replace(make_span(start, start + len(what), label), **fields)  # type: ignore[arg-type]


def link(start: Span, end: Span, kind: str, links: list[Link] | None = None) -> ChangeSet:
    return linking.link(start, end, KINDS[kind], links or [], annotator_id=WEN.id, scheme=SCHEME)


def made(changes: ChangeSet) -> Link:
    return next(each.after for each in changes if isinstance(each.after, Link))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "p.annotator") as project:
        yield project


def everything(project: Project) -> tuple[list[Span], list[Link], list[Progress]]:
    query = project.query
    return query.spans(make_document().id), query.every(Link), query.every(Progress)


def keep(project: Project, *records: Span | Link) -> None:
    project.apply(ChangeSet("Begin", tuple(Change(None, each) for each in records)), act())


def undo(project: Project) -> None:
    entry = project.undoable(WEN.id, HERE)
    assert entry is not None
    project.take_back(entry, WEN.id, HERE)


QUOTE, SOURCE = span_of("“We drink again,”", "quote"), span_of("Mayor Oda", "source")


def test_said_by_fills_the_speaker_and_undo_takes_both_back(project: Project) -> None:
    keep(project, QUOTE, SOURCE)
    before = everything(project)
    changes = link(QUOTE, SOURCE, "said_by")
    assert changes.label == "Link: said by"
    project.apply(changes, act(changes.label))
    stored = project.query.find(Span, QUOTE.id)
    assert stored is not None
    assert dict(stored.attributes) == {"speaker": "Mayor Oda"}
    assert [(each.type, each.from_id, each.to_id) for each in project.query.links(make_document().id)] == [
        ("said_by", QUOTE.id, SOURCE.id)
    ]
    undo(project)
    assert everything(project) == before


def test_a_speaker_that_is_set_stays() -> None:
    quote = replace(QUOTE, attributes={"speaker": "the mayor"})
    assert len(link(quote, SOURCE, "said_by").changes) == 1


def test_somebody_elses_quote_can_be_linked_but_is_not_filled() -> None:
    quote = replace(QUOTE, annotator_id=LI.id)
    assert len(link(quote, SOURCE, "said_by").changes) == 1


@pytest.mark.parametrize("start", LABELS)
@pytest.mark.parametrize("end", LABELS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_scheme_alone_says_what_may_be_linked(start: str, end: str, kind: str) -> None:
    one, other = span_of("12 wells", start), span_of("3,000 people", end)
    type_ = KINDS[kind]
    ends = ((start, type_.from_labels), (end, type_.to_labels))
    right = all(not allowed or label in allowed for label, allowed in ends)
    offered = [way for way in linking.ways(start, SCHEME) if way.kind == type_ and linking.fits(way, other)]
    if right:
        assert made(link(one, other, kind)).type == kind
        assert linking.Way(type_, True) in offered
    else:
        with pytest.raises(AnnotatorError, match=f"“{type_.name}” can only"):
            link(one, other, kind)
        assert linking.Way(type_, True) not in offered


def test_refusals_say_what_is_allowed_by_name() -> None:
    with pytest.raises(AnnotatorError, match="“Said by” can only lead to a source; this is a claim"):
        link(QUOTE, span_of("12 wells"), "said_by")
    with pytest.raises(AnnotatorError, match="“Supports” can only start at a statistic; this is a quote"):
        link(QUOTE, span_of("12 wells"), "supports")
    with pytest.raises(AnnotatorError, match="to itself"):
        link(QUOTE, QUOTE, "same_as")
    with pytest.raises(AnnotatorError, match="one document"):
        link(QUOTE, replace(SOURCE, document_id="elsewhere"), "said_by")
    twin = made(link(QUOTE, SOURCE, "said_by"))
    with pytest.raises(AnnotatorError, match="already"):
        link(QUOTE, SOURCE, "said_by", [twin])
    assert link(QUOTE, SOURCE, "said_by", [replace(twin, annotator_id=LI.id)])


def test_several_labels_are_all_named() -> None:
    kind = LinkType(id="k", key="cites", name="Cites", to_labels=("claim", "statistic"))
    with pytest.raises(AnnotatorError, match="a claim or a statistic; this is a source"):
        linking.link(QUOTE, SOURCE, kind, [], annotator_id=WEN.id, scheme=SCHEME)


def test_ways_look_from_both_ends_and_put_those_first_that_name_the_label() -> None:
    def names(label: str) -> list[str]:
        return [way.name for way in linking.ways(label, SCHEME)]

    assert names("quote") == ["Said by →", "Continues →", "Contradicts →", "Same as →"]
    assert names("source") == ["← Said by", "Contradicts →", "Same as →"]
    assert names("claim")[0] == "← Supports"


def test_a_name_is_tagged_and_linked_in_one_act(project: Project) -> None:
    keep(project, QUOTE)
    before = everything(project)
    start = PLAIN.index("Mayor Oda")
    changes = linking.link_new(
        QUOTE,
        linking.Way(KINDS["said_by"], True),
        (start, start + 9),
        document=make_document(),
        text=PLAIN,
        annotator_id=WEN.id,
        scheme=SCHEME,
    )
    project.apply(changes, act(changes.label))
    spans, links, progress = everything(project)
    assert sorted((span.label, span.text) for span in spans) == [("quote", QUOTE.text), ("source", "Mayor Oda")]
    assert [(each.type, each.from_id) for each in links] == [("said_by", QUOTE.id)]
    assert [each.state for each in progress] == ["doing"]
    undo(project)
    assert everything(project) == before


def test_what_is_to_be_tagged_must_be_plain(project: Project) -> None:
    with pytest.raises(AnnotatorError, match="tag it first: “Same as” may lead to any span"):
        linking.link_new(
            QUOTE,
            linking.Way(KINDS["same_as"], True),
            (0, 2),
            document=make_document(),
            text=PLAIN,
            annotator_id=WEN.id,
            scheme=SCHEME,
        )


def test_unlink_and_retype_are_their_owners_alone(project: Project) -> None:
    one, other = span_of("12 wells"), span_of("3,000 people")
    old = made(link(one, other, "same_as"))
    keep(project, one, other, old)
    before = everything(project)
    changes = linking.retype(old, KINDS["contradicts"], one, other, [old], annotator_id=WEN.id, scheme=SCHEME)
    project.apply(changes, act(changes.label))
    (now,) = project.query.every(Link)
    assert (now.id, now.type) == (old.id, "contradicts")
    undo(project)
    assert everything(project) == before
    changes = linking.unlink(old, annotator_id=WEN.id, scheme=SCHEME)
    assert changes.label == "Remove link: same as"
    project.apply(changes, act(changes.label))
    assert project.query.every(Link) == []
    undo(project)
    assert everything(project) == before
    with pytest.raises(AnnotatorError, match="someone else’s"):
        linking.unlink(old, annotator_id=LI.id, scheme=SCHEME)
    with pytest.raises(AnnotatorError, match="can only start at a quote"):
        linking.retype(old, KINDS["said_by"], one, other, [old], annotator_id=WEN.id, scheme=SCHEME)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(list(KINDS)), st.integers(0, 5), st.integers(0, 5)), max_size=8), st.data())
def test_deleting_spans_takes_their_links_along_and_undo_brings_them_back(
    tmp_path_factory: pytest.TempPathFactory, wishes: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    spans = [make_span(n * 5, n * 5 + 4, LABELS[n % 4]) for n in range(6)]
    links: list[Link] = []
    for kind, start, end in wishes:
        try:
            links.append(made(link(spans[start], spans[end], kind, links)))
        except AnnotatorError:
            continue
    with make_project(tmp_path_factory.mktemp("p") / "p.annotator") as project:
        keep(project, *spans, *links)
        before = everything(project)
        gone = [spans[n] for n in data.draw(st.sets(st.integers(0, 5), min_size=1))]
        touched = {each.id: each for span in gone for each in project.query.links_of(span.id)}
        changes = tagging.delete(gone, list(touched.values()), annotator_id=WEN.id, scheme=SCHEME)
        project.apply(changes, act(changes.label))
        left = {span.id for span in everything(project)[0]}
        assert all({each.from_id, each.to_id} <= left for each in everything(project)[1])
        assert len(everything(project)[1]) == len(links) - len(touched)
        undo(project)
        assert everything(project) == before
