"""Lines of pages -> paragraphs: a PDF knows neither, only where letters stand. Pure; every mending is counted and told.

A paragraph ends where the room to the next line is larger than usual, the letters change their size, the next line is
indented or begins a list, or a short line ends a sentence. Heads and feet are what comes again at the same height.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_SENTENCE_END = re.compile(r"""[.!?…:;。！？][\]"”’'»)]*(?:\[?\d{0,3}\]?)?$""")
_ITEM = re.compile(r"(?:[•‣◦▪●■–—*·]|-(?=\s)|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s")
_BROKEN = re.compile(r"(\w+)[-\u2010\xad]$")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_DIGITS = re.compile(r"\d+")
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")  # written without spaces between words
_MANY = 9  # lines on a page that show how far apart they are
EDGE = 3  # so many lines at the top and the bottom of a page may be heads and feet


class Line(NamedTuple):
    """A line: its text, where it begins (points, y upwards), and the size of its letters."""

    text: str
    x: float
    y: float
    size: float


def lines_of_page(pieces: Iterable[tuple[str, float, float, float]]) -> list[Line]:
    """The lines of a page out of pieces of text (text, x, y, size) in the order of the page, blank ones left out."""
    lines: list[Line] = []
    texts: list[str] = []
    place: tuple[float, float, float] | None = None

    def close() -> None:
        nonlocal place
        text = "".join(texts).strip()
        if text and place is not None:
            lines.append(Line(text, *place))
        texts.clear()
        place = None

    for text, x, y, size in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                close()
            if part.strip() and place is None:
                place = (x, y, size)
            texts.append(part)
    close()
    return lines


def without_heads(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without the lines that stand at their edges again and again, and what is to be told of that."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    filled = sum(map(bool, pages))
    often = 2 if filled <= 3 else max(3, filled * 3 // 10)
    heads = {key for key, number in seen.items() if number >= often and filled > 1}
    if not heads:
        return pages, []
    kept, gone = [], {}
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        out = [line for line in page if id(line) in edges and _key(line) in heads]
        gone.update({_key(line): line.text for line in out})
        kept.append([line for line in page if line not in out])
    examples = ", ".join(f"“{text[:60]}”" for text in list(gone.values())[:3])
    return kept, [f"heads and feet of pages were left out: {examples}{', …' if len(gone) > 3 else ''}"]


def _edges(page: list[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: line.y)
    return ordered[:EDGE] + ordered[EDGE:][-EDGE:]


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", " ".join(line.text.split())), round(line.y / 6)


def paragraphs(pages: list[list[Line]]) -> tuple[str, list[str]]:
    """The text in paragraphs, and what is to be told of how it was put together."""
    joiner = _Joiner({word for page in pages for line in page for word in _WORD.findall(line.text.casefold())})
    blocks: list[str] = []
    everywhere = _pitch(pages)
    for page in pages:
        pitch = _pitch([page]) if len(page) >= _MANY else everywhere
        for number, block in enumerate(_blocks(page, pitch)):
            texts = [line.text for line in block]
            if number == 0 and blocks and _goes_on(blocks[-1], texts[0]):
                blocks[-1] = joiner.joined([blocks[-1], *texts])
            else:
                blocks.append(joiner.joined(texts))
    return "\n".join(blocks), joiner.told()


def _pitch(pages: list[list[Line]]) -> float:
    """The usual step from line to line: the commonest, if it is common, else the one in the middle."""
    steps = [round(a.y - b.y, 1) for page in pages for a, b in pairwise(page) if a.y - b.y > 0.5]
    usual, number = Counter(map(round, steps)).most_common(1)[0] if steps else (0, 0)
    return usual if number * 3 > len(steps) else median(steps or [0.0])


def _blocks(page: list[Line], pitch: float) -> list[list[Line]]:
    """The lines of a page by paragraph."""
    if not page:
        return []
    full = sorted(len(line.text) for line in page)[len(page) * 9 // 10]
    margins = Counter(round(line.x) for line in page)
    blocks = [[page[0]]]
    for before, line in pairwise(page):
        if _ends(before, line, pitch, full, margins):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _ends(before: Line, line: Line, pitch: float, full: int, margins: "Counter[int]") -> bool:
    """Whether a paragraph ends between two lines."""
    step = before.y - line.y
    if abs(before.size - line.size) > 0.1 * max(before.size, line.size) or _ITEM.match(line.text):
        return True
    if step < -pitch or step > 8 * pitch:  # the next column
        return not _goes_on(before.text, line.text)
    if pitch and step > 1.3 * pitch:
        return True
    indent = line.x - before.x
    if 0.7 * line.size < indent < 6 * line.size and margins[round(before.x)] > margins[round(line.x)]:
        return not _ITEM.match(before.text)  # else the second line of an item
    return len(before.text) < 0.75 * full and (_SENTENCE_END.search(before.text) is not None or _starts(line.text))


def _starts(text: str) -> bool:
    return not text[:1].islower() and len(text) > 1


def _goes_on(before: str, text: str) -> bool:
    """Whether a text goes on in the next column or on the next page."""
    return _SENTENCE_END.search(before) is None and (text[:1].islower() or _BROKEN.search(before) is not None)


class _Joiner:
    """Puts the lines of paragraphs together. ``words`` are all words as they stand in the lines."""

    def __init__(self, words: set[str]) -> None:
        self._words = words
        self._lines = 0
        self._hyphens = 0
        self._kept = 0

    def joined(self, texts: list[str]) -> str:
        text = texts[0]
        for line in texts[1:]:
            self._lines += 1
            text = self._one(text, line)
        return text

    def _one(self, text: str, line: str) -> str:
        broken = _BROKEN.search(text)
        if broken is not None and line[:1].isalpha():
            first = _WORD.match(line)
            rest = first[0] if first else ""
            if line[0].islower() and not self._is_compound(broken[1], rest):
                self._hyphens += 1
                return text[:-1] + line
            self._kept += 1
            return text.removesuffix("\xad") + line
        wide = _WIDE.match(text[-1:]) and _WIDE.match(line[:1])
        return text + ("" if wide else " ") + line

    def _is_compound(self, first: str, rest: str) -> bool:
        """Whether the hyphen belongs to the word: it stands so elsewhere, and without the hyphen nowhere."""
        first, rest = first.casefold(), rest.casefold()
        return f"{first}-{rest}" in self._words and first + rest not in self._words

    def told(self) -> list[str]:
        told = []
        if self._lines:
            told.append(f"{self._lines:,} line breaks inside paragraphs were taken out")
        if self._hyphens:
            told.append(f"{self._hyphens:,} words that were hyphenated at the end of a line were put together")
        if self._kept:
            told.append(f"{self._kept:,} hyphens at the end of a line were kept")
        return told
