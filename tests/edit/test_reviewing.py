"""Decisions: what each makes of the spans of a case, of gold, and of what was decided before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.cases import Case, cases
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Source, Verdict
from annotator.edit import reviewing
from annotator.edit.reviewing import Bench
from annotator.store.project import Project
from tests.making import HERE, LI, PLAIN, WEN, act, make_document, make_project, make_span

CHEN = Annotator(id="44444444-0000-4000-8000-000000000004", name="Chen")
ODA = Annotator(id="33333333-0000-4000-8000-000000000003", name="Oda")
DOCUMENT = make_document()


class Reviewed:
    """A project under review."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def bench(self, reviewer: Annotator = CHEN) -> Bench:
        query = self.project.query
        return Bench(
            reviewer.id,
            {span.id: span for span in query.spans(DOCUMENT.id)},
            {verdict.id: verdict for verdict in query.every(Verdict)},
            {source.id: source for source in query.every(Source)},
            query.find(Annotator, GOLD_ID) is not None,
        )

    def cases(self) -> list[Case]:
        return cases(self.project.query.spans(DOCUMENT.id), (WEN.id, LI.id), ["claim.checkable"])

    def do(self, verb: Callable[[Bench], ChangeSet], reviewer: Annotator = CHEN) -> None:
        if self.project.query.find(Annotator, reviewer.id) is None:
            self.project.apply(ChangeSet("Enter", (Change(None, reviewer),)), act("Enter", reviewer))
        changes = verb(self.bench(reviewer))
        self.project.apply(changes, act(changes.label, reviewer))

    def undo(self, reviewer: Annotator = CHEN) -> None:
        entry = self.project.undoable(reviewer.id, HERE)
        assert entry is not None
        self.project.take_back(entry, reviewer.id, HERE)

    def gold(self) -> list[tuple[str, str]]:
        return [(s.label, s.text) for s in self.project.query.spans(DOCUMENT.id) if s.annotator_id == GOLD_ID]

    def verdicts(self) -> dict[tuple[str, str], str]:
        """By name of whose span it is and by its text."""
        names = {WEN.id: "Wen", LI.id: "Li"}
        spans = {span.id: span for span in self.project.query.spans(DOCUMENT.id)}
        return {
            (names[spans[each.span_id].annotator_id], spans[each.span_id].text): each.verdict
            for each in self.project.query.every(Verdict)
        }

    def sources(self) -> int:
        return len(self.project.query.every(Source))


@pytest.fixture
def reviewed(tmp_path: Path) -> Iterator[Reviewed]:
    """Wen and Li: a boundary case at 0, an agreed one at 30, one that only Li has at 70."""
    with make_project(tmp_path / "r.annotator") as project:
        for span in (
            make_span(0, 20), replace(make_span(0, 29, who=LI), attributes={"checkable": "no"}),
            make_span(30, 49, "quote"), make_span(30, 49, "quote", who=LI),
            make_span(70, 75, "statistic", who=LI),
        ):  # fmt: skip
            project.apply(ChangeSet("Tag", (Change(None, span),)), act("Tag"))
        yield Reviewed(project)


def test_taking_a_version(reviewed: Reviewed) -> None:
    boundary = reviewed.cases()[0]
    assert boundary.kind == "boundary"
    reviewed.do(lambda bench: reviewing.take(bench, boundary, LI.id, comment="whole sentence"))
    assert reviewed.gold() == [("claim", PLAIN[0:29])]
    assert reviewed.verdicts() == {("Wen", PLAIN[0:20]): "fix", ("Li", PLAIN[0:29]): "accept"}
    assert reviewed.sources() == 2
    assert {each.comment for each in reviewed.project.query.every(Verdict)} == {"whole sentence"}
    assert reviewing.is_decided(reviewed.bench(), boundary)
    assert not reviewing.is_decided(reviewed.bench(ODA), boundary)


def test_deciding_again_replaces_the_verdict_and_its_result(reviewed: Reviewed) -> None:
    boundary = reviewed.cases()[0]
    reviewed.do(lambda bench: reviewing.take(bench, boundary, LI.id))
    reviewed.do(lambda bench: reviewing.take(bench, boundary, WEN.id))
    assert reviewed.gold() == [("claim", PLAIN[0:20])]
    assert reviewed.verdicts() == {("Wen", PLAIN[0:20]): "accept", ("Li", PLAIN[0:29]): "fix"}
    assert reviewed.sources() == 2
    reviewed.do(lambda bench: reviewing.reject(bench, boundary))
    assert (reviewed.gold(), reviewed.sources()) == ([], 0)
    reviewed.undo()
    reviewed.undo()
    assert reviewed.gold() == [("claim", PLAIN[0:29])]
    reviewed.undo()
    assert (reviewed.gold(), reviewed.sources(), reviewed.verdicts()) == ([], 0, {})


def test_edges_of_one_with_values_of_the_other(reviewed: Reviewed) -> None:
    reviewed.do(lambda bench: reviewing.mix(bench, reviewed.cases()[0], WEN.id, LI.id))
    (gold,) = [s for s in reviewed.project.query.spans(DOCUMENT.id) if s.annotator_id == GOLD_ID]
    assert (gold.text, dict(gold.attributes)) == (PLAIN[0:20], {"checkable": "no"})
    assert set(reviewed.verdicts().values()) == {"fix"}


