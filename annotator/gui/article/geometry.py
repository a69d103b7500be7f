"""Where stretches of a block stand on the page: pixel pieces of a stretch, line by line, also in mixed-direction lines.

Positions are Qt's, counted from the start of the block; pixels from the block's top left. No spans, no colours.
"""

import re
from bisect import bisect_right
from typing import Any, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextBlock, QTextLine

from annotator.gui.article.fonts import Metrics

_RIGHT_TO_LEFT = (
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Row(NamedTuple):
    """One line of a block: its positions, and its tint's ``top`` and ``bottom``, where underlines begin."""

    line: QTextLine
    start: int
    end: int
    left: int
    right: int
    top: int
    bottom: int
    mixed: bool

    def x(self, position: int) -> int:
        """The x of the caret before a position."""
        # The stubs promise a float; PySide returns (x, position moved to a valid place).
        found: Any = self.line.cursorToX(position)
        x: float = found[0] if isinstance(found, tuple) else found
        return round(x)

    def runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The pixel stretches ``(left, right)`` of the positions ``[start, end)`` of this line, from left to right."""
        if not self.mixed:
            return [self.ends(start, end)]
        joined: list[tuple[int, int]] = []
        for left, right in sorted((left, right) for left, right, _backwards in self._glyphs(start, end - start)):
            # A pixel of rounding between neighbours is no gap.
            if joined and left <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
            else:
                joined.append((left, right))
        return joined

    def ends(self, start: int, end: int) -> tuple[int, int]:
        """The x where the positions ``[start, end)`` begin and end in reading order, be it from right to left."""
        if not self.mixed:
            # The blank at which a line wraps is left out: ``right`` is where its words end.
            return (
                self.x(start) if start > self.start else self.left,
                self.x(end) if end < self.end else self.right,
            )
        begin = finish = self.x(start)
        for left, right, backwards in self._glyphs(start, 1)[:1]:
            begin = right if backwards else left
        for reach in range(1, min(8, end - start) + 1):
            # The last units may be half a pair or marks without a width of their own: go back to what has one.
            glyphs = [glyph for glyph in self._glyphs(end - reach, reach) if glyph[0] < glyph[1]]
            if glyphs:
                left, right, backwards = glyphs[-1]
                finish = left if backwards else right
                break
        return begin, finish

    def _glyphs(self, start: int, length: int) -> list[tuple[int, int, bool]]:
        """Left, right and whether it runs from right to left, of each run; exact where directions meet, which the
        caret is not: it has two places there."""
        return [
            (round(run.boundingRect().left()), round(run.boundingRect().right()), run.isRightToLeft())
            for run in self.line.glyphRuns(start, length)
        ]


class Piece(NamedTuple):
    """The part of a stretch on one row. ``box`` is as high as a tint; ``first`` and ``last`` say whether the stretch
    begins and ends here; ``start`` and ``end`` are the positions of this part."""

    row: Row
    box: QRect
    first: bool
    last: bool
    start: int
    end: int


def is_mixed(text: str) -> bool:
    """Whether something in it is read from right to left: then a stretch may stand in several places of a line."""
    return not text.isascii() and re.search(_RIGHT_TO_LEFT, text) is not None


def rows(block: QTextBlock, metrics: Metrics) -> list[Row]:
    """The lines of a block that is laid out."""
    layout = block.layout()
    text = block.text()
    mixed = is_mixed(text)
    found = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        y, ascent, left, start = line.y(), line.ascent(), line.x(), line.textStart()
        base = round(y + ascent)
        # Larger glyphs of another script stand out above the font's own tint: then the tint starts with them.
        top = round(y) if ascent > metrics.ascent + 1 else base - metrics.tint_ascent
        bottom = base + max(metrics.descent, round(line.descent()))
        right = round(left + line.naturalTextWidth())
        found.append(Row(line, start, start + line.textLength(), round(left), right, top, bottom, mixed))
    return found


def _row_start(row: Row) -> int:
    return row.start


def pieces(lines: list[Row], start: int, end: int) -> list[Piece]:
    """The pieces of ``[start, end)``, row by row; those without width (blanks where a line wraps) are left out."""
    found = []
    for row in lines[max(0, bisect_right(lines, start, key=_row_start) - 1) :]:
        if row.start >= end:
            break
        a = start if start > row.start else row.start
        b = end if end < row.end else row.end
        for left, right in row.runs(a, b) if a < b else ():
            if right > left:
                box = QRect(left, row.top, right - left, row.bottom - row.top)
                found.append(Piece(row, box, a == start, b == end, a, b))
    return found


def row_at(lines: list[Row], y: float) -> Row | None:
    """The row a pointer at ``y`` means: the gap between two lines is shared by both, so none is dead."""
    for row, following in zip(lines, [*lines[1:], None], strict=True):
        if following is None or y < (row.bottom + following.top) / 2:
            return row
    return None
