"""Blind work in the window: what shows of the others' spans, and when."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Link, Span
from annotator.edit import tagging
from annotator.edit.blinding import work_blind
from annotator.edit.handout import hand_out
from annotator.edit.projects import Start
from annotator.gui.application import Program
from annotator.store.project import Project
from tests.gui.conftest import CTRL, OpenWindow, User
from tests.making import LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

MINE = make_span(0, 20)
THEIRS = [
    replace(make_span(0, 29, who=LI), note="doubtful"),
    make_span(30, 49, "quote", who=LI),
    replace(make_span(70, 75, "statistic", who=LI), attributes={"unit": "persons"}),
]


@pytest.fixture
def blind(open_window: OpenWindow, tmp_path: Path) -> User:
    """Wen has begun and Li is done, in a blind project."""
    with make_project(tmp_path / "news.annotator", PLAIN) as project:
        project.apply(work_blind(project.query, blind=True), act())
        for span in (MINE, *THEIRS):
            tag(project, span)
        link = Link(id="l", type="supports", from_id=MINE.id, to_id=THEIRS[0].id, annotator_id=LI.id)
        project.apply(ChangeSet("Link", (Change(None, link),)), act())
        done = tagging.set_state(make_document(), "done", annotator_id=LI.id, progress=None)
        project.apply(done, act("Done", LI))
    return open_window(PLAIN)


def shown(user: User) -> set[str]:
    """The ids of the spans in the list, which must be those in the text."""
    window = user.window
    listed = {span.id for span in window.spans.model.spans}
    assert {span.id for span in window.pane.article.spans_at(0)} == listed & {MINE.id, THEIRS[0].id}
    assert set(window.focus.spans) == listed
    return listed


EVERY = {MINE.id, *(span.id for span in THEIRS)}


def test_the_others_show_once_it_is_done_and_not_before(blind: User) -> None:
    status, others = blind.window.status, blind.window.actions_table.get("view.others")
    assert shown(blind) == {MINE.id}
    assert blind.window.focus.links.of(MINE.id) == []
    assert status.sight.isVisible()
    assert status.sight.text() == "Working blind"
    assert not others.isChecked()
    blind.press("F7")
    assert "once you have marked" in blind.said()
    assert not others.isChecked()
    assert shown(blind) == {MINE.id}
    blind.command("document.done_and_next")
    blind.qtbot.waitUntil(lambda: not status.sight.isVisible())
    assert shown(blind) == EVERY
    assert blind.window.focus.links.of(MINE.id) != []
    assert others.isChecked()
    blind.press("F7")
    assert not others.isChecked()
    blind.press("F7")
    blind.command("edit.undo")
    blind.qtbot.waitUntil(status.sight.isVisible)
    assert shown(blind) == {MINE.id}


def test_switched_off_everybody_shows(blind: User) -> None:
    blind.command("blind.switch")
    blind.qtbot.waitUntil(lambda: not blind.window.focus.blind)
    assert shown(blind) == EVERY
    blind.command("edit.undo")
    blind.qtbot.waitUntil(lambda: blind.window.focus.blind)
    assert shown(blind) == {MINE.id}


def test_the_search_finds_none_of_theirs_before(blind: User) -> None:
    blind.command("search.show")
    page = blind.window.side.page("search")
    field = page.findChild(QLineEdit)

    def found(query: str) -> list[str]:
        field.clear()
        blind.type(query)
        blind.press("Return")
        blind.wait_for_jobs()
        blind.qtbot.wait(50)
        blind.wait_for_jobs()
        return sorted(hit.span_id for hit in page.model.items if hit.span_id)  # type: ignore[attr-defined]

    assert found("label:claim") == [MINE.id]
    blind.command("search.show")
    assert found("doubtful") == []
    blind.command("document.done_and_next")
    blind.command("search.show")
    assert found("label:claim") == sorted([MINE.id, THEIRS[0].id])
    blind.command("search.show")
    assert found("doubtful") == [THEIRS[0].id]


def test_their_values_are_not_offered(blind: User) -> None:
    query = blind.window.session.query
    assert query.values_given("statistic", "unit", make_document().id) == ["persons"]
    assert query.values_given("statistic", "unit", make_document().id, WEN.id) == []
    blind.put_caret("3,000")
    blind.press("2")
    form = blind.window.inspector
    assert form.focus_field("unit")
    field = blind.focused()
    blind.type("pe")
    completer = field.completer()  # type: ignore[attr-defined]
    assert completer is None or completer.completionModel().rowCount() == 0


def test_who_tags_a_document_cannot_review_it_before_they_are_done(blind: User) -> None:
    blind.press("2", CTRL)
    desk = blind.window.handlers.mode.desk
    assert desk.review.every == []
    assert "blind" in desk.queue.hint.text()
    blind.press("1", CTRL)
    assert shown(blind) == {MINE.id}


def test_a_reviewer_sees_them_in_review_alone(blind: User) -> None:
    window = blind.window
    window.handlers.edit.be(replace(WEN, id="44444444-0000-4000-8000-000000000004", name="Chen"))
    assert shown(blind) == set()
    blind.press("2", CTRL)
    assert shown(blind) == EVERY
    assert len(window.handlers.mode.desk.review.every) == 3
    blind.press("1", CTRL)
    assert shown(blind) == set()


def test_who_opens_a_hand_out_is_whom_it_is_for(blind: User, tmp_path: Path) -> None:
    target = tmp_path / "for li.annotator"
    with Project(blind.window.session.project.path, read_only=True) as project:
        hand_out(project, target, LI)
    program = Program(None, False)
    assert program.open(Start(target))
    try:
        assert program.window is not None
        assert program.window.session.annotator == LI
        assert {span.annotator_id for span in program.window.focus.spans.values()} == {LI.id}
        assert all(isinstance(each, Span) for each in program.window.focus.spans.values())
    finally:
        assert program.window is not None
        program.window.close()
        program.window.deleteLater()
