"""A disk that is full: told in words, nothing else is lost by it, no torso is left, and it works when there is room."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator import user
from annotator.app.settings import Settings
from annotator.core.errors import AnnotatorError, NotSaved, ReadOnly
from annotator.core.search_query import understand
from annotator.edit.exporting import Export
from annotator.edit.handout import hand_out
from annotator.edit.projects import new_project
from annotator.store import backups
from annotator.store.project import Project
from tests.faults.keeping import assert_sound, known
from tests.gui.conftest import OpenWindow
from tests.making import PLAIN, WEN, make_project, make_span, tag

FULL = "the disk is full; free some space and try again"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes at ``tmp_path``."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "annotator-test", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.decode().strip()}")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


@contextmanager
def filled(disk: Path, *, but: int = 0) -> Iterator[None]:
    """A disk with nothing free but so many bytes, for a while."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                if not file.write(bytes(65536)):
                    break
            except OSError:
                break
        free = os.statvfs(disk)
        if but > free.f_bavail * free.f_frsize:
            file.truncate(file.tell() - but)
    yield
    ballast.unlink()


def tag_for_long(project: Project) -> None:
    """Longer than the pages that there are can hold."""
    for _ in range(1000):
        tag(project, make_span(3, 7))


def test_a_full_disk_takes_no_act_and_all_the_rest_goes_on(small_disk: Path) -> None:
    path = small_disk / "news.annotator"
    with make_project(path, PLAIN) as project:
        tag(project, make_span(0, 9))
        with filled(small_disk):
            for _ in range(2):
                with pytest.raises(NotSaved, match=f"not saved: {FULL}"):
                    tag_for_long(project)
            before = known(path)
            with pytest.raises(NotSaved):
                tag(project, make_span(3, 7))
            assert known(path) == before
            assert project.query.text(next(project.query.documents()).sha256) == PLAIN
            assert_sound(project, path)
        tag(project, make_span(3, 7))
        assert known(path).acts == before.acts + 1
    assert [each.name for each in small_disk.iterdir()] == ["news.annotator"]


def test_closing_on_a_full_disk_loses_nothing(small_disk: Path) -> None:
    """What there is no room for in the file stays in the WAL, and comes in the next time."""
    path = small_disk / "news.annotator"
    project = make_project(path, PLAIN)
    for _ in range(60):
        tag(project, make_span(0, 9))
    before = known(path)
    with filled(small_disk):
        project.close()
    with Project(path) as project:
        assert_sound(project, path)
        assert known(path) == before
    assert [each.name for each in small_disk.iterdir()] == ["news.annotator"]


def told(make: Callable[[], object]) -> str:
    """Why it could not be made; empty if it was."""
    try:
        make()
    except AnnotatorError as error:
        return str(error)
    return ""


def clear(paths: set[Path]) -> None:
    for each in sorted(paths, reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()


@pytest.mark.parametrize("room", [0, 20_000, 150_000])
def test_what_a_full_disk_cannot_hold_leaves_no_torso(room: int, small_disk: Path, own_home: Path) -> None:
    """Exports, archives, folders, copies, backups, hand-outs, new projects: told, and nothing is left of them."""
    with make_project(own_home / "news.annotator", *[f"{PLAIN * 700} {number}" for number in range(8)]) as project:
        query = project.query

        def brat(name: str) -> object:
            return Export(query, format="brat").write(small_disk / name)

        (small_disk / "old.jsonl").write_text("what was there before", encoding="utf-8")
        making = {
            "export": lambda: Export(query).write(small_disk / "out.jsonl"),
            "export over another": lambda: Export(query).write(small_disk / "old.jsonl"),
            "folder": lambda: brat("brat"),
            "archive": lambda: brat("brat.zip"),
            "copy": lambda: project.copy_to(small_disk / "copy.annotator"),
            "backup": lambda: backups.make(project, small_disk / "backups", "work"),
            "hand-out": lambda: hand_out(project, small_disk / "hand-out.annotator", WEN),
            "new project": lambda: new_project(small_disk / "new.annotator").close(),
        }
        (small_disk / "backups").mkdir()
        backups.folder_of(project.path, small_disk / "backups").mkdir()
        failed = set()
        with filled(small_disk, but=room):
            before = sorted(small_disk.rglob("*"))
            for name, make in making.items():
                why = told(make)
                if why:
                    assert FULL in why, name
                    assert ".part" not in why, name
                    failed.add(name)
                    assert sorted(small_disk.rglob("*")) == before, name
                clear({*small_disk.rglob("*")} - {*before})
            assert (small_disk / "old.jsonl").read_text() == "what was there before"
        assert {"export", "folder", "copy", "backup", "hand-out"} <= failed
        for make in making.values():  # and there is room again
            make()


def test_settings_and_searches_live_with_a_full_disk(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was remembered is still remembered; a search finds without an index on the disk."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(small_disk / name.lower()))
    settings = Settings()
    settings.set("view/zoom", 120)
    settings.save()
    user.remember("last_project", "/somewhere")
    path = small_disk / "news.annotator"
    with make_project(path, *[f"{PLAIN * 100} {number}" for number in range(20)]) as project, filled(small_disk):
        settings.set("view/zoom", "9" * 200_000)
        settings.save()
        user.remember("last_project", "/elsewhere" * 50_000)
        wanted = understand("wells", project.query.scheme(), [WEN], WEN.id)
        with project.worker() as worker:
            search = worker.search(user.search_index(path), WEN.id)
            search.update(lambda done, total: None)
            assert search.find(wanted, lambda done, total: None).documents == 20
        assert user.recall("last_project") == "/somewhere"
        left = {each.name: each.read_text() for each in (small_disk / "config").rglob("*") if each.is_file()}
        assert left.keys() == {"window.ini", "user.json"}
        assert "zoom=120" in left["window.ini"]


def test_a_project_on_a_full_disk_opens_to_be_read(small_disk: Path, open_window: OpenWindow) -> None:
    path = small_disk / "news.annotator"
    make_project(path, PLAIN).close()
    with filled(small_disk):
        with pytest.raises(ReadOnly, match=FULL):
            Project(path)
        assert {each.name for each in small_disk.iterdir()} == {"ballast", "news.annotator"}
        user = open_window()
        assert user.window.focus.text == PLAIN
        assert user.window.session.read_only
        assert user.window.session.read_only_because == "the disk is full"
        user.put_caret("town")
        user.press("1")
        assert user.spans() == []
        user.window.close()


def test_a_window_on_a_full_disk(small_disk: Path, open_window: OpenWindow) -> None:
    """By keys: told, shown nowhere, tried again when there is room."""
    user = open_window()
    user.put_caret("town")
    user.press("1")
    user.window._later.stop()
    with filled(small_disk):
        for _ in range(400):
            user.put_caret("12 wells")
            user.press("2")
            if "not saved" in user.said():
                break
        assert user.said() == f"not saved: {FULL}"
        assert user.window.status.saved.text() == "Last change not saved"
        stored = user.spans()
        assert [(span.label, span.text) for span in user.window.spans.model.spans] == stored
        user.press("BracketLeft")  # reading goes on
        assert user.window.focus.span is not None
    user.put_caret("12 wells")
    user.press("2")
    assert len(user.spans()) == len(stored) + 1
    assert user.window.status.saved.text() == "All changes saved"
