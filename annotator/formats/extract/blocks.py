"""Lines of text out of blocks: each paragraph, list item and row of a table is a line.

Knows no file format; ``lines_of`` knows the elements of HTML, whatever parser made the tree.
"""

import re
from typing import Any

_SPACE = re.compile("[ \t\n\r\f]+")  # what HTML takes for white space: a no-break space is text


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section"
    " summary table tbody td tfoot th thead title tr ul"
)
_LISTS = _names("ul ol dl menu dir")
_LEFT_OUT = _names(
    "script style template head noscript iframe object embed svg math canvas audio video map select button input"
    " textarea datalist noframes applet param link meta rp rt"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LONGEST_CELL = 300
"""A table with a longer cell is there for the layout of the page: its cells are paragraphs."""
CELLS = " | "


class Blocks:
    """Collects the blocks of a text, each a line of its own: the window sets lines apart as paragraphs."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def add(self, text: str) -> None:
        """A block, without the blanks at its ends and at the ends of its lines, and without blank lines."""
        lines = (line.strip(" \t\r\f") for line in text.split("\n"))
        self._pieces += [line for line in lines if line.strip()]

    def text(self) -> str:
        return "\n".join(self._pieces)


def lines_of(root: Any) -> str:
    """The text of an lxml tree of HTML elements as a browser would break it into lines; what is hidden is left out."""
    reading = _Reading()
    skipped = None
    walk = _etree().iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _LEFT_OUT or _hidden(element):
                walk.skip_subtree()  # its end comes all the same
                skipped = element
            else:
                reading.start(element)
            continue
        if event == "end" and element is not skipped:
            reading.end(element)
        if element is not root and element.tail:
            reading.text(element.tail)
    reading.flush()
    return reading.blocks.text()


def _etree() -> Any:
    from lxml import etree

    return etree


def _hidden(element: Any) -> bool:
    get = element.get
    return get("hidden") is not None or (get("style") is not None and _HIDDEN.search(get("style")) is not None)


class _Reading:
    """One walk through a tree of HTML elements."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._inline: list[str] = []
        self._numbers: list[int | None] = []  # of the lists that are open: the number of the last item, if numbered
        self._mark = ""
        self._preserved = 0
        self._rows: list[list[str] | None] = []  # the tables that are open: the cells of the row, None for layout

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self._inline.append("\n")
        elif tag in _BLOCKS:
            self._border(tag)
            self._open(tag, element)
        if element.text:
            self.text(element.text)

    def _open(self, tag: str, element: Any) -> None:
        if tag == "table":
            self._rows.append(None if _is_layout(element) else [])
        elif tag in _LISTS:
            self._numbers.append(_first_number(element) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "pre":
            self._preserved += 1

    def _next_mark(self) -> str:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            return "• "
        self._numbers[-1] = number + 1
        return f"{number + 1}. "

    def end(self, element: Any) -> None:
        tag = element.tag
        if tag not in _BLOCKS:
            return
        row = self._rows[-1] if self._rows else None
        if row is not None and tag in ("td", "th"):
            row.append(" ".join("".join(self._inline).split()))
            self._inline = []
            return
        if row is not None and tag == "tr":
            self._inline = [CELLS.join(row) if any(row) else ""]
            row.clear()
            self.flush()
            return
        self._border(tag)
        if tag == "table":
            self._rows.pop()
        elif tag in _LISTS:
            self._numbers.pop()
            self._mark = ""
        elif tag == "li":
            self._mark = ""
        elif tag == "pre":
            self._preserved -= 1

    def _border(self, tag: str) -> None:
        """One block ends, another begins; within the cell of a table that is only a space."""
        if self._rows and self._rows[-1] is not None and tag not in ("table", "caption"):
            self._inline.append(" ")
        else:
            self.flush()

    def text(self, text: str) -> None:
        if self._preserved:
            self._inline.append(text)
        elif text := _SPACE.sub(" ", text):
            # Two spaces that meet across a tag are one, and one behind a line break is none.
            before = self._inline[-1][-1:] if self._inline else ""
            self._inline.append(text[1:] if text[0] == " " and before in (" ", "\n") else text)

    def flush(self) -> None:
        if self._inline:
            text = "".join(self._inline)
            self._inline = []
            if text.strip():
                self.blocks.add(self._mark + text.strip())
                self._mark = ""


def _is_layout(table: Any) -> bool:
    if next(table.iterdescendants("table", "h1", "h2", "article", "section"), None) is not None:
        return True
    return any(_longer(cell) for cell in table.iterdescendants("td", "th"))


def _longer(cell: Any) -> bool:
    length = 0
    for piece in cell.itertext():
        length += len(piece)
        if length > LONGEST_CELL:
            return True
    return False


def _first_number(element: Any) -> int:
    start = element.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1
