"""Backups that the window makes by itself, and when it makes none."""

from pathlib import Path

from annotator.edit.merging import MergeReport
from annotator.store import backups
from annotator.store.backups import Backup
from annotator.user import backups_dir
from tests.gui.conftest import OpenWindow, User
from tests.making import PLAIN, make_project


def there(user: User) -> list[Backup]:
    user.wait_for_jobs()
    return backups.listed(backups.folder_of(user.window.session.project.path, backups_dir()))


def test_the_first_of_a_day_comes_soon_after_the_start_and_once(user: User) -> None:
    user.qtbot.waitUntil(lambda: len(there(user)) == 1, timeout=10_000)
    assert there(user)[0].why == "day"
    user.restart()
    user.window.backing_up.start()
    assert len(there(user)) == 1


def test_half_an_hour_of_work_is_backed_up_one_of_rest_is_not(user: User) -> None:
    user.window.backing_up.start()
    assert len(there(user)) == 1
    user.window.backing_up._clock.timeout.emit()
    assert len(there(user)) == 1
    user.put_caret("town")
    user.press("1")
    user.window.backing_up._clock.timeout.emit()
    latest = there(user)[0]
    assert latest.why == "work"
    assert backups.contents(latest) == (1, 1)


def test_a_reader_makes_none(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, read_only=True)
    user.window.backing_up.start()
    assert there(user) == []


def test_where_none_can_be_made_it_is_told_and_work_goes_on(user: User, own_home: Path) -> None:
    backups_dir().parent.mkdir(parents=True, exist_ok=True)
    backups_dir().write_text("in the way")
    user.window.backing_up.start()
    assert there(user) == []
    assert "no backup can be made" in user.said()
    user.put_caret("town")
    user.press("1")
    assert len(user.spans()) == 1


def test_a_merge_is_preceded_by_one(user: User, tmp_path: Path) -> None:
    other = tmp_path / "other.annotator"
    make_project(other, PLAIN, "A second article.").close()
    user.window.handlers.merge._run("Merge", [other], MergeReport(), ())
    latest = there(user)[0]
    assert latest.why == "merge"
    assert backups.contents(latest).documents == 1
    assert len(user.documents()) == 2
