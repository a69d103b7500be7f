"""HTML that another tool marked spans in -> a text to read, and where its positions went.

Two ways to count are known: characters over all text nodes, a ``<br>`` as one (Label Studio's global offsets), and an
XPath to a node with an offset in it. Nothing is loaded and nothing is run; what no reader sees is left out of the text.
Takes time in proportion to its input, whatever that is, which ``html.parser`` does not.
"""

import re
from array import array
from html import unescape

from annotator.core.text import clean


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_VOID = _names("area base br col embed hr img input link meta source track wbr")
_OUTER = frozenset(("html", "body"))  # paths begin inside of these
_UNSEEN = _names("head script style template title noscript")
_BLOCKS = _names(
    "address article aside blockquote br dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_ENDED_BY = {  # what ends an open element of this name without an end tag
    "p": _BLOCKS - {"br", "td", "th", "tr", "tbody", "thead", "tfoot", "li", "dd", "dt"},
    "li": frozenset(("li",)),
    "td": frozenset(("td", "th", "tr", "tbody")),
    "th": frozenset(("td", "th", "tr", "tbody")),
    "tr": frozenset(("tr", "tbody")),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option",)),
}
_RAW = _names("script style textarea title")
_TAG = re.compile(r"</?([a-z][^\s/>]*)", re.IGNORECASE)
_REST = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_STEP = re.compile(r"([a-z][a-z0-9]*|text\(\))(?:\[(\d{1,9})\])?", re.IGNORECASE)
_PARTS = re.compile("[^ \t\n\x0c\ufeff]+|[ \t\n\x0c\ufeff]+")
_BLANKS = " \t\n\x0c\ufeff"


class _Node:
    """An element, or a piece of text (``tag`` is ``text()``); ``start`` and ``end`` count over all text nodes."""

    __slots__ = ("children", "end", "start", "tag")

    def __init__(self, tag: str, start: int) -> None:
        self.tag = tag
        self.start = self.end = start
        self.children: list[_Node] = []


