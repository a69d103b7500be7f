"""What INCEpTION exports, in ZIP archives: a document's CAS with its type system, or a whole project.

Of a project, ``annotation`` has a folder for each document and in it a file for each annotator (TSV, JSON, or a ZIP
of an XMI and its type system), ``curation`` the agreed ones, ``source`` the texts. Nothing is unpacked onto the disk.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.model import Progress
from annotator.core.text import visible
from annotator.formats import webanno_tsv
from annotator.formats.archives import LARGEST, Archive, opened, refused_names
from annotator.formats.bundle import Context, Parsed, Refused
from annotator.formats.cas_member import described_by, is_cas, read_bytes
from annotator.formats.inception_files import CURATION, INITIAL, document_of, owner_of
from annotator.formats.whole import parse_json

_HEAD = 4096
_PROJECT = re.compile(r"exportedproject[^/]*\.json", re.IGNORECASE)
_STATES = {
    "IN_PROGRESS": "doing",
    "INPROGRESS": "doing",
    "FINISHED": "done",
    "CURATION_IN_PROGRESS": "doing",
    "CURATION_FINISHED": "done",
}
_NAME = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_KNOWN = re.compile(
    rb"(?:.*/)?(?:[^/]*\.xmi|typesystem\.xml|exportedproject[^/]*\.json)$|(?:annotation|curation|annotation_ser)/.",
    re.IGNORECASE | re.DOTALL,
)


def sniff(head: bytes) -> bool:
    """Whether one of the archive's first members is one of those that INCEpTION writes."""
    for found in _NAME.finditer(head):
        name = head[found.end() : found.end() + int.from_bytes(found[1], "little")]
        if _KNOWN.match(name):
            return True
    return False


def read_archive(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        with opened(path) as archive:
            yield from refused_names(archive, path)
            yield from _Reading(str(path), context).all(archive)
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))


class _Reading:
    """Goes through an archive and the archives in it, one deep; ``_left`` is how much all may still unpack to."""

    def __init__(self, path: str, context: Context) -> None:
        self._path = path
        self._context = context
        self._left = LARGEST
        self._seen = 0
        self._states: dict[tuple[str, str], str] = {}

    def all(self, archive: Archive) -> Iterator[Parsed]:
        self._states = _states(archive)
        yield from self._members(archive, PurePosixPath(), inner=False)
        names = archive.names()
        yield from self._java(names)
        if not self._seen and not any(name.endswith(".ser") for name in names):
            yield Refused(self._path, 0, "holds no UIMA CAS and no WebAnno TSV")

    def _members(self, archive: Archive, within: PurePosixPath, *, inner: bool) -> Iterator[Parsed]:
        for name in archive.names():
            place = within / name
            suffix = place.suffix.lower()
            if suffix == ".zip" and not inner:
                yield from self._inner(archive, name)
            elif suffix in (".xmi", ".tsv", ".json"):
                yield from self._member(archive, name, place)

    def _inner(self, archive: Archive, name: str) -> Iterator[Parsed]:
        try:
            with opened(BytesIO(self._read(archive, name))) as inner:
                # annotation/DOCUMENT/USER.zip holds USER.xmi: its place is that of the archive
                yield from self._members(inner, PurePosixPath(name).parent, inner=True)
        except AnnotatorError as error:
            yield Refused(f"{self._path}/{visible(name)}", 0, str(error))

    def _member(self, archive: Archive, name: str, place: PurePosixPath) -> Iterator[Parsed]:
        file = f"{self._path}/{visible(str(place))}"
        try:
            with archive.open(name) as opened_member:
                head = opened_member.read(_HEAD)
            if place.suffix.lower() == ".tsv" and webanno_tsv.sniff(head, name):
                self._seen += 1
                original = self._original(archive, place)
                found = webanno_tsv.read_bytes(self._read(archive, name), file, place, self._context, original)
                yield from self._told(found, place)
            elif place.suffix.lower() != ".tsv" and is_cas(head, name):
                self._seen += 1
                found = read_bytes(
                    self._read(archive, name), file, place, self._context, lambda: self._described(archive, name)
                )
                yield from self._told(found, place)
        except AnnotatorError as error:
            yield Refused(file, 0, str(error))

    def _told(self, found: Iterator[Parsed], place: PurePosixPath) -> Iterator[Parsed]:
        """The same with the member's name in each note, and how far its annotator is with the document."""
        owner, state = owner_of(place), self._states.get((document_of(place), place.stem))
        for parsed in found:
            if isinstance(parsed, Refused):
                yield parsed
                continue
            notes = tuple(f"{visible(str(place))}: {note}" for note in parsed.notes)
            parsed = replace(parsed, notes=notes)
            if owner is not None and state is not None:
                document = parsed.document.id
                one = Progress(
                    id=ids.made_id("progress", document, owner.id),
                    document_id=document,
                    annotator_id=owner.id,
                    state=state,
                )
                parsed = replace(parsed, progress=(one,), annotators=parsed.annotators or (owner,))
            yield parsed

    def _read(self, archive: Archive, name: str) -> bytes:
        data = archive.read(name)
        self._left -= len(data)
        if self._left < 0:
            raise AnnotatorError(f"unpacks to more than {LARGEST:,} bytes with the archives in it: not read further")
        return data

    def _described(self, archive: Archive, name: str) -> bytes | None:
        place = PurePosixPath(name)
        for folder in place.parents:
            for each in described_by(place):
                if str(folder / each) in archive:
                    return archive.read(str(folder / each))
        return None

    def _original(self, archive: Archive, place: PurePosixPath) -> str | None:
        """The text of the document as it went into INCEpTION, which a TSV file has with gaps."""
        name = f"source/{document_of(place)}"
        if name not in archive or not name.lower().endswith(".txt"):
            return None
        try:
            return self._read(archive, name).decode("utf-8-sig")
        except UnicodeDecodeError:
            return None

    def _java(self, names: list[str]) -> Iterator[Parsed]:
        """Annotations that are there in Java's own form only are told."""
        readable = {str(PurePosixPath(name).with_suffix("")) for name in names if _readable(name)}
        for name in names:
            place = PurePosixPath(name)
            if place.suffix != ".ser" or place.stem == INITIAL or not place.parts[0].endswith("_ser"):
                continue
            plain = PurePosixPath(place.parts[0].removesuffix("_ser"), *place.parts[1:]).with_suffix("")
            if str(plain) not in readable:
                yield Refused(
                    f"{self._path}/{visible(name)}",
                    0,
                    "is an object of Java: export the project again with the format UIMA CAS XMI or WebAnno TSV",
                )


def _states(archive: Archive) -> dict[tuple[str, str], str]:
    """How far everybody is, by (document, user), as the project says it; nothing where it says nothing."""
    name = next((name for name in archive.names(".json") if _PROJECT.fullmatch(name)), "")
    try:
        project = parse_json(archive.read(name))[0] if name else None
    except AnnotatorError:
        return {}
    found: dict[tuple[str, str], str] = {}
    for key, user in (("annotation_documents", ""), ("source_documents", CURATION)):
        listed = project.get(key) if isinstance(project, dict) else None
        for one in listed if isinstance(listed, list) else ():
            said = {name: one.get(name) for name in ("name", "user", "state")} if isinstance(one, dict) else {}
            state = _STATES.get(str(said.get("state")))
            if state:
                found[str(said["name"]), user or str(said["user"])] = state
    return found


def _readable(name: str) -> bool:
    return name.lower().endswith((".zip", ".tsv", ".xmi", ".json"))
