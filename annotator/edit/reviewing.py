"""The verbs of review: each judges the spans of one case, and says what comes of it as gold. Others' spans stay as they
are. Each returns the change set of one act; nothing is written here.

A verdict is one reviewer's, one for each span; deciding again replaces it. What a decision results in is a span of
``gold`` whose sources are the spans it was made of. Equal decisions of two reviewers give one gold span, since its id
is made of what it says; a fix is its reviewer's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.agreement.cases import Case
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD_ID, made_id, now
from annotator.core.model import GOLD, Record, Source, Span, Verdict

REVIEW = "review"
"""The origin of a span that came of a review."""


class Bench(NamedTuple):
    """What a reviewer has in front: one document's spans (everyone's, gold's too), verdicts and sources by id."""

    reviewer_id: str
    spans: Mapping[str, Span]
    verdicts: Mapping[str, Verdict]
    sources: Mapping[str, Source]
    gold_known: bool
    """Whether the project has met gold before."""

    def mine(self, span_id: str) -> Verdict | None:
        """This reviewer's verdict on a span."""
        return self.verdicts.get(verdict_id(span_id, self.reviewer_id))


class _Outcome(NamedTuple):
    verdict: str
    result: str | None = None


def verdict_id(span_id: str, reviewer_id: str) -> str:
    """One verdict for each span and reviewer, so that copies of a project say the same about the same pair."""
    return made_id("verdict", span_id, reviewer_id)


def take(bench: Bench, case: Case, annotator_id: str, *, comment: str = "") -> ChangeSet:
    """The version of one annotator becomes gold: theirs is accepted, and so is whoever said exactly the same."""
    version = case.of(annotator_id)
    if not version:
        raise AnnotatorError("this annotator has nothing here to take")
    golds = [_gold(span, _sources_of(case, span)) for span in version]
    outcomes = {}
    for span in case.spans:
        equal = next((gold for gold in golds if says_the_same(span, gold)), None)
        outcomes[span.id] = _Outcome("accept", equal.id) if equal else _Outcome("fix", golds[0].id)
    return _decide(bench, "Take a version", outcomes, golds, comment)


def take_agreed(bench: Bench, cases: Iterable[Case]) -> ChangeSet:
    """All agreed cases that this reviewer has not decided: accepted, as one step."""
    changes: list[Change] = []
    count = 0
    for case in cases:
        if case.kind == "agreed" and not is_decided(bench, case):
            count += 1
            known = bench._replace(gold_known=bench.gold_known or count > 1)
            changes += take(known, case, case.spans[0].annotator_id).changes
    return ChangeSet(f"Take {count} agreed", tuple(changes))


def mix(bench: Bench, case: Case, edges_of: str, values_of: str, *, comment: str = "") -> ChangeSet:
    """The extent and label of one annotator's span with another's attributes become gold."""
    edges, values = case.of(edges_of), case.of(values_of)
    if len(edges) != 1 or len(values) != 1:
        raise AnnotatorError("edges and values can be taken apart only where each annotator has one span")
    gold = _gold(replace(edges[0], attributes=values[0].attributes), case.spans)
    return _decide(bench, "Take edges and values", _fixed_or_accepted(case, gold), [gold], comment)


def reject(bench: Bench, case: Case, *, comment: str = "") -> ChangeSet:
    """Nothing comes of it."""
    return _decide(bench, "Reject", {span.id: _Outcome("reject") for span in case.spans}, [], comment)


def ask(bench: Bench, case: Case, question: str) -> ChangeSet:
    """A question to everyone concerned; the case waits for an answer."""
    if not question.strip():
        raise AnnotatorError("there is no question: write it first")
    return _decide(bench, "Ask", {span.id: _Outcome("question") for span in case.spans}, [], question.strip())


def fix(bench: Bench, case: Case, *, comment: str = "") -> ChangeSet:
    """A copy of the first version becomes gold, to be put right; it is this reviewer's own, as the editing of it is."""
    first = case.spans[0]
    gold = replace(_gold(first, case.spans), id=made_id("fix", bench.reviewer_id, *sorted(s.id for s in case.spans)))
    return _decide(bench, "Fix", {span.id: _Outcome("fix", gold.id) for span in case.spans}, [gold], comment)


def is_decided(bench: Bench, case: Case) -> bool:
    """Whether this reviewer has judged every span of the case as it is now, and does not wait for an answer. A span
    that its annotator has made what came of the review is judged."""
    return all(_is_judged(bench, span, bench.mine(span.id)) for span in case.spans)


