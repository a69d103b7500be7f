"""Answers: what each key does about the answer at hand."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.agreement.cases import cases
from annotator.app.answers import Answers
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Annotator, Comment, Record, Source, Verdict
from annotator.edit import reviewing
from annotator.edit.reviewing import Bench
from tests.gui.cases import case
from tests.gui.conftest import User
from tests.making import LI, PLAIN, WEN, make_document, make_span

CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")
TOO_SHORT, WRONG, ASKED, RIGHT = (
    make_span(0, 20), make_span(30, 49, "quote"), make_span(70, 75, "statistic"), make_span(51, 65, "source"),
)  # fmt: skip
LONGER = replace(make_span(0, 29, who=LI), attributes={"checkable": "no"})


def put(user: User, *records: Record) -> None:
    user.window.session.commit(ChangeSet("Put", tuple(Change(None, record) for record in records)))


def judge(user: User, verb: str, start: int, *arguments: str, comment: str = "") -> None:
    """Chen judges the case at a position, as a merge would bring it."""
    session = user.window.session
    query, document = session.query, make_document()
    spans = query.spans(document.id)
    bench = Bench(
        CHEN.id,
        {span.id: span for span in spans},
        {verdict.id: verdict for verdict in query.every(Verdict)},
        {source.id: source for source in query.every(Source)},
        query.find(Annotator, reviewing.GOLD_ID) is not None,
    )
    found = next(each for each in cases(spans, (WEN.id, LI.id), []) if each.start == start)
    said = {} if verb == "ask" else {"comment": comment}
    changes = getattr(reviewing, verb)(bench, found, *arguments, **said)
    session.commit(changes)


def prepare(user: User) -> None:
    """Wen's spans have been judged: one fixed, one rejected, one accepted, one asked about, in this order."""
    put(user, CHEN, TOO_SHORT, WRONG, ASKED, RIGHT, LONGER)
    judge(user, "take", 0, LI.id, comment="to the end")
    judge(user, "reject", 30, comment="no quotation")
    judge(user, "ask", 70, "Which people?")
    judge(user, "take", 51, WEN.id)


def enter(user: User) -> Answers:
    prepare(user)
    user.command("mode.answers")
    answers = user.window.handlers.mode.answers_state
    user.qtbot.waitUntil(lambda: not answers.busy)
    assert [each.kind for each in answers.shown] == ["fix", "reject", "accept", "question"]
    assert answers.place() == 0
    return answers


def mine(user: User) -> list[str]:
    return [span.text for span in user.stored() if span.annotator_id == WEN.id]


def left(answers: Answers) -> list[str]:
    return [each.kind for each in answers.every if each.open]


@case("answer.next")
def next_(user: User) -> Iterator[None]:
    answers = enter(user)
    yield
    assert answers.place() == 1
    assert user.window.focus.span_id == WRONG.id


@case("answer.previous")
def previous(user: User) -> Iterator[None]:
    answers = enter(user)
    user.command("answer.next")
    yield
    assert answers.place() == 0


@case("answer.next_open")
def next_open(user: User) -> Iterator[None]:
    answers = enter(user)
    user.command("answer.next")
    user.command("answer.seen")
    user.command("answer.previous")
    user.command("answer.previous")
    assert answers.place() == 0
    yield
    assert answers.place() == 2


@case("answer.take_over")
def take_over(user: User) -> Iterator[None]:
    """The own span is the fixed one now, and the next answer at hand; Undo comes back."""
    answers = enter(user)
    yield
    span = next(each for each in user.stored() if each.id == TOO_SHORT.id)
    assert (span.text, dict(span.attributes), span.annotator_id) == (PLAIN[:29], {"checkable": "no"}, WEN.id)
    assert left(answers) == ["reject", "accept", "question"]
    assert answers.place() == 1
    user.command("edit.undo")
    assert next(each for each in user.stored() if each.id == TOO_SHORT.id).text == PLAIN[:20]
    assert answers.place() == 0
    assert "fix" in left(answers)


@case("answer.drop")
def drop(user: User) -> Iterator[None]:
    answers = enter(user)
    user.command("answer.next")
    yield
    assert PLAIN[30:49] not in mine(user)
    assert "reject" not in left(answers)
    user.command("answer.kind")
    assert [each.gone for each in answers.shown] == [True]
    assert "deleted" in user.window.side.page("answers").model.index(0, 0).data()  # type: ignore[attr-defined]
    user.command("edit.undo")
    assert PLAIN[30:49] in mine(user)


@case("answer.reply")
def reply(user: User) -> Iterator[None]:
    answers = enter(user)
    for _ in range(3):
        user.command("answer.next")
    yield
    user.type("those of the town")
    user.press("Return")
    with_text = user.window.session.query.every(Comment)
    assert [(each.text, each.annotator_id) for each in with_text] == [("those of the town", WEN.id)]
    assert "question" not in left(answers)
    assert user.article.hasFocus()


@case("answer.edit")
def edit(user: User) -> Iterator[None]:
    enter(user)
    yield
    assert user.window.handlers.mode.mode == "annotate"
    assert user.window.focus.span_id == TOO_SHORT.id
    user.press("F")
    assert PLAIN[:20] not in mine(user)


@case("answer.seen")
def seen(user: User) -> Iterator[None]:
    answers = enter(user)
    yield
    assert left(answers) == ["reject", "accept", "question"]
    assert answers.place() == 1
    user.command("edit.undo")
    assert len(left(answers)) == 4
    assert answers.place() == 0


@case("answer.all_seen")
def all_seen(user: User) -> Iterator[None]:
    answers = enter(user)
    user.command("answer.kind")
    yield
    assert left(answers) == ["fix", "accept", "question"]
    user.command("answer.kind")
    for _ in range(3):
        user.command("answer.kind")
    user.command("answer.all_seen")
    assert left(answers) == []
    assert "last" in user.said()
    user.command("edit.undo")
    assert len(left(answers)) == 3


@case("answer.kind")
def kind(user: User) -> Iterator[None]:
    answers = enter(user)
    yield
    assert [each.kind for each in answers.shown] == ["reject"]
    assert answers.place() == 0


@case("answer.open_only")
def open_only(user: User) -> Iterator[None]:
    answers = enter(user)
    user.command("answer.seen")
    yield
    assert [each.kind for each in answers.shown] == ["reject", "accept", "question"]
    user.command("answer.seen")
    assert [each.kind for each in answers.shown] == ["accept", "question"]
