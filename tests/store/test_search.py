"""Search in all documents: words in every script, notes, conditions; an index that keeps itself up to date."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import Cancelled
from annotator.core.model import Annotator, Progress
from annotator.core.search_query import Term, understand
from annotator.store import search as searching
from annotator.store import search_index
from annotator.store.project import Project
from annotator.store.search import Hits, place_of
from tests.making import LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

CHINESE = "北京大学的学生说：“今年收了三千吨𠮷米。”然后走了。"
ARABIC = "قالت المُدَرِّسَة إنّ الطلّاب في المدرسة يقرؤون كتابًا."
KOREAN = "서울에서 학생들이 책을 읽는다."
JAPANESE = "学生はガラスの図書館で本を読む。"
TEXTS = (PLAIN, CHINESE, ARABIC, KOREAN, JAPANESE, "Nothing of the kind. Well, cafés close early.")

Ask: TypeAlias = Callable[[str], Hits]


def quiet(done: int, total: int) -> None:
    pass


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = make_project(tmp_path / "news.annotator", *TEXTS)
    yield project
    project.close()


def ask(project: Project, query: str, index: Path | None = None) -> Hits:
    with project.worker() as worker:
        search = worker.search(index, WEN.id)
        search.update(quiet)
        return search.find(understand(query, worker.query.scheme(), worker.query.every(Annotator), WEN.id), quiet)


@pytest.mark.parametrize(
    ("query", "text", "place"),
    [
        ("wells ", PLAIN, "wells"),
        ("WELL", PLAIN, "well"),
        ('"drink again"', PLAIN, "drink again"),
        ("学生 ", CHINESE, "学生"),
        ("三千吨", CHINESE, "三千吨"),
        ("𠮷米", CHINESE, "𠮷米"),
        ("مدرسة", ARABIC, None),
        ("المدرسة ", ARABIC, "المُدَرِّسَة"),
        ("كتابا ", ARABIC, "كتابًا"),
        ("학생", KOREAN, "학생"),
        ("ガラス", JAPANESE, "ガラス"),
        ("カラス", JAPANESE, None),
        ("cafes ", TEXTS[5], "cafés"),
    ],
)
def test_words_are_found_in_every_script(project: Project, query: str, text: str, place: str | None) -> None:
    hits = ask(project, query)
    found = {hit.document_id: hit for hit in hits.listed}
    hit = found.get(make_document(text).id)
    if place is None:
        assert hit is None
        return
    assert hit is not None
    assert text[hit.start : hit.end] == place
    assert hit.context.line[hit.context.start : hit.context.end] == place
    assert hits.documents == len(found)


def test_the_best_comes_first_and_words_to_leave_out_do(tmp_path: Path) -> None:
    texts = ("Long words about rain, and then of other things at length.", "Rain, rain, rain.", "Rain and sun.")
    project = make_project(tmp_path / "rain.annotator", *texts)
    ranked = [hit.title for hit in ask(project, "rain").listed]
    assert ranked[0] == "Rain, rain, rain."
    assert len(ranked) == 3
    assert {hit.title for hit in ask(project, "rain -sun").listed} == {texts[0][:20], texts[1]}
    project.close()


def test_notes_are_found_and_follow_what_is_written(project: Project, tmp_path: Path) -> None:
    index = tmp_path / "an.index"
    span = replace(make_span(3, 7), note="Check with the registry")
    tag(project, span)
    assert [hit.span_id for hit in ask(project, "registry", index).listed] == [span.id]
    changed = replace(span, note="Seen, it is right")
    project.apply(ChangeSet("Edit note", (Change(span, changed),)), act())
    assert ask(project, "registry", index).listed == ()
    hits = ask(project, "right ", index)
    assert [(hit.span_id, hit.start, hit.end, hit.note) for hit in hits.listed] == [
        (span.id, 3, 7, "Seen, it is right")
    ]
    project.apply(ChangeSet("Delete", (Change(changed, None),)), act())
    assert ask(project, "right ", index) == Hits()


def test_a_renamed_document_is_found_by_its_new_title_alone(project: Project, tmp_path: Path) -> None:
    index = tmp_path / "an.index"
    document = make_document(PLAIN)
    ask(project, "x", index)
    project.apply(ChangeSet("Rename", (Change(document, replace(document, title="Harbour")),)), act())
    assert [hit.title for hit in ask(project, "title:harb", index).listed] == ["Harbour"]
    assert ask(project, 'title:"2021"', index).listed == ()
    assert [hit.title for hit in ask(project, "harbour wells ", index).listed] == ["Harbour"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("label:quote", ["“We drink again,”"]),
        ("label:quote no:speaker", ["“We drink again,”"]),
        ("no:unit", ["12 wells"]),
        ("has:unit", ["3,000 people"]),
        ("unit:PEOP", ["3,000 people"]),
        ("value:3000", ["3,000 people"]),
        ("value:300", []),
        ("has:note", ["12 wells"]),
        ("note:tally", ["12 wells"]),
        ("annotator:Li", ["2021"]),
        ("-annotator:Li -label:quote", ["12 wells", "3,000 people"]),
        ("is:mine label:stat people", ["3,000 people"]),
        ("is:doing has:note", ["12 wells"]),
        ("is:done has:note", []),
        ("has:link", []),
    ],
)
def test_spans_are_found_by_conditions(project: Project, query: str, expected: list[str]) -> None:
    def make(text: str, label: str, who: Annotator = WEN, note: str = "", **values: object) -> None:
        start = PLAIN.index(text)
        span = make_span(start, start + len(text), label, who=who)
        tag(project, replace(span, note=note, attributes=values), who)

    make("“We drink again,”", "quote")
    make("12 wells", "statistic", note="Tally it")
    make("3,000 people", "statistic", unit="people", value=3000)
    make("2021", "claim", LI)
    state = Progress(id="p", document_id=make_document(PLAIN).id, annotator_id=WEN.id, state="doing")
    project.apply(ChangeSet("Mark", (Change(None, state),)), act())
    hits = ask(project, query)
    assert [PLAIN[hit.start : hit.end] for hit in hits.listed] == expected
    assert hits.spans == len(expected)


def test_a_state_alone_lists_documents(project: Project) -> None:
    assert ask(project, "is:todo").documents == len(TEXTS)
    assert ask(project, "is:done").documents == 0


def test_few_are_listed_and_all_are_counted(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST", 2)
    hits = ask(project, "is:todo")
    assert (len(hits.listed), hits.documents) == (2, len(TEXTS))


def test_the_project_is_not_touched_and_not_locked(project: Project, tmp_path: Path) -> None:
    before = project.query.data_version()
    with project.worker() as worker:
        search = worker.search(tmp_path / "an.index", WEN.id)

        def write(done: int, total: int) -> None:
            if done == 1:
                tag(project, make_span(3, 7))

        search.update(write)
    assert project.query.data_version() == before
    assert len(project.query.spans(make_document(PLAIN).id)) == 1


def test_what_was_indexed_before_a_cancel_is_kept(project: Project, tmp_path: Path) -> None:
    seen: list[int] = []

    def tick(done: int, total: int) -> None:
        seen.append(total)
        if done == 2:
            raise Cancelled("stop")

    with project.worker() as worker, pytest.raises(Cancelled):
        worker.search(tmp_path / "an.index", WEN.id).update(tick)
    seen.clear()
    with project.worker() as worker:
        worker.search(tmp_path / "an.index", WEN.id).update(lambda done, total: seen.append(total))
    assert set(seen) == {len(TEXTS) - 2}


@pytest.mark.parametrize("damage", [b"no database at all" * 300, b"", None])
def test_a_damaged_index_is_made_anew(project: Project, tmp_path: Path, damage: bytes | None) -> None:
    index = tmp_path / "an.index"
    ask(project, "wells ", index)
    if damage is None:
        with sqlite3.connect(index) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        index.write_bytes(damage)
    assert ask(project, "wells ", index).documents == 1


def test_an_index_that_cannot_be_written_is_done_without(project: Project, tmp_path: Path) -> None:
    assert ask(project, "wells ", tmp_path / "missing" / "an.index").documents == 1


def test_a_project_that_is_only_read_is_searched_too(project: Project, tmp_path: Path) -> None:
    project.close()
    before = project.path.read_bytes()
    with Project(project.path, read_only=True) as reader:
        assert ask(reader, "wells ", tmp_path / "an.index").documents == 1
    assert project.path.read_bytes() == before


def test_a_long_question_can_be_stopped(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_PATIENCE", 1)
    monkeypatch.setattr(searching, "_OFTEN", 0.0)
    with project.worker() as worker:
        search = worker.search(None, WEN.id)
        search.update(quiet)

        def stop(done: int, total: int) -> None:
            raise Cancelled("stop")

        with pytest.raises(Cancelled):
            search.find(understand("is:todo", worker.query.scheme(), (), WEN.id), stop)


def test_old_indexes_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.index").write_text("")
    search_index.tidy(tmp_path)
    assert (tmp_path / "a.index").exists()
    monkeypatch.setattr(search_index, "_KEPT_DAYS", -1)
    search_index.tidy(tmp_path)
    assert not (tmp_path / "a.index").exists()


LETTERS = st.text(st.sampled_from("aB é北京가ガ\u064eكت،.\n"), min_size=1, max_size=12)


@given(LETTERS, LETTERS, LETTERS)
def test_a_place_is_where_the_term_stands(before: str, word: str, behind: str) -> None:
    start, end = place_of(f"{before} {word} {behind}", (Term(word),))
    text = f"{before} {word} {behind}"
    assert 0 <= start <= end <= len(text)
    if word.isalpha() and start < end:
        from annotator.core.folding import loose

        assert loose(text[start:end]).text.strip() == loose(word).text.strip()
