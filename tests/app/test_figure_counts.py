"""Untagged figures of all documents: counted beside the window, kept in step, given up when nobody wants them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.app import figure_counts
from annotator.app.figure_counts import FigureCounts
from annotator.app.session import Session
from annotator.core.changes import Change, ChangeSet
from annotator.user import User
from tests.making import LI, PLAIN, WEN, make_project, make_span

TEXTS = (PLAIN, "Nothing.", "About 40 people and 7 dogs.")


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    session = Session(make_project(tmp_path / "a.annotator", *TEXTS), User(WEN, "here"))
    yield session
    session.close()


def counted(counts: FigureCounts, qtbot: QtBot) -> list[int]:
    counts.want()
    qtbot.waitUntil(lambda: counts.counts is not None, timeout=20_000)
    assert counts.counts is not None
    return [counts.counts[number] for number in sorted(counts.counts)]


def tag(session: Session, text: str, what: str, label: str = "statistic") -> Change:
    start = text.index(what)
    who = session.annotator
    change = Change(None, make_span(start, start + len(what), label, text=text, who=LI if who == LI else WEN))
    session.commit(ChangeSet("Tag", (change,)))
    return change


def test_a_tagged_figure_is_counted_no_more(session: Session, qtbot: QtBot) -> None:
    counts = FigureCounts(session)
    assert counted(counts, qtbot) == [2, 0, 2]
    tag(session, PLAIN, "12 wells")
    tag(session, TEXTS[2], "About", "statistic")
    change = tag(session, TEXTS[2], "40")
    tag(session, TEXTS[2], "7 dogs", "claim")
    assert counted(counts, qtbot) == [1, 0, 1]
    session.commit(ChangeSet("Delete", (Change(change.after, None),)))
    assert counted(counts, qtbot) == [1, 0, 2]
    session.be(LI)
    assert counts.counts is None
    assert counted(counts, qtbot) == [2, 0, 2]


def test_what_is_there_already_counts(session: Session, qtbot: QtBot) -> None:
    tag(session, PLAIN, "12 wells")
    tag(session, PLAIN, "12")
    assert counted(FigureCounts(session), qtbot) == [1, 0, 2]


def test_much_text_goes_to_a_process_of_its_own(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_counts, "_SHORT", 10)
    monkeypatch.setattr(figure_counts, "_BATCH", 30)
    counts = FigureCounts(session)
    heard: list[tuple[int, int]] = []
    counts.progressed.connect(lambda done, total: heard.append((done, total)))
    assert counted(counts, qtbot) == [2, 0, 2]
    assert heard[0] == (0, 3)


def test_nobody_wants_it_any_more(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_counts, "_SHORT", 10)
    counts = FigureCounts(session)
    counts.want()
    counts.drop()
    qtbot.waitUntil(lambda: not counts._reading.busy, timeout=20_000)
    assert counts.counts is None
    assert counted(counts, qtbot) == [2, 0, 2]


def test_closing_in_the_middle_leaves_nothing_running(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_counts, "_SHORT", 10)
    counts = FigureCounts(session)
    counts.want()
    session.close()
    assert counts.counts is None
