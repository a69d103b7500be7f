"""Dismissing, bringing back and mending what the lints find, on a project of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.lints import Finding, check, finish, read
from annotator.core.model import Dismissal, Link, Span
from annotator.edit.dismissing import dismiss, mend, restore
from annotator.edit.schemes import default_scheme
from annotator.store.project import Project
from tests.making import HERE, LI, WEN, act, make_document, make_project, make_span, tag

TEXT = "In 2021 the town built 12 wells. “We drink again,” said Mayor Oda. The town built 12 wells. “Never."
SCHEME = default_scheme()
DOCUMENT = make_document(TEXT)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "news.annotator", TEXT) as made:
        yield made


def place(what: str, label: str = "claim", nth: int = 0) -> Span:
    start = TEXT.index(what) if not nth else TEXT.index(what, TEXT.index(what) + 1)
    return make_span(start, start + len(what), label, text=TEXT)


def findings(project: Project) -> list[Finding]:
    """As the window shows them: without what was dismissed."""
    spans = project.query.spans(DOCUMENT.id)
    said = project.query.linked_from([span.id for span in spans], {"said_by"})
    dismissed = {(each.lint, each.start, each.end) for each in project.query.dismissals(DOCUMENT.id, WEN.id)}
    found = finish(check(TEXT, finish(read(TEXT)), spans, SCHEME, said))
    return [each for each in found if each.place not in dismissed]


def mended(project: Project, finding: Finding) -> ChangeSet:
    return mend(
        finding,
        document=DOCUMENT,
        text=TEXT,
        spans={span.id: span for span in project.query.spans(DOCUMENT.id)},
        links_of=project.query.links_of,
        scheme=SCHEME,
        annotator_id=WEN.id,
        progress=None,
    )


def undo(project: Project) -> None:
    entry = project.undoable(WEN.id, HERE)
    assert entry is not None
    project.take_back(entry, WEN.id, HERE)


def make_mess(project: Project) -> None:
    """One of each kind that can be mended."""
    for span in (
        place("the town built 12 we"),
        place("12 wells. “We"),
        place("town built", nth=1),
        place("town built", nth=1),
        place("We drink again", "quote"),
    ):
        tag(project, span)


def test_dismissing_hides_just_that_one_and_undo_brings_it_back(project: Project) -> None:
    make_mess(project)
    before = findings(project)
    assert {each.kind for each in before} == {"figure", "mark", "speaker", "overlap", "edge"}
    for finding in before:
        project.apply(dismiss(finding, text=TEXT, document_id=DOCUMENT.id, annotator_id=WEN.id), act("Dismiss"))
        assert findings(project) == [each for each in before if each.place != finding.place]
        undo(project)
        assert findings(project) == before


def test_a_dismissal_taken_back_can_be_made_again(project: Project) -> None:
    finding = findings(project)[0]
    for _ in range(2):
        changes = dismiss(finding, text=TEXT, document_id=DOCUMENT.id, annotator_id=WEN.id)
        project.apply(changes, act("Dismiss"))
        [kept] = project.query.dismissals(DOCUMENT.id, WEN.id)
        assert (kept.start, kept.end, kept.text) == (finding.start, finding.end, TEXT[finding.start : finding.end])
        assert project.query.dismissals(DOCUMENT.id, LI.id) == []
        project.apply(restore(kept, annotator_id=WEN.id), act("Bring back"))
        assert project.query.dismissals(DOCUMENT.id, WEN.id) == []


def test_only_whoever_dismissed_takes_it_back() -> None:
    finding = Finding(0, 2, "figure", "", finish(check(TEXT, finish(read(TEXT)), (), SCHEME))[0].fix)
    record = dismiss(finding, text=TEXT, document_id=DOCUMENT.id, annotator_id=LI.id).changes[0].after
    assert isinstance(record, Dismissal)
    with pytest.raises(AnnotatorError, match="someone else"):
        restore(record, annotator_id=WEN.id)


def test_every_fix_removes_its_finding_and_undo_brings_it_back(project: Project) -> None:
    make_mess(project)
    before = findings(project)
    acts = {each.fix.act for each in before}
    assert acts == {"tag", "move", "delete", "join", "fill"}
    for finding in before:
        if finding.fix.act == "fill":
            with pytest.raises(AnnotatorError, match="asks for the speaker"):
                mended(project, finding)
            continue
        project.apply(mended(project, finding), act("Fix"))
        after = findings(project)
        assert (finding.place, finding.span_id) not in {(each.place, each.span_id) for each in after}
        undo(project)
        assert findings(project) == before


def test_a_fix_that_is_out_of_date_says_so(project: Project) -> None:
    span = place("the town built 12 we")
    tag(project, span)
    finding = next(each for each in findings(project) if each.kind == "edge")
    project.apply(ChangeSet("Delete claim", (Change(span, None),)), act("Delete claim"))
    with pytest.raises(AnnotatorError, match="out of date"):
        mended(project, finding)


def test_a_link_tells_the_speaker(project: Project) -> None:
    quote, source = place("“We drink again,”", "quote"), place("Mayor Oda", "source")
    tag(project, quote)
    tag(project, source)
    assert "speaker" in {each.kind for each in findings(project)}
    link = Link(id="l", type="said_by", from_id=quote.id, to_id=source.id, annotator_id=WEN.id)
    project.apply(ChangeSet("Link", (Change(None, link),)), act("Link"))
    assert "speaker" not in {each.kind for each in findings(project)}
    assert project.query.linked_from([quote.id, source.id], {"supports"}) == set()
