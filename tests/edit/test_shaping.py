"""Splitting, merging, swapping, duplicating and reshaping spans: what is on the disk, and that undo takes it back."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import new_id
from annotator.core.model import Link, Span
from annotator.core.text import grapheme_floor
from annotator.edit import shaping
from annotator.edit.schemes import default_scheme
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span

SCHEME = default_scheme()
CLAIM, QUOTE = (label for label in SCHEME.labels if label.key in ("claim", "quote"))


def span_of(what: str, label: str = "claim", **fields: object) -> Span:
    start = PLAIN.index(what)
    return replace(make_span(start, start + len(what), label), **fields)  # type: ignore[arg-type]


def link_of(start: Span, end: Span, kind: str = "same_as") -> Link:
    return Link(id=new_id(), type=kind, from_id=start.id, to_id=end.id, annotator_id=WEN.id)


class Desk:
    """A project with spans and links on it, and what it says after a change set and after its undo."""

    def __init__(self, folder: Path, *records: Span | Link) -> None:
        self.project = make_project(folder / "p.annotator")
        self.project.apply(ChangeSet("Begin", tuple(Change(None, each) for each in records)), act())

    def spans(self) -> list[Span]:
        found = self.project.query.spans(make_document().id)
        return sorted(found, key=lambda span: (span.start, -span.end))

    def links(self) -> list[tuple[str, str, str]]:
        return sorted((link.type, link.from_id, link.to_id) for link in self.project.query.links(make_document().id))

    def do(self, changes: ChangeSet) -> list[Span]:
        """Write, look, undo, and look again."""
        before = self.spans(), self.links()
        self.project.apply(changes, act(changes.label))
        after = self.spans(), self.links()
        entry = self.project.undoable(WEN.id, HERE)
        assert entry is not None
        assert entry.label == changes.label
        self.project.take_back(entry, WEN.id, HERE)
        assert (self.spans(), self.links()) == before
        self.left = after[1]
        self.project.close()
        return after[0]


def texts(spans: list[Span]) -> list[str]:
    return [span.text for span in spans]


def test_split_trims_keeps_attributes_and_leaves_note_and_links_with_the_first(tmp_path: Path) -> None:
    span = span_of("the town built 12 wells", note="why", attributes={"type": "event"})
    other = span_of("Mayor Oda", "source")
    desk = Desk(tmp_path, span, other, link_of(span, other))
    at = PLAIN.index(" 12 wells")
    first, second, _ = desk.do(shaping.split(span, at, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME))
    assert texts([first, second]) == ["the town built", "12 wells"]
    assert (first.id, first.note, second.note) == (span.id, "why", "")
    assert first.attributes == second.attributes == {"type": "event"}
    assert desk.left == [("same_as", span.id, other.id)]


@pytest.mark.parametrize("at", [0, 3, 4, 27, 28, 60])
def test_split_needs_two_parts(at: int) -> None:
    span = span_of("2021 the town built 12 wells")
    if span.start < at < span.end:
        assert shaping.split(span, at, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)
        return
    with pytest.raises(AnnotatorError, match="put the caret inside"):
        shaping.split(span, at, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)


def test_merge_joins_extents_attributes_notes_and_links(tmp_path: Path) -> None:
    span = span_of("12 wells", attributes={"type": "event"}, note="second")
    other = span_of("In 2021", attributes={"type": "rule", "checkable": "yes"}, note="first")
    third = span_of("Mayor Oda", "source")
    links = [link_of(span, third), link_of(other, third), link_of(third, other, "supports"), link_of(other, span)]
    desk = Desk(tmp_path, span, other, third, *links)
    changes = shaping.merge(span, other, links, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)
    assert changes.label == "Merge claims"
    merged, source = desk.do(changes)
    assert merged.text == "In 2021 the town built 12 wells"
    assert merged.attributes == {"type": "event", "checkable": "yes"}
    assert merged.note == "first\nsecond"
    assert source == third
    assert desk.left == [("same_as", span.id, third.id), ("supports", third.id, span.id)], "none to itself, none twice"


def test_swap_exchanges_extents_alone(tmp_path: Path) -> None:
    inner = span_of("We drink again", attributes={"type": "event"})
    outer = span_of("“We drink again,”", "quote", note="wrong way round")
    desk = Desk(tmp_path, inner, outer)
    one, two = desk.do(shaping.swap(inner, outer, annotator_id=WEN.id, scheme=SCHEME))
    assert (one.id, one.label, one.text, one.attributes) == (inner.id, "claim", outer.text, inner.attributes)
    assert (two.id, two.label, two.text, two.note) == (outer.id, "quote", inner.text, outer.note)


def test_duplicate_is_a_span_of_its_own(tmp_path: Path) -> None:
    span = span_of("We drink again", attributes={"type": "event"}, note="mine")
    desk = Desk(tmp_path, span)
    found = desk.do(shaping.duplicate(span, QUOTE, annotator_id=WEN.id, scheme=SCHEME))
    assert sorted((each.label, each.text) for each in found) == [("claim", span.text), ("quote", span.text)]
    copied = next(each for each in found if each.id != span.id)
    assert (copied.attributes, copied.note) == ({}, "")
    with pytest.raises(AnnotatorError, match="already"):
        shaping.duplicate(span, CLAIM, annotator_id=WEN.id, scheme=SCHEME)


def test_anothers_span_can_be_taken_over_but_not_changed() -> None:
    span = span_of("We drink again", annotator_id=LI.id)
    mine = shaping.duplicate(span, CLAIM, annotator_id=WEN.id, scheme=SCHEME).changes[0].record
    assert isinstance(mine, Span)
    assert (mine.annotator_id, mine.label, mine.text) == (WEN.id, "claim", span.text)
    own = span_of("“We drink again,”", "quote")
    for verb in (
        lambda: shaping.swap(own, span, annotator_id=WEN.id, scheme=SCHEME),
        lambda: shaping.split(span, span.start + 3, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME),
        lambda: shaping.grow(span, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME),
    ):
        with pytest.raises(AnnotatorError, match="someone else"):
            verb()


def test_to_the_marks_and_inside_them_and_along_the_ladder() -> None:
    def become(changes: ChangeSet) -> Span:
        after = changes.changes[0].after
        assert isinstance(after, Span)
        assert after.text == PLAIN[after.start : after.end]
        return after

    span = span_of("drink", "quote")
    quoted = become(shaping.to_quotation(span, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME))
    assert quoted.text == "“We drink again,”"
    bare = become(shaping.to_quotation(quoted, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME))
    assert bare.text == "We drink again,"
    grown = become(shaping.grow(bare, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME))
    assert grown.text == "“We drink again,”"
    at = PLAIN.index("drink")
    assert become(shaping.shrink(grown, at, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)).text == "We drink again,"
    with pytest.raises(AnnotatorError, match="no quotation marks"):
        shaping.to_quotation(span_of("town"), text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)
    with pytest.raises(AnnotatorError, match="whole line"):
        shaping.grow(span_of(PLAIN), text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)
    with pytest.raises(AnnotatorError, match="nothing smaller"):
        shaping.shrink(span_of("town"), at, text=PLAIN, annotator_id=WEN.id, scheme=SCHEME)


@given(st.text(st.sampled_from("ab \n\u0301“”，\U0001f469\u200d"), min_size=1, max_size=20), st.data())
@settings(max_examples=100)
def test_split_parts_lie_in_the_span_on_grapheme_borders(text: str, data: st.DataObject) -> None:
    span = replace(make_span(0, 1), start=0, end=len(text), text=text)
    at = data.draw(st.integers(0, len(text)))
    try:
        changes = shaping.split(span, at, text=text, annotator_id=WEN.id, scheme=SCHEME).changes
    except AnnotatorError:
        return
    first, second = (change.after for change in changes)
    assert isinstance(first, Span)
    assert isinstance(second, Span)
    assert 0 <= first.start < first.end <= second.start < second.end <= len(text)
    assert (first.text, second.text) == (text[first.start : first.end], text[second.start : second.end])
    assert grapheme_floor(text, second.start) == second.start
    assert not text[first.end : second.start].strip(" \n\u200d")
