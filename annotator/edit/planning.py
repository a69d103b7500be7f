"""What an import would bring, file by file, before it does: to be looked at, changed by choices, and then imported so.

A plan reads as the import reads, and writes nothing. What was chosen goes to ``Import(choices=plan.choices)``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.model import Annotator, Json
from annotator.core.text import visible
from annotator.edit.addresses import Addresses
from annotator.edit.choosing import AS_FOUND, Choice, format_of, known_in, read
from annotator.edit.likeness import Alike, Likeness
from annotator.edit.telling import Unknown
from annotator.formats.articles import articles_in
from annotator.formats.bundle import Bundle, Context, Format, Refused
from annotator.formats.encodings import OFFERED
from annotator.store.queries import Queries

MOST = 200
"""So many documents of one file are looked at; a plan is for looking, and a corpus may have a million."""
EXCERPT = 2_000
"""So many characters of a file's first document are shown."""


@dataclass(slots=True)
class Item:
    """One file of a plan.

    ``extractors`` (name -> what it does), ``encodings`` and ``columns`` are what can be chosen instead of
    ``extractor``, ``encoding`` and ``column``, which were taken; empty where there is nothing to choose. Title,
    ``source``, ``meta`` and ``excerpt`` are the first document's, ``length`` counts the characters of all. ``same`` and
    ``alike`` say which of them are in the project, or came before in this plan, word for word or nearly. ``refused``
    says why the file, or a record in it, would not go in. With ``more``, only the first ``MOST`` documents were read.
    """

    path: Path
    choice: Choice
    format: str = ""
    extractor: str = ""
    extractors: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    encodings: tuple[str, ...] = ()
    column: str = ""
    columns: tuple[str, ...] = ()
    documents: int = 0
    more: bool = False
    spans: int = 0
    title: str = ""
    source: str = ""
    meta: Mapping[str, Json] = field(default_factory=dict)
    length: int = 0
    excerpt: str = ""
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    same: list[Alike] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)

    def told(self) -> str:
        """One line for people."""
        if self.choice.leave_out:
            return f"{self.path}: left out"
        if not self.documents and not self.spans:
            return f"{self.path}: {self.refused[0] if self.refused else 'nothing to import'}"
        how = ", ".join(filter(None, (self.extractor, self.encoding, self.column and f"column {self.column}")))
        what = f"“{visible(self.title)}”" if self.documents == 1 else f"{self.documents:,} documents"
        parts = [f"{self.format} ({how})" if how else self.format, what, f"{self.length:,} characters"]
        parts += [f"{self.spans:,} spans"] if self.spans else []
        likes = [*self.same, *self.alike]
        if likes:
            several = f"{len(likes):,} of them the same as others, or nearly"
            parts.append(str(likes[0]) if self.documents == 1 else several)
        return f"{self.path}: {', '.join(parts)}{', and more' if self.more else ''}"

    def as_json(self) -> dict[str, Json]:
        return {
            "file": str(self.path),
            "format": self.format,
            "extractor": self.extractor,
            "extractors": list(self.extractors),
            "encoding": self.encoding,
            "column": self.column,
            "columns": list(self.columns),
            "documents": self.documents,
            "more": self.more,
            "spans": self.spans,
            "title": self.title,
            "source": self.source,
            "meta": dict(self.meta),
            "characters": self.length,
            "notes": self.notes,
            "refused": self.refused,
            "same": [each.as_json() for each in self.same],
            "alike": [each.as_json() for each in self.alike],
        }


class Plan:
    """The plan of one import: ``files`` are those that ``paths`` mean, ``choices`` what was decided about some.

    Make :meth:`items` once, in a job; change ``choices``; ask :meth:`item` for a file that was chosen otherwise. All of
    it may take up to the time limit of a file (``formats.extract.SECONDS``); ``tick`` reports and may raise.
    """

    def __init__(
        self,
        query: Queries,
        paths: Sequence[Path],
        annotator: Annotator,
        *,
        default: Choice = AS_FOUND,
        choices: Mapping[Path, Choice] | None = None,
        tick: Callable[[int, int], None] | None = None,
    ) -> None:
        self.files = tuple(articles_in(paths))
        self.default = default
        self.choices = dict(choices or {})
        self._query = query
        self._tick = tick
        self._done = 0
        self._likeness = Likeness(query, self._waiting)
        self._context = Context(
            annotator, query.scheme(), known_in(query), Addresses(query).called, waiting=self._waiting
        )

    def items(self) -> Iterator[Item]:
        """Every file, in order, as it is chosen now."""
        for number, path in enumerate(self.files):
            self._done = number
            self._waiting()
            yield self.item(path)
        self._done = len(self.files)
        self._waiting()

    def item(self, path: Path) -> Item:
        """One file, as it is chosen now. Never raises for a bad file."""
        choice = self.choices.get(path, self.default)
        item = Item(path, choice)
        self._likeness.forget(str(path))
        if choice.leave_out:
            return item
        unknown = Unknown()
        try:
            form = format_of(path, choice.format)
            self._describe(item, form, choice)
            found = islice(read(form, path, choice, self._context), MOST + 1)
            for number, parsed in enumerate(found):
                if number == MOST:
                    item.more = True
                elif isinstance(parsed, Refused):
                    item.refused.append(f"line {parsed.line}: {parsed.why}" if parsed.line else parsed.why)
                else:
                    self._take(item, form, parsed)
                    unknown.count(parsed.unknown, f"line {parsed.line}" if parsed.line else "")
        except Cancelled:
            raise
        except AnnotatorError as error:
            item.refused.append(str(error))
        item.notes += unknown.lines()
        return item

    def _describe(self, item: Item, form: Format, choice: Choice) -> None:
        item.format, item.extractors = form.name, form.extractors
        item.encodings = OFFERED if form.encoded else ()
        if form.columns:
            item.columns = form.columns(item.path, self._context)

    def _take(self, item: Item, form: Format, bundle: Bundle) -> None:
        document = bundle.document
        if bundle.whole and not item.documents:
            meta = document.meta
            item.title, item.source, item.meta = document.title, document.source, meta
            item.extractor, item.encoding = str(meta.get("extractor", "")), str(meta.get("encoding", ""))
            item.column = str(meta.get("column", "")) if form.columns else ""
            item.excerpt = bundle.text[:EXCERPT]
        item.documents += bundle.whole
        item.spans += len(bundle.spans)
        item.length += len(bundle.text) if bundle.whole else 0
        item.notes += [f"line {bundle.line}: {note}" if bundle.line else note for note in bundle.notes]
        if bundle.whole and form.of_articles:
            like = self._likeness.look(document.sha256, bundle.text, document.title, str(item.path))
            if like is not None:
                (item.same if like.similarity == 1 else item.alike).append(like)

    @property
    def note(self) -> str:
        """What the user should know of how far near duplicates were looked for; empty if there is nothing."""
        return self._likeness.note

    def _waiting(self) -> None:
        if self._tick:
            self._tick(self._done, len(self.files))
