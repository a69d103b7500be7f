"""What root may do and others may not: run as somebody without rights, and folders on drives that are read-only."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_NOBODY = 65534

# Everything is imported before the rights go: Python itself may lie where nobody else may read.
_DROP = f"""
import os, shutil, sqlite3, sys, tempfile
from pathlib import Path
import annotator.store.backups, annotator.store.lock
from annotator.core.errors import AnnotatorError, Locked, ReadOnly
from annotator.store.project import Project
if os.geteuid() == 0:
    os.setgroups([]); os.setgid({_NOBODY}); os.setuid({_NOBODY})
path = Path(sys.argv[1])
"""


def start_as_nobody(code: str, path: Path) -> "subprocess.Popen[str]":
    """A process that runs ``code`` on ``path`` without the rights of root; talk to it over its pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", _DROP + code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": "/tmp"},
    )


def run_as_nobody(code: str, path: Path) -> str:
    """What it prints. Fails with what it says if it fails."""
    with start_as_nobody(code, path) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that others may look into; pytest's own are for their owner alone."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def read_only_drive(folder: Path) -> Iterator[None]:
    """Make a folder one on a drive that cannot be written, which takes root; skips where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("making a drive read-only takes root")
    bound = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode == 0
    if not bound:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)
