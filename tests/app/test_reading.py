"""Questions beside the window: the newest is answered, older ones are dropped."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.app.reading import Reading
from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from annotator.store.queries import Queries
from tests.making import make_project


@pytest.fixture
def reading(qapp: QApplication, tmp_path: Path) -> Iterator[Reading]:
    with make_project(tmp_path / "a.annotator", "One.", "Two.") as project:
        reading = Reading(project)
        yield reading
        reading.close()


def test_a_quick_answer_is_there_at_once(reading: Reading) -> None:
    heard: list[object] = []
    reading.answered.connect(heard.append)
    reading.ask(lambda query: query.counts()["documents"], wait=5)
    assert heard == [2]
    assert not reading.busy
    QApplication.processEvents()
    assert heard == [2]


def test_only_the_newest_question_is_answered(reading: Reading, qtbot: QtBot) -> None:
    heard: list[object] = []
    reading.answered.connect(heard.append)
    go_on = threading.Event()

    def slow(query: Queries) -> str:
        go_on.wait(5)
        return "old"

    reading.ask(slow)
    for number in range(5):
        reading.ask(lambda query, number=number: number)  # type: ignore[misc]
    assert heard == []
    go_on.set()
    qtbot.waitUntil(lambda: heard == [4])
    qtbot.wait(50)
    assert heard == [4]


def test_what_cannot_be_read_is_told(reading: Reading) -> None:
    told: list[str] = []
    reading.failed.connect(told.append)

    def fails(query: Queries) -> None:
        raise AnnotatorError("the disk is gone")

    reading.ask(fails, wait=5)
    assert told == ["the disk is gone"]
    reading.ask(lambda query: 1, wait=5)
    assert not reading.busy


def test_closing_ends_the_thread_in_the_middle(tmp_path: Path, qapp: QApplication) -> None:
    with make_project(tmp_path / "b.annotator", "One.") as project:
        reading = Reading(project)
        reading.answered.connect(lambda _: pytest.fail("nobody is there any more"))
        sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        reading.ask(lambda query: query._one(sql))
        reading.close()
        assert [thread.name for thread in threading.enumerate() if "reading" in thread.name] == []
        QApplication.processEvents()
    with Project(tmp_path / "b.annotator", read_only=True) as project:
        assert project.query.counts()["documents"] == 1
