"""Opening, closing, locking and refusing project files."""

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError, Locked
from annotator.core.model import Document, Span
from annotator.store import schema, schema_version
from annotator.store.making import backup
from annotator.store.project import Project
from tests.making import LI, PLAIN, WEN, act, make_document, make_project, make_span, tag


def test_a_closed_project_is_exactly_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    with make_project(path) as project:
        tag(project, make_span(0, 7))
        assert (tmp_path / "a.annotator-wal").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["a.annotator"]
    with Project(path, read_only=True) as again:
        assert [span.text for span in again.query.spans(make_document().id)] == [PLAIN[0:7]]


def test_the_schema_constants_are_what_the_migrations_make() -> None:
    from sqlite_utils.db import Database

    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrations.apply(Database(connection, execute_plugins=False))
    found = schema_version.fingerprint(schema_version.statements(connection))
    connection.close()
    assert schema_version.FINGERPRINTS[schema_version.SCHEMA_VERSION] == found
    assert len(schema.names()) == schema_version.SCHEMA_VERSION == max(schema_version.FINGERPRINTS)


def test_pragmas_of_the_writer(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        connection = project._opened.connection
        values = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "trusted_schema",
                "cell_size_check",
                "foreign_keys",
                "application_id",
                "user_version",
            )
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "foreign_keys": 1,
        "application_id": schema_version.APPLICATION_ID,
        "user_version": schema_version.SCHEMA_VERSION,
    }


def _second(path: Path, *, read_only: bool = False) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from pathlib import Path; from annotator.store.project import Project\n"
        f"with Project(Path(sys.argv[1]), read_only={read_only}) as p: print(p.query.counts()['spans'])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )


