"""Merging: another copy of a project, or another annotator's, and this one become one by union.

Documents match by their text, everything else by its id; which version of a record stands is decided in ``judging``.
:class:`Merge` yields changes as it reads and keeps the report beside; whoever runs it writes them in one transaction,
or throws them away for a preview. Nothing here writes.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id
from annotator.core.model import RECORD_TYPES, Annotator, Document, Label, Record, Setting, Span, Text
from annotator.core.text import sha256, visible
from annotator.edit.believing import problem, span_problem
from annotator.edit.blinding import HANDED_TO
from annotator.edit.importing import Import, Report
from annotator.edit.judging import Version, judge
from annotator.edit.renaming import PAIRED, Renaming
from annotator.edit.telling import Told
from annotator.store.foreign import Foreign
from annotator.store.opening import is_database
from annotator.store.queries import Queries

BATCH = 2000
T = TypeVar("T")


@dataclass(slots=True)
class MergeReport:
    """What a merge would do, or did. ``refused`` and ``notes`` are readable lines."""

    spans: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """By document id and annotator id, as they are called here: how many spans had which outcome (see ``judging``)."""
    titles: dict[str, str] = field(default_factory=dict)
    """The documents of the other files by their ids here."""
    people: dict[str, str] = field(default_factory=dict)
    """The names of the annotators of the other files by their ids here."""
    records: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind of record (``document``, ``span``, ``link``, …) and outcome."""
    alike: list[tuple[Annotator, Annotator]] = field(default_factory=list)
    """People of one name but two ids, theirs and ours: one person only if the user says so."""
    other_texts: list[str] = field(default_factory=list)
    """Ids of documents that have another text there: they come in as documents of their own."""
    refused: Told = field(default_factory=Told)
    notes: Told = field(default_factory=Told)

    def total(self, outcome: str, kind: str = "") -> int:
        """How many records, of one kind or of all, had an outcome."""
        return sum(n for (name, each), n in self.records.items() if each == outcome and kind in ("", name))

    def as_json(self) -> dict[str, Any]:
        names = {"added": "new", "same": "same", "newer": "newer_there", "deleted": "deleted_there"}
        names |= {"kept": "newer_here", "conflicting": "conflict"}
        return {
            **{
                f"{kind}s": {key: self.total(outcome, kind) for key, outcome in names.items()}
                for kind in ("document", "span", "link", "verdict", "comment")
            },
            "other_texts": self.other_texts,
            "alike": [{"name": theirs.name, "theirs": theirs.id, "ours": ours.id} for theirs, ours in self.alike],
            "refused": self.refused.shown(),
            "notes": self.notes.shown(),
        }

    def add_import(self, report: Report) -> None:
        """What an import of plain annotations did."""
        counts = {"new": report.documents_added, "same": report.documents_same, "newer_there": report.documents_changed}
        self.records.update({("document", outcome): count for outcome, count in counts.items()})
        counts = {
            "new": report.spans_added,
            "same": report.spans_same,
            "newer_there": report.spans_newer,
            "newer_here": report.spans_kept,
        }
        self.records.update({("span", outcome): count for outcome, count in counts.items()})
        self.refused += report.refused
        self.notes += report.notes

    @property
    def took_something(self) -> bool:
        """Whether anything of the files is in the project now, be it new or already there."""
        return bool(self.records.total())

    def summary(self) -> str:
        """One line for people."""
        words = {"new": "new", "newer_there": "newer there", "deleted_there": "deleted there"}
        words |= {"conflict": "in conflict", "newer_here": "newer here", "same": "the same"}
        parts = [f"{n:,} {word}" for outcome, word in words.items() if (n := self.total(outcome, "span"))]
        documents = self.total("new", "document")
        head = f"{documents:,} new document{'' if documents == 1 else 's'}"
        news = {"verdicts": self._came_in("verdict"), "messages": self._came_in("comment")}
        tail = "".join(f"; {n:,} new {name if n > 1 else name[:-1]}" for name, n in news.items() if n)
        return f"{head}; spans: {', '.join(parts) or 'none'}{tail}"

    def _came_in(self, kind: str) -> int:
        return self.total("new", kind) + self.total("newer_there", kind)


