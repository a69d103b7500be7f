"""What readers hand out and writers take: one document with everything that hangs on it, or one refusal.

Neutral between formats. Knows no file and no project: what a reader has to know of the project comes in a ``Context``.
All positions are code points of the canonical text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from annotator.core.model import Annotator, Comment, Document, Link, Progress, Source, Span, Verdict
from annotator.core.scheme import Scheme

Known: TypeAlias = tuple[Document, str]
"""A document of the project and its text."""

Lookup: TypeAlias = Callable[[str, str], Known | None]
"""``lookup(sha256, document_id)``: the document of the project with that text or that id; either may be empty."""

Called: TypeAlias = Callable[[str], Sequence[Known]]
"""``called(name)``: the documents of the project that come from that address, or have that title or file name."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One document with its spans and what belongs to them.

    ``whole`` is false where a file gives spans only: then ``document`` is the one the project already has.
    ``notes`` are things the user should know (replaced characters, a span that was mended), without file and line;
    ``unknown`` says what was kept although the scheme lacks it, once for each place; ``line`` is where the record
    began, from 1, or 0 where a format has no lines. Every ``span_id``, ``verdict_id``, link end and source of a bundle
    that was read is in that bundle; only ``Verdict.result`` may name a span that is not.
    """

    document: Document
    text: str
    annotators: tuple[Annotator, ...] = ()
    progress: tuple[Progress, ...] = ()
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    comments: tuple[Comment, ...] = ()
    sources: tuple[Source, ...] = ()
    whole: bool = True
    notes: tuple[str, ...] = field(default=(), compare=False)
    unknown: tuple[str, ...] = field(default=(), compare=False)
    line: int = field(default=0, compare=False)

    def repointed(self, document: Document) -> "Bundle":
        """The same, hung on ``document``: for a project that has this text under another id."""
        return replace(
            self,
            document=document,
            progress=tuple(replace(one, document_id=document.id) for one in self.progress),
            spans=tuple(replace(span, document_id=document.id) for span in self.spans),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that did not go in. ``line`` counts from 1; 0 means the whole file."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


Parsed: TypeAlias = Bundle | Refused


def _nothing_known(sha256: str, document_id: str) -> Known | None:
    return None


def _nothing_to_do() -> None:
    pass


def _none_called(name: str) -> Sequence[Known]:
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader has to know of the project.

    ``annotator`` owns spans that name nobody. With a ``scheme``, labels, attributes and values it lacks are noted.
    ``lookup`` and ``called`` find the document of spans that come without their text; ``document`` forces one.
    ``encoding`` is what the user says a text file is in, ``extractor`` how its text is to be taken out, ``text_column``
    where in a table the texts are. A reader that takes long at one file calls ``waiting`` now and then, which raises to
    end it.
    """

    annotator: Annotator
    scheme: Scheme | None = None
    lookup: Lookup = _nothing_known
    called: Called = _none_called
    document: Known | None = None
    encoding: str | None = None
    extractor: str | None = None
    text_column: str | None = None
    waiting: Callable[[], None] = _nothing_to_do


@dataclass(slots=True)
class Written:
    """Counts what a writer wrote. ``owners`` are the ids of the annotators whose spans went out; ``lost`` counts what
    the format cannot hold, by what it is called in the plural. ``scheme`` is the project's, for a writer that has to
    know colours, or what kind of value an attribute has; without a project there is none."""

    documents: int = 0
    spans: int = 0
    links: int = 0
    links_left_out: int = 0
    sources_left_out: int = 0
    owners: set[str] = field(default_factory=set)
    lost: dict[str, int] = field(default_factory=dict)
    scheme: Scheme | None = None

    def lose(self, what: str, number: int = 1) -> None:
        if number:
            self.lost[what] = self.lost.get(what, 0) + number

    def told(self) -> str:
        """What the format could not hold, as one sentence; empty if it held everything."""
        if not self.lost:
            return ""
        parts = [f"{number:,} {what}" for what, number in self.lost.items()]
        listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
        return f"not in this format: {listed}"


