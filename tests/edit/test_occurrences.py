"""All occurrences of a text, and tagging them."""

from pathlib import Path

import pytest

from annotator.core.changes import ChangeSet
from annotator.core.errors import Cancelled
from annotator.core.find import Options
from annotator.core.model import Progress, Span
from annotator.edit import occurrences
from annotator.edit.occurrences import Occurrences, tag_all, whole_words
from annotator.store.project import Project
from tests.making import HERE, LI, WEN, act, make_project, make_span, tag

TEXT = "Oda said 12. Odabashi said 12. Then Oda left; ODA is gone."
OTHER = "There is no Oda here but this."


def quiet(done: int, total: int) -> None:
    pass


def look(project: Project, wanted: str, options: Options = Options(case=True, words=True)) -> Occurrences:  # noqa: B008
    documents = list(project.query.documents())
    return occurrences.occurrences(project.query, documents, wanted, options, WEN.id, quiet)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "news.annotator", TEXT, OTHER)


def test_they_come_from_all_documents_in_order(project: Project) -> None:
    found = look(project, "Oda").found
    assert [(each.document.position, each.start) for each in found] == [(0, 0), (0, 36), (1, 12)]
    assert [each.context.line[each.context.start : each.context.end] for each in found] == ["Oda"] * 3
    assert len(look(project, "Oda", Options()).found) == 5
    project.close()


def test_what_is_tagged_already_is_known(project: Project) -> None:
    tag(project, make_span(0, 8, "source", text=TEXT))
    tag(project, make_span(36, 39, "source", text=TEXT, who=LI), LI)
    tag(project, make_span(37, 39, "claim", text=TEXT))
    assert [each.labels for each in look(project, "Oda").found] == [{"source"}, set(), set()]
    project.close()


def test_tagging_is_one_act_and_one_undo(project: Project) -> None:
    before = {document.id: project.query.spans(document.id) for document in project.query.documents()}
    picked = look(project, "Oda").found
    label = project.query.scheme().label("source")
    assert label is not None
    batches = tag_all(
        project.query, picked, label=label, annotator_id=WEN.id, attributes={"kind": "person"}, tick=quiet
    )
    changes = tuple(change for batch in batches for change in batch)
    project.apply(ChangeSet(occurrences.name(len(picked), label), changes), act("Tag 3 occurrences as source"))
    spans = [span for document in project.query.documents() for span in project.query.spans(document.id)]
    assert [(span.text, dict(span.attributes)) for span in spans] == [("Oda", {"kind": "person"})] * 3
    assert sum(isinstance(change.record, Progress) for change in changes) == 2
    assert sum(isinstance(change.record, Span) for change in changes) == 3
    entry = project.undoable(WEN.id, HERE)
    assert entry is not None
    assert entry.label == "Tag 3 occurrences as source"
    project.take_back(entry, WEN.id, HERE)
    assert {document.id: project.query.spans(document.id) for document in project.query.documents()} == before
    project.close()


def test_too_many_are_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "MOST", 2)
    assert look(project, "Oda") == Occurrences(look(project, "Oda").found[:2], more=True)
    project.close()


def test_looking_can_be_cancelled(project: Project) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        occurrences.occurrences(
            project.query, list(project.query.documents()), "Oda", Options(), WEN.id, cancel
        )
    project.close()


@pytest.mark.parametrize(("start", "end", "whole"), [(0, 3, True), (13, 16, False), (9, 11, True), (14, 16, False)])
def test_whether_whole_words_are_meant(start: int, end: int, whole: bool) -> None:
    assert whole_words(TEXT, start, end) is whole
