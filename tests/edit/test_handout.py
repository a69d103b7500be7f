"""Hand-outs: what goes out, what does not, and that it all comes back."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.ids import GOLD_ID, made_id
from annotator.core.model import (
    GOLD,
    RECORD_TYPES,
    Annotator,
    Assignment,
    Comment,
    Dismissal,
    Document,
    Label,
    Link,
    Progress,
    Record,
    Setting,
    Source,
    Span,
    Text,
    Verdict,
)
from annotator.edit import tagging
from annotator.edit.answering import answers
from annotator.edit.blinding import HANDED_TO, handed_to
from annotator.edit.checking import check
from annotator.edit.handout import hand_out, name_of_file, person_to_hand_to
from annotator.edit.projects import merge_into
from annotator.store.project import Project
from annotator.store.rows import TABLES
from annotator.user import User
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span

OTHER = "Seven of ten wells are dry. Nobody came."
CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")
MINE, ALSO_MINE, THEIRS = make_span(0, 7), make_span(30, 49, "quote"), make_span(0, 20, who=LI)
GOLDEN = make_span(0, 20, who=GOLD)


def put(project: Project, *records: Record, who: Annotator = WEN) -> None:
    project.apply(ChangeSet("Edit", tuple(Change(None, record) for record in records)), act("Edit", who))


def verdict(span: Span, result: str | None = None) -> Verdict:
    name = made_id("verdict", span.id, CHEN.id)
    return Verdict(id=name, span_id=span.id, reviewer_id=CHEN.id, verdict="fix", comment="too short", result=result)


def link(span: Span, other: Span, who: Annotator = WEN) -> Link:
    return Link(id=made_id("link", span.id, other.id), type="supports", from_id=span.id, to_id=other.id,
                annotator_id=who.id)  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Wen and Li have both tagged, Chen has judged both, some of it is gold."""
    path = tmp_path / "news.annotator"
    judged = verdict(MINE, GOLDEN.id), verdict(THEIRS, GOLDEN.id)
    with make_project(path, PLAIN, OTHER) as project:
        put(project, CHEN, GOLD, MINE, ALSO_MINE, THEIRS, GOLDEN, *judged)
        put(project, Source(id="s", span_id=GOLDEN.id, source_id=MINE.id))
        put(project, link(MINE, ALSO_MINE), link(MINE, THEIRS), link(THEIRS, GOLDEN, LI))
        for number, each in enumerate(judged):
            put(project, Comment(id=f"c{number}", verdict_id=each.id, annotator_id=CHEN.id, text="Why?"))
            put(project, Setting(id=f"seen/{each.id}", value={"rev": 1, "messages": 0}))
        put(project, Setting(id="guideline/claim", value="# Ours"), Setting(id="blind", value=True))
        for who in (WEN, LI):
            project.apply(tagging.set_state(make_document(), "done", annotator_id=who.id, progress=None), act())
            put(project, Dismissal(id=f"d{who.name}", document_id=make_document().id, annotator_id=who.id,
                                   lint="figure", start=3, end=7, text="2021"))  # fmt: skip
        project.apply(ChangeSet("Note", (Change(MINE, replace(MINE, note="see page 2")),)), act())
    return path


def every(path: Path, kind: type[Record]) -> list[Record]:
    with Project(path, read_only=True) as project:
        return project.query.every(kind)


def hand(source: Path, target: Path, person: Annotator = WEN) -> Path:
    with Project(source, read_only=True) as project:
        hand_out(project, target, person)
    return target


