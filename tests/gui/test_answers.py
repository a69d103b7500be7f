"""The way back and forth between a reviewer and an annotator, each at a window of their own, by keys."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Annotator, Verdict
from annotator.edit import answering, tagging
from annotator.edit.projects import Start, merge_into
from annotator.gui.application import Program
from annotator.gui.window import MainWindow
from annotator.store.project import Project
from annotator.user import User as Who
from tests.conftest import Dialogs
from tests.gui.cases.answer import enter
from tests.gui.conftest import CTRL, SHIFT, OpenWindow, User
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")
At = Callable[[Path, str], User]


@pytest.fixture
def sit_down(qtbot: QtBot, qapp: QApplication, dialogs: Dialogs) -> Iterator[At]:
    """Open a window on a file as somebody; whoever sat there before has closed theirs."""
    windows: list[MainWindow] = []

    def sit(path: Path, name: str) -> User:
        user = User(Program(name, False), qtbot, dialogs)
        assert user.program.open(Start(path))
        windows.append(user.window)
        user.window.resize(1280, 800)
        qtbot.waitExposed(user.window)
        user.take_the_keyboard()
        return user

    yield sit
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    qapp.setStyleSheet("")


def carry(source: Path, target: Path, who: Annotator) -> None:
    with Project(target) as project:
        assert not merge_into(project, [source], who=Who(who, HERE)).refused


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Wen's and Chen's copies of a project that Wen and Li have finished: they differ once, one span only Wen has."""
    wens, chens = tmp_path / "wen.annotator", tmp_path / "chen.annotator"
    with make_project(wens) as project:
        for span in (make_span(0, 20), make_span(0, 29, who=LI), make_span(70, 75, "statistic")):
            tag(project, span)
        for who in (WEN, LI):
            project.apply(tagging.set_state(make_document(), "done", annotator_id=who.id, progress=None), act())
    shutil.copyfile(wens, chens)
    return wens, chens


def spans_of_wen(path: Path) -> list[str]:
    with Project(path, read_only=True) as project:
        return [s.text for s in project.query.spans(make_document().id) if s.annotator_id == WEN.id]


def verdicts(path: Path) -> list[str]:
    with Project(path, read_only=True) as project:
        wens = {s.id for s in project.query.spans(make_document().id) if s.annotator_id == WEN.id}
        return sorted(each.verdict for each in project.query.every(Verdict) if each.span_id in wens)


def test_judged_answered_and_judged_again(files: tuple[Path, Path], sit_down: At) -> None:
    wens, chens = files
    chen = sit_down(chens, "Chen")
    chen.press("2", CTRL)
    chen.press("N")
    chen.type("to the end of the figure")
    chen.press("Return")
    chen.press("1")  # Li's
    chen.press("N")
    chen.type("Which people?")
    chen.press("Return")
    chen.press("Q")
    assert "1 waits for an answer" in chen.said()
    chen.window.close()
    assert verdicts(chens) == ["fix", "question"]

    carry(chens, wens, WEN)
    wen = sit_down(wens, "Wen")
    button = wen.window.labels._answers
    wen.qtbot.waitUntil(button.isVisible)
    wen.qtbot.waitUntil(lambda: button.text() == "2 answers")
    wen.press("4", CTRL)
    panel = wen.window.handlers.mode.answers_desk.panel
    text = panel.said.toPlainText()
    assert "to the end of the figure" in text
    assert PLAIN[0:20] in text
    assert PLAIN[0:29] in text
    wen.press("T")
    assert button.text() == "1 answer"
    assert "Which people?" in panel.said.toPlainText()
    wen.press("R")
    wen.type("those at the meeting")
    wen.press("Return")
    assert "those at the meeting" in panel.said.toPlainText()
    assert button.text() == "Answers"
    wen.window.close()
    assert spans_of_wen(wens) == [PLAIN[0:29], PLAIN[70:75]]

    carry(wens, chens, CHEN)
    chen = sit_down(chens, "Chen")
    chen.press("2", CTRL)
    review = chen.window.handlers.mode.desk.review
    assert review.left() == 1  # what Wen took over need not be judged again
    case = review.current
    assert case is not None
    assert case.spans[0].text == PLAIN[70:75]
    assert review.answered(case)
    assert "those at the meeting" in chen.window.handlers.mode.desk.panel._versions.toPlainText()
    chen.press("2")  # Wen's
    assert review.left() == 0
    chen.window.close()
    assert verdicts(chens) == ["accept", "fix"]

    carry(chens, wens, WEN)
    wen = sit_down(wens, "Wen")
    wen.qtbot.waitUntil(lambda: wen.window.labels._answers.text() == "1 answer")
    wen.press("4", CTRL)
    answers = wen.window.handlers.mode.answers_state
    assert answers.current is not None
    assert answers.current.kind == "accept"
    wen.press("Space")
    assert answers.left() == 0
    wen.window.close()
    carry(chens, wens, WEN)
    with Project(wens, read_only=True) as project:
        assert [each.open for each in answering.answers(project.query, WEN.id)] == [False, False]


