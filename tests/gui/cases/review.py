"""Review: what each key decides about the case at hand."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.core.changes import Change, ChangeSet
from annotator.core.ids import GOLD_ID
from annotator.core.model import Comment, Verdict
from annotator.edit import tagging
from annotator.gui.review.desk import ReviewDesk
from annotator.store.project import Project
from tests.gui.cases import case
from tests.gui.conftest import User
from tests.making import LI, PLAIN, WEN, act, make_document, make_span, tag


def enter(user: User) -> ReviewDesk:
    """Chen reviews Wen and Li: a boundary case, an agreed one, one that only Li has."""
    window = user.window
    project = window.session.project
    first, second = make_span(0, 20), replace(make_span(0, 29, who=LI), attributes={"checkable": "no"})
    same = make_span(30, 49, "quote"), make_span(30, 49, "quote", who=LI)
    for span in (first, second, *same, make_span(70, 75, "statistic", who=LI)):
        tag(project, span)
    for who in (WEN, LI):
        done = tagging.set_state(make_document(), "done", annotator_id=who.id, progress=None)
        project.apply(done, act("Done", who))
    user.window.handlers.edit.be(replace(WEN, id="44444444-0000-4000-8000-000000000004", name="Chen"))
    window.focus.open(make_document().id)
    user.take_the_keyboard()
    user.command("mode.review")
    desk = window.handlers.mode.desk
    assert [each.kind for each in desk.review.shown] == ["boundary", "agreed", "only_one"]
    assert desk.review.place() == 0
    return desk


def gold(user: User) -> list[str]:
    return [span.text for span in user.stored() if span.annotator_id == GOLD_ID]


def verdicts(user: User) -> dict[str, str]:
    with Project(user.window.session.project.path, read_only=True) as project:
        people = {WEN.id: "Wen", LI.id: "Li"}
        spans = {span.id: people.get(span.annotator_id, "") for span in project.query.spans(make_document().id)}
        return {spans[each.span_id]: each.verdict for each in project.query.every(Verdict)}


@case("review.next")
def next_(user: User) -> Iterator[None]:
    desk = enter(user)
    yield
    assert desk.review.place() == 1


@case("review.previous")
def previous(user: User) -> Iterator[None]:
    desk = enter(user)
    user.command("review.next")
    yield
    assert desk.review.place() == 0


@case("review.next_undecided")
def next_undecided(user: User) -> Iterator[None]:
    desk = enter(user)
    user.command("review.reject")
    user.command("review.previous")
    assert desk.review.place() == 0
    yield
    assert desk.review.place() == 1


def take(number: int) -> None:
    @case("review.take", str(number))
    def steps(user: User) -> Iterator[None]:
        desk = enter(user)
        yield
        if number > 2:
            assert gold(user) == []
            assert "2 annotators" in user.said()
            return
        assert gold(user) == [PLAIN[0 : 29 if number == 1 else 20]]
        taken, other = ("Li", "Wen") if number == 1 else ("Wen", "Li")
        assert verdicts(user) == {taken: "accept", other: "fix"}
        assert desk.review.place() == 1
        user.command("edit.undo")
        assert gold(user) == []
        assert desk.review.place() == 0


for each in range(1, 10):
    take(each)


@case("review.reject")
def reject(user: User) -> Iterator[None]:
    desk = enter(user)
    yield
    assert verdicts(user) == {"Wen": "reject", "Li": "reject"}
    assert desk.review.place() == 1


@case("review.mix")
def mix(user: User) -> Iterator[None]:
    enter(user)
    yield
    assert gold(user) == [PLAIN[0:29]]


@case("review.fix")
def fix(user: User) -> Iterator[None]:
    enter(user)
    yield
    assert gold(user) == [PLAIN[0:29]]
    user.command("span.move_edge", "end -1 word")
    user.press("Escape")
    assert gold(user) != [PLAIN[0:29]]
    assert len([span for span in user.stored() if span.text == PLAIN[0:29]]) == 1
    assert user.window.handlers.mode.mode == "review"


@case("review.fixed")
def fixed(user: User) -> Iterator[None]:
    desk = enter(user)
    user.command("review.fix")
    assert user.window.handlers.mode.mode == "fix"
    yield
    assert user.window.handlers.mode.mode == "review"
    assert desk.review.place() == 1


@case("review.ask")
def ask(user: User) -> Iterator[None]:
    enter(user)
    user.command("review.ask")
    user.type("Which one?")
    user.press("Return")
    yield
    assert set(verdicts(user).values()) == {"question"}


@case("review.reply")
def reply(user: User) -> Iterator[None]:
    """Asked, answered, and a word back: the case waits, is open again, and waits again."""
    desk = enter(user)
    user.command("review.ask")
    user.type("Which one?")
    user.press("Return")
    user.command("review.ask")
    case = desk.review.every[0]
    assert desk.review.waits(case)
    assert desk.review.place() == 1
    spans = desk.review.bench.spans
    verdict = next(each for each in desk.review.asked(case) if spans[each.span_id].annotator_id == LI.id)
    answer = Comment(id="c", verdict_id=verdict.id, annotator_id=LI.id, text="The first.")
    user.window.session.commit(ChangeSet("Answer", (Change(None, answer),)))
    assert not desk.review.waits(case)
    user.command("review.previous")
    assert "The first." in desk.panel._versions.toPlainText()
    assert "answered" in desk.queue.model.index(0, 0).data()
    user.command("review.reply")
    user.type("Not the second?")
    user.press("Return")
    yield
    thread = desk.review.threads[verdict.id]
    assert [each.text for each in thread] == ["The first.", "Not the second?"]
    assert desk.review.waits(case)
    assert desk.review.place() == 1
    user.command("edit.undo")
    assert desk.review.answered(case) == [verdict]


@case("review.missing")
def missing(user: User) -> Iterator[None]:
    enter(user)
    yield
    user.select("3,000")
    user.command("span.tag", "statistic")
    assert gold(user) == ["3,000"]
    user.press("Escape")
    assert user.window.handlers.mode.mode == "review"


@case("review.take_agreed")
def take_agreed(user: User) -> Iterator[None]:
    enter(user)
    user.agree()
    yield
    assert gold(user) == [PLAIN[30:49]]


@case("review.reason")
def reason(user: User) -> Iterator[None]:
    desk = enter(user)
    yield
    user.type("too long")
    user.press("Return")
    user.command("review.reject")
    assert {each.comment for each in desk.review.bench.verdicts.values()} == {"too long"}


@case("review.people")
def people(user: User) -> Iterator[None]:
    desk = enter(user)

    def untick(dialog: object) -> int:
        dialog.list.item(0).setCheckState(dialog.list.item(0).checkState().Unchecked)  # type: ignore[attr-defined]
        return 1

    user.dialogs.answer("QDialog.exec", untick)
    yield
    assert len(desk.review.annotators) == 1


@case("review.hide_names")
def hide_names(user: User) -> Iterator[None]:
    desk = enter(user)
    yield
    assert [desk.review.name_of(each.id) for each in desk.review.ordered()] == ["A", "B"]


@case("review.undecided_only")
def undecided_only(user: User) -> Iterator[None]:
    desk = enter(user)
    user.command("review.reject")
    yield
    assert len(desk.review.shown) == 2


@case("review.worst_first")
def worst_first(user: User) -> Iterator[None]:
    desk = enter(user)
    yield
    assert [each.kind for each in desk.review.shown] == ["boundary", "only_one", "agreed"]


@case("review.kind")
def kind(user: User) -> Iterator[None]:
    desk = enter(user)
    yield
    assert [each.kind for each in desk.review.shown] == ["boundary"]
