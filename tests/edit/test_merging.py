"""Merging: the laws, and what each case comes to."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import fields, replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id
from annotator.core.model import RECORD_TYPES, Annotator, Label, Link, Progress, Span, Text, Verdict
from annotator.core.text import sha256
from annotator.edit.exporting import Export, Selection
from annotator.edit.merging import MergeReport
from annotator.edit.projects import merge_into
from annotator.store.project import Project
from annotator.store.rows import TABLES
from annotator.user import User
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

WHO = User(WEN, HERE)
OTHER = "Seven of ten wells are dry. Nobody came."


def merged(target: Path, *others: Path, **options: Any) -> MergeReport:
    with Project(target) as project:
        return merge_into(project, others, who=WHO, **options)


def state(path: Path) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Every row of every record table, tombstones too; deleted rows only by what a merge looks at."""
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    with Project(path, read_only=True) as project:
        for kind in RECORD_TYPES:
            if kind is Text:
                continue
            sql = f'SELECT id FROM "{TABLES[kind].name}"'
            ids = [row[0] for row in project._opened.connection.execute(sql)]
            versions = project.query.versions(kind, ids)
            found[kind.__name__] = {
                id_: (deleted, *(repr(getattr(record, field.name)) for field in fields(record)))
                for id_, (record, deleted) in versions.items()
            }
    return found


