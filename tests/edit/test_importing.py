"""Files in, JSONL out, and back again: nothing twice, nothing half, the same bytes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.model import Annotator, Document, Span
from annotator.edit import documents
from annotator.edit.exporting import Export, Selection, annotator_ids
from annotator.edit.importing import Import, Report
from annotator.edit.pasting import pasted
from annotator.edit.projects import import_into, new_project
from annotator.store.project import Project
from tests.making import HERE, LI, WEN, act, make_document, make_project, make_span, tag


def run(project: Project, *paths: Path, **options: object) -> Report:
    return import_into(project, Import(project.query, list(paths), WEN, **options))  # type: ignore[arg-type]


def exported(project: Project, layout: str = "documents", selection: Selection | None = None) -> str:
    return "".join(Export(project.query, selection or Selection(), layout=layout).pieces())


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p.annotator") as made:
        yield made


def test_the_same_text_twice_is_one_document(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Title\nBody.".encode("utf-8-sig"))
    (tmp_path / "b.txt").write_bytes(b"Title\r\nBody.")
    (tmp_path / "c.txt").write_bytes("Title\nBody.".encode("utf-16"))
    report = run(project, tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt")
    assert (report.documents_added, report.documents_same) == (1, 2)
    assert run(project, tmp_path / "a.txt").documents_same == 1
    assert [document.title for document in project.query.documents()] == ["Title"]


def test_a_deleted_article_comes_back_when_it_is_imported_again(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nBody.")
    run(project, tmp_path / "a.txt")
    document = next(project.query.documents())
    project.apply(documents.delete(document, [], []), act("Delete document"))
    assert run(project, tmp_path / "a.txt").documents_added == 1
    again = next(project.query.documents())
    assert again.id == document.id
    assert again.rev > document.rev


def test_project_to_jsonl_to_new_project_gives_the_same_bytes(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator", "One two three. 🎉 four", "Zweites\u0085 Dokument") as first:
        for document in first.query.documents():
            text = first.query.text(document.sha256)
            for who in (WEN, LI):
                tag(first, make_span(1, 6, text=text, who=who), who)
                tag(first, make_span(0, len(text), "statistic", text=text, who=who), who)
        once = exported(first)
        assert exported(first) == once
        (tmp_path / "out.jsonl").write_text(once, newline="")
    with new_project(tmp_path / "b.annotator") as second:
        assert run(second, tmp_path / "out.jsonl").spans_added == 8
        assert exported(second) == once
        again = run(second, tmp_path / "out.jsonl")
        assert (again.spans_added, again.spans_same, again.documents_same) == (0, 8, 2)
        assert exported(second) == once


def test_local_edits_and_deletions_win_over_a_plain_file_read_again(project: Project, tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": "claim"}, {"start": 4, "end": 7, "label": "quote"}]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "One two.", "spans": spans}))
    assert run(project, tmp_path / "a.jsonl").spans_added == 2
    first, second = project.query.spans(next(project.query.documents()).id)
    from dataclasses import replace

    project.apply(ChangeSet("Note", (Change(first, replace(first, note="mine")),)), act())
    project.apply(ChangeSet("Delete", (Change(second, None),)), act())
    report = run(project, tmp_path / "a.jsonl")
    assert (report.spans_added, report.spans_newer, report.spans_kept) == (0, 0, 2)
    assert [span.note for span in project.query.spans(first.document_id)] == ["mine"]


def test_a_newer_record_replaces_an_older_one_and_undo_brings_it_back(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        span = make_span(0, 7)
        tag(project, span)
        line = json.loads(exported(project))
        line["spans"][0] |= {"rev": 9, "note": "newer", "updated_at": "2030-01-01T00:00:00Z"}
        (tmp_path / "a.jsonl").write_text(json.dumps(line))
        assert run(project, tmp_path / "a.jsonl").spans_newer == 1
        version = project.query.version(Span, span.id)
        assert version is not None
        assert (version[0].note, version[0].rev, version[0].updated_at) == ("newer", 9, "2030-01-01T00:00:00Z")
        from annotator.user import current_user

        installation = current_user().installation
        entry = project.undoable(WEN.id, installation)
        assert entry is not None
        project.take_back(entry, WEN.id, installation)
        version = project.query.version(Span, span.id)
        assert version is not None
        assert (version[0].note, version[0].rev) == ("", 10)
        assert run(project, tmp_path / "a.jsonl").spans_kept == 1
        assert HERE


def test_what_is_refused_is_named_and_the_rest_goes_in(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "good.txt").write_text("Good\nFine.")
    (tmp_path / "mixed.jsonl").write_text('{"text": "Fine too."}\nnot json\n{"no": "text"}\n')
    report = run(project, tmp_path)
    assert report.documents_added == 2
    refused = "\n".join(report.refused)
    for expected in ("empty.txt: is empty", "binary.txt: ", "mixed.jsonl:2: ", "mixed.jsonl:3: "):
        assert expected in refused
    assert len(report.refused) == 4


def test_a_span_that_contradicts_its_text_is_refused_alone(project: Project, tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 3, "label": "claim", "text": "One"},
        {"start": 0, "end": 3, "label": "claim", "text": "Two"},
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "One two.", "spans": spans}))
    report = run(project, tmp_path / "a.jsonl")
    assert (report.spans_added, len(report.refused)) == (1, 1)
    assert "a.jsonl:1: span 2: " in report.refused[0]


def test_a_cancelled_import_leaves_nothing(project: Project, tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(f"Number {number}\nText.")

    def tick(done: int, total: int) -> None:
        if done > 40:
            raise Cancelled("enough")

    job = Import(project.query, [tmp_path], WEN, tick=tick)
    with pytest.raises(Cancelled):
        project.apply_batches(job.changes(), act("Import", merged=True))
    assert project.query.counts()["documents"] == 0
    assert project.undoable(WEN.id, HERE) is None


def test_a_dry_run_tells_and_changes_nothing(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nBody.")
    report = import_into(project, Import(project.query, [tmp_path / "a.txt"], WEN), dry_run=True)
    assert report.documents_added == 1
    assert project.query.counts()["documents"] == 0


def test_the_same_document_twice_in_one_file(project: Project, tmp_path: Path) -> None:
    line = json.dumps({"text": "One two.", "spans": [{"start": 0, "end": 3, "label": "claim"}]})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line}\n")
    report = run(project, tmp_path / "a.jsonl")
    assert (report.documents_added, report.documents_same) == (1, 1)
    assert project.query.counts()["documents"] == 1


def test_another_text_under_a_known_id_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "doc", "text": "One."}))
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "doc", "text": "Two."}))
    run(project, tmp_path / "a.jsonl")
    report = run(project, tmp_path / "b.jsonl")
    assert "another text" in report.refused[0]
    assert project.query.counts()["documents"] == 1


def test_spans_alone_find_their_document_by_hash_or_are_refused(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7))
        spans = exported(project, "spans")
        (tmp_path / "spans.jsonl").write_text(spans)
    with make_project(tmp_path / "b.annotator") as other:
        assert run(other, tmp_path / "spans.jsonl").spans_added == 1
    with new_project(tmp_path / "c.annotator") as empty:
        report = run(empty, tmp_path / "spans.jsonl")
        assert report.spans_added == 0
        assert "spans.jsonl:1: " in report.refused[0]
        assert empty.query.counts()["documents"] == 0


def test_export_takes_what_is_asked_for(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7))
        tag(project, make_span(0, 7, "quote", who=LI), LI)
        only = Selection(annotators=annotator_ids(project.query, ["Li"]))
        line = json.loads(exported(project, selection=only))
        assert [span["annotator"] for span in line["spans"]] == ["Li"]
        assert [each["name"] for each in line["annotators"]] == ["Li"]
        claims = json.loads(exported(project, selection=Selection(labels=frozenset(["claim"]))))
        assert [span["annotator"] for span in claims["spans"]] == ["Wen"]
        assert exported(project, selection=Selection(state="done")) == ""
        with pytest.raises(AnnotatorError, match="nobody in this project is called “Zoe”"):
            annotator_ids(project.query, ["Zoe"])
        with pytest.raises(AnnotatorError, match="no layout"):
            exported(project, "tables")


def test_pasting_the_same_text_twice_finds_the_document(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        changes, document = pasted(project.query, "New title\r\nNew body.")
        project.apply(ChangeSet("Paste", tuple(changes), merged=True), act(merged=True))
        again, same = pasted(project.query, "New title\nNew body.")
        assert (again, same.id) == ([], document.id)
        with pytest.raises(AnnotatorError, match="is empty"):
            pasted(project.query, " \n ")


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip("\ufeff") and text.strip())


@given(st.lists(st.tuples(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=4)), max_size=4))
@settings(max_examples=20, deadline=None)
def test_any_text_and_spans_come_through_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[str, list[tuple[int, int]]]]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    lines = []
    for text, edges in items:
        spans = [
            {"start": start, "end": start + length, "label": "claim"}
            for start, length in edges
            if start + length <= len(text)
        ]
        lines.append(json.dumps({"text": text, "spans": spans}))
    (folder / "in.jsonl").write_text("\n".join(lines))
    with new_project(folder / "a.annotator") as first:
        run(first, folder / "in.jsonl")
        once = exported(first)
        for document in first.query.documents():
            body = first.query.text(document.sha256)
            assert all(body[span.start : span.end] == span.text for span in first.query.spans(document.id))
    (folder / "out.jsonl").write_text(once, newline="")
    with new_project(folder / "b.annotator") as second:
        run(second, folder / "out.jsonl")
        assert exported(second) == once


def test_the_owner_of_nameless_spans_enters_the_project(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "One.", "spans": [{"start": 0, "end": 3, "label": "claim"}]}))
    run(project, tmp_path / "a.jsonl")
    assert project.query.find(Annotator, WEN.id) is not None
    assert project.query.find(Document, make_document("One.").id) is not None
