"""A project's file that is moved, deleted or replaced while it is open: nothing is written where nobody finds it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from annotator.edit.importing import Import
from annotator.edit.projects import import_into
from annotator.store.foreign import Foreign
from annotator.store.opening import is_database
from annotator.store.place import Displaced
from annotator.store.project import Project
from tests.making import PLAIN, WEN, make_project, make_span, tag


def move(path: Path) -> None:
    os.rename(path, path.with_name("elsewhere.annotator"))


def move_folder(path: Path) -> None:
    os.rename(path.parent, path.parent.with_name("other folder"))


def replace(path: Path) -> None:
    other = path.with_name("other.annotator")
    make_project(other, "Another project.").close()
    os.replace(other, path)


FAULTS = {
    move: "was moved to .*/elsewhere.annotator$",
    move_folder: "was moved to .*/other folder/a.annotator$",
    os.unlink: "was deleted or moved away$",
    replace: "another file has taken the place",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    make_project(folder / "a.annotator", PLAIN).close()
    return folder / "a.annotator"


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_it_is_noticed_and_nothing_more_is_written(path: Path, fault: Callable[[Path], None]) -> None:
    with Project(path) as project:
        assert project.loss() is None
        tag(project, make_span(0, 7))
        fault(path)
        loss = project.loss()
        assert loss is not None
        assert "\n" not in loss.what
        for write in (lambda: tag(project, make_span(8, 11)), project.worker):
            with pytest.raises(Displaced, match=FAULTS[fault]):
                write()
        assert project.query.counts()["spans"] == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_one_goes_on_with_a_copy_and_nothing_stays_in_the_way(
    path: Path, tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    copy = tmp_path / "copy.annotator"
    with Project(path) as project:
        tag(project, make_span(0, 7))
        fault(path)
        before = path.read_bytes() if path.exists() else b""
        project.copy_to(copy)
        project.go_on_with(copy)
        with project.worker() as worker:
            assert worker.query.counts()["spans"] == project.query.counts()["spans"] == 1
        with pytest.raises(AnnotatorError, match="read-only"):
            tag(project, make_span(8, 11))
        assert (path.read_bytes() if path.exists() else b"") == before
        if path.exists():
            with Project(path) as other:
                assert [each.title for each in other.query.documents()] == ["Another project."]
    if path.parent.exists():
        left = {"elsewhere.annotator"} if fault is move else {"a.annotator"} if fault is replace else set()
        assert set(files(path.parent)) == left


def test_what_was_done_before_is_in_the_file_that_was_moved(path: Path, tmp_path: Path) -> None:
    with Project(path) as project:
        tag(project, make_span(0, 7))
        move(path)
        project.copy_to(tmp_path / "copy.annotator")
        project.go_on_with(tmp_path / "copy.annotator")
        with Project(path.with_name("elsewhere.annotator")) as moved:
            moved.check()
            assert moved.query.counts()["spans"] == 1
    assert files(path.parent) == ["elsewhere.annotator"]


def test_an_act_during_which_the_file_goes_is_rolled_back(path: Path) -> None:
    from annotator.core.changes import Change
    from tests.making import act

    def batches() -> object:
        yield [Change(None, make_span(0, 7))]
        os.unlink(path)
        yield [Change(None, make_span(8, 11))]

    with Project(path) as project:
        with pytest.raises(Displaced):
            project.apply_batches(batches(), act())  # type: ignore[arg-type]
        assert project.query.counts()["spans"] == 0


def test_another_process_that_writes_is_noticed_and_we_ourselves_are_not(path: Path) -> None:
    with Project(path) as project:
        tag(project, make_span(0, 7))
        assert not project.changed_elsewhere()
        subprocess.run(
            [sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
             "c.execute(\"UPDATE spans SET note = 'theirs'\"); c.commit()", str(path)],
            check=True,
        )  # fmt: skip
        assert project.changed_elsewhere()
        assert not project.changed_elsewhere()
        assert [span.note for each in project.query.documents() for span in project.query.spans(each.id)] == ["theirs"]


def test_a_trigger_that_another_program_adds_is_refused(path: Path) -> None:
    with Project(path) as project:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TRIGGER surprise AFTER UPDATE ON spans BEGIN SELECT 1; END")
        with pytest.raises(AnnotatorError, match="surprise"):
            project.changed_elsewhere()


def test_a_reader_that_keeps_the_file_does_not_make_one_wait(path: Path) -> None:
    with Project(path, read_only=True) as project, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert not project.changed_elsewhere()
        other.execute("ROLLBACK")


def test_a_window_beside_the_writer_sees_what_they_write(path: Path) -> None:
    with Project(path, read_only=True) as reader, Project(path) as writer:
        assert reader.query.counts()["spans"] == 0
        tag(writer, make_span(0, 7))
        assert reader.changed_elsewhere()
        assert reader.query.counts()["spans"] == 1
        with reader.worker() as worker:
            assert worker.query.counts()["spans"] == 1


def another_program_looks(path: Path) -> None:
    """As the sqlite3 shell does: whoever closes last throws the WAL away, and asks the locks who is last."""
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM spans'); c.close()"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_looking_at_an_open_file_leaves_its_locks_alone(path: Path) -> None:
    descriptors = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    with Project(path) as project:
        with Project(path, read_only=True) as beside:
            beside.query.counts()
        with Foreign(path):
            pass
        assert is_database(path)
        with pytest.raises(AnnotatorError, match="already open"):
            Project(path)
        report = import_into(project, Import(project.query, [path], WEN, format="jsonl"))
        assert report.refused == [f"{path}: is a project that is open here; only another one can be merged into this"]
        tag(project, make_span(0, 7))
        another_program_looks(path)
        assert path.with_name("a.annotator-wal").stat().st_size
        tag(project, make_span(8, 11))
        with Project(path, read_only=True) as beside:
            assert beside.query.counts()["spans"] == 2
    if descriptors:
        assert len(os.listdir("/proc/self/fd")) == descriptors
    assert files(path.parent) == ["a.annotator"]


def test_who_takes_over_from_reading_holds_the_locks(path: Path) -> None:
    reader = Project(path, read_only=True)
    reader.query.counts()
    with Project(path) as project:
        reader.close()
        tag(project, make_span(0, 7))
        another_program_looks(path)
        assert path.with_name("a.annotator-wal").exists()
