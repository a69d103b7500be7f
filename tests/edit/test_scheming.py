"""Drafts of a scheme: what they say they would do to a project is what they do, and one undo brings everything back."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import new_id
from annotator.core.model import RECORD_TYPES, Link, Record, Setting, Span, Text
from annotator.edit import drafts, guidelines, scheming
from annotator.edit.drafts import Draft, draft_of, numbered
from annotator.edit.scheming import Plan
from annotator.store.project import Project
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project

VALUES = {
    "claim": {"type": ["event", "causal", "unheard of"], "voice": ["author", 7]},
    "statistic": {"value": [12, 0.5, "many"], "unit": ["wells"], "approx": ["about"]},
    "quote": {"type": ["direct", "event"], "speaker": ["Mayor Oda"]},
    "source": {},
    "foreign": {"colour": ["red", True, None, [1], {"a": 1}]},
}
LABELS = list(VALUES)
LINK_TYPES = ["said_by", "supports", "contradicts", "foreign"]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    label = draw(st.sampled_from(LABELS))
    start = draw(st.integers(0, len(PLAIN) - 2))
    end = draw(st.integers(start + 1, len(PLAIN)))
    values = {key: draw(st.sampled_from(each)) for key, each in VALUES[label].items() if draw(st.booleans())}
    return Span(
        id=draw(st.uuids(version=4).map(str)),
        document_id=make_document().id,
        annotator_id=draw(st.sampled_from([WEN.id, LI.id])),
        label=label,
        start=start,
        end=end,
        text=PLAIN[start:end],
        attributes=values,
    )


@st.composite
def contents(draw: st.DrawFn) -> list[Record]:
    """Spans of two annotators and links between any of them, also such as the scheme does not allow."""
    found = draw(st.lists(spans(), min_size=1, max_size=12, unique_by=lambda span: span.id))
    ids = st.sampled_from([span.id for span in found])
    ends = draw(st.lists(st.tuples(st.sampled_from(LINK_TYPES), ids, ids), max_size=8))
    links = [Link(id=new_id(), type=kind, from_id=a, to_id=b, annotator_id=WEN.id) for kind, a, b in ends]
    return [*found, *links]


@st.composite
def steps(draw: st.DrawFn, draft: Draft) -> Draft:
    """One thing somebody does in the editor."""
    scheme = draft.scheme
    label = draw(st.sampled_from(scheme.labels))
    attributes = scheme.attributes_of(label.key)
    verbs: list[Callable[[], Draft]] = [
        lambda: drafts.add_label(draft, draw(st.sampled_from(["Rumour", "Claim 2", "引用"])), "#D55E00"),
        lambda: drafts.set_label(draft, label.key, name=f"{label.name}!", color="#009E73", unit="sentence"),
        lambda: drafts.move_label(draft, label.key, draw(st.integers(-2, 2))),
        lambda: drafts.add_attribute(draft, label.key, draw(st.sampled_from(["Type", "Place"]))),
        lambda: drafts.add_link_type(draft, "Answers"),
        lambda: drafts.set_link_type(draft, "supports", from_labels=(label.key,)) if _has(draft, "supports") else draft,
        lambda: drafts.remove_link_type(draft, draw(st.sampled_from(LINK_TYPES))),
    ]
    if len(scheme.labels) > 1:
        others = [each.key for each in scheme.labels if each.key != label.key]
        verbs.append(lambda: drafts.remove_label(draft, label.key, draw(st.sampled_from(["", *others]))))
    if attributes:
        attribute = draw(st.sampled_from(attributes))
        verbs += [
            lambda: drafts.remove_attribute(draft, label.key, attribute.key),
            lambda: drafts.set_attribute(draft, label.key, attribute.key, type="number"),
            lambda: drafts.move_attribute(draft, label.key, attribute.key, 1),
        ]
        if attribute.values:
            value, new = draw(st.sampled_from(attribute.values)), draw(st.sampled_from(["event", "causal", "new"]))
            verbs.append(lambda: drafts.rename_value(draft, label.key, attribute.key, value, new))
            verbs.append(lambda: drafts.remove_value(draft, label.key, attribute.key, value))
    return draw(st.sampled_from(verbs))()


def _has(draft: Draft, link_type: str) -> bool:
    return any(each.key == link_type for each in draft.scheme.link_types)


@st.composite
def edited(draw: st.DrawFn, draft: Draft) -> Draft:
    for _ in range(draw(st.integers(1, 6))):
        draft = draw(steps(draft))
    return draft


def everything(project: Project) -> dict[str, list[Any]]:
    """All living records but for what the store stamps on them."""
    return {kind.__name__: project.query.every(kind) for kind in RECORD_TYPES if kind is not Text}


def project_with(folder: str | Path, records: list[Record]) -> Project:
    project = make_project(Path(folder) / "a.annotator")
    project.apply(ChangeSet("Tag", tuple(Change(None, record) for record in records)), act())
    return project


def carry_out(project: Project, draft: Draft) -> None:
    project.apply_batches(scheming.changes(project.query, draft), act("Edit scheme"))


def take_back(project: Project) -> None:
    entry = project.undoable(WEN.id, HERE)
    assert entry is not None
    assert entry.label == "Edit scheme"
    project.take_back(entry, WEN.id, HERE)


@given(contents(), st.data())
@settings(max_examples=60)
def test_a_draft_does_what_it_says_and_one_undo_brings_it_back(records: list[Record], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, project_with(folder, records) as project:
        before = everything(project)
        scheme = project.query.scheme()
        draft = data.draw(edited(draft_of(scheme)))
        plan = scheming.plan(project.query, draft)
        at_once = [change for batch in scheming.changes(project.query, draft) for change in batch]
        carry_out(project, draft)
        after = everything(project)
        assert project.query.scheme() == _sorted(numbered(draft.scheme))
        _look(plan, draft, before, after, at_once)
        if before != after:
            take_back(project)
        assert everything(project) == before
        if at_once:  # as one change set it is the same act
            project.apply(ChangeSet("Edit scheme", tuple(at_once)), act("Edit scheme"))
            assert everything(project) == after


def _sorted(scheme: Any) -> Any:
    """As a project returns it: by position, then id."""
    return scheme._replace(attributes=tuple(sorted(scheme.attributes, key=lambda each: (each.position, each.id))))


def _look(
    plan: Plan, draft: Draft, before: Mapping[str, list[Any]], after: Mapping[str, list[Any]], changes: list[Change]
) -> None:
    keys = {label.key for label in draft.scheme.labels}
    gone = {key for key in draft.moved if key not in keys}
    assert not [span for span in after["Span"] if span.label in gone]
    living = {span.id for span in after["Span"]}
    assert all(link.from_id in living and link.to_id in living for link in after["Link"])
    lost_types = {each.key for each in draft.before.link_types} - {each.key for each in draft.scheme.link_types}
    assert not [link for link in after["Link"] if link.type in lost_types]
    # Whose a span is, where it lies and what it says: a scheme act leaves that alone.
    old = {span.id: span for span in before["Span"]}
    for span in after["Span"]:
        twin = old[span.id]
        same = ("start", "end", "text", "annotator_id", "document_id", "note", "origin", "created_at")
        assert all(getattr(span, name) == getattr(twin, name) for name in same)
    touched = [change for change in changes if isinstance(change.record, Span | Link)]
    assert len(touched) <= plan.records
    assert bool(touched) == bool(plan.records)
    lost = {id_ for id_ in old if id_ not in living}
    assert bool(lost) == any(each.loses and each.touched.spans and "deleted" in each.what for each in plan.effects)


def span_of(label: str, start: int = 0, who: Any = WEN, **attributes: Any) -> Span:
    return Span(
        id=new_id(), document_id=make_document().id, annotator_id=who.id, label=label, start=start, end=start + 4,
        text=PLAIN[start : start + 4], attributes=attributes,
    )  # fmt: skip


def test_merging_takes_everybodys_spans_and_keeps_their_values(tmp_path: Path) -> None:
    mine = span_of("quote", type="direct", speaker="Oda")
    theirs = span_of("quote", 5, LI)
    other = span_of("claim", 9, type="event")
    with project_with(tmp_path, [mine, theirs, other]) as project:
        draft = drafts.remove_label(draft_of(project.query.scheme()), "quote", into="claim")
        plan = scheming.plan(project.query, draft)
        assert plan.lines() == [
            "“Quote” becomes “Claim”: 2 spans in 1 document",
            "1 value that “Claim” has no attribute for stay in the data",
        ]
        carry_out(project, draft)
        found = {span.id: span for span in project.query.spans(make_document().id)}
        assert {span.label for span in found.values()} == {"claim"}
        assert found[mine.id].attributes == {"type": "direct", "speaker": "Oda"}
        assert found[theirs.id].annotator_id == LI.id
        assert (found[theirs.id].rev, found[other.id].rev) == (2, 1)
        # Link types follow: what ran from quotes runs from claims now.
        said_by = next(each for each in project.query.scheme().link_types if each.key == "said_by")
        assert said_by.from_labels == ("claim",)


def test_deleting_a_label_tells_of_spans_and_links_and_takes_both(tmp_path: Path) -> None:
    quote, source = span_of("quote"), span_of("source", 5)
    link = Link(id=new_id(), type="said_by", from_id=quote.id, to_id=source.id, annotator_id=WEN.id)
    with project_with(tmp_path, [quote, source, link]) as project:
        project.apply(guidelines.set_guideline(project.query, project.query.scheme().labels[2], "# Mine"), act())
        draft = drafts.remove_label(draft_of(project.query.scheme()), "quote")
        assert [each.key for each in draft.scheme.link_types if each.key in ("said_by", "continues")] == []
        lines = scheming.plan(project.query, draft).lines()
        assert lines[0] == "“Quote” is deleted with: 1 span in 1 document and 1 link"
        carry_out(project, draft)
        assert [span.label for span in project.query.spans(make_document().id)] == ["source"]
        assert project.query.links_of(source.id) == []
        assert project.query.every(Setting) == []
        take_back(project)
        assert project.query.links_of(source.id) == [link]
        assert project.query.setting("guideline/quote") == "# Mine"


def test_a_choice_value_is_renamed_in_every_span(tmp_path: Path) -> None:
    with project_with(tmp_path, [span_of("claim", type="event"), span_of("claim", 5, LI, type="rule")]) as project:
        draft = drafts.rename_value(draft_of(project.query.scheme()), "claim", "type", "event", "happening")
        draft = drafts.rename_value(draft, "claim", "type", "rule", "happening")
        assert scheming.plan(project.query, draft).lines() == [
            "claim.type “event” becomes “happening”: 1 span in 1 document",
            "claim.type “rule” becomes “happening”: 1 span in 1 document",
        ]
        carry_out(project, draft)
        assert [span.attributes["type"] for span in project.query.spans(make_document().id)] == ["happening"] * 2
        assert project.query.scheme().attributes_of("claim")[0].values[0] == "happening"


def test_renaming_a_value_and_back_changes_nothing(tmp_path: Path) -> None:
    with project_with(tmp_path, [span_of("claim", type="event")]) as project:
        draft = drafts.rename_value(draft_of(project.query.scheme()), "claim", "type", "event", "x")
        draft = drafts.rename_value(draft, "claim", "type", "x", "event")
        assert not draft.changed
        assert scheming.plan(project.query, draft) == Plan((), (), ())


def test_another_type_keeps_what_does_not_fit_and_says_how_much(tmp_path: Path) -> None:
    given_spans = [span_of("statistic", unit="wells"), span_of("statistic", 5, unit="wells"), span_of("statistic", 9)]
    with project_with(tmp_path, list(given_spans)) as project:
        draft = drafts.set_attribute(draft_of(project.query.scheme()), "statistic", "unit", type="number")
        assert scheming.plan(project.query, draft).lines() == [
            "2 values of statistic.unit will not fit; they are kept, and marked"
        ]
        carry_out(project, draft)
        scheme = project.query.scheme()
        found = project.query.spans(make_document().id)
        assert [scheme.unknown(span.label, span.attributes) for span in found] == [
            ["value 'wells' of statistic.unit"],
            ["value 'wells' of statistic.unit"],
            [],
        ]


def test_a_link_type_goes_with_its_links_and_narrower_ends_are_told(tmp_path: Path) -> None:
    claim, quote = span_of("claim"), span_of("quote", 5)
    kinds = ("contradicts", "same_as")
    links = [Link(id=new_id(), type=k, from_id=claim.id, to_id=quote.id, annotator_id=WEN.id) for k in kinds]
    with project_with(tmp_path, [claim, quote, *links]) as project:
        draft = drafts.remove_link_type(draft_of(project.query.scheme()), "same_as")
        draft = drafts.set_link_type(draft, "contradicts", to_labels=("claim",))
        assert scheming.plan(project.query, draft).lines() == [
            "the link type “Same as” is deleted with: 1 link",
            "1 link “Contradicts” will join labels that it no longer allows; they are kept",
        ]
        carry_out(project, draft)
        assert [link.type for link in project.query.links_of(claim.id)] == ["contradicts"]


def test_many_spans_are_read_in_pages(tmp_path: Path) -> None:
    many: list[Record] = [span_of("quote", place % 60, type="direct") for place in range(1201)]
    links = [
        Link(id=new_id(), type="same_as", from_id=a.id, to_id=b.id, annotator_id=WEN.id)
        for a, b in zip(many, reversed(many), strict=True)
    ]
    with project_with(tmp_path, [*many, *links]) as project:
        before = everything(project)
        draft = drafts.remove_label(draft_of(project.query.scheme()), "quote")
        ticks: list[tuple[int, int]] = []
        for batch in scheming.changes(project.query, draft, lambda done, total: ticks.append((done, total))):
            assert len(batch) <= 2000
        carry_out(project, draft)
        assert ticks == [(0, 1201), (500, 1201), (1000, 1201)]
        assert (project.query.counts()["spans"], project.query.counts()["links"]) == (0, 0)
        take_back(project)
        assert everything(project) == before


def test_keys_are_new_ones_and_never_those_of_what_was_removed() -> None:
    from annotator.edit.schemes import default_scheme

    draft = drafts.remove_label(draft_of(default_scheme()), "quote", into="claim")
    draft = drafts.add_label(draft, " Quote ", "#D55E00")
    assert [label.key for label in draft.scheme.labels] == ["claim", "statistic", "source", "quote_2"]
    draft = drafts.add_label(draft, "引用 之一", "#D55E00")
    assert draft.scheme.labels[-1].key == "引用_之一"
    draft = drafts.add_attribute(draft, "claim", "Type")
    assert draft.scheme.attributes_of("claim")[-1].key == "type_2"


def test_merging_into_what_then_goes_too() -> None:
    from annotator.edit.schemes import default_scheme

    draft = drafts.remove_label(draft_of(default_scheme()), "quote", into="claim")
    draft = drafts.remove_label(draft, "claim", into="source")
    assert draft.moved == {"quote": "source", "claim": "source"}
    assert drafts.remove_label(draft, "source").moved == {"quote": "", "claim": "", "source": ""}


@pytest.mark.parametrize(
    ("verb", "why"),
    [
        (lambda draft: drafts.add_label(draft, "  ", "#D55E00"), "a label needs a name"),
        (lambda draft: drafts.set_label(draft, "claim", name=""), "a label needs a name"),
        (lambda draft: drafts.set_label(draft, "claim", name="quote"), "another label is called “Quote” already"),
        (lambda draft: drafts.set_label(draft, "claim", shortcut="2"), "“2” is the key of “Statistic” already"),
        (lambda draft: drafts.add_value(draft, "claim", "type", "event"), "“Type” has the value “event” already"),
        (lambda draft: drafts.rename_value(draft, "claim", "type", "event", " "), "a value needs a name"),
        (lambda draft: drafts.add_attribute(draft, "claim", ""), "an attribute needs a name"),
        (lambda draft: drafts.add_link_type(draft, ""), "a link type needs a name"),
    ],
)
def test_what_cannot_be_is_refused_in_words(verb: Callable[[Draft], Draft], why: str) -> None:
    from annotator.edit.schemes import default_scheme

    with pytest.raises(AnnotatorError, match=why):
        verb(draft_of(default_scheme()))


def test_the_last_label_stays() -> None:
    from annotator.edit.schemes import default_scheme

    draft = draft_of(default_scheme())
    for key in ("claim", "statistic", "quote"):
        draft = drafts.remove_label(draft, key)
    with pytest.raises(AnnotatorError, match="at least one label"):
        drafts.remove_label(draft, "source")
