"""OpenDocument texts (.odt, .ott): headings, paragraphs, lists, tables and notes, as lines in their order.

What is a comment or a tracked deletion is left out and told.
"""

from typing import Any, NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.formats.archives import Archive
from annotator.formats.extract import Extracted, Options
from annotator.formats.extract.flow import Flow
from annotator.formats.extract.packed import attribute, found, local, opened, properties, xml

EXTRACTORS = {
    "text": "the text, with footnotes at its end",
    "text-only": "the text without its footnotes",
}
_LEFT_OUT = {
    *("annotation", "table-of-content", "tracked-changes", "title", "desc", "ruby-text", "script", "forms", "object"),
    "plugin",
}
_MOST_SPACES = 100  # a file may say a billion
_OTHERS = {"spreadsheet": "a spreadsheet (.ods): save it as CSV", "presentation": "slides (.odp): save them as PDF"}


class _List(NamedTuple):
    """A list that is open: its style, and the number of its last item."""

    style: str
    last: list[int]


def extract(data: bytes, options: Options) -> Extracted:
    """The text of an OpenDocument file's bytes. Raises ``AnnotatorError``."""
    with opened(data) as archive:
        kind = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in archive else ""
        for name, what in _OTHERS.items():
            if name in kind:
                raise AnnotatorError(f"is {what}")
        if _encrypted(archive):
            raise AnnotatorError("has a password: save it without one")
        return _Reading(archive, notes=options.extractor != "text-only").read()


def _encrypted(archive: Archive) -> bool:
    if "META-INF/manifest.xml" not in archive:
        return False
    return next(found(xml(archive, "META-INF/manifest.xml"), "encryption-data"), None) is not None


class _Reading:
    """One OpenDocument file."""

    def __init__(self, archive: Archive, *, notes: bool) -> None:
        self._archive = archive
        self._root = xml(archive, "content.xml")
        self._bullets = _list_styles(self._root)
        if "styles.xml" in archive:
            self._bullets |= _list_styles(xml(archive, "styles.xml")) | self._bullets
        self._with_notes = notes
        self._flow = Flow()
        self._lists: list[_List] = []
        self._mark = ""
        self._notes: list[str] = []
        self._title = ""
        self._comments = 0
        self._contents = False

    def read(self) -> Extracted:
        body = next(found(self._root, "text"), None)
        if body is None:
            raise AnnotatorError("is an OpenDocument file without a text")
        self._walk(body)
        for number, note in enumerate(self._notes if self._with_notes else (), 1):
            self._flow.start_paragraph()
            self._flow.write(f"[{number}] {note}")
            self._flow.end_paragraph()
        text = self._flow.text()
        if not text:
            raise AnnotatorError("is an OpenDocument file without text: it may hold pictures only")
        said = properties(xml(self._archive, "meta.xml")) if "meta.xml" in self._archive else {}
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
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            name = local(element)
            if event == "start":
                if name in _LEFT_OUT or name == "note":
                    self._leave_out(name, element)
                    walk.skip_subtree()  # its end comes all the same
                    skipped = element
                else:
                    self._start(name, element)
                    if element.text:
                        self._flow.write(_spaced(element.text))
                continue
            if event == "end" and element is not skipped:
                self._end(name, element)
            if element is not root and element.tail:
                self._flow.write(_spaced(element.tail))

    def _start(self, name: str, element: Any) -> None:
        flow = self._flow
        if name in ("p", "h"):
            flow.start_paragraph()
        elif name == "s":
            count = attribute(element, "c")
            flow.write(" " * (min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() else 1))
        elif name in ("tab", "line-break"):
            flow.write("\t" if name == "tab" else "\n")
        elif name == "list":
            style = attribute(element, "style-name") or (self._lists[-1].style if self._lists else "")
            self._lists.append(_List(style, [0]))
        elif name == "list-item" and self._lists:
            self._mark = self._next_mark()
        elif name == "table":
            flow.start_table()
        elif name == "table-row":
            flow.start_row()
        elif name == "table-cell":
            flow.start_cell()

    def _next_mark(self) -> str:
        last = self._lists[-1].last
        last[0] += 1
        if self._bullets.get((self._lists[-1].style, len(self._lists)), True):
            return "• "
        return f"{last[0]}. "

    def _end(self, name: str, element: Any) -> None:
        if name in ("p", "h"):
            text = self._flow.end_paragraph(self._mark)
            if text.strip():
                self._mark = ""
                if attribute(element, "style-name") == "Title" and not self._title:
                    self._title = " ".join(text.split())
        elif name == "list" and self._lists:
            self._lists.pop()
            self._mark = ""
        elif name == "table":
            self._flow.end_table()

    def _leave_out(self, name: str, element: Any) -> None:
        if name == "note":
            body = next(found(element, "note-body"), None)
            self._notes.append(" ".join(_plain(body).split()) if body is not None else "")
            if self._with_notes:
                self._flow.write(f"[{len(self._notes)}]")
        elif name == "annotation":
            self._comments += 1
        elif name == "table-of-content":
            self._contents = True

    def _told(self) -> list[str]:
        told = []
        if self._notes:
            where = "stand at the end, with their numbers in the text" if self._with_notes else "were left out"
            told.append(f"{len(self._notes):,} footnotes {where}")
        if next(found(self._root, "changed-region"), None) is not None:
            told.append("tracked changes were taken as accepted")
        if self._comments:
            told.append(f"{self._comments:,} comments were left out")
        if self._contents:
            told.append("the table of contents was left out")
        return told


def _spaced(text: str) -> str:
    """White space as OpenDocument has it: any run of it is one space."""
    return " ".join(f"|{text}|".split())[1:-1] if text.strip() else " " * bool(text)


def _plain(root: Any) -> str:
    return " ".join("".join(p.itertext()) for p in found(root, "p"))


def _list_styles(root: Any) -> dict[tuple[str, int], bool]:
    """Whether a level of a list style has bullets (or nothing), by style and level."""
    bullets = {}
    for style in found(root, "list-style"):
        for level in style:
            number = attribute(level, "level")
            if number.isascii() and number.isdigit() and len(number) < 3:
                plain = local(level) != "list-level-style-number" or not attribute(level, "num-format")
                bullets[attribute(style, "name"), int(number)] = plain
    return bullets