def _is_judged(bench: Bench, span: Span, verdict: Verdict | None) -> bool:
    if verdict is None or verdict.verdict == "question":
        return False
    result = bench.spans.get(verdict.result or "")
    return not changed_since(span, verdict) or (result is not None and says_the_same(span, result))


def changed_since(span: Span, verdict: Verdict) -> bool:
    """Whether a span was edited after it had been judged."""
    judged = verdict.judged
    return "rev" in judged and judged["rev"] != span.rev


def disputed(case: Case, verdicts: Iterable[Verdict]) -> bool:
    """Whether reviewers judged a span of the case differently: another verdict, or another result."""
    ids = {span.id for span in case.spans}
    said: dict[str, set[tuple[str, str | None]]] = {}
    for verdict in verdicts:
        if verdict.span_id in ids:
            said.setdefault(verdict.span_id, set()).add((verdict.verdict, verdict.result))
    return any(len(each) > 1 for each in said.values())


def _gold(span: Span, sources: Sequence[Span]) -> Span:
    name = made_id("gold", span.label, span.start, span.end, *sorted(source.id for source in sources))
    return replace(span, id=name, annotator_id=GOLD_ID, origin=REVIEW, note="", rev=0, created_at=now(), updated_at="")


def _sources_of(case: Case, span: Span) -> list[Span]:
    """Of a version in several pieces each piece stands for itself; otherwise the case is one thing."""
    pieces = case.of(span.annotator_id)
    return [span, *(s for s in case.spans if s.annotator_id != span.annotator_id)] if pieces else [span]


def says_the_same(span: Span, gold: Span) -> bool:
    """Whether two spans have the same label, extent and attributes."""
    return (span.label, span.start, span.end, dict(span.attributes)) == (
        gold.label, gold.start, gold.end, dict(gold.attributes)
    )  # fmt: skip


def _fixed_or_accepted(case: Case, gold: Span) -> dict[str, _Outcome]:
    return {span.id: _Outcome("accept" if says_the_same(span, gold) else "fix", gold.id) for span in case.spans}


def _decide(
    bench: Bench, label: str, outcomes: Mapping[str, _Outcome], golds: Sequence[Span], comment: str
) -> ChangeSet:
    changes: list[Change] = [*_introduction(bench)] if golds else []
    kept = {gold.id for gold in golds}
    changes += _without_old_results(bench, outcomes.keys(), kept)
    changes += (_changed(bench.spans.get(gold.id), gold) for gold in golds)
    for span_id, outcome in outcomes.items():
        span = bench.spans[span_id]
        before = bench.mine(span_id)
        verdict = Verdict(
            id=verdict_id(span_id, bench.reviewer_id),
            span_id=span_id,
            reviewer_id=bench.reviewer_id,
            verdict=outcome.verdict,
            comment=comment,
            result=outcome.result,
            judged={"rev": span.rev, "label": span.label, "start": span.start, "end": span.end},
            created_at=before.created_at if before else now(),
        )
        changes.append(Change(before, verdict))
        if outcome.result:
            changes += _source(bench, outcome.result, span_id)
    return ChangeSet(label, tuple(change for change in changes if change.before != change.after))


def _introduction(bench: Bench) -> tuple[Change, ...]:
    return () if bench.gold_known else (Change(None, GOLD),)


def _changed(before: Span | None, after: Span) -> Change:
    return Change(before, after if before is None else replace(after, created_at=before.created_at))


def _without_old_results(bench: Bench, span_ids: Iterable[str], kept: set[str]) -> list[Change]:
    """What this reviewer's earlier verdicts on these spans led to goes, unless another verdict still leads there."""
    concerned = {verdict_id(span_id, bench.reviewer_id) for span_id in span_ids}
    old = {v.result for id_ in concerned if (v := bench.verdicts.get(id_)) and v.result} - kept
    old -= {v.result for id_, v in bench.verdicts.items() if id_ not in concerned}
    gone: list[Record] = [source for source in bench.sources.values() if source.span_id in old]
    gone += (bench.spans[id_] for id_ in sorted(filter(None, old)) if id_ in bench.spans)
    return [Change(record, None) for record in gone]


def _source(bench: Bench, gold_id: str, span_id: str) -> list[Change]:
    source = Source(id=made_id("source", gold_id, span_id), span_id=gold_id, source_id=span_id, created_at=now())
    return [] if source.id in bench.sources else [Change(None, source)]
