"""Who works on what: to each, evenly, taken back; the same again changes nothing; two copies agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.listing import Listing
from annotator.core.model import Annotator, Assignment
from annotator.edit.assigning import Way, assign, name_of_act
from annotator.edit.projects import merge_into
from annotator.store.project import Project
from annotator.user import User
from tests.making import HERE, LI, WEN, act, make_project

ANA = Annotator(id="33333333-0000-4000-8000-000000000003", name="Ana")
PEOPLE = (WEN, LI, ANA)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "a.annotator", *(f"Text {number}." for number in range(7))) as project:
        yield project


def numbers(project: Project) -> list[int]:
    return list(project.query.listed(Listing(WEN.id)).numbers)


def do(project: Project, which: list[int], people: tuple[Annotator, ...], way: Way) -> list[Change]:
    known = {person.id for person in project.query.every(Annotator)}
    newcomers = [person for person in people if person.id not in known]
    batches = assign(project.query, numbers=which, people=people, way=way, newcomers=newcomers)
    changes = [change for batch in batches for change in batch]
    if changes:
        name = name_of_act(len(which), people, way)
        project.apply(ChangeSet(name, tuple(changes)), act(name))
    return changes


def given_to(project: Project) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in project.query.every(Assignment):
        found.setdefault(each.annotator_id, set()).add(each.document_id)
    return found


def test_every_document_to_each(project: Project) -> None:
    do(project, numbers(project)[:3], (WEN, ANA), "each")
    assert project.query.assigned_counts() == {WEN.id: 3, ANA.id: 3}
    assert project.query.find(Annotator, ANA.id) == ANA
    assert do(project, numbers(project)[:3], (WEN, ANA), "each") == []


def test_evenly_each_document_to_one(project: Project) -> None:
    do(project, numbers(project), PEOPLE, "evenly")
    found = given_to(project)
    assert sorted(len(documents) for documents in found.values()) == [2, 2, 3]
    assert len(set().union(*found.values())) == 7
    assert do(project, numbers(project), PEOPLE, "evenly") == []


def test_evenly_around_what_somebody_has(project: Project) -> None:
    do(project, numbers(project)[:4], (WEN,), "each")
    do(project, numbers(project), (WEN, LI), "evenly")
    assert project.query.assigned_counts() == {WEN.id: 4, LI.id: 3}


def test_taken_back_and_given_again(project: Project) -> None:
    do(project, numbers(project), (WEN, LI), "each")
    do(project, numbers(project)[:5], (WEN,), "nobody")
    assert project.query.assigned_counts() == {WEN.id: 2, LI.id: 7}
    assert do(project, numbers(project)[:5], (ANA,), "nobody") == []
    do(project, numbers(project)[:1], (WEN,), "each")
    assert project.query.assigned_counts() == {WEN.id: 3, LI.id: 7}


def test_one_step_takes_it_back(project: Project) -> None:
    do(project, numbers(project), PEOPLE, "each")
    entry = project.undoable(WEN.id, HERE)
    assert entry is not None
    assert entry.label == "Assign 7 documents to Wen, Li, Ana"
    project.take_back(entry, WEN.id, HERE)
    assert project.query.assigned_counts() == {}


def test_two_copies_say_the_same(project: Project, tmp_path: Path) -> None:
    project.copy_to(tmp_path / "b.annotator")
    do(project, numbers(project), (WEN, LI), "evenly")
    with Project(tmp_path / "b.annotator") as other:
        do(other, numbers(other), (LI, WEN), "evenly")
        assert given_to(other) == given_to(project)
    before = given_to(project)
    report = merge_into(project, [tmp_path / "b.annotator"], who=User(WEN, HERE))
    assert given_to(project) == before
    assert report.total("added", "assignment") == report.total("conflicting") == 0
    assert report.total("same", "assignment") == 7


@settings(max_examples=15)
@given(st.data())
def test_evenly_is_even(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("even") / "a.annotator"
    people = data.draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True).map(tuple))
    count = data.draw(st.integers(1, 9))
    with make_project(path, *(f"{number}" for number in range(count))) as project:
        do(project, numbers(project), people, "evenly")
        counts = project.query.assigned_counts()
    sizes = [counts.get(person.id, 0) for person in people]
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1
