"""Guidelines: what ships is whole, a project may have its own pages, and the shipped one can be had back."""

import re
from pathlib import Path

import pytest

from annotator.core.changes import ChangeSet
from annotator.core.model import Label
from annotator.edit import guidelines
from annotator.edit.schemes import default_scheme
from tests.making import act, make_project


@pytest.mark.parametrize("label", default_scheme().labels, ids=lambda label: label.key)
def test_what_ships_has_definition_include_exclude_examples_and_sources(label: Label) -> None:
    page = guidelines.shipped_pages()[label.key]
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    assert parts[0].startswith(f"# {label.name}\n\nA ")
    assert len(parts[0].split()) > 20, "a definition"
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    points = {name: len(re.findall(r"^- ", text, re.MULTILINE)) for name, text in sections.items()}
    assert points["Include"] >= 3
    assert points["Exclude"] >= 3
    assert points["Good"] == points["Bad"] == 3
    assert points["Sources"] >= 3
    assert "![" not in page
    assert "<" not in page.replace("<*", "")


def test_a_projects_own_page_and_back(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        label = project.query.scheme().labels[0]
        shipped = guidelines.guideline(project.query, label)
        assert (shipped.own, shipped.shipped) == (False, True)
        project.apply(guidelines.set_guideline(project.query, label, "# Ours\ud800\r\n"), act())
        assert guidelines.guideline(project.query, label) == ("# Ours\ufffd\n", True, True)
        assert guidelines.set_guideline(project.query, label, "# Ours\ufffd\n") == ChangeSet(
            "Edit guideline of claim", ()
        )
        project.apply(guidelines.set_guideline(project.query, label, "# Ours 2"), act())
        project.apply(guidelines.use_shipped(project.query, label), act())
        assert guidelines.guideline(project.query, label) == shipped
        assert not guidelines.use_shipped(project.query, label)


def test_the_shipped_text_written_again_is_no_page_of_its_own(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        label = project.query.scheme().labels[0]
        text = guidelines.shipped_pages()["claim"]
        assert not guidelines.set_guideline(project.query, label, text)
        project.apply(guidelines.set_guideline(project.query, label, "x"), act())
        project.apply(guidelines.set_guideline(project.query, label, text), act())
        assert not guidelines.guideline(project.query, label).own


def test_a_label_that_nobody_wrote_about_gets_a_beginning_and_no_file_by_its_key(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        for key in ("../guidelines/claim", "/etc/passwd", "rumour"):
            page = guidelines.guideline(project.query, Label(id="x", key=key, name="Rumour", color="#000000"))
            assert (page.own, page.shipped) == (False, False)
            assert page.text.startswith("# Rumour\n\nThere is no guideline")
        assert set(guidelines.written(project.query, project.query.scheme())) == {
            "claim",
            "statistic",
            "quote",
            "source",
        }
