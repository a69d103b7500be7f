"""Files and folders that cannot be written, and drives of other machines."""

import os
from pathlib import Path

import pytest

from annotator.core.errors import ReadOnly
from annotator.store import drives
from annotator.store.drives import network_drive, why_read_only
from annotator.store.project import Project
from tests.making import PLAIN, make_project, make_span, tag
from tests.unprivileged import open_folder, read_only_drive, run_as_nobody, start_as_nobody

_OPEN = """
try:
    Project(path).close()
    print("open")
except ReadOnly as error:
    print(error.reason)
"""
_READ = "with Project(path, read_only=True) as project: print(project.query.counts()['spans'])"


def _crash(path: Path) -> None:
    """Leave a file as a writer does who is killed: what they did last is in the WAL."""
    pid = os.fork()
    if not pid:
        tag(Project(path), make_span(0, 7))
        os._exit(0)
    os.waitpid(pid, 0)


@pytest.mark.parametrize(
    ("mode", "folder_mode", "why"),
    [
        (0o444, 0o755, "the file is write-protected"),
        (0o644, 0o755, "you have no right to change the file"),
        (0o666, 0o755, "you have no right to write in its folder"),
        (0o666, 0o777, "open"),
    ],
)
@pytest.mark.skipif(os.geteuid() != 0, reason="the files of this test must be somebody else's")
def test_why_a_file_cannot_be_written_is_told(mode: int, folder_mode: int, why: str) -> None:
    with open_folder() as folder:
        path = folder / "a.annotator"
        make_project(path, PLAIN).close()
        path.chmod(mode)
        folder.chmod(folder_mode)
        before = path.read_bytes()
        assert run_as_nobody(_OPEN, path) == why
        assert run_as_nobody(_READ, path) == "0"
        assert sorted(each.name for each in folder.iterdir()) == ["a.annotator"]
        assert path.read_bytes() == before or why == "open"


def test_a_drive_that_is_read_only(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    make_project(path, PLAIN).close()
    with read_only_drive(tmp_path):
        assert why_read_only(path) == "the drive it lies on is read-only"
        with pytest.raises(ReadOnly, match="--read-only, or save a copy elsewhere"):
            Project(path)
        with Project(path, read_only=True) as project:
            assert project.query.counts()["documents"] == 1
            assert not project.changed_elsewhere()
    assert why_read_only(path) == ""


@pytest.mark.parametrize("keep", [("-wal",), ("-wal", "-shm")], ids=" ".join)
def test_what_a_crash_left_is_read_on_a_drive_that_is_read_only(tmp_path: Path, keep: tuple[str, ...]) -> None:
    path = tmp_path / "a.annotator"
    make_project(path, PLAIN).close()
    _crash(path)
    for ending in {"-wal", "-shm"} - set(keep):
        path.with_name(path.name + ending).unlink()
    path.with_name(f".{path.name}.lock").unlink()
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with read_only_drive(tmp_path), Project(path, read_only=True) as project:
        assert project.query.counts()["spans"] == 1
        with project.worker() as worker:
            assert worker.query.counts()["spans"] == 1
        project.copy_to(tmp_path.with_name("copied.annotator"))
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
    with Project(tmp_path.with_name("copied.annotator")) as copied:
        assert copied.query.counts()["spans"] == 1


def test_a_journal_that_a_crash_left_is_rolled_back_in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _claim_network(tmp_path, monkeypatch, "nfs4")
    path = tmp_path / "a.annotator"
    make_project(path, *(f"{number} {PLAIN}" * 50 for number in range(50))).close()
    pid = os.fork()
    if not pid:
        connection = Project(path)._opened.connection
        connection.execute("PRAGMA cache_spill = ON")
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE documents SET title = 'half an act'")
        os._exit(0)
    os.waitpid(pid, 0)
    assert path.with_name("a.annotator-journal").exists()
    with read_only_drive(tmp_path), Project(path, read_only=True) as project:
        assert "half an act" not in {each.title for each in project.query.documents()}


@pytest.mark.skipif(os.geteuid() != 0, reason="the files of this test must be somebody else's")
def test_who_may_only_read_follows_who_begins_to_write_later() -> None:
    code = """
project = Project(path, read_only=True)
print("ready", flush=True)
for line in sys.stdin:
    print(project.changed_elsewhere(), project.query.counts()["spans"], flush=True)
"""
    with open_folder() as folder:
        path = folder / "a.annotator"
        make_project(path, PLAIN).close()
        with start_as_nobody(code, path) as reader:
            assert reader.stdin
            assert reader.stdout

            def look() -> str:
                assert reader.stdin
                assert reader.stdout
                reader.stdin.write("\n")
                reader.stdin.flush()
                return reader.stdout.readline().strip()

            assert reader.stdout.readline().strip() == "ready"
            assert look() == "False 0"
            with Project(path) as writer:
                tag(writer, make_span(0, 7))
                assert look() == "True 1"
                tag(writer, make_span(8, 11))
                assert look() == "True 2"
                assert look() == "False 2"
            assert look().endswith(" 2")
            with Project(path) as writer:
                tag(writer, make_span(12, 15))
                assert look() == "True 3"
            reader.communicate()


def _claim_network(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Have the list of mounts say that a folder comes over the network."""
    mounts = folder.with_name(f"{folder.name} mounts")
    point = str(folder).replace(" ", "\\040")
    lines = ["22 1 8:1 / / rw - ext4 /dev/sda1 rw", f"40 22 0:50 / {point} rw shared:1 - {kind} server:/news rw"]
    mounts.write_text("\n".join(lines) + "\n")
    monkeypatch.setattr(drives, "_MOUNTS", mounts)


@pytest.mark.parametrize(
    ("kind", "network"), [("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("ext4", False), ("tmpfs", False)]
)
def test_a_drive_of_another_machine_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, network: bool
) -> None:
    folder = tmp_path / "with blank"
    folder.mkdir()
    _claim_network(folder, monkeypatch, kind)
    assert network_drive(folder / "a.annotator") == (kind if network else "")
    assert network_drive(tmp_path / "a.annotator") == ""


def test_this_machines_own_list_of_mounts_is_read(tmp_path: Path) -> None:
    assert network_drive(tmp_path) in {*drives._NETWORK, ""}


def test_over_a_network_there_is_no_wal_and_all_else_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.annotator"
    with make_project(path, PLAIN) as project:
        assert project._opened.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    _claim_network(tmp_path, monkeypatch, "nfs4")
    with Project(path) as project:
        for each in (project, project.worker()):
            connection = each._opened.connection
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            assert connection.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
            each.worker().close()
        tag(project, make_span(0, 7))
        assert not path.with_name("a.annotator-wal").exists()
        assert not project.changed_elsewhere()
        each.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.annotator"]
