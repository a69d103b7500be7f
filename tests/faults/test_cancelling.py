"""Long work that is cancelled, at whichever tick: the project is byte for byte in its rows what it was, and no file is
there that was not there before, in its folder or among the temporary ones."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QPushButton

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import Cancelled
from annotator.edit.exporting import Export
from annotator.edit.handout import hand_out
from annotator.edit.importing import Import
from annotator.edit.merging import MergeReport, merge_files
from annotator.formats import FORMATS
from annotator.store import backups, making
from annotator.store.project import Project
from tests.faults.keeping import dump
from tests.gui.conftest import OpenWindow, User
from tests.making import HERE, LI, WEN, act, make_project, make_span

TEXTS = [f"In {year} the town built {year - 1990} wells. “We drink,” said Mayor Oda." for year in range(2000, 2024)]
WRITES = [(name, layout) for name, form in FORMATS.items() for layout in form.writes]
Tick = Callable[[int, int], None]
Work = Callable[[Project, Path, Tick], object]


class Stop:
    """A tick that raises ``Cancelled`` when it is called for the ``nth`` time, counted from 0."""

    def __init__(self, nth: int | None = None) -> None:
        self.nth = nth
        self.calls = 0

    def __call__(self, done: int, total: int) -> None:
        self.calls += 1
        if self.calls - 1 == self.nth:
            raise Cancelled("cancelled")


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, and what can be brought into it."""
    folder = tmp_path_factory.mktemp("material")
    for name in ("articles", "out", "tmp"):
        (folder / name).mkdir()
    fill(folder / "news.annotator", WEN, TEXTS)
    fill(folder / "other.annotator", LI, [*TEXTS[::2], *(text.replace("town", "port") for text in TEXTS)])
    for number in range(8):
        (folder / "articles" / f"{number}.txt").write_text(f"Report {number}: {number} wells are dry.", "utf-8")
    with Project(folder / "other.annotator", read_only=True) as other:
        Export(other.query).write(folder / "articles" / "other.jsonl")
    return folder


