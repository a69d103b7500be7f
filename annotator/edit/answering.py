"""The way back of a review: what was said of somebody's spans, and the verbs of answering it.

An answer is a verdict with all that belongs to it. It is open until its annotator has done what it asks for, or says
that it was seen. That is kept as a setting ``seen/VERDICT``, which only the owner of the span writes, with the ``rev``
of the verdict and the number of others' messages at that time; so it travels by merging, and a new judgement or message
opens the answer again. Nothing is written here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import new_id, now
from annotator.core.model import Comment, Document, Link, Setting, Span, Verdict
from annotator.core.scheme import Scheme
from annotator.edit import tagging
from annotator.edit.reviewing import changed_since, says_the_same
from annotator.store.queries import Queries

SEEN = "seen/"
KINDS = ("reject", "fix", "question", "accept")
"""What a verdict can be, what needs something done first."""
_CHUNK = 500


class Answer(NamedTuple):
    """One verdict on a span. ``span`` is the span as it is, or was before it was deleted (``gone``); ``result`` is the
    gold span that came of it, if that is here; ``place`` sorts: the document's position and id, the span's start."""

    verdict: Verdict
    span: Span
    gone: bool
    result: Span | None
    thread: tuple[Comment, ...]
    seen: Setting | None
    place: tuple[int, str, int, str]

    @property
    def kind(self) -> str:
        return self.verdict.verdict

    @property
    def changed(self) -> bool:
        """Whether the span is another one now than the one that was judged."""
        return not self.gone and changed_since(self.span, self.verdict) and not self.taken_over

    @property
    def taken_over(self) -> bool:
        """Whether the span says what came of the review."""
        return self.result is not None and not self.gone and says_the_same(self.span, self.result)

    @property
    def open(self) -> bool:
        """Whether the annotator has neither done anything about it nor said that they have seen it."""
        done = {"reject": self.gone, "fix": self.taken_over or self.gone}.get(self.kind, False)
        return not done and not _is_seen(self)

    @property
    def waits_for_me(self) -> bool:
        """Whether the last word in the thread is the reviewer's."""
        last = self.thread[-1].annotator_id if self.thread else self.verdict.reviewer_id
        return self.kind == "question" and last != self.span.annotator_id


def answers(query: Queries, annotator_id: str, verdicts: Iterable[Verdict] | None = None) -> list[Answer]:
    """What others said of this annotator's spans, in reading order; of these verdicts only, if some are given."""
    given = query.verdicts_on(annotator_id) if verdicts is None else verdicts
    found: list[Answer] = []
    for chunk in _chunks([each for each in given if each.reviewer_id != annotator_id]):
        found += _read(query, annotator_id, chunk)
    return sorted(found, key=lambda answer: answer.place)


def _read(query: Queries, annotator_id: str, verdicts: Sequence[Verdict]) -> Iterator[Answer]:
    spans = query.versions(Span, [each.span_id for each in verdicts])
    results = query.versions(Span, [each.result for each in verdicts if each.result])
    documents = query.versions(Document, sorted({span.document_id for span, _ in spans.values()}))
    marks = query.versions(Setting, [SEEN + each.id for each in verdicts])
    threads: dict[str, list[Comment]] = {}
    for comment in query.comments([each.id for each in verdicts]):
        threads.setdefault(comment.verdict_id, []).append(comment)
    for verdict in verdicts:
        if verdict.span_id not in spans:
            continue
        span, gone = spans[verdict.span_id]
        document, lost = documents[span.document_id]
        if span.annotator_id != annotator_id or lost:
            continue
        mark = marks.get(SEEN + verdict.id)
        result = results.get(verdict.result or "")
        yield Answer(
            verdict=verdict,
            span=span,
            gone=gone,
            result=result[0] if result and not result[1] else None,
            thread=tuple(threads.get(verdict.id, ())),
            seen=mark[0] if mark and not mark[1] else None,
            place=(document.position, document.id, span.start, verdict.id),
        )


