"""Word files (.docx, .docm, .dotx): paragraphs, lists with their numbers, tables and notes, as lines in their order.

Read as the XML they are, so that tracked insertions, text boxes and content controls are there too. What is deleted,
hidden or a comment is left out and told.
"""

import posixpath
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.formats.archives import Archive
from annotator.formats.extract import Extracted, Options
from annotator.formats.extract.docx_lists import Lists
from annotator.formats.extract.flow import Flow
from annotator.formats.extract.packed import attribute, found, local, opened, properties, xml

EXTRACTORS = {
    "text": "the text, with footnotes at its end",
    "text-only": "the text without its footnotes",
}
_OTHERS = {"xl/": "a spreadsheet (.xlsx): save it as CSV", "ppt/": "slides (.pptx): save them as text or PDF"}
_LEFT_OUT = {"del", "moveFrom", "instrText", "Fallback", "rt", "tblPr", "sdtPr", "trPr", "tcPr", "pPr", "rPr"}
_CHANGES = {"ins", "del", "moveFrom", "moveTo"}
_INLINE = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def extract(data: bytes, options: Options) -> Extracted:
    """The text of a Word file's bytes. Raises ``AnnotatorError``."""
    with opened(data) as archive:
        part = _main(archive)
        return _Reading(archive, part, notes=options.extractor != "text-only").read()


def _main(archive: Archive) -> str:
    """The name of the part with the text."""
    if "_rels/.rels" in archive:
        for relation in found(xml(archive, "_rels/.rels"), "Relationship"):
            if attribute(relation, "Type").endswith("/officeDocument"):
                name = attribute(relation, "Target").lstrip("/")
                for folder, what in _OTHERS.items():
                    if name.startswith(folder):
                        raise AnnotatorError(f"is {what}")
                return name
    return "word/document.xml"


def _relations(archive: Archive, part: str) -> dict[str, list[str]]:
    """The parts that a part refers to, by the kind of the relation; those outside the archive left out."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    targets: dict[str, list[str]] = {}
    if rels in archive:
        for each in found(xml(archive, rels), "Relationship"):
            target = attribute(each, "Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if attribute(each, "TargetMode") != "External" and path in archive:
                targets.setdefault(posixpath.basename(attribute(each, "Type")), []).append(path)
    return targets


class _Reading:
    """One Word file."""

    def __init__(self, archive: Archive, part: str, *, notes: bool) -> None:
        self._archive = archive
        self._body = xml(archive, part)
        self._parts = _relations(archive, part)
        self._lists = Lists(self._part("styles"), self._part("numbering"))
        self._with_notes = notes
        self._flow = Flow()
        self._title = ""
        self._changes = 0
        self._contents = False
        self._cited: list[tuple[str, str]] = []  # kind of note and its id, in the order of the text

    def _part(self, kind: str) -> Any:
        names = self._parts.get(kind)
        return xml(self._archive, names[0]) if names else None

    def read(self) -> Extracted:
        self._walk(self._body)
        self._add_notes()
        said = properties(xml(self._archive, "docProps/core.xml")) if "docProps/core.xml" in self._archive else {}
        text = self._flow.text()
        if not text:
            raise AnnotatorError("is a Word file without text: it may hold pictures only")
        title = said.pop("title", "")
        return Extracted(
            text=text.replace("\xad", ""),
            title=self._title or title,
            meta=dict(said),
            notes=self._told(),
            extractor="text" if self._with_notes else "text-only",
        )

    def _walk(self, root: Any) -> None:
        from lxml import etree

        skipped = None
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                if element is not skipped:
                    self._end(name, element)
                continue
            if name in _CHANGES:
                self._changes += 1
            contents = name == "sdt" and _is_contents(element)
            self._contents = self._contents or contents
            if contents or name in _LEFT_OUT or (name in ("r", "sdt") and _unseen(element)):
                walk.skip_subtree()  # its end comes all the same
                skipped = element
            else:
                self._start(name, element)

    def _start(self, name: str, element: Any) -> None:
        flow = self._flow
        if name == "p":
            flow.start_paragraph()
        elif name == "t":
            flow.write(element.text or "")
        elif name in _INLINE:
            if local(element.getparent()) == "r":  # elsewhere a tab is a place on the ruler
                flow.write(_INLINE[name])
        elif name == "tbl":
            flow.start_table()
        elif name == "tr":
            flow.start_row()
        elif name == "tc":
            flow.start_cell()
        elif name in ("footnoteReference", "endnoteReference"):
            self._cite(name.removesuffix("Reference"), attribute(element, "id"))

    def _end(self, name: str, element: Any) -> None:
        if name == "p" and local(element.getparent()) != "rPr":
            mark, style = self._lists.mark(element)
            text = self._flow.end_paragraph(mark)
            if style == "title" and not self._title:
                self._title = " ".join(text.split())
        elif name == "tbl":
            self._flow.end_table()

    # Notes

    def _cite(self, kind: str, id_: str) -> None:
        self._cited.append((kind, id_))
        if self._with_notes:
            self._flow.write(f"[{len(self._cited)}]")

    def _add_notes(self) -> None:
        if not self._with_notes or not self._cited:
            return
        notes = {
            (kind, attribute(each, "id")): each
            for kind in ("footnote", "endnote")
            if (root := self._part(f"{kind}s")) is not None
            for each in found(root, kind)
        }
        for number, key in enumerate(list(self._cited), 1):
            if key in notes:
                self._flow.start_paragraph()
                self._flow.write(f"[{number}] {_plain(notes[key])}")
                self._flow.end_paragraph()

    def _told(self) -> list[str]:
        told = []
        if self._cited:
            where = "stand at the end, with their numbers in the text" if self._with_notes else "were left out"
            told.append(f"{len(self._cited):,} footnotes {where}")
        if self._changes:
            told.append(f"{self._changes:,} tracked changes were taken as accepted")
        if comments := self._part("comments"):
            number = sum(1 for _ in found(comments, "comment"))
            told.append(f"{number:,} comments were left out") if number else None
        running = [name for kind in ("header", "footer") for name in self._parts.get(kind, ())]
        if any(_plain(xml(self._archive, name)) for name in running):
            told.append("headers and footers of the pages were left out")
        if self._contents:
            told.append("the table of contents was left out")
        if self._parts.get("aFChunk"):
            told.append("what is embedded as another file was left out")
        return told


def _unseen(element: Any) -> bool:
    """Whether a run is hidden text, or a content control shows only what to put in."""
    for properties_ in element:
        if local(properties_) in ("rPr", "sdtPr"):
            for each in properties_:
                if local(each) in ("vanish", "showingPlcHdr") and attribute(each, "val") not in ("0", "false", "off"):
                    return True
            return False
    return False


def _is_contents(element: Any) -> bool:
    """Whether a content control is the table of contents that Word makes."""
    return any(
        attribute(gallery, "val") == "Table of Contents"
        for properties_ in element
        if local(properties_) == "sdtPr"
        for gallery in found(properties_, "docPartGallery")
    )


def _plain(root: Any) -> str:
    return " ".join(" ".join("".join(t.text or "" for t in found(p, "t")) for p in found(root, "p")).split())