def unique_names(annotators: Iterable[Annotator]) -> dict[str, str]:
    """A name for each annotator id, no two alike: people who share one get the start of their id ("Wen (3fa2)").

    To be computed over the whole project, so that a filtered export calls everybody as a full one does.
    """
    sharing: dict[str, list[str]] = {}
    for id_, name in sorted({annotator.id: annotator.name for annotator in annotators}.items()):
        sharing.setdefault(name, []).append(id_)
    names = {ids[0]: name for name, ids in sharing.items() if len(ids) == 1}
    for name, ids in sorted(sharing.items()):
        if len(ids) > 1:
            names.update(_told_apart(name, ids, set(names.values())))
    return names


def _told_apart(name: str, ids: list[str], taken: set[str]) -> dict[str, str]:
    codes = {id_: id_.replace("-", "") for id_ in ids}
    if len(set(codes.values())) < len(ids):  # ids that are no UUIDs may differ in their dashes only
        codes = {id_: id_ for id_ in ids}
    for length in range(4, max(4, *map(len, ids)) + 1):
        named = {id_: f"{name} ({code[:length]})" for id_, code in codes.items()}
        if len(set(named.values())) == len(ids) and taken.isdisjoint(named.values()):
            return named
    return _told_apart(name + "*", ids, taken)  # only where somebody's very name is "Wen (<whole id>)"


Writer: TypeAlias = Callable[[Iterable[Bundle], Mapping[str, str], Written], Iterable[str | bytes]]
"""``write(bundles, names by annotator id, counts to fill)``: the pieces of the file, text as UTF-8."""


Content: TypeAlias = str | bytes | Iterable[str]
"""What is in a file, text as UTF-8: at once or in pieces, which are taken before the next file is asked for."""

FilesWriter: TypeAlias = Callable[[Iterable[Bundle], Mapping[str, str], Written], Iterable[tuple[str, Content]]]
"""``write(bundles, names by annotator id, counts to fill)``: files of a folder as (name, content), each name once."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to keep records in files.

    ``sniff`` judges by the first bytes of a file and its name. ``read`` never raises for one bad record, it yields
    ``Refused``; a format without these two is written only. ``layouts`` are the ways to write one file, the default
    first; ``folders`` those that write many, into a folder or a ZIP archive. None of both means that the format is read
    only. ``companion`` makes the file, as (name, text), by which the other tool knows the scheme. ``counts`` says in
    what its positions are counted; ``endings`` has the suffixes of layouts that have another than the first of
    ``suffixes``.

    ``extractors`` are the ways to take the text out of such a file, the default first, with what each does;
    ``encoded`` says that a file may be in any encoding, and that the reader's guess can be overruled; ``columns`` looks
    up the columns of a table.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, str], bool] | None = None
    read: Callable[[Path, Context], Iterable[Parsed]] | None = None
    layouts: Mapping[str, Writer] = field(default_factory=dict)
    folders: Mapping[str, FilesWriter] = field(default_factory=dict)
    companion: Callable[[Scheme], tuple[str, str]] | None = None
    counts: str = "code points"
    endings: Mapping[str, str] = field(default_factory=dict)
    extractors: Mapping[str, str] = field(default_factory=dict)
    encoded: bool = False
    columns: Callable[[Path, Context], tuple[str, ...]] | None = None

    @property
    def of_articles(self) -> bool:
        """Whether it holds texts rather than what was annotated in them: near duplicates are looked for."""
        return bool(self.extractors or self.encoded or self.columns)

    @property
    def writes(self) -> tuple[str, ...]:
        """The names of all ways to write, the default first."""
        return (*self.layouts, *self.folders)

    def suffix(self, layout: str) -> str:
        """What the name of a file of this layout ends with; of one with many files, that of an archive."""
        return ".zip" if layout in self.folders else self.endings.get(layout, self.suffixes[0])
