"""Hostile and odd project files, everywhere a project is opened: refused in one line, or without harm.

The canary is a file that no such project may bring up, and the network is shut (see ``victim``); a file that is
refused is the same byte by byte.
"""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError, Damaged
from annotator.store import opening
from annotator.store.foreign import Foreign
from annotator.store.project import Project
from annotator.store.salvage import salvage
from tests.faults.confined import Confined
from tests.faults.hostile_projects import ODD, REFUSED, plain
from tests.faults.test_fuzzing import held


@pytest.fixture(scope="module")
def confined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confined]:
    with Confined(tmp_path_factory.mktemp("confined")) as process:
        yield process


def _state(folder: Path) -> dict[str, str]:
    """Every file in a folder and below by its hash; of a write-ahead log's index only that it may be there."""
    files = [each for each in folder.rglob("*") if each.is_file() and not each.name.endswith("-shm")]
    return {str(each): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_project_is_refused_by_name_and_untouched(name: str, tmp_path: Path) -> None:
    build, why = REFUSED[name]
    path = tmp_path / "hostile.annotator"
    build(path)
    before = _state(tmp_path)
    for open_it in (
        lambda: Project(path),
        lambda: Project(path, read_only=True),
        lambda: Project(path, read_only=True, unsound=True),
        lambda: Foreign(path),
    ):
        with pytest.raises(AnnotatorError) as caught:
            open_it()
        assert re.search(why, str(caught.value)), str(caught.value)
        assert "\n" not in str(caught.value)
        assert str(path) in str(caught.value)
        assert _state(tmp_path) == before


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("CREATE TRIGGER spy AFTER INSERT ON spans BEGIN DELETE FROM spans; END", "“spy”"),
        ("CREATE VIEW peek AS SELECT * FROM spans", "“peek”"),
        ("PRAGMA user_version = 99", "newer Annotator"),
        ("UPDATE documents SET meta = '{not'", "makes no sense"),
    ],
)
def test_a_log_beside_it_is_not_put_into_a_file_that_is_refused(statement: str, why: str, tmp_path: Path) -> None:
    """What makes the file hostile is in the log alone."""
    path = tmp_path / "p" / "hostile.annotator"
    path.parent.mkdir()
    plain(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(statement)
        kept = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    for end, content in kept.items():
        Path(f"{path}{end}").write_bytes(content)
    before = _state(path.parent)
    for read_only in (False, True, False):
        with pytest.raises(AnnotatorError, match=why):
            Project(path, read_only=read_only)
        assert _state(path.parent) == before


@pytest.mark.parametrize("checked", [True, False], ids=["small", "as if it were big"])
def test_odd_rows_are_refused_or_do_no_harm(
    checked: bool, confined: Confined, tmp_path: Path, long_faults: bool
) -> None:
    """Info, check, every export, report, handout, backups, undo, merge, each beside the other, in a process without
    network. Files that are small are looked through when they are opened, big ones beside the work: then every command
    meets the rows by itself."""
    names = list(ODD)
    for name in names if long_faults else names[::60] if checked else names[::45]:
        folder = tmp_path / str(names.index(name))
        folder.mkdir()
        path = folder / "odd.annotator"
        ODD[name](path)
        try:
            held(confined.ask("project", path=str(path), checked=checked))
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from None
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", list(ODD)[::17])
def test_what_is_rescued_of_an_odd_project_is_sound(name: str, tmp_path: Path) -> None:
    path, out = tmp_path / "odd.annotator", tmp_path / "out.annotator"
    ODD[name](path)
    salvage(path, out)
    with Project(out, read_only=True) as project:
        assert project.unsound() == []


def test_a_row_that_makes_no_sense_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "odd.annotator"
    ODD["spans: attributes is no JSON"](path)
    with pytest.raises(Damaged, match="spans 33333333-0000-4000-8000-000000000000: it makes no sense"):
        Project(path)
    ODD["spans outside the text"](path.with_name("b.annotator"))
    with pytest.raises(Damaged, match="lies outside its text"):
        Project(path.with_name("b.annotator"))


def test_limits_and_defences_are_on(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    plain(path)
    with Project(path) as project:
        connection = project._opened.connection
        pragmas = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "mmap_size")}
        assert pragmas == {"trusted_schema": 0, "mmap_size": 0}
        assert connection.execute("PRAGMA cell_size_check").fetchone()[0] == 1
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == opening._LONGEST
        with pytest.raises(sqlite3.Error):
            connection.execute("SELECT load_extension('x')")
