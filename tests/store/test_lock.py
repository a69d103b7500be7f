"""Who has a project open, and locks that somebody left behind."""

import errno
import json
import os
from pathlib import Path

import pytest

from annotator.core.errors import Locked
from annotator.store import drives, lock
from annotator.store.lock import ProjectLock
from annotator.store.project import Project
from tests.making import make_project

LEFT = {"name": "chen", "machine": "desk-7", "since": "2026-01-02T03:04:05Z", "pid": 1}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_project(tmp_path / "a.annotator").close()
    return tmp_path / "a.annotator"


def _leave(path: Path, **other: object) -> Path:
    left = path.with_name(f".{path.name}.lock")
    left.write_text(json.dumps(LEFT | other))
    return left


def _on_a_network(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = path.with_name("mounts")
    mounts.write_text(f"40 22 0:50 / {path.parent} rw - nfs4 server:/news rw\n")
    monkeypatch.setattr(drives, "_MOUNTS", mounts)


def test_one_left_by_another_machine_on_our_own_drive_is_no_obstacle(path: Path) -> None:
    left = _leave(path)
    Project(path).close()
    assert not left.exists()


def test_one_left_by_this_machine_on_a_network_is_no_obstacle(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _on_a_network(path, monkeypatch)
    _leave(path, machine=lock._machine())
    Project(path).close()


def test_one_left_by_another_machine_on_a_network_is_told_and_may_be_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_a_network(path, monkeypatch)
    left = _leave(path)
    with pytest.raises(Locked, match="may be open on another machine") as caught:
        Project(path)
    assert caught.value.doubtful
    assert caught.value.holder.startswith("chen on desk-7 since 2026-01-0")
    assert str(left) in str(caught.value)
    assert json.loads(left.read_text()) == LEFT
    with Project(path, anyway=True):
        assert json.loads(left.read_text())["machine"] == lock._machine()
    assert not left.exists()


def test_where_the_system_knows_no_locks_work_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_take", unknown)
    Project(path).close()
    _leave(path)
    with pytest.raises(Locked) as caught:
        Project(path)
    assert caught.value.doubtful


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", '{"name": 1}', '{"name": "x", "machine": "y", "since": 7}', "[" * 4096, "\x00\xff"]
)
def test_a_lock_that_says_nothing_is_still_one(path: Path, text: str) -> None:
    held = ProjectLock(path)
    os.pwrite(held._descriptor, text.encode("latin-1").ljust(200), 0)
    os.ftruncate(held._descriptor, len(text))
    with pytest.raises(Locked, match="is open in another window") as caught:
        Project(path)
    assert caught.value.holder == "nobody can tell by whom"
    assert not caught.value.doubtful
    held.release()
    Project(path).close()


def test_what_somebody_else_has_put_in_its_place_stays(path: Path) -> None:
    held = ProjectLock(path)
    held.path.unlink()
    held.path.write_text("somebody else's")
    held.release()
    assert held.path.read_text() == "somebody else's"
