"""What befalls the project's file while the window is open: told in words, nothing is lost, and one can go on."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from annotator.app import watching
from annotator.edit.projects import Start
from annotator.gui.application import Program
from annotator.store import backups, drives
from annotator.store.project import Project
from annotator.user import backups_dir
from tests.conftest import Dialogs
from tests.gui.conftest import CTRL, SHIFT, OpenWindow, User
from tests.making import PLAIN, make_project
from tests.unprivileged import ROOT, read_only_drive

LONG = "\n".join(f"Paragraph {number}. {PLAIN}" for number in range(120))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PACE_SECONDS", 0.03)


def banner(user: User) -> str:
    return user.window.banner.text() if user.window.banner.isVisible() else ""


def press(user: User, text: str) -> None:
    """Press a button of the banner."""
    [button] = [each for each in user.window.banner.findChildren(QPushButton) if each.text() == text]
    button.click()


def editing_is_off(user: User) -> bool:
    actions = user.window.actions_table
    return not any(actions.get(*each).isEnabled() for each in (("span.tag", "claim"), ("edit.undo",), ("merge.files",)))


def tag_town(user: User) -> None:
    user.put_caret("town")
    user.press("1")


def move(path: Path) -> None:
    os.rename(path, path.with_name("elsewhere.annotator"))


def replace(path: Path) -> None:
    other = path.with_name("other.annotator")
    make_project(other, "Another project.").close()
    os.replace(other, path)


FAULTS = {move: "was moved to ", os.unlink: "was deleted or moved away", replace: "Another file has taken the place"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_a_file_that_goes_is_noticed_and_one_goes_on_with_another(
    user: User, tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    path, onward = user.window.session.project.path, tmp_path / "onward.annotator"
    tag_town(user)
    user.window.watching.start()
    fault(path)
    user.qtbot.waitUntil(lambda: FAULTS[fault] in banner(user), timeout=5000)
    assert editing_is_off(user)
    user.press("2")
    user.wait_for_jobs()
    assert "kept among the backups" in user.said()
    # All that reads goes on, now from the copy: the list of documents with its filter, and an export.
    user.window.documents.filter.setText("wells")
    user.qtbot.waitUntil(lambda: len(user.window.documents.model.rows) == 1)
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(onward), ""))
    press(user, "Save as…")
    user.qtbot.waitUntil(lambda: user.window.session.project.path == onward, timeout=5000)
    user.take_the_keyboard()
    assert banner(user) == ""
    assert user.spans() == [("claim", "In 2021 the town built 12 wells")]
    user.press("Z", CTRL)
    assert user.spans() == []
    # Nothing of ours stays where it might be taken for the journal of another file.
    assert {each.name for each in tmp_path.glob("*news.annotator*")} <= {path.name}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_a_commit_that_comes_first_notices_it(user: User, fault: Callable[[Path], None]) -> None:
    user.window.watching.stop()
    tag_town(user)
    fault(user.window.session.project.path)
    user.put_caret("Nearly")
    user.press("2")
    assert user.said().startswith("not saved: ")
    assert FAULTS[fault].lower() in banner(user).lower()
    assert editing_is_off(user)
    assert [span.label for span in user.window.focus.spans.values()] == ["claim"]
    user.wait_for_jobs()
    [kept] = backups.listed(backups.folder_of(user.window.session.project.path, backups_dir()))[:1]
    assert kept.why == "gone"
    assert backups.contents(kept) == (1, 1)


def test_a_moved_file_is_opened_where_it_is(user: User) -> None:
    tag_town(user)
    user.window.watching.start()
    path = user.window.session.project.path
    move(path)
    user.qtbot.waitUntil(lambda: "was moved to" in banner(user), timeout=5000)
    user.wait_for_jobs()
    press(user, "Open it there")
    assert user.window.session.project.path == path.with_name("elsewhere.annotator")
    user.take_the_keyboard()
    tag_town(user)
    assert len(user.spans()) == 2


def test_what_took_its_place_can_be_opened(user: User) -> None:
    user.window.watching.start()
    replace(user.window.session.project.path)
    user.qtbot.waitUntil(lambda: "taken the place" in banner(user), timeout=5000)
    user.wait_for_jobs()
    press(user, "Open what is there now")
    assert user.window.focus.text == "Another project."
    assert banner(user) == ""


def test_closing_at_once_keeps_it_all_the_same(user: User) -> None:
    path = user.window.session.project.path
    user.window._later.stop()
    tag_town(user)
    os.unlink(path)
    user.window.session.jobs.start("Something long", lambda tick: time.sleep(0.2), lambda _: None, lambda _: None)
    user.put_caret("Nearly")
    user.press("2")
    user.window.close()
    [kept] = backups.listed(backups.folder_of(path, backups_dir()))
    assert (kept.why, *backups.contents(kept)) == ("gone", 1, 1)
    assert list(path.parent.glob(f"*{path.name}*")) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_one_who_only_reads_is_told_too(
    open_window: OpenWindow, tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    user = open_window(PLAIN, read_only=True)
    user.window.watching.start()
    fault(user.window.session.project.path)
    user.qtbot.waitUntil(lambda: FAULTS[fault] in banner(user), timeout=5000)
    user.wait_for_jobs()
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(tmp_path / "onward"), ""))
    press(user, "Save a copy…")
    user.qtbot.waitUntil(lambda: user.window.session.project.path.name == "onward.annotator", timeout=5000)
    user.take_the_keyboard()
    tag_town(user)
    assert user.spans() == [("claim", "In 2021 the town built 12 wells")]


def test_where_no_copy_can_be_kept_saving_works_all_the_same(user: User, tmp_path: Path) -> None:
    shutil.rmtree(backups_dir(), ignore_errors=True)
    backups_dir().parent.mkdir(parents=True, exist_ok=True)
    backups_dir().write_text("in the way")
    tag_town(user)
    user.window.watching.start()
    replace(user.window.session.project.path)
    user.qtbot.waitUntil(lambda: "before you close this window" in user.said(), timeout=5000)
    press(user, "Open what is there now")
    assert "First save what is here" in user.said()
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(tmp_path / "onward"), ""))
    press(user, "Save as…")
    user.qtbot.waitUntil(lambda: user.window.session.project.path.name == "onward.annotator", timeout=5000)
    assert len(user.spans()) == 1


def test_the_copy_is_not_put_over_what_took_the_place(user: User) -> None:
    path = user.window.session.project.path
    user.window.watching.start()
    replace(path)
    user.qtbot.waitUntil(lambda: "taken the place" in banner(user), timeout=5000)
    user.wait_for_jobs()
    before = path.read_bytes()
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(path), ""))
    press(user, "Save as…")
    user.wait_for_jobs()
    assert "needs another name" in user.said()
    assert path.read_bytes() == before


# Read only


def test_a_file_on_a_read_only_drive_opens_with_the_reason_and_a_copy_can_be_worked_on(
    qtbot: object, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, open_window: OpenWindow
) -> None:
    make_project(tmp_path / "news.annotator", PLAIN).close()
    copy = tmp_path_factory.mktemp("mine") / "copy.annotator"
    with read_only_drive(tmp_path):
        user = open_window()
        assert "Read-only: the drive it lies on is read-only." in banner(user)
        assert editing_is_off(user)
        actions = user.window.actions_table
        tagging = next(each for each in actions.commands if each.id == "span.tag")
        assert actions.why_not(tagging) == "the drive it lies on is read-only"
        assert "the drive it lies on is read-only" in actions.get("merge.files").toolTip()
        user.window.watching.start()
        user.dialogs.answer("QFileDialog.getSaveFileName", (str(copy), ""))
        press(user, "Save a copy…")
        user.qtbot.waitUntil(lambda: user.window.session.project.path == copy, timeout=5000)
        user.take_the_keyboard()
        assert banner(user) == ""
        tag_town(user)
        assert len(user.spans()) == 1


@contextmanager
def writer(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another running Annotator: it tags what it is told to, and closes at the end."""
    code = """
import sys
from pathlib import Path
from annotator.store.project import Project
from tests.making import make_span, tag
with Project(Path(sys.argv[1])) as project:
    print("ready", flush=True)
    for line in sys.stdin:
        start, end = map(int, line.split())
        tag(project, make_span(start, end, text=sys.argv[2]))
        print("done", flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path), PLAIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate()


def test_a_window_beside_the_writer_follows_and_then_takes_over(
    qtbot: object, tmp_path: Path, open_window: OpenWindow, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.annotator"
    make_project(path, PLAIN).close()
    told: list[str] = []
    dialogs.answer("QMessageBox.exec", lambda box: told.append(box.text()))
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.defaultButton())
    with writer(path) as other:
        user = open_window()
        assert " since 20" in told[0]
        assert "Read-only: it is open in another window (" in banner(user)
        assert editing_is_off(user)
        user.window.watching.start()
        user.put_caret("Nearly", 3)
        caret = user.window.pane.article.caret()
        assert other.stdin
        other.stdin.write("0 7\n")
        other.stdin.flush()
        user.qtbot.waitUntil(lambda: len(user.window.focus.spans) == 1, timeout=5000)
        assert user.window.spans.model.rowCount() == 1
        assert user.window.pane.article.caret() == caret
        other.communicate()
    press(user, "Edit here")
    user.take_the_keyboard()
    assert banner(user) == ""
    tag_town(user)
    assert len(user.spans()) == 2


def test_a_lock_of_another_machine_can_be_passed_over(
    qtbot: object, tmp_path: Path, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.annotator"
    make_project(path, PLAIN).close()
    claim_network(tmp_path, monkeypatch)
    left = tmp_path / ".news.annotator.lock"
    asked: list[str] = []

    def choose(word: str) -> Callable[[QMessageBox], None]:
        def act(box: QMessageBox) -> None:
            asked.append(box.text() + box.informativeText())
            chosen = next(each for each in box.buttons() if word in each.text())
            monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: chosen)

        return act

    for word, read_only in (("read-only", True), ("edit", False)):
        left.write_text('{"name": "chen", "machine": "desk-7", "since": "2026-01-02T03:04:05Z"}')
        dialogs.answer("QMessageBox.exec", choose(word))
        program = Program("Wen", False)
        assert program.open(Start(path))
        assert program.window is not None
        assert program.window.session.read_only == read_only
        assert "chen on desk-7" in asked[-1]
        program.window.close()
        program.window.deleteLater()
    dialogs.answer("QMessageBox.exec", choose("Cancel"))
    left.write_text('{"name": "chen", "machine": "desk-7", "since": "2026-01-02T03:04:05Z"}')
    assert not Program("Wen", False).open(Start(path))
    QApplication.sendPostedEvents(None, 52)


def claim_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the system's list of mounts say that a folder comes over the network."""
    mounts = folder.with_name(f"{folder.name} mounts")
    mounts.write_text(f"40 22 0:50 / {folder} rw - nfs4 server:/news rw\n")
    monkeypatch.setattr(drives, "_MOUNTS", mounts)