def test_another_process_is_kept_out_by_name_but_may_read(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    with make_project(path) as project:
        tag(project, make_span(0, 7))
        refused = _second(path)
        assert refused.returncode == 1
        assert "is open in another window (" in refused.stderr
        assert " since 20" in refused.stderr
        reading = _second(path, read_only=True)
        assert reading.stdout.strip() == "1"
    assert _second(path).stdout.strip() == "1"


def test_the_same_process_is_kept_out_too_also_through_a_link(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    link = tmp_path / "b.annotator"
    link.symlink_to(path)
    with make_project(path):
        with pytest.raises(AnnotatorError, match="already open in this program"):
            Project(link)
        with pytest.raises(AnnotatorError):
            Project(path)


def test_a_lock_left_by_a_crash_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    make_project(path).close()
    (tmp_path / ".a.annotator.lock").write_text('{"name": "ghost", "machine": "x", "since": "1999"}')
    with Project(path) as project:
        assert project.query.counts()["documents"] == 1


def test_locked_names_the_holder(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    make_project(path).close()
    code = (
        "import sys, time; from pathlib import Path; from annotator.store.project import Project\n"
        "p = Project(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.read(); p.close()"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "ready"
        with pytest.raises(Locked) as caught:
            Project(path)
        assert " on " in caught.value.holder
        holder.communicate()
    Project(path).close()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("this is no database, though it is longer than a hundred bytes. " * 3)


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()


def _truncated(path: Path) -> None:
    make_project(path).close()
    os.truncate(path, 8192)


def _newer(path: Path) -> None:
    make_project(path).close()
    with path.open("r+b") as file:
        file.seek(60)
        file.write(struct.pack(">i", 99))


def _trigger(path: Path) -> None:
    make_project(path).close()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER spy AFTER INSERT ON spans BEGIN DELETE FROM spans; END")
    connection.close()


def _table_gone(path: Path) -> None:
    make_project(path).close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE dismissals")
    connection.close()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_empty, "is empty, not a project"),
        (_text, "is not an Annotator project"),
        (_foreign, "SQLite database, but not an Annotator project"),
        (_truncated, "is cut off"),
        (_newer, "newer Annotator .schema 99"),
        (_trigger, "unknown table, index, view or trigger “spy”"),
        (_table_gone, "lacks the table, index, view or trigger “dismissals”"),
        (_folder, "is a folder"),
        (lambda path: None, "there is no such file"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_sound_project_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], why: str, read_only: bool
) -> None:
    path = tmp_path / "bad.annotator"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    names = {each.name for each in tmp_path.iterdir()}
    with pytest.raises(AnnotatorError, match=why) as caught:
        Project(path, read_only=read_only)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert {each.name for each in tmp_path.iterdir()} == names


def test_creating_over_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    path.write_text("precious")
    with pytest.raises(AnnotatorError, match="exists already"):
        make_project(path)
    assert path.read_text() == "precious"


def test_a_new_project_does_not_take_up_what_a_lost_one_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    project = make_project(path, PLAIN)
    left = path.with_name("a.annotator-wal").read_bytes()
    project.close()
    path.unlink()
    path.with_name("a.annotator-wal").write_bytes(left)
    with pytest.raises(AnnotatorError, match=r"a\.annotator-wal beside it is left of a project"):
        make_project(path)
    assert not path.exists()
    assert path.with_name("a.annotator-wal").read_bytes() == left


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(AnnotatorError, match="cannot be made"):
        make_project(folder / "a.annotator")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="cannot be made"):
        make_project(tmp_path / "nowhere" / "a.annotator")


def test_read_only_changes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    make_project(path).close()
    before = path.read_bytes()
    with Project(path, read_only=True) as project:
        assert [document.length for document in project.query.documents()] == [len(PLAIN)]
        with pytest.raises(AnnotatorError, match="read-only"):
            tag(project, make_span(0, 7))
    assert path.read_bytes() == before


def test_a_backup_is_a_whole_project(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7))
        project.copy_to(tmp_path / "copy.annotator")
        assert project.query.find(Document, make_document().id) is not None
    with Project(tmp_path / "copy.annotator") as copy:
        assert len(copy.query.spans(make_document().id)) == 1


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        target = tmp_path / "folder.annotator"
        target.mkdir()
        with pytest.raises(AnnotatorError, match="no copy was made"):
            backup(project._opened.connection, target)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.annotator", "folder.annotator"]


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    make_project(path).close()
    code = (
        "import os, sys; from pathlib import Path; from annotator.store.project import Project\n"
        "from tests.making import make_span, tag\n"
        "p = Project(Path(sys.argv[1]))\n"
        "for n in range(20): tag(p, make_span(n, n + 5)); print(n, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == -9
    with Project(path) as project:
        assert len(project.query.spans(make_document().id)) == len(done.stdout.split()) == 20
        entry = project.undoable(make_span(0, 1).annotator_id, "installation-a")
        assert entry is not None
        project.take_back(entry, entry.annotator_id, "installation-a")
        assert len(project.query.spans(make_document().id)) == 19


def test_the_worker_sees_what_was_written_and_writes_beside(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.annotator") as project:
        with project.worker() as worker:
            tag(worker, make_span(0, 7))
        assert len(project.query.spans(make_document().id)) == 1
        tag(project, make_span(8, 11))
    with Project(tmp_path / "a.annotator") as again:
        assert again.query.counts()["spans"] == 2


def test_the_file_reads_well_in_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    with make_project(path) as project:
        tag(project, make_span(0, 7, "statistic"))
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT annotator, label, start, end, text FROM span_list").fetchall()
    connection.close()
    assert rows == [("Wen", "statistic", 0, 7, PLAIN[:7])]


def test_values_given_are_offered_for_any_key(tmp_path: Path) -> None:
    from dataclasses import replace

    with make_project(tmp_path / "a.annotator") as project:
        for value, key in (("Oda", "speaker"), ("Oda", "speaker"), ("Ann", 'a."b'), ("Ann", "speaker")):
            tag(project, replace(make_span(0, 7, "quote"), attributes={key: value}))
        assert project.query.values_given("quote", "speaker", make_document().id) == ["Oda", "Ann"]
        assert project.query.values_given("quote", 'a."b', make_document().id) == ["Ann"]
        assert project.query.find(Span, "nobody") is None
        assert act().label == "Test"


def test_what_a_crash_left_in_a_read_only_folder_is_read_from_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "medium"
    folder.mkdir()
    with make_project(tmp_path / "a.annotator") as project:
        tag(project, make_span(0, 7))
        for name in ("a.annotator", "a.annotator-wal"):
            shutil.copyfile(tmp_path / name, folder / name)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    monkeypatch.setattr("annotator.store.opening.os.access", lambda path, mode: False)
    with Project(folder / "a.annotator", read_only=True) as crashed:
        assert [span.text for span in crashed.query.spans(make_document().id)] == [PLAIN[:7]]
        assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    (folder / "a.annotator-wal").unlink()
    with Project(folder / "a.annotator", read_only=True) as plain:
        assert plain.query.counts()["documents"] in (0, 1)
        assert [each.name for each in folder.iterdir()] == ["a.annotator"]


def test_a_name_means_a_person_only_if_one_has_it(tmp_path: Path) -> None:
    from dataclasses import replace

    from annotator.core.changes import Change, ChangeSet

    with make_project(tmp_path / "a.annotator") as project:
        assert project.query.person_called("Wen") == WEN
        assert project.query.person_called("Zoe") is None
        namesakes = [replace(WEN, id="other-wen"), replace(WEN, id="machine", name="Li", kind="suggester")]
        changes = ChangeSet("Namesakes", tuple(Change(None, each) for each in namesakes), merged=True)
        project.apply(changes, act("Namesakes", merged=True))
        assert project.query.person_called("Wen") is None
        assert project.query.person_called("Li") == LI