class Merge:
    """One merge of ``other`` into the project that ``query`` reads. Iterate :meth:`changes` inside a transaction.

    ``same`` are names of people who are one person here and there, although their ids differ.
    """

    def __init__(
        self,
        query: Queries,
        other: Foreign,
        *,
        same: Collection[str] = (),
        tick: Callable[[int, int], None] = lambda done, total: None,
        report: MergeReport | None = None,
    ) -> None:
        self._query = query
        self._other = other
        self._tick = tick
        self.report = report or MergeReport()
        self._same = frozenset(same)
        self._here = Renaming({})
        self._texts: dict[str, str] = {}
        """The hash of each of their documents that can be believed, by its id there."""
        self._text = ("", "")
        self._labels: list[Label] = []

    def changes(self) -> Iterator[list[Change]]:
        """What it takes, in batches, what others point to first. Raises what ``tick`` raises, and ``AnnotatorError`` if
        the other file cannot be read on."""
        self._labels = self._query.every(Label)
        documents = list(self._believed_documents())
        yield [
            Change(None, Text(id=sha, text=self._other.query.text(sha))) for sha in sorted({*self._texts.values()})
        ]
        yield list(self._placed(documents))
        self._compare_people()
        kinds = [kind for kind in RECORD_TYPES if kind not in (Text, Document)]
        total = sum(map(self._other.count, kinds))
        done = 0
        for kind in kinds:
            for batch in _batches(self._rows(kind)):
                self._tick(done, total)
                done += len(batch)
                yield self._judged(kind, batch)

    # Reading theirs

    def _rows(self, kind: type[Record]) -> Iterator[Version]:
        for row in self._other.rows(kind):
            if isinstance(row, str):
                self._refuse(row)
                continue
            why = problem(row[0])
            if why:
                self._refuse(f"{kind.__name__.lower()} {row[0].id[:40]}: {why}")
            else:
                yield Version(*row)

    def _refuse(self, why: str) -> None:
        self.report.refused.append(f"{self._other.path}: {visible(why)}")

    def _believed_documents(self) -> Iterator[Version]:
        """Their documents but for those whose text is not what its hash says: these stay out with all their spans."""
        for version in self._rows(Document):
            document = version.record
            assert isinstance(document, Document)
            try:
                text = self._other.query.text(document.sha256)
            except KeyError:
                text = ""
            if sha256(text) == document.sha256 and len(text) == document.length:
                self._texts[document.id] = document.sha256
                yield version
            else:
                self._refuse(f"document {document.id[:40]}: its text is not the one that its hash tells")

    def _span_problem(self, span: Span) -> str:
        sha = self._texts.get(span.document_id)
        if sha is None:
            return "its document is not there"
        if self._text[0] != sha:  # one text at a time: rows come document by document
            self._text = sha, self._other.query.text(sha)
        return span_problem(span, self._text[1])

    # Documents

    def _placed(self, documents: Iterable[Version]) -> Iterator[Change]:
        """Decide for each of their documents which one it is here, and what that takes."""
        documents = list(documents)
        living = self._living_by_text()
        known = self._query.versions(Document, [version.record.id for version in documents])
        for version in documents:
            document = version.record
            assert isinstance(document, Document)
            here = known.get(document.id)
            twin = living.get(document.sha256)
            if here is not None and here[0].sha256 != document.sha256:
                yield from self._second_version(version, document)
            elif not version.deleted and twin and twin.id != document.id and (here is None or here[1]):
                yield from self._same_text(document, twin, living)
            else:
                yield from self._judge_document(version)
            self.report.titles[self._here.document(document.id)] = document.title

    def _judge_document(self, version: Version) -> Iterator[Change]:
        here = self._query.version(Document, version.record.id)
        outcome, change = judge(version, Version(*here) if here else None)
        if not version.deleted or here:
            self.report.records["document", outcome] += 1
        if change:
            yield change

    def _living_by_text(self) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for document in self._query.documents():
            first = found.setdefault(document.sha256, document)
            if document.id < first.id:
                found[document.sha256] = document
        return found

    def _second_version(self, version: Version, document: Document) -> Iterator[Change]:
        """The id is another text's here: theirs comes in beside it, with all that hangs on it under new ids."""
        name = made_id("version", document.id, document.sha256)
        self._here.versions[document.id] = name
        self.report.other_texts.append(document.id)
        title = visible(document.title)
        self.report.notes.append(f"“{title}” has another text there: it comes in as a document of its own")
        yield from self._judge_document(version._replace(record=replace(document, id=name)))

    def _same_text(self, theirs: Document, ours: Document, living: dict[str, Document]) -> Iterator[Change]:
        """One text under two ids: the smaller id stays, and everything is hung on it."""
        if ours.id < theirs.id:
            self._here.documents[theirs.id] = ours.id
            self.report.records["document", "same"] += 1
            return
        living[theirs.sha256] = theirs
        yield from self._judge_document(Version(theirs, False))
        for record in self._query.hanging_on(ours.id):
            # Nobody edited anything: the rev stays.
            moved: Any = replace(record, document_id=theirs.id)  # type: ignore[call-arg]
            if name := PAIRED.get(type(record)):
                yield Change(record, None, replace(record, rev=record.rev + 1))
                yield Change(None, replace(moved, id=made_id(name, theirs.id, moved.annotator_id)))
            else:
                yield Change(record, moved)
        yield Change(ours, None, replace(ours, rev=ours.rev + 1))

    # Everything else

    def _compare_people(self) -> None:
        """Who there has a name that somebody else has here: one person if the user says so."""
        people = [person for person in self._query.every(Annotator) if person.kind == "person"]
        here = {person.id for person in people}
        for person in self._other.query.every(Annotator):
            self.report.people[person.id] = person.name
            namesakes = [each for each in people if each.name == person.name]
            if person.kind != "person" or person.id in here or not namesakes:
                continue
            if person.name in self._same and len(namesakes) == 1:
                self._here.people[person.id] = namesakes[0].id
            else:
                self.report.alike += [(person, each) for each in namesakes]

    def _judged(self, kind: type[Record], batch: Iterable[Version]) -> list[Change]:
        versions = list(self._taken(kind, batch))
        stored = self._query.versions(kind, [version.record.id for version in versions])
        changes = []
        for version in versions:
            here = stored.get(version.record.id)
            outcome, change = judge(version, Version(*here) if here else None)
            if here or not version.deleted:
                self._count(version.record, outcome)
            if change:
                changes.append(change)
        return changes

    def _taken(self, kind: type[Record], batch: Iterable[Version]) -> Iterator[Version]:
        """Those that can be believed, as they are called here."""
        for version in batch:
            record = version.record
            if isinstance(record, Span) and (why := self._span_problem(record)):
                self._refuse(f"span {record.id[:40]}: {why}")
            elif isinstance(record, Annotator) and record.id in self._here.people:
                continue
            elif isinstance(record, Setting) and record.id == HANDED_TO:
                continue  # says for whom that very file is
            elif isinstance(record, Label):
                if label := self._fitted(record):
                    yield version._replace(record=label)
            elif not hasattr(record, "document_id") or record.document_id in self._texts:
                yield version._replace(record=self._here(record))

    def _fitted(self, label: Label) -> Label | None:
        """Their label beside ours: no key of the scheme twice, no key of the keyboard twice."""
        others = [each for each in self._labels if each.id != label.id]
        if any(each.key == label.key for each in others):
            self.report.notes.append(f"the label “{visible(label.key)}” is here already, as our own; ours stays")
            return None
        taken = next((each for each in others if label.shortcut and each.shortcut == label.shortcut), None)
        if taken:
            self.report.notes.append(
                f"the label “{visible(label.name)}” comes in without its key {visible(label.shortcut)},"
                f" which is that of “{visible(taken.name)}”"
            )
            label = replace(label, shortcut="")
        self._labels = [*others, label]
        return label

    def _count(self, record: Record, outcome: str) -> None:
        self.report.records[type(record).__name__.lower(), outcome] += 1
        if isinstance(record, Span):
            self.report.spans.setdefault((record.document_id, record.annotator_id), Counter())[outcome] += 1


def merge_files(
    query: Queries,
    path: Path,
    others: Sequence[Path],
    *,
    annotator: Annotator,
    same: Collection[str] = (),
    tick: Callable[[int, int], None] = lambda done, total: None,
    report: MergeReport,
) -> Iterator[list[Change]]:
    """What it takes to merge other files into the project at ``path``, one after the other: projects, or annotations in
    any format that can be read (these never delete anything; what names nobody is ``annotator``'s).

    Raises ``AnnotatorError`` if one of them is this very project, or cannot be trusted.
    """
    for place, other in enumerate(others):
        if other.exists() and other.samefile(path):
            raise AnnotatorError(f"{other}: is this very project; there is nothing to merge")
        tick(place, len(others))
        if other.exists() and not other.is_dir() and not is_database(other):
            imported = Import(query, [other], annotator)
            yield from imported.changes()
            report.add_import(imported.report)
        else:
            with Foreign(other) as opened:
                yield from Merge(query, opened, same=same, tick=tick, report=report).changes()


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