def test_a_network_drive_is_told_once(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_network(tmp_path, monkeypatch)
    user = open_window(PLAIN)
    user.window.notices.tell_drive()
    assert "network drive (nfs4)" in banner(user)
    press(user, "Work here")
    assert banner(user) == ""
    tag_town(user)
    assert len(user.spans()) == 1
    user.restart()
    user.window.notices.tell_drive()
    assert banner(user) == ""


# Another program


def other_program(user: User, *statements: str) -> None:
    """Datasette, say: plain SQLite in a process of its own."""
    code = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nfor do in sys.argv[2:]: c.execute(do)\nc.commit()"
    path = user.window.session.project.path
    subprocess.run([sys.executable, "-c", code, str(path), *statements], check=True)


def test_what_another_program_writes_shows_and_the_reader_stays_where_they_are(open_window: OpenWindow) -> None:
    user = open_window(LONG)
    user.put_caret("Paragraph 60")
    user.press("1")
    user.window.watching.start()
    article = user.window.pane.article
    user.qtbot.waitUntil(lambda: not article._ahead.busy)  # what is laid out later moves the rest
    [span_id] = user.window.focus.spans
    user.select("Paragraph 61")
    user.window.focus.choose(span_id)
    article.verticalScrollBar().setValue(article.verticalScrollBar().value() + 3)
    before = (article.caret(), article.selection(), article.verticalScrollBar().value(), user.focused())
    other_program(
        user,
        "UPDATE spans SET note = 'theirs'",
        'INSERT INTO spans (id, document_id, annotator_id, label, start, "end", text, attributes, note, origin,'
        " created_at, updated_at, rev, deleted) SELECT 'f0000000-0000-4000-8000-000000000000', document_id,"
        " annotator_id, 'quote', 0, 9, 'Paragraph', attributes, '', origin, created_at, updated_at, 0, 0 FROM spans",
        "UPDATE documents SET title = 'Their title'",
        "UPDATE labels SET name = 'Assertion' WHERE key = 'claim'",
    )
    user.qtbot.waitUntil(lambda: "Another program has changed" in user.said(), timeout=5000)
    assert (article.caret(), article.selection(), article.verticalScrollBar().value(), user.focused()) == before
    assert user.window.focus.spans[span_id].note == "theirs"
    assert user.window.focus.span_id == span_id
    assert user.window.focus.document
    assert user.window.focus.document.title == "Their title"
    assert user.window.spans.model.rowCount() == 2
    assert [(span.label, span.start) for span in article.spans_at(3)] == [("quote", 0)]
    assert user.window.actions_table.get("span.tag", "claim").text() == "Tag as assertion"
    user.qtbot.waitUntil(lambda: user.window.documents.model.rows[0].title == "Their title", timeout=5000)


def test_an_edit_of_what_has_changed_meanwhile_is_refused_and_the_new_state_shown(user: User) -> None:
    user.window.watching.stop()
    tag_town(user)
    other_program(user, "UPDATE spans SET label = 'quote'")
    user.press("R")
    user.press("2")
    assert "this span was changed by another program" in user.said()
    user.qtbot.waitUntil(lambda: [span.label for span in user.window.focus.spans.values()] == ["quote"])
    assert [label for label, _ in user.spans()] == ["quote"]
    user.press("R")
    user.press("2")
    assert [label for label, _ in user.spans()] == ["statistic"]


def test_what_is_typed_over_what_has_changed_meanwhile_is_refused(user: User) -> None:
    tag_town(user)
    user.press("N")
    user.type("mine")
    other_program(user, "UPDATE spans SET note = 'theirs'")
    user.window.watching.start()
    user.qtbot.waitUntil(lambda: "changed by another program" in user.said(), timeout=5000)
    user.qtbot.waitUntil(lambda: user.window.inspector.form.note.toPlainText() == "theirs", timeout=5000)
    assert [span.note for span in user.stored()] == ["theirs"]


@pytest.mark.parametrize("statement", ["UPDATE spans SET note = 'theirs'", "UPDATE spans SET deleted = 1"])
def test_undo_does_not_take_away_what_another_program_did(user: User, statement: str) -> None:
    user.window.watching.stop()
    tag_town(user)
    user.press("R")
    user.press("2")
    other_program(user, statement)
    user.press("Z", CTRL)
    assert "another program changed the same thing later" in user.said()
    with Project(user.window.session.project.path, read_only=True) as project:
        [row] = project._opened.connection.execute("SELECT label, note, deleted FROM spans").fetchall()
    assert row in [("statistic", "theirs", 0), ("statistic", "", 1)]


def test_undo_of_what_nobody_else_touched_goes_on(user: User) -> None:
    tag_town(user)
    user.window.watching.start()
    other_program(user, "UPDATE documents SET title = 'Their title'")
    user.qtbot.waitUntil(lambda: "Another program has changed" in user.said(), timeout=5000)
    user.press("Z", CTRL)
    assert user.spans() == []
    user.press("Z", CTRL | SHIFT)
    assert len(user.spans()) == 1


def test_a_document_that_another_program_deletes_goes_from_the_window(user: User) -> None:
    user.window.watching.start()
    other_program(user, "UPDATE documents SET deleted = 1")
    user.qtbot.waitUntil(lambda: user.window.focus.document is None, timeout=5000)
    assert user.window.pane.article.text() == ""


def test_a_trigger_that_another_program_adds_ends_the_editing(user: User) -> None:
    tag_town(user)
    user.window.watching.start()
    other_program(user, "CREATE TRIGGER surprise AFTER UPDATE ON spans BEGIN DELETE FROM spans; END")
    user.qtbot.waitUntil(lambda: "changed the structure" in banner(user), timeout=5000)
    assert "“surprise”)." in banner(user)
    assert user.window.status.saved.text() == "File changed"
    user.dialogs.answer("QDialog.exec", lambda dialog: dialog.reject())
    press(user, "Backups…")
    user.wait_for_jobs()
    assert editing_is_off(user)
    user.press("Delete")
    assert len(user.window.focus.spans) == 1
    other_program(user, "DROP TRIGGER surprise")
    assert len(user.spans()) == 1


def test_an_own_import_is_nobody_elses(user: User, tmp_path: Path) -> None:
    user.window.watching.start()
    (tmp_path / "article.txt").write_text("An article of one's own.\n")
    user.window.handlers.file.import_paths([tmp_path / "article.txt"])
    user.wait_for_jobs()
    assert "Import" in user.said()
    user.qtbot.wait(150)
    assert "Import" in user.said()
