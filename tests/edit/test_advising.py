"""Feedback from a project: what is held against whom."""

from dataclasses import replace
from pathlib import Path

from annotator.agreement.cases import cases
from annotator.core.ids import GOLD_ID
from annotator.core.model import Source, Verdict
from annotator.edit import advising, agreeing, reviewing, tagging
from annotator.store.project import Project
from tests.making import LI, WEN, act, make_document, make_project, make_span, tag

CHEN = replace(WEN, id="44444444-0000-4000-8000-000000000004", name="Chen")


def reviewed(path: Path, *, done: tuple[str, ...] = (WEN.id, LI.id)) -> Project:
    """Chen took Li's version of a claim, and rejected a statistic that only Li has; Wen's quote waits."""
    project = make_project(path)
    project.apply(tagging.set_state(make_document(), "doing", annotator_id=CHEN.id, progress=None), act(who=WEN))
    for span in (make_span(0, 20), make_span(0, 29, who=LI), make_span(70, 75, "statistic", who=LI)):
        tag(project, span)
    tag(project, make_span(30, 49, "quote"))
    for who in done:
        state = tagging.set_state(make_document(), "done", annotator_id=who, progress=None)
        project.apply(state, act("done", LI if who == LI.id else WEN))
    found = cases(project.query.spans(make_document().id), [WEN.id, LI.id])
    project.apply(reviewing.take(bench(project), found[0], LI.id), act(who=WEN))
    only = next(case for case in found if case.spans[0].label == "statistic")
    project.apply(reviewing.reject(bench(project), only, comment="a <year>, no figure"), act(who=WEN))
    return project


def bench(project: Project) -> reviewing.Bench:
    query, document = project.query, make_document()
    return reviewing.Bench(
        CHEN.id,
        {span.id: span for span in query.spans(document.id)},
        {each.id: each for each in query.every(Verdict)},
        {each.id: each for each in query.every(Source)},
        GOLD_ID in query.counts()["annotators"],
    )


def test_what_is_decided_counts_and_what_waits_does_not(tmp_path: Path) -> None:
    with reviewed(tmp_path / "p.annotator") as project:
        found = advising.advice(project.query, [WEN.id, LI.id])
        wen, li = found[WEN.id], found[LI.id]
        assert (wen.spans, wen.right, wen.deviations["end_short"]) == (1, 0, 1)
        assert (li.spans, li.right, li.deviations["over_tagged"]) == (2, 1, 1)
        told = advising.as_json(found, {WEN.id: "Wen", LI.id: "Li"})
        assert told["Wen"]["labels"]["claim"]["end_short"] == 1
        assert told["Li"]["days"] == {"2026-01-01": {"right": 1, "over_tagged": 1}}


def test_documents_not_done_and_projects_without_gold(tmp_path: Path) -> None:
    with reviewed(tmp_path / "p.annotator", done=(WEN.id,)) as project:
        assert advising.advice(project.query, [LI.id])[LI.id].documents == 0
    with make_project(tmp_path / "q.annotator") as project:
        assert advising.advice(project.query, [WEN.id]) == {}


def test_gold_is_compared_where_something_was_decided(tmp_path: Path) -> None:
    with reviewed(tmp_path / "p.annotator") as project:
        found = agreeing.agreement(project.query, [WEN.id, LI.id, GOLD_ID], independent=True)
        assert found.documents == 1
        assert found.cases == agreeing.agreement(project.query, [WEN.id, LI.id], independent=True).cases
        assert found.spans["claim"] == {WEN.id: 1, LI.id: 1, GOLD_ID: 1}
        assert found.pairs[LI.id, GOLD_ID]["f1_exact"].value == 2 / 3
        only = agreeing.agreement(project.query, [WEN.id, LI.id], labels=["statistic"])
        assert list(only.labels) == ["statistic"]
        table = agreeing.confusion_between(project.query, [WEN.id, LI.id], WEN.id, LI.id)
        assert table == {("claim", "claim"): 1, ("quote", ""): 1, ("", "statistic"): 1}
    with make_project(tmp_path / "q.annotator") as project:
        assert agreeing.agreement(project.query, [WEN.id, LI.id, GOLD_ID], unfinished=True).documents == 0
