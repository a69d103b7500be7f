"""The way back: what is open, what the verbs do, and that the thread goes to and fro by merging."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.agreement.cases import Case, cases
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Comment, Link, Setting, Source, Span, Verdict
from annotator.edit import answering, reviewing, tagging
from annotator.edit.answering import SEEN, Answer
from annotator.edit.projects import merge_into
from annotator.edit.reviewing import Bench
from annotator.store.project import Project
from annotator.user import User
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")
DOCUMENT = make_document()


class Copy:
    """One person's copy of the project."""

    def __init__(self, project: Project, who: Annotator) -> None:
        self.project = project
        self.who = who

    def do(self, changes: ChangeSet) -> None:
        self.project.apply(changes, act(changes.label, self.who))

    def undo(self) -> None:
        entry = self.project.undoable(self.who.id, HERE)
        assert entry is not None
        self.project.take_back(entry, self.who.id, HERE)

    def merge(self, other: "Copy") -> None:
        at = self.project.path.with_name("on the way.annotator")
        at.unlink(missing_ok=True)
        other.project.copy_to(at)
        report = merge_into(self.project, [at], who=User(self.who, HERE))
        assert not report.refused

    # The reviewer

    def bench(self) -> Bench:
        query = self.project.query
        return Bench(
            self.who.id,
            {span.id: span for span in query.spans(DOCUMENT.id)},
            {verdict.id: verdict for verdict in query.every(Verdict)},
            {source.id: source for source in query.every(Source)},
            query.find(Annotator, GOLD_ID) is not None,
        )

    def case(self, start: int) -> Case:
        found = cases(self.project.query.spans(DOCUMENT.id), (WEN.id, LI.id), ["claim.checkable"])
        return next(case for case in found if case.start <= start < case.spans[0].end)

    def decided(self, start: int) -> bool:
        return reviewing.is_decided(self.bench(), self.case(start))

    # The annotator

    def answers(self) -> list[Answer]:
        return answering.answers(self.project.query, self.who.id)

    def answer(self, kind: str) -> Answer:
        return next(each for each in self.answers() if each.kind == kind)

    def open(self) -> list[str]:
        return [each.kind for each in self.answers() if each.open]

    def take_over(self) -> ChangeSet:
        answer, query = self.answer("fix"), self.project.query
        return answering.take_over(
            answer, spans=query.spans(DOCUMENT.id), links=query.links_of(answer.span.id),
            annotator_id=self.who.id, scheme=query.scheme(),
        )  # fmt: skip

    def drop(self, kind: str) -> ChangeSet:
        answer, query = self.answer(kind), self.project.query
        links = query.links_of(answer.span.id)
        return answering.drop(answer, links=links, annotator_id=self.who.id, scheme=query.scheme())

    def reply(self, text: str) -> ChangeSet:
        return answering.reply(self.answer("question"), text, annotator_id=self.who.id)


def first(copy: Copy, start: int, label: str = "") -> Span:
    return next(s for s in copy.project.query.spans(DOCUMENT.id) if s.start == start and s.label == (label or s.label))


@pytest.fixture
def both(tmp_path: Path) -> tuple[Copy, Copy]:
    """Chen has judged four spans of Wen: one too short, one wrong, one in question, one right; Wen has merged it."""
    path = tmp_path / "wen.annotator"
    with make_project(path) as project:
        theirs = replace(make_span(0, 29, who=LI), attributes={"checkable": "no"})
        mine = (make_span(30, 49, "quote"), make_span(70, 75, "statistic"), make_span(8, 11, "source"))
        for span in (make_span(0, 20), *mine, theirs):
            tag(project, span)
    shutil.copyfile(path, tmp_path / "chen.annotator")
    wen, chen = Copy(Project(path), WEN), Copy(Project(tmp_path / "chen.annotator"), CHEN)
    chen.do(ChangeSet("Enter", (Change(None, CHEN),)))
    chen.do(reviewing.take(chen.bench(), chen.case(0), LI.id, comment="to the end"))
    chen.do(reviewing.reject(chen.bench(), chen.case(30), comment="no quotation"))
    chen.do(reviewing.ask(chen.bench(), chen.case(70), "Which people?"))
    lone = next(c for c in cases(chen.project.query.spans(DOCUMENT.id), (WEN.id,), []) if c.spans[0].label == "source")
    chen.do(reviewing.take(chen.bench(), lone, WEN.id))
    wen.merge(chen)
    return wen, chen


def close(*copies: Copy) -> None:
    for copy in copies:
        copy.project.close()


