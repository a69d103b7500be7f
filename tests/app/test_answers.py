"""The state of reading answers: what is shown, what is at hand, and that it keeps in step with the project."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.app.answers import Answers
from annotator.app.session import Session
from annotator.core.changes import Change, ChangeSet
from annotator.core.ids import GOLD_ID, made_id
from annotator.core.model import GOLD, Annotator, Record, Span, Verdict
from annotator.edit import answering, tagging
from annotator.edit.answering import Answer
from annotator.edit.documents import delete
from annotator.user import User
from tests.making import HERE, WEN, act, make_document, make_project, make_span

CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")
ODA = Annotator(id="55555555-0000-4000-8000-000000000005", name="Oda")
KINDS = ("accept", "reject", "fix", "question")
DOCUMENT = make_document()


def verdict(span: Span, kind: str, reviewer: Annotator = CHEN, result: Span | None = None) -> Verdict:
    judged = {"rev": 1, "label": span.label, "start": span.start, "end": span.end}
    name = made_id("verdict", span.id, reviewer.id)
    return Verdict(id=name, span_id=span.id, reviewer_id=reviewer.id, verdict=kind,
                   result=result.id if result else None, judged=judged)  # fmt: skip


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """Eight spans of Wen, each judged by Chen, two of each kind in turn; the first by Oda, too."""
    project = make_project(tmp_path / "a.annotator")
    spans = [make_span(start, start + 6) for start in range(0, 80, 10)]
    fixed = {span.id: replace(make_span(span.start, span.end + 3, who=GOLD), origin="review") for span in spans[2::4]}
    verdicts = [verdict(span, KINDS[n % 4], CHEN, fixed.get(span.id)) for n, span in enumerate(spans)]
    records: list[Record] = [GOLD, CHEN, ODA, *spans, *fixed.values(), *verdicts, verdict(spans[0], "reject", ODA)]
    project.apply(ChangeSet("Put", tuple(Change(None, record) for record in records)), act("Put", CHEN))
    made = Session(project, User(WEN, HERE))
    yield made
    made.close()


@pytest.fixture
def answers(session: Session, qtbot: QtBot) -> Answers:
    made = Answers(session)
    made.read()
    qtbot.waitUntil(lambda: not made.busy)
    return made


def test_all_are_there_counted_and_the_first_at_hand(answers: Answers) -> None:
    assert len(answers.every) == 9
    assert answers.counts() == Counter(accept=2, reject=3, fix=2, question=2)
    assert answers.left() == 9
    answers.choose_first()
    assert answers.place() == 0
    assert not answers.step(-1)
    assert answers.step(1)
    assert answers.place() == 1


def test_only_one_kind_or_only_open_ones(answers: Answers, session: Session) -> None:
    answers.show(kind="fix")
    assert [each.kind for each in answers.shown] == ["fix", "fix"]
    assert answers.place() == 0
    answers.show(open_only=True)
    session.commit(answering.mark_seen(answers.shown[:1]))
    assert len(answers.shown) == 2  # it stays in sight as long as it is at hand
    assert answers.move_on()
    assert len(answers.shown) == 1
    assert answers.place() == 0
    session.commit(answering.mark_seen(answers.shown))
    assert not answers.move_on()
    answers.show(kind="", open_only=False)
    assert len(answers.shown) == 9


def test_another_annotator_has_others(answers: Answers, session: Session, qtbot: QtBot) -> None:
    session.act_as_gold(True)
    assert not answers.busy
    assert len(answers.every) == 9
    session.act_as_gold(False)
    session.be(CHEN)
    qtbot.waitUntil(lambda: not answers.busy)
    assert answers.every == []
    assert not answers.step(1)
    assert not answers.move_on()


def test_those_of_a_deleted_document_go_and_come_back(answers: Answers, session: Session, qtbot: QtBot) -> None:
    spans = session.query.spans(DOCUMENT.id)
    document = next(session.query.documents())
    session.commit(delete(document, spans, []))
    qtbot.waitUntil(lambda: answers.every == [])
    entry = session.undo_entry()
    assert entry is not None
    session.take_back(entry, lambda changes: None, lambda error: None)
    qtbot.waitUntil(lambda: len(answers.every) == 9)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_it_is_as_if_read_anew(answers: Answers, session: Session, seed: int) -> None:
    luck = random.Random(seed)
    answers.show(kind=luck.choice(["", *KINDS]), open_only=luck.random() < 0.5)
    for _ in range(60):
        act_somehow(luck, answers, session)
        fresh = answering.answers(session.query, WEN.id)
        assert answers.every == fresh
        assert answers.counts() == Counter(each.kind for each in fresh)
        assert answers.left() == sum(each.open for each in fresh)
        at_hand = answers.current.verdict.id if answers.current else ""
        assert answers.shown == [
            each for each in fresh
            if answers.kind in ("", each.kind)
            and (not answers.open_only or each.open or each.verdict.id == at_hand)
        ]  # fmt: skip
        if answers.current:
            assert answers.current in fresh


def act_somehow(luck: random.Random, answers: Answers, session: Session) -> None:
    """Do something that is possible: with an answer, with the spans, as a reviewer, or back."""
    answer, query, scheme = luck.choice(answers.every), session.query, session.scheme
    roll = luck.randrange(9)
    if roll == 0:
        answers.choose(answer)
    elif roll == 1:
        session.commit(answering.mark_seen([answer]))
    elif roll == 2:
        session.commit(answering.reply(answer, "so", annotator_id=WEN.id))
    elif roll == 3:
        answers.move_on()
    elif roll == 4 and (entry := session.undo_entry()) and entry.label != "Import":
        session.take_back(entry, lambda changes: None, lambda error: None)
    elif roll == 5:
        judge_anew(luck, answer, session)
    elif not answer.gone and roll == 6 and answer.kind != "accept":
        session.commit(answering.drop(answer, links=(), annotator_id=WEN.id, scheme=scheme))
    elif not answer.gone and roll == 7 and answer.result and not answer.taken_over:
        spans = query.spans(DOCUMENT.id)
        session.commit(answering.take_over(answer, spans=spans, links=(), annotator_id=WEN.id, scheme=scheme))
    elif not answer.gone and roll == 8:
        session.commit(tagging.set_note(answer.span, str(luck.random()), annotator_id=WEN.id, scheme=scheme))


def judge_anew(luck: random.Random, answer: Answer, session: Session) -> None:
    golds = [span.id for span in session.query.spans(DOCUMENT.id) if span.annotator_id == GOLD_ID]
    kind = luck.choice(KINDS)
    after = replace(answer.verdict, verdict=kind, result=luck.choice(golds) if kind == "fix" and golds else None)
    if after != answer.verdict:
        session.commit(ChangeSet("Judge", (Change(answer.verdict, after),)))
