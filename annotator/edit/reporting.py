"""A report of how annotators agree and of what was decided: a page to read and a table of the cases. Reads only.

What it says is the same every time: no date of writing, no order that chance decides. Documents are read one at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.agreement.cases import Case, cases, compared_attributes
from annotator.agreement.feedback import Feedback
from annotator.agreement.figures import Figures
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Comment, Document, Source, Span, Verdict
from annotator.core.scheme import Scheme
from annotator.edit import advising, agreeing
from annotator.edit.reviewing import changed_since, disputed
from annotator.files import write_atomically
from annotator.formats.bundle import unique_names
from annotator.store.queries import Queries

Tick = Callable[[int, int], None]

STATES = ("undecided", "question", "disputed", "decided")
"""What became of a case: nobody judged all of it; somebody waits for an answer; reviewers differ; it is settled."""
_SETTLED = ("accept", "reject", "fix")


class Reported(NamedTuple):
    """A case with what became of it: verdicts on its spans, oldest first, and the gold spans that came of them."""

    number: int
    state: str
    case: Case
    verdicts: tuple[Verdict, ...]
    golds: tuple[Span, ...]
    comments: tuple[Comment, ...] = ()
    """The threads of its verdicts, oldest first."""


class Reading(NamedTuple):
    """One document with its cases; ``gold`` are gold's spans that came of none of them."""

    document: Document
    text: str
    cases: tuple[Reported, ...]
    gold: tuple[Span, ...]


class Report(NamedTuple):
    """What a report tells; ``readings`` goes through the documents anew each time it is called."""

    title: str
    people: tuple[str, ...]
    names: dict[str, str]
    scheme: Scheme
    figures: Figures
    feedback: dict[str, Feedback]
    readings: Callable[[], Iterator[Reading]]

    def label(self, key: str) -> str:
        return self.scheme.label_name(key)


def report(
    query: Queries,
    path: Path,
    annotator_ids: Sequence[str] = (),
    *,
    unfinished: bool = False,
    tick: Tick = lambda done, total: None,
) -> Report:
    """The report on these annotators (ids; none: everybody who can be compared) of the project at ``path``."""
    ids = tuple(annotator_ids) or tuple(each.id for each in agreeing.comparable(query))
    people = tuple(who for who in ids if who != GOLD_ID)
    return Report(
        title=path.stem,
        people=ids,
        names=unique_names(query.every(Annotator)),
        scheme=query.scheme(),
        figures=agreeing.agreement(query, ids, unfinished=unfinished, tick=tick),
        feedback=advising.advice(query, ids, tick=tick),
        readings=lambda: _readings(query, people, unfinished, tick),
    )


def _readings(query: Queries, people: Sequence[str], unfinished: bool, tick: Tick) -> Iterator[Reading]:
    compared = compared_attributes(query.scheme())
    number, total = 0, query.counts()["documents"]
    for place, document in enumerate(list(query.documents())):
        tick(place, total)
        spans = query.spans(document.id)
        done = {each.annotator_id for each in query.progress(document.id) if each.state == "done"}
        begun = {span.annotator_id for span in spans} if unfinished else set()
        here = [who for who in people if who in done | begun]
        found = cases(spans, here, compared)
        verdicts, sources = query.verdicts(document.id), query.sources(document.id)
        by_id = {span.id: span for span in spans}
        told = []
        for case in found:
            number += 1
            reported = _reported(number, case, verdicts, sources, by_id)
            threads = query.comments([each.id for each in reported.verdicts])
            told.append(reported._replace(comments=tuple(threads)))
        shown = {gold.id for each in told for gold in each.golds}
        left = tuple(span for span in spans if span.annotator_id == GOLD_ID and span.id not in shown)
        if told or left:
            yield Reading(document, query.text(document.sha256), tuple(told), left)


def _reported(
    number: int, case: Case, verdicts: Sequence[Verdict], sources: Sequence[Source], spans: dict[str, Span]
) -> Reported:
    ids = {span.id for span in case.spans}
    own = tuple(each for each in verdicts if each.span_id in ids)
    results = {each.result for each in own} | {each.span_id for each in sources if each.source_id in ids}
    golds = tuple(span for span in spans.values() if span.annotator_id == GOLD_ID and span.id in results)
    return Reported(number, state_of(case, own), case, own, golds)


def state_of(case: Case, verdicts: Sequence[Verdict]) -> str:
    """What became of a case (one of ``STATES``), whoever judged it; a span changed since is not judged."""
    if disputed(case, verdicts):
        return "disputed"
    if any(each.verdict == "question" for each in verdicts):
        return "question"
    judged = {each.span_id for each in verdicts if each.verdict in _SETTLED}
    changed = {v.span_id for v in verdicts for span in case.spans if span.id == v.span_id and changed_since(span, v)}
    return "decided" if all(span.id in judged - changed for span in case.spans) else "undecided"


def write(project: Path, page: Path, table: Path | None, found: Report) -> None:
    """Write the page, and the table where one is asked for, each wholly or not at all.

    Raises ``AnnotatorError`` where a file cannot be written, or would take the place of the project.
    """
    from annotator.edit.report_page import html_pieces
    from annotator.edit.report_table import csv_pieces

    targets = [path.resolve() for path in (page, table) if path]
    if project.resolve() in targets or len(set(targets)) < len(targets):
        raise AnnotatorError(f"{page}: choose another name: page, table and project are files of their own")
    write_atomically(page, html_pieces(found))
    if table:
        write_atomically(table, csv_pieces(found))


def write_one(project: Path, target: Path, found: Report) -> None:
    """Write the page, or the table if the name ends in ``.csv``."""
    from annotator.edit.report_table import csv_pieces

    if target.suffix.lower() != ".csv":
        write(project, target, None, found)
    elif target.resolve() == project.resolve():
        raise AnnotatorError(f"{target}: choose another name: this is the project")
    else:
        write_atomically(target, csv_pieces(found))
