"""The power is cut at any moment: no project is damaged, and no acknowledged step is lost.

What the program does to the disk is recorded by strace, and what the disk had not been asked to keep is then dropped,
kept or torn by a model (``disk``). This way it is the program itself, with the SQLite it uses, that is tested, and not
its statements run by another SQLite.
"""

import json
import os
import random
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from tests.faults import steps, tracing
from tests.faults.disk import Disk
from tests.faults.keeping import Known, assert_sound, what_happened
from tests.faults.making_things import NEW, OLD

pytestmark = pytest.mark.timeout(7200)
SHORT = ["tag", "note", "undo", "merge", "reopen", "tag"]
needs_strace = pytest.mark.skipif(not tracing.STRACE, reason="strace records what the program does to the disk")


def recorded(folder: Path, log: Path, module: str, *given: str) -> None:
    """Let a process work in ``folder``; the pipe that it says things on comes behind what else is given to it."""
    reading, writing = os.pipe()
    try:
        tracing.record([sys.executable, "-m", f"tests.faults.{module}", *given, str(writing)], log, [writing])
    finally:
        os.close(writing)
        os.close(reading)


def cuts(folder: Path, log: Path, disk: Disk, number: int, chance: random.Random) -> Iterator[list[str]]:
    """Cut the power at random moments of what was recorded: what had been said, at least one line, while what was found
    then lies in ``found`` beside the folder."""
    moments = sum(1 for _ in tracing.replay(log, folder, Disk(folder), lambda line: None))
    wanted = Counter(chance.choices(range(moments), k=number))
    said: list[str] = []
    for moment, _ in enumerate(tracing.replay(log, folder, disk, said.append)):
        for _ in range(wanted[moment] if said else 0):
            found = folder.with_name("found")
            disk.cut(found, chance)
            try:
                yield said
            finally:
                shutil.rmtree(found)


def work(folder: Path, log: Path, seed: int, kinds: list[str]) -> None:
    """Let a process tag in ``folder``; what it began with lies in ``before`` beside the folder."""
    folder.mkdir(parents=True)
    steps.begin(folder / "news.annotator")
    shutil.copytree(folder, folder.with_name("before"))
    recorded(folder, log, "working", str(folder / "news.annotator"), str(seed), *kinds)


@pytest.fixture(scope="module")
def mornings(tmp_path_factory: pytest.TempPathFactory, long_faults: bool) -> list[tuple[Path, Path]]:
    """Folders that somebody has worked in, every other on what is taken for a network drive, and what was recorded."""
    made = []
    for seed in range(8 if long_faults else 1):
        os.environ["FAULTS_DRIVE"] = "nfs" if seed % 2 else ""
        folder = tmp_path_factory.mktemp("morning") / "news"
        log = folder.with_suffix(".log")
        work(folder, log, seed, steps.script(seed, length=25) if long_faults else SHORT)
        made.append((folder, log))
    del os.environ["FAULTS_DRIVE"]
    return made


def acknowledged(said: list[str]) -> tuple[Known, Known]:
    """The first and the last."""
    done = [line for line in said if line.startswith("done ")]
    return Known.told(done[0]), Known.told(done[-1])


@needs_strace
def test_a_power_cut_loses_nothing_that_was_acknowledged(mornings: list[tuple[Path, Path]], long_faults: bool) -> None:
    """``--faults long``: 400 cuts in eight mornings of work."""
    outcomes, chance = Counter[str](), random.Random(7)
    for folder, log in mornings:
        disk = Disk(folder.with_name("before"))
        for said in cuts(folder, log, disk, 50 if long_faults else 8, chance):
            begun, last = acknowledged(said)
            found = folder.with_name("found") / "news.annotator"
            outcomes[what_happened(found, last, begun, steps.WHO)] += 1
    print(f"\n{sum(outcomes.values())} cuts, the step under way was", dict(outcomes))


@needs_strace
def test_a_program_that_did_not_sync_would_be_found_out(
    mornings: list[tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same disk under a program whose requests to keep what was written lead nowhere."""
    folder, log = mornings[0]
    monkeypatch.setattr("tests.faults.disk.Content.sync", lambda content: None)
    for said in cuts(folder, log, Disk(folder.with_name("before")), 20, random.Random(1)):
        begun, last = acknowledged(said)
        try:
            what_happened(folder.with_name("found") / "news.annotator", last, begun, steps.WHO)
        except (AssertionError, AnnotatorError):
            break
    else:
        raise AssertionError("twenty cuts, and nothing is missing")


@needs_strace
def test_what_was_made_is_there_whole_after_a_power_cut(tmp_path: Path, long_faults: bool) -> None:
    """Projects, exports, archives, folders, backups, hand-outs: what was being made is there whole or not at all."""
    if not long_faults:
        pytest.skip("with --faults long")
    folder, log, chance = tmp_path / "made", tmp_path / "made.log", random.Random(5)
    folder.mkdir()
    disk = Disk(folder)
    recorded(folder, log, "making_things", str(folder))
    outcomes = Counter[str]()
    for said in cuts(folder, log, disk, 150, chance):
        found = tmp_path / "found"
        for line in said:
            word, name = line.split(" ")
            spans = whole(found / name, folder / name)
            if name == "out.jsonl":
                assert spans in ({NEW} if "again out.jsonl" in said else {OLD, NEW})
            outcomes[f"{word} {name.partition('/')[0]}"] += 1
        for path in found.iterdir():
            if (folder / path.name).is_file():  # what lies beside a project is taken together with it
                whole(path, folder / path.name)
    print("\nfound whole:", dict(outcomes))


def whole(found: Path, made: Path) -> int:
    """How many spans a thing holds, which must be what one like it is."""
    if made.suffix == ".annotator":
        with Project(found) as project:
            assert_sound(project, found)
            return int(project.query.counts()["spans"])
    if made.suffix == ".jsonl":
        lines = [json.loads(line) for line in found.read_text(encoding="utf-8").splitlines()]
        assert len(lines) == 2
        return sum(len(line["spans"]) for line in lines)
    if made.suffix == ".zip":
        assert zipfile.ZipFile(found).testzip() is None
        return NEW
    files = {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    assert {path.relative_to(found): path.read_bytes() for path in found.rglob("*") if path.is_file()} == files
    return NEW
