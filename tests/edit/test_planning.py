"""A plan tells what an import would bring, file by file; what is chosen in it is what goes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import Cancelled
from annotator.edit import projects
from annotator.edit.choosing import Choice
from annotator.edit.importing import Import
from annotator.edit.planning import EXCERPT, Item, Plan
from annotator.store.project import Project
from tests.formats.extract.pages import news_page, paragraphs
from tests.making import PLAIN, WEN, make_project

pytest.importorskip("trafilatura", exc_type=ImportError)  # of the extra "articles"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "news.annotator", PLAIN) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A page, nearly the same from another site, the text of the project, a text in an old encoding, a picture."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.html").write_text(news_page(), encoding="utf-8")
    body = "".join(f"<p>{each}</p>" for each in [*paragraphs(), "A line that only the mirror has."])
    (made / "b.html").write_text(news_page(site="Mirror", body=body), encoding="utf-8")
    (made / "c.txt").write_text(PLAIN, encoding="utf-8")
    (made / "d.txt").write_bytes("L’école a été fermée hier, à la demande du maire.".encode("cp1252"))
    (made / "e.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (made / "f.txt").write_text(PLAIN + " And more.", encoding="utf-8")
    return made


def planned(project: Project, folder: Path) -> dict[str, Item]:
    plan = Plan(project.query, [folder], WEN)
    return {item.path.name: item for item in plan.items()}


def test_what_a_plan_tells(project: Project, folder: Path) -> None:
    items = planned(project, folder)
    assert list(items) == ["a.html", "b.html", "c.txt", "d.txt", "e.txt", "f.txt"]
    page = items["a.html"]
    assert (page.format, page.extractor, page.encoding, page.documents) == ("html", "article", "utf-8", 1)
    assert list(page.extractors) == ["article", "wider", "page"]
    assert "windows-1252" in page.encodings
    assert (page.title, page.source) == ("Wells dug in Oda", "https://courier.example/wells")
    assert page.meta["author"] == "Ines Vale"
    assert page.excerpt.startswith("Wells dug in Oda\nThe town council")
    assert len(page.excerpt) == page.length < EXCERPT
    assert not page.same
    assert not page.alike
    (mirror,) = items["b.html"].alike
    assert (mirror.title, mirror.where, mirror.document_id) == ("Wells dug in Oda", str(folder / "a.html"), "")
    assert 0.8 < mirror.similarity < 1
    (same,) = items["c.txt"].same
    assert same.similarity == 1
    assert same.document_id
    assert items["d.txt"].notes == ["guessed windows-1252"]
    assert items["e.txt"].refused == ["is a PNG picture, not a text"]
    assert [like.document_id for like in items["f.txt"].alike] == [same.document_id]
    for item in items.values():
        assert item.told().startswith(f"{item.path}: ")
        assert "\n" not in item.told()
        assert item.as_json()["file"] == str(item.path)


def test_a_file_is_planned_again_as_it_is_chosen(project: Project, folder: Path) -> None:
    plan = Plan(project.query, [folder], WEN)
    before = {item.path.name: item for item in plan.items()}
    plan.choices[folder / "a.html"] = Choice(extractor="page", title="My own title")
    again = plan.item(folder / "a.html")
    assert (again.extractor, again.title) == ("page", "My own title")
    assert again.length > before["a.html"].length
    assert not again.same
    assert [like.where for like in again.alike] == [str(folder / "b.html")]
    plan.choices[folder / "d.txt"] = Choice(encoding="cp850")
    assert "école" not in plan.item(folder / "d.txt").excerpt
    plan.choices[folder / "d.txt"] = Choice(leave_out=True)
    assert plan.item(folder / "d.txt").documents == 0


def test_what_was_chosen_is_what_goes_in(project: Project, folder: Path) -> None:
    choices = {
        folder / "a.html": Choice(extractor="page", title="My own title"),
        folder / "b.html": Choice(leave_out=True),
        folder / "d.txt": Choice(encoding="windows-1252"),
    }
    plan = Plan(project.query, [folder], WEN, choices=choices)
    items = {item.path.name: item for item in plan.items()}
    report = projects.import_into(project, Import(project.query, [folder], WEN, choices=plan.choices))
    assert (report.documents_added, report.documents_same) == (3, 1)
    assert [line.rpartition("/")[2] for line in report.refused] == ["e.txt: is a PNG picture, not a text"]
    documents = {document.title: document for document in project.query.documents()}
    page = documents["My own title"]
    assert project.query.text(page.sha256).startswith(items["a.html"].excerpt)
    assert page.length == items["a.html"].length
    assert page.meta["extractor"] == "page"
    assert "Mirror" not in str(documents)
    assert any("L’école" in title for title in documents)


def test_an_import_tells_what_is_nearly_the_same(project: Project, folder: Path) -> None:
    report = projects.import_into(project, Import(project.query, [folder], WEN))
    assert [(where.rpartition("/")[2], like.title) for where, like in report.alike] == [
        ("b.html", "Wells dug in Oda"),
        ("f.txt", PLAIN[:20]),
    ]
    assert all(f"{where}: {like}" in report.notes for where, like in report.alike)
    assert report.as_json()["alike"][0]["file"] == str(folder / "a.html")


def test_a_plan_can_be_cancelled(project: Project, folder: Path) -> None:
    def tick(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled("cancelled")

    plan = Plan(project.query, [folder], WEN, tick=tick)
    seen = []
    with pytest.raises(Cancelled):
        seen += list(plan.items())
