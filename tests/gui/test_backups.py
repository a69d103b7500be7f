"""The dialog of backups: what there is, what each has and lacks, restored into a new file and opened."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.model import Label
from annotator.gui.backups_dialog import BackupsDialog
from annotator.store import backups
from annotator.store.project import Project
from annotator.user import backups_dir
from tests.gui.conftest import CTRL, OpenWindow, User
from tests.making import PLAIN


@pytest.fixture
def user(open_window: OpenWindow) -> User:
    """With a backup from before a span, and one from behind it."""
    user = open_window(PLAIN)
    user.window._later.stop()  # and none of the day's own
    user.window.backing_up.make("day")
    user.wait_for_jobs()
    user.put_caret("town")
    user.press("1")
    user.window.backing_up.make("work")
    user.wait_for_jobs()
    return user


def made(user: User) -> list[backups.Backup]:
    user.wait_for_jobs()
    return backups.listed(backups.folder_of(user.window.session.project.path, backups_dir()))


def show(user: User, use: Callable[[BackupsDialog], object]) -> None:
    """Open the dialog, wait until it has looked into all of them, and use it."""

    def in_dialog(dialog: BackupsDialog) -> int:
        user.qtbot.waitUntil(lambda: not user.window.session.jobs.busy, timeout=5000)
        use(dialog)
        return dialog.result()

    user.dialogs.answer("QDialog.exec", in_dialog)
    user.command("backup.show")


def rows(dialog: BackupsDialog) -> list[list[str]]:
    table = dialog.table
    return [[table.item(row, column).text() for column in (1, 3, 4)] for row in range(table.rowCount())]


def test_each_tells_why_it_was_made_what_it_has_and_what_it_lacks(user: User) -> None:
    def use(dialog: BackupsDialog) -> None:
        assert rows(dialog) == [["after half an hour", "1", "1"], ["first of a day", "1", "0"]]
        assert "Documents: 1; now 1: the same." in dialog.told.toPlainText()
        assert "Spans of Wen: 1; now 1: the same." in dialog.told.toPlainText()
        dialog.table.setCurrentCell(1, 0)
        assert "Spans of Wen: 0; now 1: it lacks 1 of these." in dialog.told.toPlainText()

    show(user, use)


def test_what_was_deleted_or_changed_since_is_told(user: User) -> None:
    user.press("R")
    user.press("2")

    def changed(dialog: BackupsDialog) -> None:
        assert "Spans of Wen: 1; now 1: 1 was changed since." in dialog.told.toPlainText()

    show(user, changed)
    user.press("Delete")

    def deleted(dialog: BackupsDialog) -> None:
        assert "Spans of Wen: 1; now 0: 1 of it is gone now." in dialog.told.toPlainText()

    show(user, deleted)


def test_one_is_restored_into_a_new_file_and_opened(user: User, tmp_path: Path) -> None:
    here = user.window.session.project.path
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(here), ""), (str(tmp_path / "earlier"), ""))

    def use(dialog: BackupsDialog) -> None:
        dialog.table.setCurrentCell(1, 0)
        dialog.restore.click()
        user.qtbot.waitUntil(lambda: "exists already" in dialog.state.text(), timeout=5000)
        assert dialog.open_it.isHidden()
        dialog.restore.click()
        user.qtbot.waitUntil(lambda: "Restored to" in dialog.state.text(), timeout=5000)
        dialog.open_it.click()

    show(user, use)
    assert user.window.session.project.path == tmp_path / "earlier.annotator"
    user.take_the_keyboard()
    assert user.spans() == []
    with Project(here) as project:
        assert project.query.counts()["spans"] == 1


def test_a_damaged_one_is_told_and_cannot_be_restored(user: User) -> None:
    path = made(user)[0].path
    os.truncate(path, path.stat().st_size // 2)

    def use(dialog: BackupsDialog) -> None:
        assert rows(dialog)[0][1] == "not whole"
        assert "It cannot be restored" in dialog.told.toPlainText()
        assert not dialog.restore.isEnabled()
        dialog.table.setCurrentCell(1, 0)
        assert dialog.restore.isEnabled()

    show(user, use)


def test_what_is_kept_of_a_file_that_is_gone_can_be_restored(user: User, tmp_path: Path) -> None:
    os.unlink(user.window.session.project.path)
    user.put_caret("Nearly")
    user.press("2")
    user.wait_for_jobs()
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(tmp_path / "again"), ""))

    def use(dialog: BackupsDialog) -> None:
        assert rows(dialog)[0] == ["the file was gone", "1", "1"]
        assert not dialog.make.isEnabled()
        dialog.restore.click()
        user.qtbot.waitUntil(lambda: "Restored to" in dialog.state.text(), timeout=5000)
        dialog.open_it.click()

    show(user, use)
    assert user.window.session.project.path == tmp_path / "again.annotator"


def test_closing_while_it_looks_harms_nothing(user: User) -> None:
    user.dialogs.answer("QDialog.exec", lambda dialog: dialog.reject())
    user.command("backup.show")
    user.wait_for_jobs()
    user.press("Z", CTRL)
    assert user.spans() == []


def test_a_scheme_change_is_preceded_by_one_of_what_was_there(user: User) -> None:
    from annotator.edit import drafts
    from annotator.edit.scheming import Plan

    session = user.window.session
    before = session.scheme.label_name("claim")
    draft = drafts.set_label(drafts.draft_of(session.scheme), "claim", name="Assertion")
    user.window.handlers.scheme._carry_out(draft, "Edit scheme", Plan((), (), ()))
    assert session.scheme.label_name("claim") == "Assertion"
    latest = made(user)[0]
    assert latest.why == "scheme"
    with Project(latest.path, read_only=True) as project:
        assert [each.name for each in project.query.every(Label) if each.key == "claim"] == [before]
    user.press("Z", CTRL)
    assert session.scheme.label_name("claim") == before


def test_one_that_was_queued_is_let_go_when_the_window_closes(user: User) -> None:
    path = user.window.session.project.path
    user.window.backing_up.make_as_of_now("scheme")
    user.window.close()
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(path.name)] == [path.name]


def test_that_none_can_be_made_is_told_once(user: User) -> None:
    folder = made(user)[0].path.parent
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way")
    for told in ("no backup can be made", ""):
        user.window.status.tell("")
        user.window.backing_up.make("work")
        user.wait_for_jobs()
        assert told in user.said()
        assert bool(told) == bool(user.said())
    user.press("R")
    user.press("2")
    assert [label for label, _ in user.spans()] == ["statistic"]
    folder.unlink()
    user.window.backing_up.make("work")
    assert [each.why for each in made(user)] == ["work"]