def test_what_goes_out_is_theirs_and_nothing_of_the_others(source: Path, tmp_path: Path) -> None:
    out = hand(source, tmp_path / "wen.annotator")
    assert {span.id for span in every(out, Span)} == {MINE.id, ALSO_MINE.id}
    assert next(span.note for span in every(out, Span) if span.id == MINE.id) == "see page 2"
    assert {person.name for person in every(out, Annotator)} == {"Wen", "Chen"}  # Chen has answered, Li has not
    assert [each.span_id for each in every(out, Verdict)] == [MINE.id]
    assert [each.id for each in every(out, Comment)] == ["c0"]
    assert [each.id for each in every(out, Link)] == [link(MINE, ALSO_MINE).id]
    assert [each.annotator_id for each in every(out, Progress)] == [WEN.id]
    assert [each.annotator_id for each in every(out, Dismissal)] == [WEN.id]
    assert not every(out, Source)
    assert {each.id for each in every(out, Setting)} == {
        HANDED_TO, "blind", "guideline/claim", f"seen/{verdict(MINE).id}"
    }  # fmt: skip
    assert every(out, Label) == every(source, Label)
    with Project(out, read_only=True) as project:
        assert check(project).problems == []
        assert project.undoable(WEN.id, HERE) is None
        for table in ("history", "history_changes"):
            assert project._opened.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    raw = out.read_bytes()
    assert all(hidden.encode() not in raw for hidden in (THEIRS.id, LI.id))


def test_with_answers_what_came_of_their_spans_goes_along(source: Path, tmp_path: Path) -> None:
    other = make_span(60, 66, who=GOLD)
    with Project(source) as project:
        put(project, other, Source(id="t", span_id=GOLDEN.id, source_id=THEIRS.id))
    out = tmp_path / "wen.annotator"
    with Project(source, read_only=True) as project:
        hand_out(project, out, WEN, answers=True)
        assert [each.result for each in answers(project.query, WEN.id)] == [GOLDEN]
    with Project(out, read_only=True) as project:
        assert [each.result for each in answers(project.query, WEN.id)] == [GOLDEN]
        assert check(project).problems == []
    assert {span.id for span in every(out, Span)} == {MINE.id, ALSO_MINE.id, GOLDEN.id}
    assert [each.id for each in every(out, Source)] == ["s"]
    assert {person.name for person in every(out, Annotator)} == {"Wen", "Chen", "gold"}
    raw = out.read_bytes()
    assert all(hidden.encode() not in raw for hidden in (THEIRS.id, LI.id, other.id))
    before = rows(source)
    with Project(source) as project:
        merge_into(project, [out], who=User(WEN, HERE))
    assert rows(source) == before


def test_ids_revisions_and_times_stay(source: Path, tmp_path: Path) -> None:
    out = hand(source, tmp_path / "wen.annotator")
    with Project(source, read_only=True) as here, Project(out, read_only=True) as there:
        for kind in RECORD_TYPES:
            if kind is Text:
                continue
            for record in there.query.every(kind):
                if record.id == HANDED_TO:
                    continue
                ours = here.query.find(kind, record.id)
                assert ours is not None
                assert (ours, ours.rev, ours.updated_at) == (record, record.rev, record.updated_at)


def test_a_hand_out_merged_back_unchanged_changes_nothing(source: Path, tmp_path: Path) -> None:
    out = hand(source, tmp_path / "wen.annotator")
    before = rows(source)
    with Project(source) as project:
        report = merge_into(project, [out], who=User(WEN, HERE))
    assert rows(source) == before
    assert not report.refused
    assert handed_to_of(source) is None


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Project(path, read_only=True) as project:
        run = project._opened.connection.execute
        return {table.name: run(f'SELECT * FROM "{table.name}" ORDER BY 1').fetchall() for table in TABLES.values()}


def handed_to_of(path: Path) -> Annotator | None:
    with Project(path, read_only=True) as project:
        return handed_to(project.query)


