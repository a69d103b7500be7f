"""The checks of a document in step with what happens to it, without a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.app.checks import Checks
from annotator.app.focus import SHORT, Focus
from annotator.app.session import Session
from annotator.core.changes import Change, ChangeSet
from annotator.core.lints import check, finish, read
from annotator.edit.dismissing import dismiss
from annotator.user import User
from tests.making import HERE, PLAIN, WEN, make_document, make_project, make_span

OTHER = "It has 7 gates."
LONG = "They built 12 wells here.\n" * (SHORT // 26 + 50)


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    made = Session(make_project(tmp_path / "news.annotator", PLAIN, OTHER, LONG), User(WEN, HERE))
    yield made
    made.close()


@pytest.fixture
def focus(session: Session) -> Focus:
    return Focus(session, session)


def test_they_are_those_of_the_document_that_is_looked_at(session: Session, focus: Focus) -> None:
    checks = Checks(session, focus, session)
    for text in (PLAIN, OTHER, PLAIN):
        focus.open(make_document(text).id)
        assert checks.findings == []
        checks._begin()  # under way when the next one is opened
        focus.open(make_document(text).id)
        checks.settle()
        assert checks.findings == finish(check(text, finish(read(text)), (), session.scheme))
    focus.open(None)
    checks.settle()
    assert checks.findings == []
    assert not checks.busy


def test_a_change_while_they_are_looked_for_is_seen_in_the_end(session: Session, focus: Focus, qtbot: QtBot) -> None:
    checks = Checks(session, focus, session)
    document = make_document(LONG)
    focus.open(document.id)
    qtbot.waitUntil(lambda: checks._work is not None, timeout=20_000)
    for place in range(11, 11 + 26 * 3, 26):
        session.commit(ChangeSet("Tag", (Change(None, make_span(place, place + 8, "statistic", text=LONG)),)))
        assert checks.busy
    checks.settle()
    assert checks.busy, "too long to be looked through in a blink"
    qtbot.waitUntil(lambda: not checks.busy, timeout=20_000)
    assert len(checks.findings) == LONG.count("12") - 3


def test_dismissals_of_others_and_of_other_documents_hide_nothing(session: Session, focus: Focus) -> None:
    checks = Checks(session, focus, session)
    focus.open(make_document(PLAIN).id)
    checks.settle()
    finding = checks.findings[0]
    elsewhere = make_document(OTHER).id
    session.commit(dismiss(finding, text=PLAIN, document_id=elsewhere, annotator_id=WEN.id))
    session.commit(dismiss(finding, text=PLAIN, document_id=make_document(PLAIN).id, annotator_id="someone"))
    assert finding in checks.findings
    session.commit(dismiss(finding, text=PLAIN, document_id=make_document(PLAIN).id, annotator_id=WEN.id))
    assert finding not in checks.findings
    assert checks.dismissed == [finding]
