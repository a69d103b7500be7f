"""From files to changes: articles and annotated files become additions to a project.

Reading streams: :class:`Import` yields changes as it goes through the files and keeps the report beside. Whoever runs
it writes the changes in one transaction, so a cancelled import leaves nothing. Nothing is ever deleted by an import.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.changes import Change
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.ids import now
from annotator.core.model import RECORD_TYPES, Annotator, Document, Json, Record, Span, Text
from annotator.edit.addresses import Addresses
from annotator.edit.choosing import AS_FOUND, Choice, format_of, known_in, read
from annotator.edit.judging import Version, compare
from annotator.edit.likeness import Alike, Likeness
from annotator.edit.telling import Told, Unknown
from annotator.formats import BROKEN
from annotator.formats.articles import articles_in
from annotator.formats.bundle import Bundle, Context, Known, Refused
from annotator.store.queries import Queries

BATCH = 2000
"""About how many records are compared with the project and written at once."""


@dataclass(slots=True)
class Report:
    """What an import did. ``refused`` and ``notes`` read ``file:line: why``; ``alike`` says where a text is that is
    nearly the same as another, and which."""

    files: int = 0
    documents_added: int = 0
    documents_same: int = 0
    documents_changed: int = 0
    spans_added: int = 0
    spans_same: int = 0
    spans_newer: int = 0
    spans_kept: int = 0
    others_added: int = 0
    refused: Told = field(default_factory=Told)
    notes: Told = field(default_factory=Told)
    alike: list[tuple[str, Alike]] = field(default_factory=list)
    first_document: str | None = None

    def as_json(self) -> dict[str, Json]:
        return {
            "files": self.files,
            "documents": {
                "added": self.documents_added,
                "same": self.documents_same,
                "newer": self.documents_changed,
            },
            "spans": {
                "added": self.spans_added,
                "same": self.spans_same,
                "newer": self.spans_newer,
                "kept": self.spans_kept,
            },
            "refused": self.refused.shown(),
            "notes": self.notes.shown(),
            "alike": [{"at": where, **like.as_json()} for where, like in self.alike],
        }

    @property
    def took_something(self) -> bool:
        """Whether anything of the files is in the project now, be it new or already there."""
        return bool(
            self.documents_added
            or self.documents_same
            or self.documents_changed
            or self.spans_added
            or self.spans_same
            or self.spans_newer
            or self.spans_kept
        )

    def summary(self) -> str:
        """One line for people."""
        parts = [_counted(self.documents_added, "document") + " added"]
        if self.documents_same:
            parts.append(f"{_counted(self.documents_same, 'document')} already here")
        if self.spans_added:
            parts.append(f"{_counted(self.spans_added, 'span')} added")
        if self.spans_newer:
            parts.append(f"{_counted(self.spans_newer, 'span')} updated")
        if self.spans_kept:
            parts.append(f"{_counted(self.spans_kept, 'span')} kept as edited here")
        if self.refused:
            parts.append(f"{self.refused.total:,} refused")
        return ", ".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(slots=True)
class Import:
    """One import of ``paths`` (files and folders). Iterate :meth:`changes` inside a transaction; read ``report`` after.

    ``annotator`` owns spans that name nobody. ``format`` is a name of the FORMATS table, or ``auto``. ``encoding``,
    ``extractor`` and ``text_column`` hold for all files, ``choices`` for some, as ``edit.planning`` shows them.
    """

    query: Queries
    paths: Sequence[Path]
    annotator: Annotator
    format: str = "auto"
    document_id: str | None = None
    encoding: str | None = None
    tick: Callable[[int, int], None] | None = None
    report: Report = field(default_factory=Report)
    extractor: str | None = None
    text_column: str | None = None
    choices: Mapping[Path, Choice] = field(default_factory=dict)
    _position: int = 0
    _total: int = 0
    _unknown: Unknown = field(default_factory=Unknown)

    def changes(self) -> Iterator[list[Change]]:
        """Additions and updates in file order, in batches to be written one by one: the next looks at the last.

        Raises only what ``tick`` raises, and ``AnnotatorError`` for an unusable argument.
        """
        self._position = self.query.last_position() + 1
        self.report.notes += BROKEN
        batch: list[tuple[Bundle, str]] = []
        ids: set[str] = set()
        for bundle, where in self._bundles():
            new_ids = [record.id for record in _hanging_on(bundle)]
            new_ids += (bundle.document.id, bundle.document.sha256)
            if batch and (len(ids) > BATCH or not ids.isdisjoint(new_ids)):
                yield self._merge(batch)
                batch, ids = [], set()
            batch.append((bundle, where))
            ids.update(new_ids)
        yield self._merge(batch)

    def _bundles(self) -> Iterator[tuple[Bundle, str]]:
        context = Context(
            annotator=self.annotator,
            scheme=self.query.scheme(),
            lookup=known_in(self.query),
            called=Addresses(self.query).called,
            document=self._forced_document(),
            encoding=self.encoding,
            extractor=self.extractor,
            text_column=self.text_column,
            waiting=self._waiting,
        )
        files = [path for path in articles_in(self.paths) if not self._choice(path).leave_out]
        likeness, self._total = Likeness(self.query, self._waiting), len(files)
        for path in files:
            yield from self._file(path, context, likeness)
        self.report.notes += self._unknown.lines()
        self.report.notes += [likeness.note] if likeness.note else []
        if self.tick:
            self.tick(len(files), len(files))

    def _choice(self, path: Path) -> Choice:
        return self.choices.get(path, AS_FOUND)

    def _waiting(self) -> None:
        if self.tick:
            self.tick(max(0, self.report.files - 1), self._total)

    def _forced_document(self) -> Known | None:
        if self.document_id is None:
            return None
        document = self.query.find(Document, self.document_id)
        if document is None:
            raise AnnotatorError(f"the project has no document {self.document_id}")
        return document, self.query.text(document.sha256)

    def _file(self, path: Path, context: Context, likeness: Likeness) -> Iterator[tuple[Bundle, str]]:
        self.report.files += 1
        self._waiting()
        choice = self._choice(path)
        try:
            form = format_of(path, choice.format or self.format)
            for parsed in read(form, path, choice, context):
                if isinstance(parsed, Refused):
                    self.report.refused.append(str(parsed))
                    continue
                where = f"{path}:{parsed.line}" if parsed.line else str(path)
                self.report.notes += [f"{where}: {note}" for note in parsed.notes]
                self._unknown.count(parsed.unknown, where)
                if form.of_articles and parsed.whole:
                    self._compare(parsed, where, likeness)
                self._waiting()
                yield parsed, where
        except Cancelled:
            raise
        except AnnotatorError as error:
            self.report.refused.append(f"{path}: {error}")

    def _compare(self, bundle: Bundle, where: str, likeness: Likeness) -> None:
        """Tell a text that is nearly the same as another; those that are the very same are counted later."""
        document = bundle.document
        like = likeness.look(document.sha256, bundle.text, document.title, where)
        if like is not None and like.similarity < 1:
            self.report.alike.append((where, like))
            self.report.notes.append(f"{where}: {like}")

    def _merge(self, batch: Sequence[tuple[Bundle, str]]) -> list[Change]:
        with_text = self.query.documents_with_texts([bundle.document.sha256 for bundle, _ in batch])
        versions = self.query.versions(Document, [bundle.document.id for bundle, _ in batch])
        changes: list[Change] = []
        records: dict[type[Record], dict[str, Record]] = {}
        for bundle, where in batch:
            here, version = with_text.get(bundle.document.sha256), versions.get(bundle.document.id)
            placed, document_changes, refusal = self._document(bundle, here, version)
            if refusal:
                self.report.refused.append(f"{where}: {refusal}")
                continue
            self.report.first_document = self.report.first_document or placed.document.id
            changes += document_changes
            for record in (*placed.annotators, *_hanging_on(placed)):
                records.setdefault(type(record), {})[record.id] = record
        # Texts before documents before spans: what others point to comes first, and each kind in one go.
        changes.sort(key=lambda change: RECORD_TYPES.index(type(change.record)))
        for kind in sorted(records, key=RECORD_TYPES.index):
            changes += self._merged(kind, list(records[kind].values()))
        return changes

    def _document(
        self, bundle: Bundle, here: Document | None, version: tuple[Document, bool] | None
    ) -> tuple[Bundle, list[Change], str]:
        """The bundle hung on the right document, what that takes, and why not if it cannot be.

        ``here`` is the document that has this text already, ``version`` the one that has this id, deleted or not.
        """
        if not bundle.whole:
            return bundle, [], ""
        document = bundle.document
        if here is not None and here.id != document.id:
            self.report.documents_same += 1
            return bundle.repointed(here), [], ""
        if version is not None and version[0].sha256 != document.sha256:
            return bundle, [], f"document {document.id} is in the project with another text; it was left as it is"
        if version is None:
            self.report.documents_added += 1
            document = replace(document, position=self._position, created_at=document.created_at or now())
            self._position += 1
            text = Text(id=document.sha256, text=bundle.text)
            return bundle, [Change(None, text), Change(None, document)], ""
        return self._known_document(bundle, *version)

    def _known_document(self, bundle: Bundle, stored: Document, deleted: bool) -> tuple[Bundle, list[Change], str]:
        document = replace(bundle.document, position=stored.position, created_at=stored.created_at)
        if deleted:
            # Whoever imports a deleted article again wants it back, with the fresh spans only.
            self.report.documents_added += 1
            back = replace(document, position=self._position, rev=max(document.rev, stored.rev + 1), updated_at=now())
            self._position += 1
            return bundle, [Change(None, back)], ""
        if _wins(document, stored):
            self.report.documents_changed += 1
            return bundle, [Change(stored, document)], ""
        self.report.documents_same += 1
        return bundle, [], ""

    def _merged(self, kind: type[Record], records: Sequence[Record]) -> Iterator[Change]:
        """The changes that bring in what is new or newer. A local edit or deletion with a higher rev stays."""
        stored = self.query.versions(kind, [record.id for record in records])
        new = [Change(None, record) for record in records if record.id not in stored]
        self._count(kind, "added", len(new))
        yield from new
        for record in records:
            version = stored.get(record.id)
            if version is None:
                continue
            if not version[1] and version[0] == record:
                self._count(kind, "same")
            elif _wins(record, version[0]):
                self._count(kind, "newer")
                yield Change(None if version[1] else version[0], record)
            else:
                self._count(kind, "kept")

    def _count(self, kind: type[Record], outcome: str, number: int = 1) -> None:
        if kind is Span:
            name = f"spans_{outcome}"
            setattr(self.report, name, getattr(self.report, name) + number)
        elif outcome == "added":
            self.report.others_added += number


def _hanging_on(bundle: Bundle) -> tuple[Record, ...]:
    return (
        *bundle.spans, *bundle.links, *bundle.verdicts, *bundle.comments, *bundle.sources, *bundle.progress
    )  # fmt: skip


def _wins(theirs: Record, ours: Record) -> bool:
    """Whether a record that comes in replaces the one here; one without a rev (0), from a plain file, never does."""
    return theirs != ours and theirs.rev > 0 and compare(Version(theirs, False), Version(ours, False)) > 0
