"""Who may see what in a blind project."""

from pathlib import Path

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.core.model import GOLD, Assignment, Setting
from annotator.edit import tagging
from annotator.edit.blinding import HANDED_TO, handed_to, is_blind, may_see, only, work_blind
from annotator.store.project import Project
from tests.making import LI, WEN, act, make_document, make_project, make_span, tag

HERE = make_document().id


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "p.annotator")
    made.apply(work_blind(made.query, blind=True), act())
    return made


def test_the_setting_is_one_reversible_change(project: Project) -> None:
    assert is_blind(project.query)
    assert not work_blind(project.query, blind=True)
    off = work_blind(project.query, blind=False)
    assert off.label == "Work openly"
    project.apply(off, act())
    assert not is_blind(project.query)
    assert only(project.query, WEN.id) == ""
    project.apply(work_blind(project.query, blind=True), act())
    assert only(project.query, WEN.id) == WEN.id
    assert handed_to(project.query) is None
    project.close()


def test_others_show_once_a_document_is_done(project: Project) -> None:
    for reviewing in (False, True):
        tag(project, make_span(0 + reviewing, 7)) if reviewing else None
        assert not may_see(project.query, HERE, WEN.id)
    for state, seen in (("doing", False), ("done", True)):
        before = next((each for each in project.query.progress(HERE) if each.annotator_id == WEN.id), None)
        project.apply(tagging.set_state(make_document(), state, annotator_id=WEN.id, progress=before), act())
        assert may_see(project.query, HERE, WEN.id) == seen
        assert may_see(project.query, HERE, WEN.id, reviewing=True) == seen
        assert not may_see(project.query, HERE, LI.id)
    project.close()


def test_a_reviewer_who_has_no_part_in_a_document_may_see_it(project: Project) -> None:
    assert may_see(project.query, HERE, LI.id, reviewing=True)
    given = Assignment(id="a", document_id=HERE, annotator_id=LI.id)
    project.apply(ChangeSet("Assign", (Change(None, given),)), act())
    assert not may_see(project.query, HERE, LI.id, reviewing=True)
    project.apply(ChangeSet("Take back", (Change(given, None),)), act())
    assert may_see(project.query, HERE, LI.id, reviewing=True)
    tag(project, make_span(0, 7, who=LI), LI)
    assert not may_see(project.query, HERE, LI.id, reviewing=True)
    project.close()


def test_for_whom_a_file_is_must_be_a_person_of_it(project: Project) -> None:
    before = None
    for value in (7, "nobody", GOLD.id, WEN.id):
        after = Setting(id=HANDED_TO, value=value)
        changes = (Change(None, GOLD), Change(before, after)) if before is None else (Change(before, after),)
        project.apply(ChangeSet("Set", changes), act())
        before = after
        assert handed_to(project.query) == (WEN if value == WEN.id else None)
    project.close()
