"""Documents found by address, title and file name."""

from pathlib import Path

from annotator.core.model import Annotator
from annotator.edit.addresses import Addresses
from annotator.edit.importing import Import
from annotator.edit.projects import import_into, new_project

ME = Annotator(id="11111111-1111-4111-8111-111111111111", name="Me")


def test_a_document_is_known_by_address_title_and_file(tmp_path: Path) -> None:
    head = "---\ntitle: Harbour news\nurl: https://www.example.org/harbour/\n---\n\n"
    (tmp_path / "harbour.md").write_text(f"{head}Prices rose.")
    (tmp_path / "other.txt").write_text("Other\nPrices rose again.")
    with new_project(tmp_path / "p.annotator") as project:
        import_into(project, Import(project.query, [tmp_path / "harbour.md", tmp_path / "other.txt"], ME))
        found = Addresses(project.query)
        for name in ("http://example.org/harbour#top", "HARBOUR NEWS", "harbour.md"):
            assert [document.title for document, text in found.called(name)] == ["Harbour news"], name
        assert found.called("https://example.org/other") == []


def test_annotations_of_a_page_go_to_the_document_from_its_address(tmp_path: Path) -> None:
    head = "---\ntitle: Harbour\nurl: https://example.org/harbour\n---\n\n"
    (tmp_path / "a.md").write_text(f"{head}Prices 📈 rose sharply.")
    note = '{"type": "Annotation", "body": [{"value": "claim", "purpose": "tagging"}], "target": {"source": '
    note += '"https://example.org/harbour", "selector": {"type": "TextQuoteSelector", "exact": "rose\\n sharply"}}}'
    (tmp_path / "b.jsonld").write_text(note)
    with new_project(tmp_path / "p.annotator") as project:
        import_into(project, Import(project.query, [tmp_path / "a.md"], ME))
        report = import_into(project, Import(project.query, [tmp_path / "b.jsonld"], ME))
        assert (report.spans_added, report.refused) == (1, [])
        (document,) = project.query.documents()
        assert [span.text for span in project.query.spans(document.id)] == ["rose sharply"]
        again = import_into(project, Import(project.query, [tmp_path / "b.jsonld"], ME))
        assert (again.spans_added, again.spans_same) == (0, 1)