def test_every_answer_is_there_in_reading_order_and_open(both: tuple[Copy, Copy]) -> None:
    wen, chen = both
    assert [each.kind for each in wen.answers()] == ["fix", "accept", "reject", "question"]
    assert wen.open() == ["fix", "accept", "reject", "question"]
    fix = wen.answer("fix")
    assert fix.result is not None
    assert (fix.span.end, fix.result.end, fix.verdict.comment) == (20, 29, "to the end")
    assert chen.answers() == []
    close(*both)


def test_taking_over_a_fix_makes_the_span_what_came_of_it(both: tuple[Copy, Copy]) -> None:
    wen, chen = both
    before = wen.answer("fix").span
    wen.do(wen.take_over())
    after = wen.answer("fix")
    assert (after.span.id, after.span.start, after.span.end, after.span.text) == (before.id, 0, 29, PLAIN[:29])
    assert dict(after.span.attributes) == {"checkable": "no"}
    assert after.taken_over
    assert not after.open
    assert not after.changed
    with pytest.raises(AnnotatorError, match="already"):
        wen.take_over()
    chen.merge(wen)
    assert chen.decided(0)  # it is what Chen made of it: nothing to judge again
    wen.undo()
    assert wen.answer("fix").open
    assert wen.answer("fix").span == before
    close(*both)


def test_what_another_own_span_says_already_is_not_said_twice(both: tuple[Copy, Copy]) -> None:
    wen, _ = both
    twin = replace(make_span(0, 29), attributes={"checkable": "no"})
    link = Link(id="l", type="same_as", from_id=wen.answer("fix").span.id, to_id=twin.id, annotator_id=WEN.id)
    wen.do(ChangeSet("Tag", (Change(None, twin), Change(None, link))))
    wen.do(wen.take_over())
    here = wen.project.query.spans(DOCUMENT.id)
    assert [span.id for span in here if span.start == 0 and span.annotator_id == WEN.id] == [twin.id]
    assert wen.project.query.every(Link) == []
    assert wen.answer("fix").gone
    assert "fix" not in wen.open()
    wen.undo()
    assert len(wen.project.query.every(Link)) == 1
    close(*both)


def test_a_rejected_span_is_deleted_and_its_verdict_stays(both: tuple[Copy, Copy]) -> None:
    wen, chen = both
    with pytest.raises(AnnotatorError, match="no fixed version"):
        answering.take_over(
            wen.answer("reject"), spans=(), links=(), annotator_id=WEN.id, scheme=wen.project.query.scheme()
        )
    with pytest.raises(AnnotatorError, match="accepted"):
        wen.drop("accept")
    wen.do(wen.drop("reject"))
    answer = wen.answer("reject")
    assert answer.gone
    assert answer.span.text == PLAIN[30:49]
    assert not answer.open
    with pytest.raises(AnnotatorError, match="deleted"):
        wen.drop("reject")
    chen.merge(wen)
    assert all(s.start != 30 for s in chen.project.query.spans(DOCUMENT.id))
    wen.undo()
    assert wen.answer("reject").open
    close(*both)


def test_a_thread_goes_to_and_fro_by_merging(both: tuple[Copy, Copy]) -> None:
    wen, chen = both
    wen.do(wen.reply("Those of the town."))
    assert "question" not in wen.open()
    with pytest.raises(AnnotatorError, match="nothing to send"):
        wen.reply("  ")
    chen.merge(wen)
    verdict = next(each for each in chen.project.query.every(Verdict) if each.verdict == "question")
    thread = chen.project.query.comments([verdict.id])
    assert [each.text for each in thread] == ["Those of the town."]
    assert answering.is_answered(verdict, thread)
    assert not chen.decided(70)
    chen.do(answering.say(verdict, thread, "All of them?", annotator_id=CHEN.id))
    assert not answering.is_answered(verdict, chen.project.query.comments([verdict.id]))
    wen.merge(chen)
    assert wen.answer("question").open
    assert wen.answer("question").waits_for_me
    wen.do(wen.reply("Yes."))
    chen.merge(wen)
    assert [each.text for each in wen.answer("question").thread] == ["Those of the town.", "All of them?", "Yes."]
    chen.do(reviewing.take(chen.bench(), chen.case(70), WEN.id))
    assert chen.decided(70)
    wen.merge(chen)
    assert [each.kind for each in wen.answers()].count("accept") == 2
    assert "accept" in wen.open()
    before = state(wen)
    wen.merge(chen)
    assert state(wen) == before
    close(*both)


def state(copy: Copy) -> list[list[object]]:
    query = copy.project.query
    kinds = (Span, Verdict, Comment, Setting, Link)
    return [[(each, each.rev) for each in query.every(kind)] for kind in kinds]