def test_two_work_on_hand_outs_and_both_come_back(tmp_path: Path) -> None:
    source = tmp_path / "news.annotator"
    first, second = make_document(PLAIN), make_document(OTHER, 1)
    with make_project(source, PLAIN, OTHER) as project:
        put(project, MINE, THEIRS)
        given = [(first, WEN), (first, LI), (second, LI)]
        put(project, *(Assignment(id=f"{doc.id}{who.id}", document_id=doc.id, annotator_id=who.id)
                       for doc, who in given))  # fmt: skip
    wens, lis = hand(source, tmp_path / "wen.annotator", WEN), hand(source, tmp_path / "li.annotator", LI)
    assert [each.id for each in every(wens, Document)] == [first.id]
    assert [each.id for each in every(lis, Document)] == [first.id, second.id]
    assert (len(every(wens, Assignment)), len(every(lis, Assignment))) == (1, 2)
    assert handed_to_of(wens) == WEN
    with Project(wens) as project:
        put(project, make_span(70, 75, "statistic"))
        project.apply(ChangeSet("Delete", (Change(MINE, None),)), act())
        project.apply(tagging.set_state(first, "done", annotator_id=WEN.id, progress=None), act())
    with Project(lis) as project:
        put(project, make_span(0, 5, "statistic", text=OTHER, who=LI), who=LI)
        project.apply(ChangeSet("Note", (Change(THEIRS, replace(THEIRS, note="sure")),)), act("Note", LI))
    other_way = tmp_path / "other.annotator"
    shutil.copyfile(source, other_way)
    for target, files in ((source, [wens, lis]), (other_way, [lis, wens])):
        with Project(target) as project:
            report = merge_into(project, files, who=User(CHEN, HERE))
            assert not report.refused
            assert not report.alike
            assert report.total("new", "span") == 2
            assert report.total("conflict") == 0
            again = merge_into(project, files, who=User(CHEN, HERE))
            assert {outcome for (_, outcome) in again.records} == {"same"}
    assert rows(source) == rows(other_way)
    assert sorted((span.annotator_id, span.start, span.note) for span in every(source, Span)) == sorted(
        [(WEN.id, 70, ""), (LI.id, 0, "sure"), (LI.id, 0, "")]
    )
    assert [each.state for each in every(source, Progress)] == ["done"]
    assert handed_to_of(source) is None


def test_where_nobody_is_assigned_anything_all_go_out_else_those_assigned(source: Path, tmp_path: Path) -> None:
    assert len(every(hand(source, tmp_path / "all.annotator"), Document)) == 2
    with Project(source) as project:
        put(project, Assignment(id="a", document_id=make_document(OTHER).id, annotator_id=WEN.id))
    assert [each.title for each in every(hand(source, tmp_path / "one.annotator"), Document)] == [OTHER[:20]]
    with pytest.raises(AnnotatorError, match="no document is assigned to Li"):
        hand(source, tmp_path / "none.annotator", LI)
    assert not list(tmp_path.glob("*none*"))


def test_a_file_that_is_there_stays(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "wen.annotator"
    target.write_text("mine")
    with pytest.raises(AnnotatorError, match="is there already"):
        hand(source, target)
    assert target.read_text() == "mine"


def test_broken_off_it_leaves_nothing(source: Path, tmp_path: Path) -> None:
    def tick(done: int, total: int) -> None:
        if done:
            raise Cancelled("enough")

    before = sorted(tmp_path.iterdir())
    with Project(source, read_only=True) as project, pytest.raises(Cancelled):
        hand_out(project, tmp_path / "wen.annotator", WEN, tick=tick)
    assert sorted(tmp_path.iterdir()) == before


def test_who_is_meant(source: Path) -> None:
    with Project(source, read_only=True) as project:
        assert person_to_hand_to(project.query, "Li") == LI
        for name in ("Oda", "gold", ""):
            with pytest.raises(AnnotatorError, match="known are: Chen, Li, Wen"):
                person_to_hand_to(project.query, name)
        oda = person_to_hand_to(project.query, " Oda ", new=True)
        assert (oda.name, oda.id) == ("Oda", person_to_hand_to(project.query, "Oda", new=True).id)
        with pytest.raises(AnnotatorError, match="known are"):
            person_to_hand_to(project.query, "  ", new=True)
    assert oda.id != GOLD_ID


def test_of_two_who_share_a_name_each_is_called_by_their_id(source: Path) -> None:
    with Project(source) as project:
        put(project, Annotator(id="55555555-0000-4000-8000-000000000005", name="Li"))
        with pytest.raises(AnnotatorError, match=r"Li \(2222\), Li \(5555\)"):
            person_to_hand_to(project.query, "Li")
        assert person_to_hand_to(project.query, "Li (2222)") == LI


def test_the_name_of_the_file_is_one() -> None:
    file = name_of_file(Path("/x/news.annotator"), Annotator(id="i", name="../a:b"))
    assert file == Path("/x/news _a_b.annotator")
    assert name_of_file(Path("/x/news.annotator"), WEN) == Path("/x/news Wen.annotator")
