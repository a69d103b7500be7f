"""What the lints need to know of a text, whoever tagged what in it: its figures and its unpaired quotation marks."""

from collections.abc import Generator, Iterator
from typing import NamedTuple

from annotator.core.figures import Figure, figures
from annotator.core.quotations import line_marks, matches
from annotator.core.text import BLANK, grapheme_floor

LONGEST = 8000
"""Lines beyond this are looked at in parts, in which quotation marks are not judged."""
_FAR = 6  # lines that a quotation may go on over without opening anew


class Facts(NamedTuple):
    """Of one text, in order: the figures that count, and where double quotation marks pair with none."""

    figures: list[Figure]
    marks: list[tuple[int, bool]]
    """Position, and whether the mark opens."""


def read(text: str) -> Generator[None, None, Facts]:
    """The facts of a text; pauses behind each line or part of a long one."""
    found: list[Figure] = []
    unpaired = _Unpaired(text)
    for start, end, whole in parts(text):
        passages, stray = line_marks(text, start, end)
        found += [figure for figure in figures(text, start, end, passages) if figure.counts]
        if whole:
            unpaired.add(start, end, stray)
        yield
    return Facts(found, unpaired.rest())


def parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """The lines of a text that are not blank, a long one cut at blanks; the flag says whether it is a whole line."""
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        line_end = newline if newline >= 0 else len(text)
        whole = line_end - start <= LONGEST
        while line_end - start > LONGEST:
            blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = blank if blank >= 0 else max(grapheme_floor(text, start + LONGEST), start + LONGEST // 2)
            yield start, cut, False
            start = cut
        if start < line_end:
            yield start, line_end, whole
        start = line_end + 1


class _Unpaired:
    """Pairs what lines leave over: a quotation over several paragraphs opens each of them and closes the last alone,
    or closes some lines further down."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[tuple[int, bool]] = []
        self._open: int | None = None
        self._lines = 0

    def add(self, start: int, end: int, stray: list[tuple[int, bool]]) -> None:
        text = self._text
        self._lines += 1
        if self._open is not None:
            first = next((at for at in range(start, end) if text[at] not in BLANK), start)
            if text[first] == text[self._open]:
                self._open = None
            elif self._lines > _FAR:
                self._give_up()
        last = stray[-1][0] if stray else -1
        for at, opens in stray:
            if not opens and self._open is not None and matches(text[self._open], text[at]):
                self._open = None
            elif opens and at == last:
                self._give_up()
                self._open, self._lines = at, 0
            else:
                self._found.append((at, opens))

    def _give_up(self) -> None:
        if self._open is not None:
            self._found.append((self._open, True))
            self._open = None

    def rest(self) -> list[tuple[int, bool]]:
        self._give_up()
        return sorted(self._found)
