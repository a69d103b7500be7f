"""Who uses the program here: remembered from start to start, whatever happens to the file it is kept in."""

import os
from pathlib import Path

import pytest

from annotator import user
from annotator.core.model import Annotator


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration directory of one's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "annotator" / "user.json"


def test_a_name_means_the_same_annotator_at_every_start() -> None:
    first = user.current_user("Wen")
    assert user.current_user("Wen") == first
    other = user.current_user("Ada")
    assert other.annotator.id != first.annotator.id
    assert other.installation == first.installation


def test_who_was_chosen_last_is_there_at_the_next_start() -> None:
    user.remember_annotator(Annotator(id="a1", name="Wen"))
    assert user.current_user().annotator == Annotator(id="a1", name="Wen")


def test_what_is_remembered_already_is_not_written_again(home: Path) -> None:
    user.remember("last_project", "/somewhere")
    before = home.stat().st_ino, home.stat().st_mtime_ns
    user.remember("last_project", "/somewhere")
    assert (home.stat().st_ino, home.stat().st_mtime_ns) == before
    user.remember("last_project", "/elsewhere")
    assert user.recall("last_project") == "/elsewhere"


def test_a_path_whose_bytes_are_no_text_is_remembered() -> None:
    path = os.fsdecode(b"/news \xff.annotator")
    user.remember("last_project", path)
    assert user.recall("last_project") == path


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"[1]", b'{"annotators": 3}'])
def test_a_damaged_file_costs_only_the_memory(home: Path, damage: bytes) -> None:
    user.current_user("Wen")
    home.write_bytes(damage)
    assert user.recall("last_project") is None
    assert user.current_user("Wen").annotator.name == "Wen"
