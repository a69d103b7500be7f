"""What one did since the window was opened, by a clock that is set by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.app.focus import Focus
from annotator.app.pace import Pace
from annotator.app.session import Session
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Span
from annotator.user import User
from tests.making import LI, PLAIN, WEN, make_document, make_project, make_span

SECOND = "A second article."


class Desk:
    """A session whose clock stands still until it is moved."""

    def __init__(self, session: Session) -> None:
        self.now = 1000.0
        self.session = session
        self.focus = Focus(session)
        self.pace = Pace(session, self.focus, lambda: self.now)
        self.told: list[str] = []
        self.pace.changed.connect(self.told.append)

    def tag(self, after: float, text: str = PLAIN, who: object = WEN) -> Span:
        self.now += after
        span = make_span(0, 7, text=text, who=LI if who is LI else WEN)
        self.session.commit(ChangeSet("Tag", (Change(None, span),)))
        return span


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    session = Session(make_project(tmp_path / "a.annotator", PLAIN, SECOND), User(WEN, "here"))
    yield Desk(session)
    session.close()


def test_spans_documents_and_minutes(desk: Desk) -> None:
    assert desk.pace.text() == ""
    desk.tag(30)
    assert desk.told == ["1 span, 1 document, 0 minutes"]
    desk.tag(40)
    desk.tag(120, SECOND)
    assert desk.told[-1] == "3 spans, 2 documents, 3 minutes"


def test_a_break_does_not_count_but_reading_does(desk: Desk) -> None:
    desk.tag(60)
    desk.tag(301)
    assert desk.pace.minutes == 1
    desk.now += 200
    desk.pace.live()
    desk.now += 200
    desk.focus.open(make_document(SECOND).id)
    assert desk.pace.minutes == 7
    assert desk.told[-1] == "2 spans, 1 document, 7 minutes"


def test_what_is_taken_back_was_no_span(desk: Desk) -> None:
    desk.tag(10)
    span = desk.tag(10)
    desk.session.commit(ChangeSet("Delete", (Change(span, None),)))
    assert desk.pace.spans == 1
    entry = desk.session.undo_entry()
    assert entry is not None
    desk.session.take_back(entry, lambda changes: None, pytest.fail)
    assert desk.pace.spans == 2


def test_others_and_another_annotator_do_not_count(desk: Desk) -> None:
    desk.tag(10, who=LI)
    assert desk.pace.text() == ""
    desk.tag(10)
    desk.session.be(LI)
    assert desk.told[-1] == desk.pace.text() == ""
