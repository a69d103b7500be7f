"""SIGKILL at any moment: every acknowledged step is there, no half step, Undo works, and nothing stands in the way."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.store import backups
from annotator.store.project import Project
from annotator.user import backups_dir, current_user
from tests.faults import at_the_window, steps
from tests.faults.keeping import assert_sound, known, what_happened
from tests.faults.killing import Killed, Killer
from tests.faults.next_schema import NEXT, next_schema
from tests.gui.conftest import OpenWindow
from tests.making import WEN, act, make_span

pytestmark = pytest.mark.timeout(7200)  # a hang is found by ``Killer``
KINDS = (*steps.KINDS, "close")
LONG = 16  # kills in each kind of step


def told(outcomes: Counter[str]) -> None:
    print(f"\n{sum(outcomes.values())} kills:", dict(sorted(outcomes.items())))


def moment(killed: Killed, outcome: str) -> str:
    return f"{killed.under_way} {outcome}" if killed.under_way else "between steps"


def test_a_killed_process_loses_nothing_that_it_acknowledged(
    tmp_path: Path, long_faults: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any moment of each kind of step; ``--faults long`` kills 16 times in each of ten kinds, every fourth time on
    what is taken for a network drive."""
    killer, outcomes = Killer(seed=1), Counter[str]()
    for number, kind in enumerate(KINDS * LONG if long_faults else ("tag", "import")):
        folder = tmp_path / f"{number}-{kind}"
        folder.mkdir()
        path = folder / "news.annotator"
        steps.begin(path)
        monkeypatch.setenv("FAULTS_DRIVE", "" if number // len(KINDS) % 4 < 3 else "nfs")
        given = () if long_faults else ("tag", "note", "undo", "tag", *([kind] if kind in steps.KINDS else []))
        killed = killer.kill_during(kind, "tests.faults.working", path, *given)
        outcomes[moment(killed, what_happened(path, killed.last, killed.begun, steps.WHO))] += 1
    told(outcomes)


def test_a_killed_window_loses_no_key_that_was_handled(
    tmp_path: Path, long_faults: bool, open_window: OpenWindow
) -> None:
    """And the next window says nothing of it, because there is nothing to say."""
    who = {"annotator_id": WEN.id, "installation": current_user("Wen").installation}
    killer, outcomes = Killer(seed=2), Counter[str]()
    for number, kind in enumerate(at_the_window.KINDS * 5 if long_faults else ("tag",)):
        folder = tmp_path / f"{number}-{kind}"
        folder.mkdir()
        path = folder / "news.annotator"
        steps.begin(path)
        killed = killer.kill_during(kind, "tests.faults.at_the_window", path)
        if number == 0:
            (tmp_path / "news.annotator").unlink(missing_ok=True)
            for each in folder.iterdir():
                (tmp_path / each.name).write_bytes(each.read_bytes())
            user = open_window()  # on a copy of what was left, its lock included
            assert user.said() == ""
            assert not user.dialogs.shown
            assert not user.window.banner.isVisible()
            user.put_caret("wells")
            user.press("1")
            assert user.window.focus.span is not None
        outcomes[moment(killed, what_happened(path, killed.last, killed.begun, who))] += 1
    told(outcomes)


def test_a_killed_migration_is_done_wholly_or_begins_anew(tmp_path: Path, long_faults: bool) -> None:
    killer, outcomes = Killer(seed=3), Counter[str]()
    for number in range(40 if long_faults else 1):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = folder / "news.annotator"
        steps.begin(path)
        with Project(path) as project:
            many = steps.TEXTS if long_faults else steps.TEXTS[:3]
            spans = [make_span(place, place + 30, text=text) for text in many for place in range(len(text) - 40)]
            project.apply(ChangeSet("Tag", tuple(Change(None, span) for span in spans)), act("Tag"))
        begun = known(path)
        killed = killer.kill_during("migrate", "tests.faults.migrating", path)
        with closing(sqlite3.connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        for backup in backups.listed(backups.folder_of(path, backups_dir())):
            with Project(backup.path, read_only=True) as copy:
                assert_sound(copy, backup.path)
            assert known(backup.path) == begun
        with next_schema():
            assert what_happened(path, begun, begun, steps.WHO) == "lost"  # it is no act
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA user_version").fetchone()[0] == NEXT
                assert connection.execute("SELECT count(*) FROM readings").fetchone()[0] == len(steps.TEXTS)
        outcomes[f"{killed.under_way or 'over'}: {'as before' if version < NEXT else 'migrated'}"] += 1
    told(outcomes)
