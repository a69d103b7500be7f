"""Backups: verified, away from the project's folder, cleared by rule, found without the project, restored anew."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.store import backups, opening
from annotator.store.backups import Backup
from annotator.store.project import Project
from annotator.user import backups_dir
from tests.making import PLAIN, make_project, make_span, tag

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere"


def test_a_backup_holds_what_was_there_when_it_was_made(tmp_path: Path, base: Path) -> None:
    with make_project(tmp_path / "a.annotator", PLAIN) as project:
        made = backups.make(project, base, "work")
        tag(project, make_span(0, 2))
        later = backups.make(project, base, "work")
        assert backups.contents(made) == (1, 0)
        assert backups.contents(later) == (1, 1)
        assert backups.listed(backups.folder_of(project.path, base)) == [later, made]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert base in made.path.parents
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.annotator", "elsewhere"]


def test_a_restore_is_a_new_file_found_when_the_project_is_gone(tmp_path: Path, base: Path) -> None:
    path = tmp_path / "a.annotator"
    with make_project(path, PLAIN) as project:
        backups.make(project, base, "work")
    path.unlink()
    [backup] = backups.listed(backups.folder_of(path, base))
    backups.restore(backup, path)
    with Project(path) as project:
        assert [each.title for each in project.query.documents()] == [PLAIN[:20]]
    before = path.read_bytes()
    with pytest.raises(AnnotatorError, match="exists already"):
        backups.restore(backup, path)
    assert path.read_bytes() == before


@given(st.lists(st.integers(min_value=0, max_value=60 * 24 * 20), unique=True, max_size=60))
def test_the_last_five_and_the_first_of_ten_days_are_kept(minutes: list[int]) -> None:
    times = sorted((NOON + timedelta(minutes=each) for each in minutes), reverse=True)
    known = [Backup(Path(str(number)), made, "work") for number, made in enumerate(times)]
    gone = backups._no_longer_kept(known)
    kept = [each for each in known if each not in gone]
    assert known[:5] == kept[:5]
    days = sorted({each.made.date() for each in known}, reverse=True)[:10]
    assert {each.made.date() for each in kept} >= set(days)
    assert len(kept) <= 15
    for day in days:
        assert min(each.made for each in known if each.made.date() == day) in {each.made for each in kept}


def test_old_backups_are_cleared(tmp_path: Path, base: Path) -> None:
    with make_project(tmp_path / "a.annotator", PLAIN) as project:
        for number in range(9):
            backups.make(project, base, "work", NOON + timedelta(minutes=number))
        folder = backups.folder_of(project.path, base)
    assert [each.made.minute for each in backups.listed(folder)] == [8, 7, 6, 5, 4, 0]


def test_a_damaged_backup_is_told_and_not_restored(tmp_path: Path, base: Path) -> None:
    with make_project(tmp_path / "a.annotator", PLAIN * 2000) as project:
        backup = backups.make(project, base, "work")
    with backup.path.open("r+b") as file:
        file.truncate(backup.path.stat().st_size // 2)
    for use in (lambda: backups.contents(backup), lambda: backups.restore(backup, tmp_path / "b.annotator")):
        with pytest.raises(AnnotatorError, match="cut off"):
            use()
    assert not (tmp_path / "b.annotator").exists()


def test_where_no_backup_can_be_made_it_is_told(tmp_path: Path, base: Path) -> None:
    base.write_text("in the way")
    told = pytest.raises(AnnotatorError, match="no backup can be made")
    with make_project(tmp_path / "a.annotator") as project, told:
        backups.make(project, base, "work")


def test_a_migration_backs_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.annotator"
    make_project(path, PLAIN).close()
    with closing(sqlite3.connect(path)) as connection:
        monkeypatch.setattr(opening, "SCHEMA_VERSION", 2)
        opening._migrate(connection, path)
    [backup] = backups.listed(backups.folder_of(path, backups_dir()))
    assert backup.why == "schema1"
    assert backups.contents(backup).documents == 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.annotator"]
