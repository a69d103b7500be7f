"""Change sets become rows and history: stale ones are refused, undo puts back what was there, redo does it again."""

import sqlite3
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError, Cancelled, Stale
from annotator.core.model import Annotator, Document, Progress, Span
from annotator.store.project import Project
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span, tag


def undo(project: Project, who: Annotator = WEN, installation: str = HERE) -> ChangeSet:
    entry = project.undoable(who.id, installation)
    assert entry is not None
    return project.take_back(entry, who.id, installation)


def redo(project: Project, who: Annotator = WEN) -> ChangeSet:
    entry = project.redoable(who.id, HERE)
    assert entry is not None
    return project.take_back(entry, who.id, HERE)


def texts(project: Project) -> list[str]:
    return [span.text for span in project.query.spans(make_document().id)]


def test_rev_rises_at_every_write_undo_included(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        span = make_span(0, 7)
        tag(project, span)
        moved = replace(span, end=12, text=PLAIN[:12])
        project.apply(ChangeSet("Move", (Change(span, moved),)), act())
        undo(project)
        version = project.query.version(Span, span.id)
        assert version is not None
        stored, deleted = version
        assert (stored, stored.rev, deleted) == (span, 3, False)
        undo(project)
        assert project.query.version(Span, span.id) == (span, True)
        redo(project)
        redo(project)
        version = project.query.version(Span, span.id)
        assert version is not None
        assert (version[0], version[0].rev) == (moved, 6)


def test_a_stale_change_is_refused_whole(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        span, other = make_span(0, 7), make_span(8, 11)
        tag(project, span)
        outdated = replace(span, note="as it never was")
        with pytest.raises(Stale):
            project.apply(
                ChangeSet("Two", (Change(None, other), Change(outdated, replace(span, note="new")))), act()
            )
        with pytest.raises(Stale):
            project.apply(ChangeSet("Again", (Change(None, span),)), act())
        assert texts(project) == [span.text]
        entry = project.undoable(WEN.id, HERE)
        assert entry is not None
        assert entry.label == "Tag as claim"


def test_a_new_act_ends_the_redo_branch(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7))
        undo(project)
        assert project.redoable(WEN.id, HERE) is not None
        tag(project, make_span(8, 11))
        assert project.redoable(WEN.id, HERE) is None
        undo(project)
        assert texts(project) == []


def test_undo_is_of_this_annotator_on_this_installation(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7))
        tag(project, make_span(8, 11, who=LI), LI)
        assert project.undoable(WEN.id, "another installation") is None
        undo(project)
        assert [span.annotator_id for span in project.query.spans(make_document().id)] == [LI.id]


