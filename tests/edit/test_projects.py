"""Which project is opened, and how the demo is made."""

from pathlib import Path

import pytest

from annotator import user
from annotator.core.errors import AnnotatorError
from annotator.edit.projects import demo_project, new_project, start_with
from annotator.store.project import Project


def test_the_demo_is_made_once_kept_and_cannot_be_undone() -> None:
    path = demo_project()
    who = user.current_user()
    with Project(path) as project:
        assert project.query.counts()["documents"] >= 8
        assert project.query.counts()["spans"] > 100
        assert next(project.query.documents()).title == "Ten years of village clinics"
        assert project.undoable(who.annotator.id, who.installation) is None
    before = path.stat().st_ino
    assert demo_project() == path
    assert path.stat().st_ino == before
    assert [each.name for each in path.parent.iterdir()] == ["demo.annotator"]


def test_articles_go_into_the_last_open_project_else_into_a_new_one(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Title\nText.")
    start = start_with([article])
    assert start.project.name == "articles.annotator"
    assert start.project.is_relative_to(user.data_dir())
    assert start.articles == [article]
    last = tmp_path / "last.annotator"
    new_project(last).close()
    user.remember("last_project", str(last))
    assert start_with([article]).project == last
    assert "last.annotator" in start_with([article]).notice
    assert start_with([]).project == last
    last.unlink()
    assert start_with([]).project.name == "demo.annotator"


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    for name in ("a.annotator", "b.annotator"):
        new_project(tmp_path / name).close()
    with pytest.raises(AnnotatorError, match="only one project"):
        start_with([tmp_path / "a.annotator", tmp_path / "b.annotator"])
    with pytest.raises(AnnotatorError, match="there is no such file"):
        start_with([tmp_path / "c.annotator"])


def test_a_damaged_memory_of_the_user_costs_only_the_memory() -> None:
    (user.config_dir()).mkdir(parents=True, exist_ok=True)
    (user.config_dir() / "user.json").write_text("{not json")
    first = user.current_user("Wen")
    assert user.current_user("Wen") == first
    user.remember_annotator(first.annotator)
    assert user.current_user() == first