class Markup:
    """``text`` is what is read: blanks folded, a line for each block. ``length`` counts characters over all nodes."""

    def __init__(self, html: str) -> None:
        self._root = _Node("", 0)
        self._open = [self._root]
        self._unseen = 0
        self._pieces: list[str] = []
        self._written = 0
        self._line_due = False
        self._blank_due = False
        self._preformatted = 0
        self._joins = False  # whether text that comes next belongs to the text node before it
        self._begins = array("L")  # of each character over all nodes: where it is in the text,
        self._ends = array("L")  # and where it ends there; the same place if it was left out
        self._read(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.length = len(self._begins)
        while len(self._open) > 1:
            self._leave()
        self._root.end = self.length
        self.text = "".join(self._pieces)

    # Reading

    def _read(self, html: str) -> None:
        at = 0
        while at < len(html):
            mark = html.find("<", at)
            if mark != at:
                end = mark if mark >= 0 else len(html)
                self._data(unescape(html[at:end]))
                at = end
            elif html.startswith("<!--", at):
                at = _behind(html, "-->", at + 4)
                self._joins = False
            elif html.startswith(("<!", "<?"), at):
                at = _behind(html, ">", at)
                self._joins = False
            else:
                at = self._tag(html, at)

    def _tag(self, html: str, at: int) -> int:
        """Take the tag at a ``<``, or that for a character if there is none; where to read on."""
        match = _TAG.match(html, at)
        if match is None:
            self._data("<")
            return at + 1
        rest = _REST.match(html, match.end())
        if rest is None:  # it has no end: nothing behind it is read, as in a browser
            return len(html)
        tag = match[1].lower()
        if html[at + 1] == "/":
            self._end(tag)
            return rest.end()
        self._start(tag)
        if tag not in _RAW:
            return rest.end()
        found = re.compile(f"</{tag}", re.IGNORECASE).search(html, rest.end())
        end = found.start() if found else len(html)
        self._data(html[rest.end() : end])
        return end

    def _start(self, tag: str) -> None:
        if tag in _OUTER:
            return
        while len(self._open) > 1 and tag in _ENDED_BY.get(self._open[-1].tag, ()):
            self._leave()
        if tag == "tr" and self._open[-1].tag == "table":
            self._enter("tbody")
        self._enter(tag)
        if tag == "br":
            self._begins.append(self._written)
            self._ends.append(self._written)
        if tag in _VOID:
            self._leave()

    def _end(self, tag: str) -> None:
        if tag in _OUTER or all(node.tag != tag for node in self._open[-200:]):
            return
        while self._open[-1].tag != tag:
            self._leave()
        self._leave()

    def _data(self, data: str) -> None:
        if not data:
            return
        node = self._open[-1]
        if not self._joins:
            node.children.append(_Node("text()", len(self._begins)))
        self._joins = True
        self._count(data.replace("\r", "\n"))
        node.children[-1].end = len(self._begins)

    def _enter(self, tag: str) -> None:
        node = _Node(tag, len(self._begins))
        self._open[-1].children.append(node)
        self._open.append(node)
        self._joins = False
        self._unseen += tag in _UNSEEN
        self._preformatted += tag == "pre"
        self._line_due |= tag in _BLOCKS

    def _leave(self) -> None:
        node = self._open.pop()
        node.end = len(self._begins)
        self._joins = False
        self._unseen -= node.tag in _UNSEEN
        self._preformatted -= node.tag == "pre"
        self._line_due |= node.tag in _BLOCKS

    def _count(self, data: str) -> None:
        """Take in the characters of a node: what is seen goes to the text, of each it is kept where it went."""
        if self._unseen:
            self._left_out(len(data))
        elif self._preformatted:
            self._seen(data.replace("\ufeff", " "))
        else:
            for part in _PARTS.findall(data):
                if part[0] in _BLANKS:
                    self._blank_due = True
                    self._left_out(len(part))
                else:
                    self._seen(part)

    def _left_out(self, length: int) -> None:
        self._begins.extend([self._written] * length)
        self._ends.extend([self._written] * length)

    def _seen(self, part: str) -> None:
        self._between()
        self._pieces.append(clean(part))
        here = self._written
        self._written += len(part)
        self._begins.extend(range(here, self._written))
        self._ends.extend(range(here + 1, self._written + 1))

    def _between(self) -> None:
        if self._written and (self._line_due or self._blank_due):
            self._pieces.append("\n" if self._line_due else " ")
            self._written += 1
        self._line_due = self._blank_due = False

    # Places

    def stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """Where what is counted over all text nodes stands in ``text``, without what is not seen at its edges."""
        if not 0 <= start < end <= self.length:
            return None
        while start < end and self._begins[start] == self._ends[start]:
            start += 1
        while start < end and self._begins[end - 1] == self._ends[end - 1]:
            end -= 1
        return (self._begins[start], self._ends[end - 1]) if start < end else None

    def at(self, path: str, offset: int) -> int | None:
        """The position over all text nodes of an offset in the node of an XPath, as ``/div[1]/p[2]/text()[1]``."""
        node = self._root
        steps = [step for step in path.split("/") if step.partition("[")[0] not in ("", "html", "body")]
        for step in steps:
            match = _STEP.fullmatch(step)
            if match is None:
                return None
            name = match[1].lower()
            alike = [child for child in node.children if child.tag == name]
            nth = int(match[2] or 1)
            if not 1 <= nth <= len(alike):
                return None
            node = alike[nth - 1]
        if node.tag == "text()":
            return node.start + offset if 0 <= offset <= node.end - node.start else None
        if not 0 <= offset <= len(node.children):
            return None
        return node.children[offset].start if offset < len(node.children) else node.end


def _behind(html: str, mark: str, at: int) -> int:
    """Where the next ``mark`` ends; the end of all if there is none."""
    found = html.find(mark, at)
    return found + len(mark) if found >= 0 else len(html)