def test_all_agreed_at_once_is_one_step(reviewed: Reviewed) -> None:
    reviewed.do(lambda bench: reviewing.take_agreed(bench, reviewed.cases()))
    assert reviewed.gold() == [("quote", PLAIN[30:49])]
    assert set(reviewed.verdicts().values()) == {"accept"}
    assert not reviewing.take_agreed(reviewed.bench(), reviewed.cases())
    reviewed.undo()
    assert reviewed.gold() == []


def test_asking_waits_and_needs_words(reviewed: Reviewed) -> None:
    only = reviewed.cases()[-1]
    assert only.kind == "only_one"
    with pytest.raises(AnnotatorError, match="no question"):
        reviewing.ask(reviewed.bench(), only, "  ")
    reviewed.do(lambda bench: reviewing.ask(bench, only, "A statistic of what?"))
    assert not reviewing.is_decided(reviewed.bench(), only)
    assert reviewed.verdicts() == {("Li", PLAIN[70:75]): "question"}


def test_a_fix_is_a_gold_span_of_this_reviewers_own(reviewed: Reviewed) -> None:
    boundary = reviewed.cases()[0]
    reviewed.do(lambda bench: reviewing.fix(bench, boundary))
    reviewed.do(lambda bench: reviewing.fix(bench, boundary), ODA)
    assert len(reviewed.gold()) == 2
    assert reviewing.disputed(boundary, reviewed.bench().verdicts.values())


def test_equal_decisions_of_two_reviewers_give_one_gold_span(reviewed: Reviewed) -> None:
    boundary = reviewed.cases()[0]
    for reviewer in (CHEN, ODA):
        reviewed.do(lambda bench: reviewing.take(bench, boundary, LI.id), reviewer)
    assert reviewed.gold() == [("claim", PLAIN[0:29])]
    assert not reviewing.disputed(boundary, reviewed.bench().verdicts.values())
    reviewed.do(lambda bench: reviewing.reject(bench, boundary), ODA)
    assert reviewed.gold() == [("claim", PLAIN[0:29])]
    assert reviewing.disputed(boundary, reviewed.bench().verdicts.values())


def test_a_span_that_changed_since_opens_its_case_again(reviewed: Reviewed) -> None:
    boundary = reviewed.cases()[0]
    reviewed.do(lambda bench: reviewing.take(bench, boundary, LI.id))
    span = next(s for s in boundary.spans if s.annotator_id == WEN.id)
    reviewed.project.apply(ChangeSet("Note", (Change(span, replace(span, note="hm")),)), act("Note"))
    now = reviewed.cases()[0]
    assert not reviewing.is_decided(reviewed.bench(), now)
    changed = next(s for s in now.spans if s.annotator_id == WEN.id)
    verdict = reviewed.bench().mine(changed.id)
    assert verdict is not None
    assert reviewing.changed_since(changed, verdict)


def test_nobody_takes_what_is_not_there(reviewed: Reviewed) -> None:
    only = reviewed.cases()[-1]
    with pytest.raises(AnnotatorError):
        reviewing.take(reviewed.bench(), only, WEN.id)
    with pytest.raises(AnnotatorError):
        reviewing.mix(reviewed.bench(), only, LI.id, WEN.id)


def decision(verb: str, here: Reviewed, case: Case, who: str) -> ChangeSet:
    bench = here.bench()
    if verb == "take":
        return reviewing.take(bench, case, who)
    if verb == "agreed":
        return reviewing.take_agreed(bench, here.cases())
    if verb == "ask":
        return reviewing.ask(bench, case, "why?")
    return reviewing.fix(bench, case) if verb == "fix" else reviewing.reject(bench, case)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(["take", "reject", "fix", "agreed", "ask"]), st.integers(0, 9)), max_size=6))
def test_others_spans_are_never_touched_and_undo_takes_everything_back(todo: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder, make_project(Path(folder) / "r.annotator") as project:
        for span in (make_span(0, 20), make_span(0, 29, who=LI), make_span(30, 49), make_span(30, 49, who=LI)):
            project.apply(ChangeSet("Tag", (Change(None, span),)), act("Tag"))
        here = Reviewed(project)
        project.apply(ChangeSet("Enter", (Change(None, CHEN),)), act("Enter", CHEN))
        before = project.query.spans(DOCUMENT.id)
        steps = 0
        for verb, number in todo:
            case = here.cases()[number % 2]
            who = case.spans[number % len(case.spans)].annotator_id
            changes = decision(verb, here, case, who)
            if changes:
                here.project.apply(changes, act(changes.label, CHEN))
                steps += 1
            bench = here.bench()
            results = {v.result for v in bench.verdicts.values() if v.result}
            gold = {id_ for id_, span in bench.spans.items() if span.annotator_id == GOLD_ID}
            assert results == gold
            assert {(s.span_id, s.source_id) for s in bench.sources.values()} == {
                (v.result, v.span_id) for v in bench.verdicts.values() if v.result
            }
        others = [s for s in project.query.spans(DOCUMENT.id) if s.annotator_id != GOLD_ID]
        assert [(s, s.rev) for s in others] == [(s, s.rev) for s in before]
        for _ in range(steps):
            here.undo()
        assert here.gold() == []
        assert here.bench().verdicts == {}
