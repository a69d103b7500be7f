"""A disk that reports errors, under the program itself: what is told is true, also after a crash.

The errors are put into system calls by strace, for the project's own files alone.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.store.project import Project
from tests.faults import steps
from tests.faults.keeping import Known, assert_sound, known
from tests.faults.tracing import STRACE

pytestmark = pytest.mark.timeout(7200)
needs_strace = pytest.mark.skipif(not STRACE, reason="strace puts in the errors")
ROOT = Path(__file__).resolve().parents[2]


class Fault(NamedTuple):
    """Which call about which file fails, and how; ``drive``: the kind of a network drive."""

    call: str
    error: str
    file: str
    drive: str = ""


WAL = [
    Fault("fdatasync,fsync", "EIO", "news.annotator-wal"),
    Fault("pwrite64", "EIO", "news.annotator-wal"),
    Fault("pwrite64", "ENOSPC", "news.annotator-wal"),
    Fault("pwrite64", "ENOSPC", "news.annotator"),
    Fault("fdatasync,fsync", "EIO", "news.annotator"),
    Fault("pwrite64", "ENOSPC", "news.annotator-shm"),
]
JOURNAL = [
    Fault("fdatasync,fsync", "EIO", "", "nfs"),  # the folder: a commit that fails when it is through
    Fault("fdatasync,fsync", "EIO", "news.annotator", "nfs"),
    Fault("pwrite64", "ENOSPC", "news.annotator", "nfs"),
    Fault("unlink", "EIO", "news.annotator-journal", "nfs"),
    Fault("pwrite64", "EIO", "news.annotator-journal", "nfs"),
]


def stumble(path: Path, fault: Fault, when: str, how: str) -> list[str]:
    """Work on the project under a fault; what was said."""
    reading, writing = os.pipe()
    where = str(path.parent / fault.file) if fault.file else str(path.parent)
    inject = ["-e", f"trace={fault.call}", "-e", f"inject={fault.call}:error={fault.error}:when={when}", "-P", where]
    command = [str(STRACE), "-f", "-qq", "-o", "/dev/null", *inject, sys.executable, "-m", "tests.faults.stumbling"]
    with os.fdopen(reading) as pipe:
        given = [str(path), str(writing), fault.drive, how]
        process = subprocess.Popen([*command, *given], cwd=ROOT, pass_fds=[writing], stderr=subprocess.PIPE)
        os.close(writing)
        said = pipe.read().splitlines()
    _, errors = process.communicate()
    assert b"Traceback" not in errors, errors.decode()
    return said


def under(fault: Fault, when: str, how: str, folder: Path) -> Counter[str]:
    """What was told, held against what the next start finds."""
    folder.mkdir()
    path = folder / "news.annotator"
    steps.begin(path)
    said = stumble(path, fault, when, how)
    words = Counter(line.partition(" ")[0] for line in said)
    last = [Known.told(line) for line in said if line.startswith("done ")][-1]
    for line in said:
        if line.startswith("failed "):
            full = fault.error == "ENOSPC"
            assert ("the disk is full" if full else "the disk reports an error") in line, line
    with Project(path) as project:
        assert_sound(project, path)
        found = known(path)
    if any("failed twice" in line for line in said):  # then it was told that nobody can know
        assert found.acts - last.acts in (0, 1)
    else:
        assert found == last, f"{fault} at {when}, {how}: {said}"
    return words


@needs_strace
def test_what_is_told_of_a_bad_disk_is_true(tmp_path: Path, long_faults: bool) -> None:
    """Each fault at each of the first calls, once or from then on, and after it the program goes on or is killed."""
    told = Counter[str]()
    number = 0
    faults = [*WAL, *JOURNAL] if long_faults else WAL[:1]
    for fault in faults:
        for when in (1, 2, 3, 4, 5, 6, 8, 11) if long_faults else [4]:
            for times in ("", "+") if long_faults else [""]:
                for how in ("go on", "die") if long_faults else ["die"]:
                    number += 1
                    told += under(fault, f"{when}{times}", how, tmp_path / str(number))
    print(f"\n{number} bad disks:", dict(told))
    if long_faults:
        assert told["failed"]
        assert told["refused"]
