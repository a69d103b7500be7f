"""Work done a little at a time between the turns of the event loop."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.app.slices import Slices


def count(to: int, seen: list[int]) -> Iterator[None]:
    for number in range(to):
        seen.append(number)
        yield


def test_the_work_is_done_between_the_turns(qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    slices = Slices(owner)
    slices.start(count(200_000, seen))
    assert seen == []
    QApplication.processEvents()
    assert 0 < len(seen) < 200_000  # not all at once
    qtbot.waitUntil(lambda: not slices.busy)
    assert seen == list(range(200_000))


def test_new_work_takes_the_place_of_the_old(qtbot: QtBot) -> None:
    owner, old, new = QObject(), [], []
    slices = Slices(owner)
    slices.start(count(200_000, old))
    QApplication.processEvents()
    slices.start(count(5, new))
    so_far = len(old)
    qtbot.waitUntil(lambda: not slices.busy)
    assert new == [0, 1, 2, 3, 4]
    assert len(old) == so_far


def test_work_that_begins_new_work_at_its_end(qtbot: QtBot) -> None:
    owner, new = QObject(), []
    slices = Slices(owner)

    def first() -> Iterator[None]:
        yield
        slices.start(count(5, new))

    slices.start(first())
    qtbot.waitUntil(lambda: len(new) == 5)
    qtbot.waitUntil(lambda: not slices.busy)


def test_stopped_work_does_not_go_on(qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    slices = Slices(owner)
    slices.start(count(200_000, seen))
    QApplication.processEvents()
    slices.stop()
    so_far = len(seen)
    QApplication.processEvents()
    assert not slices.busy
    assert len(seen) == so_far
