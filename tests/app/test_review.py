"""The state of reviewing: which cases, in which order, which is at hand, and under which names."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.app.focus import Focus
from annotator.app.review import DISPUTED, Review
from annotator.app.session import Session
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Annotator
from annotator.edit import reviewing, tagging
from annotator.user import User
from tests.making import HERE, LI, WEN, act, make_document, make_project, make_span, tag

CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")


@pytest.fixture
def review(qtbot: QtBot, tmp_path: Path) -> Iterator[Review]:
    """Chen reviews Wen and Li, who are done: a boundary case, an agreed one, one that only Li has."""
    project = make_project(tmp_path / "r.annotator")
    for span in (
        make_span(0, 20), make_span(0, 29, who=LI), make_span(30, 49, "quote"), make_span(30, 49, "quote", who=LI),
        make_span(70, 75, "statistic", who=LI),
    ):  # fmt: skip
        tag(project, span)
    for who in (WEN, LI):
        done = tagging.set_state(make_document(), "done", annotator_id=who.id, progress=None)
        project.apply(done, act("Done", who))
    session = Session(project, User(CHEN, HERE))
    focus = Focus(session)
    made = Review(session, focus)
    focus.open(make_document().id)
    made.start()
    yield made
    session.close()


def kinds(review: Review) -> list[str]:
    return [case.kind for case in review.shown]


def test_the_queue_in_reading_order_and_worst_first(review: Review) -> None:
    assert kinds(review) == ["boundary", "agreed", "only_one"]
    review.show(worst_first=True)
    assert kinds(review) == ["boundary", "only_one", "agreed"]
    review.show(kind="agreed")
    assert kinds(review) == ["agreed"]
    assert review.counts() == {"boundary": 1, "agreed": 1, "only_one": 1, DISPUTED: 0}


def test_deciding_and_moving_on_round(review: Review) -> None:
    session = review._session
    assert review.current is not None
    assert review.place() == 0
    review.step(1)
    session.commit(reviewing.take(review.bench, review.current, WEN.id))
    assert review.left() == 2
    assert review.move_on()
    assert review.current.kind == "only_one"
    session.commit(reviewing.reject(review.bench, review.current))
    assert review.move_on()
    assert review.current.kind == "boundary"
    session.commit(reviewing.take(review.bench, review.current, LI.id))
    assert not review.move_on()
    assert review.left() == 0
    assert not review.step(-1)


def test_undecided_only_keeps_the_case_at_hand_until_one_moves_on(review: Review) -> None:
    review.show(undecided_only=True)
    assert review.current is not None
    review._session.commit(reviewing.reject(review.bench, review.current))
    assert kinds(review) == ["boundary", "agreed", "only_one"]
    review.move_on()
    review.show()
    assert kinds(review) == ["agreed", "only_one"]


def test_a_case_stays_at_hand_when_its_spans_change(review: Review) -> None:
    assert review.current is not None
    span = review.current.of(WEN.id)[0]
    review._session.be(WEN)
    review._session.commit(ChangeSet("Note", (Change(span, replace(span, note="hm")),)))
    review._session.be(CHEN)
    assert review.current.kind == "boundary"
    assert review.current.of(WEN.id)[0].note == "hm"


def test_hidden_names_are_letters_in_an_order_of_the_document(review: Review) -> None:
    assert [review.name_of(each.id) for each in review.ordered()] == ["Li", "Wen"]
    review.show(names_hidden=True)
    assert [review.name_of(each.id) for each in review.ordered()] == ["A", "B"]
    assert review.ordered() == review.ordered()
    assert review.name_of("nobody") == "?"


def test_only_who_is_done_is_reviewed(review: Review) -> None:
    session = review._session
    (progress,) = [each for each in session.query.progress(make_document().id) if each.annotator_id == LI.id]
    session.commit(tagging.set_state(make_document(), "doing", annotator_id=LI.id, progress=progress))
    assert [each.name for each in review.here] == ["Wen"]
    assert kinds(review) == ["agreed", "agreed"]


def test_the_case_of_a_gold_span_is_where_it_came_from(review: Review) -> None:
    assert review.current is not None
    review._session.commit(reviewing.take(review.bench, review.current, LI.id))
    (gold,) = [span for span in review.bench.spans.values() if span.annotator_id not in (WEN.id, LI.id)]
    assert review.case_of(gold.id) == review.current
    assert review.name_of(gold.annotator_id) == "Gold"


def test_off_there_is_nothing(review: Review) -> None:
    review.stop()
    assert (review.shown, review.current) == ([], None)
