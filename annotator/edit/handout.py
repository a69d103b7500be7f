"""A hand-out: a project file of its own for one annotator, to work blind and to be merged back.

In it are the scheme, the guidelines, the documents assigned to them (all, if nobody is assigned anything), and what is
theirs: spans, links between these, progress, dismissals, and the verdicts on their spans. Nothing of what others did
goes out: no span, no verdict on one, no gold, no history; but for the gold spans that verdicts on theirs led to, where
a review is sent back. Ids, revisions and times stay, so merging finds everything again. Nothing of the project that is
handed out changes.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.ids import GOLD_ID, annotator_id, now
from annotator.core.model import Annotator, Assignment, Document, Record, Setting, Text
from annotator.core.text import visible
from annotator.edit.answering import SEEN
from annotator.edit.blinding import BLIND, HANDED_TO
from annotator.edit.checking import check
from annotator.edit.guidelines import PREFIX
from annotator.files import keep_names, reason
from annotator.formats.bundle import unique_names
from annotator.store import making
from annotator.store.project import Project
from annotator.store.queries import Queries
from annotator.store.writing import Act
from annotator.user import tidy_name


class HandedOut(NamedTuple):
    """What went out. ``links_left_out`` lead to a span that did not."""

    documents: int
    spans: int
    links_left_out: int


def person_to_hand_to(query: Queries, name: str, *, new: bool = False) -> Annotator:
    """The one person of that name. With ``new`` it may be one that nobody has yet: told by the name alone, so that
    handing out twice to one name is handing out to one person.

    Raises ``AnnotatorError`` that tells the names there are.
    """
    people = [each for each in query.every(Annotator) if each.kind == "person"]
    names = unique_names(people)
    found = next((each for each in people if names[each.id] == name), None)
    if found is not None:
        return found
    tidy = tidy_name(name)
    if new and tidy and all(each.name != tidy for each in people):
        return Annotator(id=annotator_id(tidy), name=tidy, created_at=now())
    known = ", ".join(sorted(map(visible, names.values()))) or "nobody yet"
    raise AnnotatorError(f"there is no annotator “{visible(name)}”; known are: {known} (--new takes a new name)")


def name_of_file(project: Path, person: Annotator) -> Path:
    """What a hand-out is called if nobody says: beside the project, by the person's name."""
    name = re.sub(r"[^\w. -]+", "_", person.name).strip(" .")[:60] or "handout"
    return project.with_name(f"{project.stem} {name}{project.suffix or '.annotator'}")


def hand_out(
    project: Project,
    target: Path,
    person: Annotator,
    *,
    answers: bool = False,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> HandedOut:
    """Write a hand-out for ``person`` to ``target``, wholly or not at all; with ``answers``, to send a review back,
    also what came of their spans.

    Raises ``AnnotatorError`` where a file is already, and if others have documents assigned but they have none.
    """
    target = target.absolute()
    _refuse_existing(target)
    parcel = _Parcel(project.query, person, answers, tick)
    unfinished = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    making.discard(unfinished)
    act = Act("Hand out", person.id, "", merged=True)
    try:
        # Written as what came from elsewhere is: revisions and times stay as they are.
        with Project.create(unfinished, project.query.scheme(), act, parcel.records()) as made:
            problems = check(made).problems
        if problems:
            raise AnnotatorError(f"nothing was handed out: {problems[0]}")
        _refuse_existing(target)
        os.replace(unfinished, target)
        keep_names(target.parent)
    except OSError as error:
        raise AnnotatorError(f"{target}: cannot be written: {reason(error)}") from error
    except Cancelled:
        raise
    except AnnotatorError as error:
        raise AnnotatorError(str(error).replace(str(unfinished), str(target))) from error
    finally:
        making.discard(unfinished)
    return HandedOut(len(parcel.documents), parcel.spans, parcel.links_left_out)


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise AnnotatorError(f"{target}: is there already; a hand-out needs a name of its own")


class _Parcel:
    """What goes out, record by record, what others point to first."""

    def __init__(self, query: Queries, person: Annotator, answers: bool, tick: Callable[[int, int], None]) -> None:
        self._query = query
        self._person = person
        self._with_results = answers
        self._tick = tick
        self._assignments: dict[str, Assignment] = {}
        self._answering: set[str] = set()
        self.documents = self._chosen()
        self.spans = 0
        self.links_left_out = 0

    def _chosen(self) -> list[Document]:
        documents = list(self._query.documents())
        given = self._query.every(Assignment)
        if not given:
            return documents
        self._assignments = {each.document_id: each for each in given if each.annotator_id == self._person.id}
        found = [document for document in documents if document.id in self._assignments]
        if not found:
            name = visible(self._person.name)
            raise AnnotatorError(f"no document is assigned to {name}, but some are to others: assign theirs first")
        return found

    def records(self) -> Iterator[Record]:
        """Everything; raises what ``tick`` raises."""
        yield Setting(id=HANDED_TO, value=self._person.id, created_at=now())
        yield from (each for each in self._query.every(Setting) if each.id.startswith(PREFIX) or each.id == BLIND)
        yield self._person
        gold = self._query.find(Annotator, GOLD_ID) if self._with_results else None
        if gold is not None:
            yield gold
        for document in self.documents:
            yield Text(id=document.sha256, text=self._query.text(document.sha256))
        yield from self.documents
        for done, document in enumerate(self.documents):
            self._tick(done, len(self.documents))
            yield from self._of(document)
        # Of the others only those who are named: who answered them.
        answering = self._answering - {self._person.id}
        yield from (other for other in self._query.every(Annotator) if other.id in answering)

    def _of(self, document: Document) -> Iterator[Record]:
        mine, query = self._person.id, self._query
        spans = [span for span in query.spans(document.id) if span.annotator_id == mine]
        ids = {span.id for span in spans}
        self.spans += len(spans)
        yield from spans
        yield from self._links(document, ids)
        yield from self._answers(document, ids)
        yield from (each for each in query.progress(document.id) if each.annotator_id == mine)
        yield from query.dismissals(document.id, mine)
        if document.id in self._assignments:
            yield self._assignments[document.id]

    def _results(self, document: Document, results: Collection[str], spans: Collection[str]) -> Iterator[Record]:
        """The gold spans with these ids, and that they came of these spans."""
        query = self._query
        yield from (each for each in query.spans(document.id) if each.id in results and each.annotator_id == GOLD_ID)
        yield from (each for each in query.sources(document.id) if each.span_id in results and each.source_id in spans)

    def _links(self, document: Document, spans: Collection[str]) -> Iterator[Record]:
        for link in self._query.links(document.id):
            if link.annotator_id != self._person.id:
                continue
            if link.from_id in spans and link.to_id in spans:
                yield link
            else:
                self.links_left_out += 1

    def _answers(self, document: Document, spans: Collection[str]) -> Iterator[Record]:
        """The verdicts on their spans, the messages on these, and which of them they have seen."""
        query = self._query
        verdicts = [each for each in query.verdicts(document.id) if each.span_id in spans]
        ids = [each.id for each in verdicts]
        parts = (ids[begin : begin + 500] for begin in range(0, len(ids), 500))
        comments = [comment for part in parts for comment in query.comments(part)]
        self._answering |= {each.reviewer_id for each in verdicts} | {each.annotator_id for each in comments}
        yield from verdicts
        yield from comments
        if self._with_results:
            yield from self._results(document, {each.result for each in verdicts if each.result}, spans)
        seen = query.versions(Setting, [SEEN + each for each in ids])
        yield from (record for record, deleted in seen.values() if not deleted)
