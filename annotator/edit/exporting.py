"""From a project to text in one of the formats: which documents and spans go out, streamed document by document."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator, Document, Span
from annotator.files import write_archive, write_folder, write_together
from annotator.formats import BROKEN, FORMATS
from annotator.formats.bundle import Bundle, Format, Written, unique_names
from annotator.store.queries import Queries


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes out. Empty means everything: annotator ids, label keys, a state that one of the annotators reached."""

    annotators: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    state: str = ""
    documents: frozenset[str] = frozenset()


@dataclass(slots=True)
class Export:
    """One export. Iterate :meth:`pieces`; ``written`` counts along. Running it twice gives the same bytes."""

    query: Queries
    selection: Selection = field(default_factory=Selection)
    format: str = "jsonl"
    layout: str = ""
    tick: Callable[[int, int], None] | None = None
    written: Written = field(default_factory=Written)

    def __post_init__(self) -> None:
        self.written.scheme = self.query.scheme()

    def pieces(self) -> Iterable[str | bytes]:
        """The content of the export. Raises ``AnnotatorError`` for what cannot be written as one file."""
        form, layout = self._way()
        if layout not in form.layouts:
            raise AnnotatorError(f"{form.name} writes several files: name a folder, or a .zip, to write them to")
        return form.layouts[layout](self.bundles(), self._names(), self.written)

    def write(self, path: Path) -> list[Path]:
        """Write the export to ``path``, and say what was written: a file with, beside it, the one that tells the other
        tool the scheme; or, where the layout has many files, a folder or (by its suffix) a ZIP archive."""
        form, layout = self._way()
        companion = form.companion(self.query.scheme()) if form.companion else None
        if layout in form.layouts:
            parts: list[tuple[Path, Iterable[str | bytes]]] = [(path, self.pieces())]
            if companion:
                parts.append((path.with_name(f"{path.stem}.{companion[0]}"), [companion[1]]))
            write_together(parts)
            return [part for part, _ in parts]
        files = form.folders[layout](self.bundles(), self._names(), self.written)
        (write_archive if path.suffix.lower() == ".zip" else write_folder)(
            path, chain(files, [companion] if companion else [])
        )
        return [path]

    def _way(self) -> tuple[Format, str]:
        form = FORMATS.get(self.format)
        if form is None or not form.writes:
            known = ", ".join(name for name, each in FORMATS.items() if each.writes)
            why = "".join(f"; {each}" for each in BROKEN)
            raise AnnotatorError(f"there is no export format “{self.format}”; known are {known}{why}")
        layout = self.layout or form.writes[0]
        if layout not in form.writes:
            raise AnnotatorError(f"{self.format} has no layout “{layout}”; known are {', '.join(form.writes)}")
        return form, layout

    def _names(self) -> dict[str, str]:
        return unique_names(self.query.every(Annotator))

    def bundles(self) -> Iterator[Bundle]:
        """The documents that go out, one after the other, each with what goes out of it."""
        people = {annotator.id: annotator for annotator in self.query.every(Annotator)}
        total = self.query.counts()["documents"] if self.tick else 0
        for done, document in enumerate(self.query.documents()):
            if self.tick:
                self.tick(done, total)
            if self._goes_out(document):
                yield self._bundle(document, people)
        if self.tick:
            self.tick(total, total)

    def _goes_out(self, document: Document) -> bool:
        chosen = self.selection
        if chosen.documents and document.id not in chosen.documents:
            return False
        if not chosen.state:
            return True
        states = {one.annotator_id: one.state for one in self.query.progress(document.id)}
        if chosen.annotators:
            return any(states.get(each, "todo") == chosen.state for each in chosen.annotators)
        return chosen.state in states.values() or (chosen.state == "todo" and not states)

    def _bundle(self, document: Document, people: dict[str, Annotator]) -> Bundle:
        query, chosen = self.query, self.selection
        spans = tuple(span for span in query.spans(document.id) if self._has(span))
        kept = {span.id for span in spans}
        verdicts = tuple(one for one in query.verdicts(document.id) if one.span_id in kept) if kept else ()
        comments = tuple(query.comments([verdict.id for verdict in verdicts]))
        links = tuple(query.links(document.id)) if kept else ()
        progress = tuple(
            one for one in query.progress(document.id) if not chosen.annotators or one.annotator_id in chosen.annotators
        )
        named = _named(spans, links, verdicts, comments, progress)
        return Bundle(
            document=document,
            text=query.text(document.sha256),
            annotators=tuple(people[each] for each in sorted(named) if each in people),
            progress=progress,
            spans=spans,
            links=links,
            verdicts=verdicts,
            comments=comments,
            sources=tuple(query.sources(document.id)) if kept else (),
        )

    def _has(self, span: Span) -> bool:
        chosen = self.selection
        return (not chosen.annotators or span.annotator_id in chosen.annotators) and (
            not chosen.labels or span.label in chosen.labels
        )


def _named(*groups: Iterable[object]) -> set[str]:
    """The ids of everyone whom these records name."""
    named = set()
    for record in (record for group in groups for record in group):
        named.add(getattr(record, "annotator_id", None) or getattr(record, "reviewer_id", None))
    return {each for each in named if each}


def annotator_ids(query: Queries, names: Collection[str]) -> frozenset[str]:
    """The ids of annotators given by name, by the name an export uses ("Wen (3fa2)"), or by id.

    Raises ``AnnotatorError`` for a name nobody has.
    """
    people = query.every(Annotator)
    unique = unique_names(people)
    found = set()
    for name in names:
        matching = {each.id for each in people if name in (each.name, each.id, unique[each.id])}
        if not matching:
            raise AnnotatorError(f"nobody in this project is called “{name}”; there are: {_list(unique.values())}")
        found |= matching
    return frozenset(found)


def label_keys(query: Queries, names: Collection[str]) -> frozenset[str]:
    """The keys of labels given by key or by name. Raises ``AnnotatorError`` for one that the project lacks."""
    scheme, used = query.scheme(), query.counts()["labels"]
    found = set()
    for name in names:
        matching = {label.key for label in scheme.labels if name in (label.key, label.name)} | ({name} & used.keys())
        if not matching:
            known = {label.key for label in scheme.labels} | used.keys()
            raise AnnotatorError(f"this project has no label “{name}”; there are: {_list(known)}")
        found |= matching
    return frozenset(found)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