def test_undoing_a_reply_opens_the_question_again(both: tuple[Copy, Copy]) -> None:
    wen, _ = both
    wen.do(wen.reply("Those."))
    wen.undo()
    assert "question" in wen.open()
    assert wen.answer("question").thread == ()
    close(*both)


def test_seen_is_one_step_travels_and_ends_with_a_new_judgement(both: tuple[Copy, Copy], tmp_path: Path) -> None:
    wen, chen = both
    seen = answering.mark_seen(wen.answers())
    assert seen.label == "Seen 4 answers"
    wen.do(seen)
    assert wen.open() == []
    assert not answering.mark_seen(wen.answers())
    wen.undo()
    assert len(wen.open()) == 4
    wen.do(answering.mark_seen([wen.answer("accept")]))
    wen.do(answering.mark_seen([wen.answer("fix")]))
    assert wen.open() == ["reject", "question"]
    # Wen's other machine gets to know it by merging, in whatever order.
    shutil.copyfile(chen.project.path, tmp_path / "third.annotator")
    chen.merge(wen)
    chen.do(reviewing.reject(chen.bench(), chen.case(0), comment="after all"))
    wen.merge(chen)
    assert wen.answers()[0].kind == "reject"
    assert wen.answers()[0].open
    close(*both)


def test_what_somebody_wrote_into_the_mark_is_no_mark(both: tuple[Copy, Copy]) -> None:
    wen, _ = both
    values: list[object] = ["yes", 7, None, [], {"rev": "9", "messages": 0}, {"rev": 99}]
    for value in values:
        name = SEEN + wen.answer("accept").verdict.id
        before = wen.project.query.find(Setting, name)
        wen.do(ChangeSet("Odd", (Change(before, Setting(id=name, value=value)),)))
        assert wen.answer("accept").open
    wen.do(answering.mark_seen(wen.answers()))
    assert wen.open() == []
    close(*both)


def test_a_span_changed_since_says_so(both: tuple[Copy, Copy]) -> None:
    wen, chen = both
    span = wen.answer("reject").span
    wen.do(tagging.set_note(span, "why?", annotator_id=WEN.id, scheme=wen.project.query.scheme()))
    assert wen.answer("reject").changed
    assert wen.answer("reject").open
    chen.merge(wen)
    assert not chen.decided(30)
    close(*both)


def test_a_message_comes_behind_those_of_a_clock_that_is_ahead(both: tuple[Copy, Copy]) -> None:
    wen, chen = both
    verdict = wen.answer("question").verdict
    for number, at in enumerate(("", "2091-05-05T00:00:00Z")):
        ahead = Comment(id=f"c{number}", verdict_id=verdict.id, annotator_id=CHEN.id, text="Well?", created_at=at)
        chen.do(ChangeSet("Reply", (Change(None, ahead),)))
    wen.merge(chen)
    wen.do(wen.reply("Now."))
    wen.do(wen.reply("Still."))
    assert [each.text for each in wen.answer("question").thread] == ["Well?", "Well?", "Now.", "Still."]
    assert wen.answer("question").thread[2].created_at == "2091-05-05T00:00:01Z"
    assert "question" not in wen.open()
    close(*both)


def test_many_answers_are_read_in_portions(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.annotator") as project:
        spans = [make_span(n % 80, n % 80 + 5) for n in range(1200)]
        verdicts = [
            Verdict(id=f"v{n}", span_id=span.id, reviewer_id=CHEN.id, verdict="accept", judged={"rev": 1})
            for n, span in enumerate(spans)
        ]
        for records in (spans, verdicts):
            changes = tuple(Change(None, record) for record in records)  # type: ignore[attr-defined]
            project.apply(ChangeSet("Many", changes), act())
        found = answering.answers(project.query, WEN.id)
        assert len(found) == 1200
        starts = [answer.span.start for answer in found]
        assert starts == sorted(starts)


Verb = Callable[[Copy], ChangeSet]


@pytest.mark.parametrize(
    "verb", [Copy.take_over, lambda copy: copy.drop("fix"), lambda copy: answering.mark_seen(copy.answers())]
)
def test_every_verb_can_be_taken_back(both: tuple[Copy, Copy], verb: Verb) -> None:
    wen, _ = both
    before = [(each.span, each.gone, each.open, each.thread) for each in wen.answers()]
    wen.do(verb(wen))
    assert [(each.span, each.gone, each.open, each.thread) for each in wen.answers()] != before
    wen.undo()
    assert [(each.span, each.gone, each.open, each.thread) for each in wen.answers()] == before
    close(*both)