def test_undo_says_which_later_act_is_in_the_way(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        span = make_span(0, 7)
        tag(project, span)
        noted = ChangeSet("Note by Li", (Change(span, replace(span, note="hm")),))
        project.apply(noted, act("Note by Li", LI))
        with pytest.raises(Stale, match="cannot take back “Tag as claim”: “Note by Li” changed"):
            undo(project)
        undo(project, LI)
        undo(project)
        assert texts(project) == []


def test_undoing_an_import_leaves_no_tombstones_and_can_be_redone(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.annotator", make_empty_scheme(), act()) as project:
        path = project.path
    make_project(tmp_path / "b.annotator").close()
    with Project(tmp_path / "b.annotator") as project:
        undo(project)
        assert project.query.version(Document, make_document().id) is None
        assert project.query.version(Annotator, LI.id) is None
        redo(project)
        assert project.query.find(Document, make_document().id) == make_document()
        assert project.query.text(make_document().sha256) == PLAIN
    assert path.exists()


def make_empty_scheme() -> Any:
    from annotator.core.scheme import Scheme

    return Scheme()


def test_what_depends_on_an_import_keeps_it_from_being_undone(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7, who=LI), LI)
        with pytest.raises(Stale, match="still refers to this"):
            undo(project)
        assert project.query.find(Document, make_document().id) is not None


def test_an_import_is_undone_behind_a_tag_that_was_undone(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        span = make_span(0, 7)
        tag(project, span)
        undo(project)
        undo(project)
        assert project.query.version(Document, make_document().id) is None
        redo(project)
        redo(project)
        assert texts(project) == [span.text]
        version = project.query.version(Span, span.id)
        assert version is not None
        assert version[0].rev == 3
        assert project.redoable(WEN.id, HERE) is None


def test_an_exception_from_the_batches_rolls_everything_back(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:

        def batches() -> Any:
            yield [Change(None, make_span(0, 7))]
            assert texts(project) == [PLAIN[:7]]
            raise Cancelled("enough")

        with pytest.raises(Cancelled):
            project.apply_batches(batches(), act())
        assert texts(project) == []
        tag(project, make_span(0, 7))
        assert texts(project) == [PLAIN[:7]]


def test_an_act_that_changes_nothing_leaves_no_trace(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        before = project.undoable(WEN.id, HERE)
        assert project.apply_batches([[]], act("Nothing")) == 0
        assert project.undoable(WEN.id, HERE) == before


def test_a_full_disk_is_told_and_nothing_is_half_saved(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        connection = project._opened.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        spans = [replace(make_span(0, 7), note=f"{place}" * 200) for place in range(2000)]
        with pytest.raises(AnnotatorError, match="not saved: the disk is full"):
            deque((tag(project, span) for span in spans), maxlen=0)
        saved = project.query.counts()["spans"]
        connection.execute("PRAGMA max_page_count = 1000000")
        tag(project, make_span(0, 7))
        assert project.query.counts()["spans"] == saved + 1


def test_the_history_of_a_record_is_told_in_order(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        span = make_span(0, 7)
        tag(project, span)
        undo(project)
        redo(project)
        told = [(each.kind, each.label, each.annotator_id) for each in project.record_history(span.id)]
        assert told == [(kind, "Tag as claim", WEN.id) for kind in ("undo", "redo")]


def test_many_additions_are_written_like_single_ones(tmp_path: Path) -> None:
    spans = [make_span(place, place + 5) for place in range(60)]
    with make_project(tmp_path / "a.annotator") as project:
        project.apply(ChangeSet("Many", tuple(Change(None, span) for span in spans)), act())
        stored = project.query.spans(make_document().id)
        assert {span.id for span in stored} == {span.id for span in spans}
        assert {(span.rev, bool(span.updated_at)) for span in stored} == {(1, True)}
        undo(project)
        redo(project)
        assert len(project.query.spans(make_document().id)) == 60


STATES = st.sampled_from(["todo", "doing", "done"])
EDGES = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


class UndoMachine(RuleBasedStateMachine):
    """Whatever was done, undoing it all gives the project back; redoing it all gives the end result back."""

    @initialize()
    def start(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.project = make_project(Path(self.folder.name) / "a.annotator")
        self.states = [self.snapshot()]

    def snapshot(self) -> list[tuple[Any, ...]]:
        """All that a user could see: every undeleted record of every table, but for rev and updated_at."""
        connection = sqlite3.connect(self.project.path)
        connection.row_factory = sqlite3.Row
        rows = []
        for table in ("documents", "spans", "progress"):
            for row in connection.execute(f"SELECT * FROM {table} WHERE NOT deleted ORDER BY id"):
                values = dict(row)
                del values["rev"], values["updated_at"]
                rows.append((table, *values.values()))
        connection.close()
        return rows

    def commit(self, *changes: Change) -> None:
        self.project.apply(ChangeSet("Do", changes), act())
        self.done()

    def done(self) -> None:
        self.states = [*self.states[: self.place() + 1], self.snapshot()]
        self.at = len(self.states) - 1

    def place(self) -> int:
        return getattr(self, "at", 0)

    def spans(self) -> list[Span]:
        return self.project.query.spans(make_document().id)

    @rule(edges=EDGES)
    def add(self, edges: tuple[int, int]) -> None:
        self.commit(Change(None, make_span(*edges)))

    @precondition(lambda self: self.spans())
    @rule(data=st.data(), edges=EDGES)
    def move(self, data: st.DataObject, edges: tuple[int, int]) -> None:
        span = data.draw(st.sampled_from(self.spans()))
        after = replace(span, start=edges[0], end=edges[1], text=PLAIN[edges[0] : edges[1]], note=f"{edges}")
        self.commit(Change(span, after))

    @precondition(lambda self: self.spans())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.commit(Change(data.draw(st.sampled_from(self.spans())), None))

    @rule(state=STATES)
    def mark(self, state: str) -> None:
        before = next(iter(self.project.query.progress(make_document().id)), None)
        after = Progress(id="p", document_id=make_document().id, annotator_id=WEN.id, state=state)
        self.commit(Change(before, after))

    @rule()
    def undo(self) -> None:
        if self.place() > 0:
            undo(self.project)
            self.at = self.place() - 1
            assert self.snapshot() == self.states[self.at]

    @rule()
    def redo(self) -> None:
        if self.place() < len(self.states) - 1:
            redo(self.project)
            self.at = self.place() + 1
            assert self.snapshot() == self.states[self.at]
        else:
            assert self.project.redoable(WEN.id, HERE) is None

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project(self.project.path)

    def teardown(self) -> None:
        if not hasattr(self, "project"):
            return
        while self.place() > 0:
            self.undo()
        self.project.close()
        self.folder.cleanup()


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)


@given(st.text(), st.dictionaries(st.text(max_size=5), st.one_of(st.text(max_size=5), st.integers(), st.booleans())))
@settings(max_examples=40)
def test_a_record_survives_the_history(note: str, attributes: dict[str, Any]) -> None:
    from annotator.store.rows import TABLES

    span = replace(make_span(0, 7), note=note, attributes=attributes)
    table = TABLES[Span]
    assert table.from_json(table.to_json(span, deleted=True)) == (span, True)
    assert table.from_json(table.to_json(span, deleted=False)) == (span, False)