@pytest.fixture
def place(material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that, with a folder for temporary files of its own."""
    shutil.copytree(material, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(making, "_PORTION", 8)
    monkeypatch.setattr(making, "_PATIENCE", 1000)
    return tmp_path


def fill(path: Path, who: Any, texts: list[str]) -> None:
    with make_project(path, *texts) as project:
        spans = [make_span(place, place + 9, text=text, who=who) for text in texts for place in (3, 8, 20)]
        project.apply(ChangeSet("Tag", tuple(Change(None, span) for span in spans)), act("Tag", who))


def listing(folder: Path) -> dict[str, str]:
    """All files but those that belong to a project that is open, and what is in them."""
    found = [path for path in sorted(folder.rglob("*")) if not path.name.endswith(("-wal", "-shm", ".lock"))]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in found
        if path.name != "news.annotator"
    }


def bring_in(project: Project, place: Path, tick: Tick) -> object:
    job = Import(project.query, [place / "articles"], WEN, tick=tick)
    return project.apply_batches(job.changes(), act("Import", merged=True))


def merge(project: Project, place: Path, tick: Tick) -> object:
    files = [place / "other.annotator", place / "articles" / "other.jsonl"]
    batches = merge_files(project.query, project.path, files, annotator=WEN, tick=tick, report=MergeReport())
    return project.apply_batches(batches, act("Merge", merged=True))


def take_back(project: Project, place: Path, tick: Tick) -> object:
    entry = project.undoable(WEN.id, HERE)
    assert entry
    return project.take_back(entry, WEN.id, HERE, tick)


def back_up(project: Project, place: Path, tick: Tick) -> object:
    return backups.make(project, place / "out", "work", tick=tick)


def copy(project: Project, place: Path, tick: Tick) -> object:
    return project.copy_to(place / "out" / "copy.annotator", tick)


def hand(project: Project, place: Path, tick: Tick) -> object:
    return hand_out(project, place / "out" / "hand-out.annotator", WEN, tick=tick)


def write(name: str, layout: str, target: str) -> Work:
    def export(project: Project, place: Path, tick: Tick) -> object:
        return Export(project.query, format=name, layout=layout, tick=tick).write(place / target)

    return export


def cancelled_everywhere(work: Work, place: Path, *, all_of_them: bool, old: str = "") -> None:
    """Cancel at each tick, or at some, of what then, not cancelled, comes to its end; ``old``: a file that is there."""
    if old:
        (place / old).write_text("what was there before", encoding="utf-8")
    with Project(place / "news.annotator") as project:
        before, there = dump(project.path), listing(place)
        ticks = count(work, place)
        assert ticks
        chosen = range(ticks) if all_of_them else sorted({0, ticks // 2, ticks - 1})
        for nth in chosen:
            stop = Stop(nth)
            with suppress(Cancelled):
                work(project, place, stop)
                raise AssertionError(f"not cancelled at tick {nth} of {ticks}")
            assert dump(project.path) == before, f"cancelled at tick {nth} of {ticks}, it has changed the project"
            found = {name: what for name, what in listing(place).items() if name not in there or there[name] != what}
            assert {name for name in found if not (place / name).is_dir()} == set(), f"left at tick {nth} of {ticks}"
        work(project, place, lambda done, total: None)
        assert dump(project.path) != before or listing(place) != there


def count(work: Work, place: Path) -> int:
    """How many ticks it has: tried on a copy of everything."""
    twin = place.with_name(f"{place.name}-twin")
    shutil.copytree(place, twin, ignore=shutil.ignore_patterns("*-wal", "*-shm", ".*.lock"))
    shutil.copyfile(place / "other.annotator", twin / "other.annotator")
    try:
        with Project(place / "news.annotator", read_only=True) as here:
            (twin / "news.annotator").unlink()
            here.copy_to(twin / "news.annotator")
        with Project(twin / "news.annotator") as project:
            stop = Stop()
            work(project, twin, stop)
            return stop.calls
    finally:
        shutil.rmtree(twin)


@pytest.mark.parametrize("work", [bring_in, merge, take_back, back_up, copy, hand], ids=lambda work: work.__name__)
def test_cancelled_work_leaves_no_trace(work: Work, place: Path, long_faults: bool) -> None:
    cancelled_everywhere(work, place, all_of_them=long_faults)


@pytest.mark.parametrize(("name", "layout"), WRITES, ids=["-".join(each) for each in WRITES])
def test_a_cancelled_export_leaves_no_trace(name: str, layout: str, place: Path, long_faults: bool) -> None:
    """Into a file or a folder that is not there; one that is there is still as it was."""
    if not long_faults and name not in ("jsonl", "brat"):
        pytest.skip("with --faults long")
    form = FORMATS[name]
    if layout in form.layouts:
        cancelled_everywhere(write(name, layout, "out/out"), place, all_of_them=long_faults, old="out/out")
    else:
        for target in ("out/folder", "out/archive.zip"):
            cancelled_everywhere(write(name, layout, target), place, all_of_them=long_faults)


def start_import(user: User, place: Path) -> None:
    user.window.handlers.file.import_paths([place / "articles"])


def start_merge(user: User, place: Path) -> None:
    user.dialogs.answer("QFileDialog.getOpenFileNames", ([str(place / "other.annotator")], ""))
    user.command("merge.files")


def start_export(user: User, place: Path) -> None:
    user.dialogs.answer("QDialog.exec", 1)
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(place / "out" / "out.jsonl"), ""))
    user.command("export.write")


def start_copy(user: User, place: Path) -> None:
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(place / "out" / "copy.annotator"), ""))
    user.command("file.save_copy")


def start_handout(user: User, place: Path) -> None:
    def choose(box: QInputDialog) -> int:
        box.setTextValue("Li")
        return int(QInputDialog.DialogCode.Accepted)

    user.dialogs.answer("QInputDialog.exec", choose)
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(place / "out" / "hand-out.annotator"), ""))
    user.command("handout.write")


STARTS = [start_import, start_export, start_merge, start_copy, start_handout]


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
def test_cancel_in_the_status_bar_leaves_no_trace(
    start: Callable[[User, Path], None], place: Path, open_window: OpenWindow, long_faults: bool
) -> None:
    if not long_faults and start not in STARTS[:2]:
        pytest.skip("with --faults long")
    user = open_window()
    user.window._quiet.stop()
    user.window._later.stop()  # what the window does by itself when it is new: a check, a backup
    user.wait_for_jobs()
    jobs = user.window.session.jobs
    began = jobs.start

    def slowly(title: str, work: Callable[[Tick], Any], *ends: Any) -> None:
        def tick_slowly(tick: Tick) -> Any:
            return work(lambda done, total: (time.sleep(0.05), tick(done, total))[1])

        began(title, tick_slowly, *ends)

    jobs.start = slowly  # type: ignore[method-assign]
    path = user.window.session.project.path
    before, there = dump(path), listing(place)
    start(user, place)
    user.qtbot.waitUntil(lambda: any(each.isVisible() for each in buttons(user)), timeout=5000)
    (cancel,) = buttons(user)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    user.wait_for_jobs()
    assert "cancelled" in user.said()
    assert dump(path) == before
    assert listing(place) == there


def buttons(user: User) -> list[QPushButton]:
    return [each for each in user.window.status.findChildren(QPushButton) if each.text() == "Cancel"]