def take_over(
    answer: Answer, *, spans: Iterable[Span], links: Sequence[Link], annotator_id: str, scheme: Scheme
) -> ChangeSet:
    """The own span becomes what the review made of it. If another own span says that already, this one goes, with
    ``links``, those that start or end at it; ``spans`` are those of the document."""
    _living(answer)
    tagging.own(answer.span, annotator_id, scheme)
    gold = answer.result
    if gold is None:
        raise AnnotatorError("there is no fixed version here to take over")
    if answer.taken_over:
        raise AnnotatorError("your span says this already")
    mine = (each for each in spans if each.annotator_id == annotator_id and each.id != answer.span.id)
    if any(says_the_same(each, gold) for each in mine):
        gone = tagging.delete([answer.span], links, annotator_id=annotator_id, scheme=scheme)
        return ChangeSet("Take over", gone.changes)
    after = replace(
        answer.span,
        label=gold.label,
        start=gold.start,
        end=gold.end,
        text=gold.text,
        attributes=dict(gold.attributes),
    )
    return ChangeSet("Take over", (Change(answer.span, after),))


def drop(answer: Answer, *, links: Sequence[Link], annotator_id: str, scheme: Scheme) -> ChangeSet:
    """The span is deleted, with ``links``, those that start or end at it. What was accepted stays."""
    _living(answer)
    if answer.kind == "accept":
        raise AnnotatorError("this span was accepted: it stays")
    return tagging.delete([answer.span], links, annotator_id=annotator_id, scheme=scheme)


def reply(answer: Answer, text: str, *, annotator_id: str) -> ChangeSet:
    """An answer in the thread; with it the verdict has been seen."""
    said = say(answer.verdict, answer.thread, text, annotator_id=annotator_id)
    return ChangeSet("Answer", (*said.changes, *_seen(answer)))


def say(verdict: Verdict, thread: Sequence[Comment], text: str, *, annotator_id: str) -> ChangeSet:
    """A message in the thread of a verdict, behind those that are there whatever their clocks said."""
    text = text.strip()
    if not text:
        raise AnnotatorError("there is nothing to send: write it first")
    at = max([now(), *(_behind(each.created_at) for each in thread)])
    comment = Comment(id=new_id(), verdict_id=verdict.id, annotator_id=annotator_id, text=text, created_at=at)
    return ChangeSet("Reply", (Change(None, comment),))


def mark_seen(answers: Collection[Answer]) -> ChangeSet:
    """Those of the answers that are open were seen: as they are now."""
    changes = [change for each in answers if each.open for change in _seen(each)]
    return ChangeSet("Seen" if len(changes) == 1 else f"Seen {len(changes)} answers", tuple(changes))


def is_answered(verdict: Verdict, thread: Sequence[Comment]) -> bool:
    """Whether somebody else has the last word on a question."""
    return verdict.verdict == "question" and bool(thread) and thread[-1].annotator_id != verdict.reviewer_id


def _seen(answer: Answer) -> list[Change]:
    value = {"rev": answer.verdict.rev, "messages": _of_others(answer)}
    before = answer.seen
    if before is None:
        return [Change(None, Setting(id=SEEN + answer.verdict.id, value=value, created_at=now()))]
    return [] if before.value == value else [Change(before, replace(before, value=value))]


def _is_seen(answer: Answer) -> bool:
    value = answer.seen.value if answer.seen else None
    if not isinstance(value, dict):
        return False
    rev, messages = value.get("rev"), value.get("messages")
    if not isinstance(rev, int) or not isinstance(messages, int):
        return False
    return rev >= answer.verdict.rev and messages >= _of_others(answer)


def _of_others(answer: Answer) -> int:
    return sum(each.annotator_id != answer.span.annotator_id for each in answer.thread)


def _living(answer: Answer) -> None:
    if answer.gone:
        raise AnnotatorError("this span was deleted; Ctrl+Z may bring it back")


def _behind(at: str) -> str:
    """A second later; what is no time is before everything."""
    try:
        return (datetime.fromisoformat(at).astimezone(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def _chunks(verdicts: Sequence[Verdict]) -> Iterator[Sequence[Verdict]]:
    for begin in range(0, len(verdicts), _CHUNK):
        yield verdicts[begin : begin + _CHUNK]