def spans(path: Path) -> list[str]:
    with Project(path, read_only=True) as project:
        return sorted(s.text for document in project.query.documents() for s in project.query.spans(document.id))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a project with one claim."""
    first, second = tmp_path / "a.annotator", tmp_path / "b.annotator"
    with make_project(first, PLAIN, OTHER) as project:
        tag(project, CLAIM)
    shutil.copyfile(first, second)
    return first, second


CLAIM = make_span(0, 7, span_id="aaaaaaaa-0000-4000-8000-000000000001")


def edit(path: Path, *changes: Change, who: Annotator = WEN, label: str = "Edit") -> None:
    with Project(path) as project:
        project.apply(ChangeSet(label, changes), act(label, who))


def test_what_is_new_there_comes_and_a_second_time_nothing(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    edit(theirs, Change(None, make_span(8, 11, who=LI)), who=LI)
    report = merged(ours, theirs)
    assert report.total("new", "span") == 1
    assert report.total("same", "span") == 1
    assert report.spans[make_document().id, LI.id] == {"new": 1}
    assert spans(ours) == sorted([PLAIN[0:7], PLAIN[8:11]])
    before = state(ours)
    again = merged(ours, theirs)
    assert {outcome for (_, outcome), n in again.records.items() if n} == {"same"}
    assert state(ours) == before


def test_the_higher_rev_wins_on_either_side(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    edit(theirs, Change(CLAIM, replace(CLAIM, note="there")))
    assert merged(ours, theirs).total("newer_there", "span") == 1
    with Project(ours) as project:
        span = project.query.find(Span, CLAIM.id)
    assert span is not None
    assert (span.note, span.rev) == ("there", 2)
    edit(ours, Change(span, replace(span, note="here")))
    assert merged(ours, theirs).total("newer_here", "span") == 1


def test_both_edited_is_a_conflict_that_ends_the_same_on_both_sides(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    edit(ours, Change(CLAIM, replace(CLAIM, note="here")))
    edit(theirs, Change(CLAIM, replace(CLAIM, note="there")))
    copy = ours.with_name("c.annotator")
    shutil.copyfile(ours, copy)
    assert merged(ours, theirs).total("conflict", "span") == 1
    assert merged(theirs, copy).total("conflict", "span") == 1
    assert state(ours)["Span"] == state(theirs)["Span"]


def test_deletions_stay_until_somebody_edits_further(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    old = ours.with_name("old.annotator")
    shutil.copyfile(ours, old)
    edit(theirs, Change(CLAIM, None))
    assert merged(ours, theirs).total("deleted_there", "span") == 1
    assert spans(ours) == []
    merged(ours, old)
    assert spans(ours) == []
    edit(old, Change(CLAIM, replace(CLAIM, note="1")))
    edit(old, Change(replace(CLAIM, note="1"), replace(CLAIM, note="2")))
    merged(ours, old)
    assert spans(ours) == [CLAIM.text]


def test_a_deletion_of_what_was_never_here_is_remembered(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    extra = make_span(8, 11)
    edit(theirs, Change(None, extra))
    old = ours.with_name("old.annotator")
    shutil.copyfile(theirs, old)
    edit(theirs, Change(extra, None))
    report = merged(ours, theirs)
    assert report.total("new", "span") == 0
    merged(ours, old)
    assert spans(ours) == [CLAIM.text]


def test_undo_takes_back_a_merge_without_a_trace_and_it_can_be_merged_again(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    gone = make_span(12, 15)
    edit(theirs, Change(None, make_span(8, 11, who=LI)), Change(None, gone), who=LI)
    edit(theirs, Change(gone, None), who=LI)
    before = state(ours)
    merged(ours, theirs)
    after = state(ours)
    with Project(ours) as project:
        entry = project.undoable(WEN.id, HERE)
        assert entry is not None
        assert entry.label == "Merge"
        project.take_back(entry, WEN.id, HERE)
    assert state(ours) == before
    with Project(ours) as project:
        redo = project.redoable(WEN.id, HERE)
        assert redo is not None
        project.take_back(redo, WEN.id, HERE)
    assert state(ours) == after
    with Project(ours) as project:
        entry = project.undoable(WEN.id, HERE)
        assert entry is not None
        project.take_back(entry, WEN.id, HERE)
    merged(ours, theirs)
    assert state(ours) == after


def test_a_dry_run_changes_nothing_and_tells_the_same(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    edit(theirs, Change(None, make_span(8, 11, who=LI)), who=LI)
    before = state(ours)
    plan = merged(ours, theirs, dry_run=True)
    assert state(ours) == before
    assert merged(ours, theirs).as_json() == plan.as_json()


def test_one_text_under_two_ids_keeps_the_smaller(two: tuple[Path, Path]) -> None:
    ours, _ = two
    for name in ("00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-8fff-ffffffffffff"):
        other = ours.with_name(f"{name[0]}.annotator")
        document = replace(make_document(PLAIN), id=name)
        span = replace(make_span(12, 20, who=LI), document_id=name)
        done = Progress(id=made_id("progress", name, WEN.id), document_id=name, annotator_id=WEN.id, state="done")
        with make_project(other, OTHER) as project:
            text = Change(None, Text(id=document.sha256, text=PLAIN))
            changes = (text, Change(None, document), Change(None, span), Change(None, done))
            project.apply(ChangeSet("Import", changes, merged=True), act("Import", merged=True))
        both = [ours.with_name("x.annotator"), ours.with_name("y.annotator")]
        for target, source, into in zip(both, (other, ours), (ours, other), strict=True):
            target.unlink(missing_ok=True)
            shutil.copyfile(into, target)
            merged(target, source)
            assert spans(target) == sorted([CLAIM.text, span.text])
            with Project(target, read_only=True) as project:
                ids = {document.id for document in project.query.documents()}
                assert ids == {make_document(OTHER).id, min(name, make_document(PLAIN).id)}
                (state_,) = project.query.every(Progress)
                assert state_.id == made_id("progress", min(name, make_document(PLAIN).id), WEN.id)
                assert project._opened.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_another_text_under_one_id_comes_in_beside(two: tuple[Path, Path]) -> None:
    ours, _ = two
    other = ours.with_name("o.annotator")
    changed = PLAIN.replace("12 wells", "13 wells")
    document = replace(make_document(changed), id=make_document(PLAIN).id)
    span = replace(CLAIM, start=3, end=7, text=changed[3:7])
    link = Link(id="l", type="supports", from_id=span.id, to_id=span.id, annotator_id=WEN.id)
    with make_project(other, OTHER) as project:
        changes = (
            Change(None, Text(id=sha256(changed), text=changed)),
            Change(None, document),
            Change(None, span),
            Change(None, link),
        )
        project.apply(ChangeSet("Import", changes, merged=True), act("Import", merged=True))
    report = merged(ours, other)
    assert report.other_texts == [document.id]
    assert spans(ours) == sorted([CLAIM.text, span.text])
    with Project(ours, read_only=True) as project:
        beside = project.query.document_with_text(sha256(changed))
        assert beside is not None
        (copy,) = project.query.spans(beside.id)
        assert copy.id != span.id
        (linked,) = project.query.links(beside.id)
        assert (linked.from_id, linked.to_id) == (copy.id, copy.id)
        assert linked.id != link.id
    before = state(ours)
    merged(ours, other)
    assert state(ours) == before


def test_people_of_one_name_are_asked_about_and_joined_only_then(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    twin = Annotator(id="99999999-0000-4000-8000-000000000009", name="Wen")
    edit(theirs, Change(None, twin), Change(None, make_span(8, 11, who=twin)), who=twin)
    plan = merged(ours, theirs, dry_run=True)
    assert [(a.id, b.id) for a, b in plan.alike] == [(twin.id, WEN.id)]
    report = merged(ours, theirs, same=["Wen"])
    assert report.alike == []
    with Project(ours, read_only=True) as project:
        assert {span.annotator_id for span in project.query.spans(make_document().id)} == {WEN.id}
        assert project.query.find(Annotator, twin.id) is None


def test_labels_bring_no_key_twice(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    fresh = Label(id="label-x", key="actor", name="Actor", color="#112233", shortcut="1", position=9)
    double = Label(id="label-y", key="claim", name="Claim too", color="#112233", position=10)
    edit(theirs, Change(None, fresh), Change(None, double))
    report = merged(ours, theirs)
    assert len(report.notes) == 2
    with Project(ours, read_only=True) as project:
        scheme = project.query.scheme()
    assert [label.shortcut for label in scheme.labels if label.key == "actor"] == [""]
    assert len([label for label in scheme.labels if label.key == "claim"]) == 1


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE texts SET text = text || 'x'", "its text is not the one"),
        ("UPDATE spans SET start = 900, \"end\" = 905", "is outside its text"),
        ("UPDATE spans SET text = 'Something'", "is not what stands at"),
        ("UPDATE spans SET attributes = '[1'", "cannot be read"),
        ("UPDATE spans SET attributes = '[1]'", "no object"),
        ("UPDATE annotators SET kind = 'gold'", "gold"),
        ("UPDATE annotators SET kind = 'king'", "its kind is"),
        ("UPDATE spans SET rev = -1", "its rev is"),
        ("UPDATE spans SET text = CAST(x'fffe41' AS TEXT)", "is not what stands at"),
    ],
)
def test_what_cannot_be_believed_is_refused_by_name_and_the_rest_comes(
    two: tuple[Path, Path], statement: str, why: str
) -> None:
    ours, theirs = two
    edit(theirs, Change(None, make_span(8, 11, who=LI)), who=LI)
    with closing(sqlite3.connect(theirs)) as connection, connection:
        connection.execute(statement)
    before = spans(ours)
    report = merged(ours, theirs)
    assert report.refused
    assert all(str(theirs) in line for line in report.refused)
    assert any(why in line for line in report.refused)
    assert set(before) <= set(spans(ours))


def test_a_damaged_file_the_project_itself_and_nothing_are_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = two
    link = tmp_path / "link.annotator"
    link.symlink_to(ours)
    broken = tmp_path / "broken.annotator"
    broken.write_bytes(theirs.read_bytes()[:9000])
    before = state(ours)
    cases = ((ours, "very project"), (link, "very project"), (broken, "cut off"), (tmp_path / "no", "no such file"))
    for bad, why in cases:
        with pytest.raises(AnnotatorError, match=why):
            merged(ours, theirs, bad)
        assert state(ours) == before


# The laws

Step = tuple[str, int]
steps = st.lists(st.tuples(st.sampled_from(["tag", "note", "delete", "undo", "done"]), st.integers(0, 3)), max_size=5)


def work(path: Path, who: Annotator, todo: list[Step], salt: int) -> None:
    with Project(path) as project:
        for kind, number in todo:
            here = sorted(project.query.spans(make_document().id), key=lambda span: span.id)
            chosen = here[number % len(here)] if here else None
            for change in _change(kind, number, chosen, who, salt, project):
                project.apply(ChangeSet(kind, (change,)), act(kind, who))
            entry = project.undoable(who.id, HERE)
            if kind == "undo" and entry and entry.label != "Import":
                with suppress(AnnotatorError):  # somebody's later act is in the way, as it may be
                    project.take_back(entry, who.id, HERE)


def _change(
    kind: str, number: int, chosen: Span | None, who: Annotator, salt: int, project: Project
) -> Iterator[Change]:
    if kind == "tag":
        yield Change(None, make_span(number, number + 5 + salt, who=who))
    elif kind == "note" and chosen:
        yield Change(chosen, replace(chosen, note=f"{chosen.note}{salt}{number}"))
    elif kind == "delete" and chosen:
        yield Change(chosen, None)
    elif kind == "done":
        name = made_id("progress", make_document().id, who.id)
        before = project.query.find(Progress, name)
        after = Progress(
            id=name, document_id=make_document().id, annotator_id=who.id, state=("todo", "doing", "done")[number % 3]
        )
        if before != after:
            yield Change(before, after)


@settings(max_examples=25)
@given(steps, steps, steps, steps)
def test_the_order_does_not_matter_and_nothing_is_lost(
    base: list[Step], first: list[Step], second: list[Step], third: list[Step]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder / "0.annotator").close()
        work(folder / "0.annotator", WEN, base, 0)
        copies = []
        for number, (who, todo) in enumerate(((WEN, first), (LI, second), (WEN, third)), 1):
            copy = folder / f"{number}.annotator"
            shutil.copyfile(folder / "0.annotator", copy)
            work(copy, who, todo, number)
            copies.append(copy)
        results = []
        for turn, order in enumerate(permutations(copies)):
            target = folder / f"flat{turn}.annotator"
            shutil.copyfile(order[0], target)
            merged(target, *order[1:])
            results.append(state(target))
        # (1 + (2 + 3)), and everything once more on top
        inner = folder / "inner.annotator"
        shutil.copyfile(copies[1], inner)
        merged(inner, copies[2])
        outer = folder / "outer.annotator"
        shutil.copyfile(copies[0], outer)
        merged(outer, inner)
        results.append(state(outer))
        merged(outer, inner, *copies)
        results.append(state(outer))
        assert all(result == results[0] for result in results)
        for copy in copies:
            for kind, records in state(copy).items():
                assert records.keys() <= results[0][kind].keys()



def test_a_link_to_a_deleted_span_is_not_shown(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    other = make_span(8, 11, "statistic")
    link = Link(id="l", type="supports", from_id=other.id, to_id=CLAIM.id, annotator_id=WEN.id)
    edit(theirs, Change(None, other), Change(None, link))
    edit(ours, Change(CLAIM, None))
    merged(ours, theirs)
    with Project(ours, read_only=True) as project:
        assert project.query.links(make_document().id) == []
        assert project.query.links_of(other.id) == []


def test_jsonl_merges_too_and_deletes_nothing(two: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = two
    edit(theirs, Change(CLAIM, replace(CLAIM, note="there")), Change(None, make_span(8, 11, who=LI)), who=LI)
    with Project(theirs, read_only=True) as project:
        (tmp_path / "li.jsonl").write_text("".join(Export(project.query, Selection()).pieces()))
    extra = make_span(12, 15)
    edit(ours, Change(None, extra))
    report = merged(ours, tmp_path / "li.jsonl")
    assert (report.total("new", "span"), report.total("newer_there", "span")) == (1, 1)
    assert spans(ours) == sorted([CLAIM.text, PLAIN[8:11], extra.text])
    (tmp_path / "bad.jsonl").write_text('{"text": 5}\n')
    assert len(merged(ours, tmp_path / "bad.jsonl").refused) == 1


def test_a_hundred_copies_of_one_are_that_one(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    edit(theirs, Change(None, make_span(8, 11, who=LI)), who=LI)
    report = merged(ours, *[theirs] * 100)
    assert report.total("new", "span") == 1
    assert spans(ours) == sorted([CLAIM.text, PLAIN[8:11]])


def test_clocks_that_differ_by_years_change_nothing_where_somebody_edited_more(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    edit(ours, Change(CLAIM, replace(CLAIM, note="1")))
    edit(ours, Change(replace(CLAIM, note="1"), replace(CLAIM, note="here")))
    edit(theirs, Change(CLAIM, replace(CLAIM, note="there")))
    with closing(sqlite3.connect(theirs)) as connection, connection:
        connection.execute("UPDATE spans SET updated_at = '2099-01-01T00:00:00Z'")
    merged(ours, theirs)
    with Project(ours) as project:
        span = project.query.find(Span, CLAIM.id)
    assert span is not None
    assert span.note == "here"


def test_people_with_strange_names_are_people(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    for number, name in enumerate(("gold", "", "\u202eneW", "Wen\n(you)"), 1):
        who = Annotator(id=f"77777777-0000-4000-8000-00000000000{number}", name=name)
        edit(theirs, Change(None, who), Change(None, make_span(8, 8 + number, who=who)), who=who)
    report = merged(ours, theirs)
    assert report.total("new", "span") == 4
    with Project(ours, read_only=True) as project:
        people = project.query.every(Annotator)
        assert {each.kind for each in people} == {"person"}
        written = "".join(Export(project.query, Selection()).pieces())
    assert len(written.splitlines()) == 2


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("PRAGMA user_version = 99", "newer Annotator"),
        ("PRAGMA application_id = 7", "not an Annotator project"),
        ("CREATE TRIGGER t AFTER INSERT ON spans BEGIN DELETE FROM spans; END", "“t”"),
        ("CREATE TABLE extra (x)", "“extra”"),
    ],
)
def test_a_newer_foreign_or_hostile_file_is_refused_by_name_and_left_as_it_is(
    two: tuple[Path, Path], statement: str, why: str
) -> None:
    ours, theirs = two
    with closing(sqlite3.connect(theirs)) as connection, connection:
        connection.execute(statement)
    before, bytes_before = state(ours), theirs.read_bytes()
    with pytest.raises(AnnotatorError, match=why):
        merged(ours, theirs)
    assert state(ours) == before
    assert theirs.read_bytes() == bytes_before


def test_a_verdict_on_a_span_that_is_no_more_is_kept(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    judged = Verdict(id="v", span_id=CLAIM.id, reviewer_id=LI.id, verdict="reject", comment="no claim")
    edit(theirs, Change(None, judged), who=LI)
    edit(ours, Change(CLAIM, None))
    merged(ours, theirs)
    with Project(ours, read_only=True) as project:
        assert project.query.find(Verdict, "v") == judged