def test_without_a_verdict_nothing_is_said_of_answers(user: User) -> None:
    assert not user.window.labels._answers.isVisible()
    user.press("4", CTRL)
    assert "Nobody has judged" in user.window.handlers.mode.answers_desk.page.hint.text()
    assert user.window.labels._answers.isVisible()
    for key in ("T", "Delete", "Space", "E", "R"):
        user.press(key)
        assert "No answer is at hand" in user.said()
    user.press("J")
    assert "last" in user.said()
    user.press("1", CTRL)
    assert not user.window.labels._answers.isVisible()


def test_somebody_elses_answers_are_theirs(user: User) -> None:
    answers = enter(user)
    user.window.handlers.edit.be(LI)
    user.qtbot.waitUntil(lambda: not answers.busy)
    assert [each.span.annotator_id for each in answers.every] == [LI.id]
    user.window.handlers.edit.be(WEN)
    user.qtbot.waitUntil(lambda: not answers.busy)
    assert len(answers.every) == 4


def test_what_the_span_becomes_elsewhere_shows_at_once(user: User) -> None:
    """Edited while annotating: the answer says that it was changed; deleted: that it is gone; it stays in the list."""
    answers = enter(user)
    user.press("J")
    user.press("E")
    user.press("D")
    user.press("4", CTRL)
    assert answers.current is not None
    assert answers.current.changed
    assert "changed this span since" in user.window.handlers.mode.answers_desk.panel.said.toPlainText()
    user.press("Delete")
    assert len(answers.every) == 4
    assert answers.every[1].gone
    user.press("K")
    assert "deleted this span" in user.window.handlers.mode.answers_desk.panel.said.toPlainText()
    user.press("T")
    assert "deleted" in user.said()
    user.press("Delete")
    assert "deleted" in user.said()


def test_an_answer_opens_its_document(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, "Seven of ten wells are dry. Nobody came.")
    answers = enter(user)
    user.press("PageDown", CTRL)
    assert user.window.focus.document is not None
    assert user.window.focus.document.id != make_document().id
    user.press("J")
    assert user.window.focus.document.id == make_document().id
    assert answers.current is not None
    assert user.window.focus.span_id == answers.current.span.id


def test_what_is_written_is_shown_as_it_is(user: User) -> None:
    answers = enter(user)
    for _ in range(3):
        user.press("J")
    user.press("R")
    user.type("<b>no</b>")
    user.press("Return")
    assert answers.place() == 0  # the first that is open
    for _ in range(3):
        user.press("J")
    assert "<b>no</b>" in user.window.handlers.mode.answers_desk.panel.said.toPlainText()
    assert answers.every[-1].thread[0].text == "<b>no</b>"


def test_read_only_all_can_be_read_and_nothing_done(open_window: OpenWindow) -> None:
    user = open_window(PLAIN)
    enter(user)
    user.window.close()
    user = open_window(PLAIN, read_only=True)
    user.press("4", CTRL)
    answers = user.window.handlers.mode.answers_state
    user.qtbot.waitUntil(lambda: len(answers.shown) == 4)
    user.press("J")
    assert answers.place() == 1
    for key in ("T", "Delete", "Space"):
        user.press(key)
    user.press("Space", SHIFT)
    assert answers.left() == 4


def test_a_fix_without_its_version_says_so(user: User) -> None:
    """As in a hand-out, where gold stays behind."""
    answers = enter(user)
    session = user.window.session
    fix = answers.every[0].verdict
    session.commit(ChangeSet("Point elsewhere", (Change(fix, replace(fix, result="nowhere")),)))
    assert "not in this file" in user.window.handlers.mode.answers_desk.panel.said.toPlainText()
    user.press("T")
    assert "no fixed version" in user.said()
