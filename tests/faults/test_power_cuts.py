"""The power is cut at any moment: no project is damaged, and no acknowledged step is lost.

What the program does to the disk is recorded by strace, and what the disk had not been asked to keep is then dropped,
kept or torn by a model (``disk``). This way it is the program itself, with the SQLite it uses, that is tested, and not
its statements run by another SQLite.
"""

import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from tests.faults import steps, tracing
from tests.faults.disk import Disk
from tests.faults.keeping import Known, what_happened

pytestmark = pytest.mark.timeout(7200)
SHORT = ["tag", "note", "undo", "merge", "reopen", "tag"]
needs_strace = pytest.mark.skipif(not tracing.STRACE, reason="strace records what the program does to the disk")


def recorded(folder: Path, log: Path, seed: int, kinds: list[str]) -> Disk:
    """Let a process work in ``folder``; what its disk was like before."""
    folder.mkdir()
    steps.begin(folder / "news.annotator")
    before = Disk(folder)
    reading, writing = os.pipe()
    given = [str(folder / "news.annotator"), str(seed), str(writing), *kinds]
    try:
        tracing.record([sys.executable, "-m", "tests.faults.working", *given], log, [writing])
    finally:
        os.close(writing)
        os.close(reading)
    return before


def cuts(folder: Path, log: Path, disk: Disk, number: int, chance: random.Random) -> Iterator[list[Known]]:
    """Cut the power at random moments of what was recorded: what had been acknowledged, while what was found then lies
    in ``found`` beside the folder."""
    moments = sum(1 for _ in tracing.replay(log, folder, Disk(folder), lambda line: None))
    wanted = Counter(chance.choices(range(moments), k=number))
    said: list[str] = []
    for moment, _ in enumerate(tracing.replay(log, folder, disk, said.append)):
        done = [Known.told(line) for line in said if line.startswith("done ")]
        for _ in range(wanted[moment] if done else 0):
            found = folder.with_name("found")
            disk.cut(found, chance)
            yield done
            shutil.rmtree(found)


@needs_strace
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, long_faults: bool) -> None:
    """``--faults long``: 400 cuts in eight mornings of work."""
    outcomes = Counter[str]()
    for seed in range(8 if long_faults else 1):
        folder, log, chance = tmp_path / f"{seed}", tmp_path / f"{seed}.log", random.Random(seed)
        disk = recorded(folder, log, seed, steps.script(seed, length=25) if long_faults else SHORT)
        for done in cuts(folder, log, disk, 50 if long_faults else 10, chance):
            path = tmp_path / "found" / "news.annotator"
            outcomes[what_happened(path, done[-1], done[0], steps.WHO)] += 1
    print(f"\n{sum(outcomes.values())} cuts, the step under way was", dict(outcomes))


@needs_strace
def test_a_program_that_did_not_sync_would_be_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same disk under a program whose requests to keep what was written lead nowhere."""
    folder, log = tmp_path / "0", tmp_path / "0.log"
    disk = recorded(folder, log, 1, ["tag", "note", "tag"])
    monkeypatch.setattr("tests.faults.disk.Content.sync", lambda content: None)
    found_out = 0
    for done in cuts(folder, log, disk, 6, random.Random(1)):
        try:
            what_happened(tmp_path / "found" / "news.annotator", done[-1], done[0], steps.WHO)
        except (AssertionError, AnnotatorError):
            found_out += 1
    assert found_out
