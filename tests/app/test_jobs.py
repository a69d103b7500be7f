"""The worker: one job at a time, progress, Cancel, and what becomes of errors."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from annotator.app.jobs import Jobs, Tick
from annotator.core.errors import AnnotatorError, Cancelled


@pytest.fixture
def jobs(qtbot: QtBot) -> Any:
    made = Jobs()
    yield made
    made.drain()


def test_results_come_back_in_order(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[object] = []
    for number in range(3):
        jobs.start(f"job {number}", lambda tick, number=number: number, got.append, got.append)
    qtbot.waitUntil(lambda: not jobs.busy and len(got) == 3)
    assert got == [0, 1, 2]


def test_progress_is_told_and_cancel_stops(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, int]] = []
    failed: list[Exception] = []

    def work(tick: Tick) -> None:
        for step in range(10_000_000):
            tick(step, 10_000_000)

    jobs.progressed.connect(lambda done, total: seen.append((done, total)))
    jobs.start("endless", work, lambda _: None, failed.append)
    qtbot.waitUntil(lambda: len(seen) > 1)
    jobs.cancel()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert isinstance(failed[0], Cancelled)
    assert "endless: cancelled, nothing was changed" in str(failed[0])


def test_a_fault_of_the_world_is_handed_over(qtbot: QtBot, jobs: Jobs) -> None:
    failed: list[Exception] = []

    def work(tick: Tick) -> None:
        raise AnnotatorError("the disk is full")

    jobs.start("job", work, lambda _: None, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert str(failed[0]) == "the disk is full"


def test_a_bug_is_not_swallowed_and_the_next_job_runs(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[object] = []

    def work(tick: Tick) -> None:
        raise ZeroDivisionError("ours")

    with qtbot.captureExceptions() as caught:
        jobs.start("broken", work, got.append, lambda error: None)
        jobs.start("next", lambda tick: "done", got.append, got.append)
        qtbot.waitUntil(lambda: got == ["done"])
    assert [type(each[1]) for each in caught] == [ZeroDivisionError]


def test_draining_ends_everything(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[object] = []

    def work(tick: Tick) -> None:
        while True:
            tick(0, 0)

    jobs.start("endless", work, got.append, got.append)
    jobs.start("never", lambda tick: "never", got.append, got.append)
    jobs.drain()
    assert not jobs.busy
    qtbot.wait(50)
    assert got == []
