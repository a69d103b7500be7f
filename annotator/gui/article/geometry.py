"""Where stretches of a block stand on the page: pixel pieces of a stretch, line by line, also in mixed-direction lines.

Positions are Qt's, counted from the start of the block; pixels from the block's top left. No spans, no colours.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextBlock, QTextLine

from annotator.gui.article.fonts import Metrics

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block: its positions, and its tint's ``top`` and ``bottom``, where underlines begin."""

    line: QTextLine
    start: int
    end: int
    top: int
    bottom: int
    mixed: bool

    def x(self, position: int, *, trailing: bool = False) -> int:
        """The x of a position; ``trailing`` asks for the far side of that position's character instead."""
        edge = QTextLine.Edge.Trailing if trailing else QTextLine.Edge.Leading
        return round(_x(self.line, position, edge))

    def runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The pixel stretches ``(left, right)`` of the positions ``[start, end)`` of this line, from left to right."""
        if not self.mixed:
            return [(self.x(start), self.right(end))]
        edges = []
        for position in range(start, end):
            a, b = self.x(position), self.x(position, trailing=True)
            if a != b:
                edges.append((min(a, b), max(a, b)))
        joined: list[tuple[int, int]] = []
        for left, right in sorted(edges):
            # A pixel of rounding between neighbours is no gap.
            if joined and left <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
            else:
                joined.append((left, right))
        return joined

    def ends(self, start: int, end: int) -> tuple[int, int]:
        """The x where the positions ``[start, end)`` begin and end in reading order, be it from right to left."""
        if not self.mixed:
            return self.x(start), self.right(end)
        return self.x(start), self.x(end - 1, trailing=True)

    def right(self, end: int) -> int:
        """The x where a stretch that ends at ``end`` ends; the blank at which a line wraps is left out."""
        if end < self.end:
            return self.x(end)
        return round(self.line.x() + self.line.naturalTextWidth())


def _x(line: QTextLine, position: int, edge: QTextLine.Edge) -> float:
    # The stubs promise a float; PySide returns (x, position moved to a valid place).
    found: object = line.cursorToX(position, edge)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a stretch on one row. ``box`` is as high as a tint; ``first`` and ``last`` say whether the stretch
    begins and ends in it, ``start_x`` and ``end_x`` where this part of it does, in reading order."""

    row: Row
    box: QRect
    first: bool
    last: bool
    start_x: int
    end_x: int


def rows(block: QTextBlock, metrics: Metrics) -> list[Row]:
    """The lines of a block that is laid out."""
    layout = block.layout()
    mixed = _RIGHT_TO_LEFT.search(block.text()) is not None
    found = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        base = round(line.y() + line.ascent())
        start = line.textStart()
        # Larger glyphs of another script stand out above the font's own tint: then the tint starts with them.
        tall = line.ascent() > metrics.ascent + 1
        top = round(line.y()) if tall else base - metrics.tint_ascent
        bottom = base + max(metrics.descent, round(line.descent()))
        found.append(Row(line, start, start + line.textLength(), top, bottom, mixed))
    return found


def _row_start(row: Row) -> int:
    return row.start


def pieces(lines: list[Row], start: int, end: int) -> list[Piece]:
    """The pieces of ``[start, end)``, row by row; those without width (blanks where a line wraps) are left out."""
    found = []
    for row in lines[max(0, bisect_right(lines, start, key=_row_start) - 1) :]:
        if row.start >= end:
            break
        a, b = max(start, row.start), min(end, row.end)
        for left, right in row.runs(a, b) if a < b else ():
            if right > left:
                box = QRect(left, row.top, right - left, row.bottom - row.top)
                found.append(Piece(row, box, a == start, b == end, *row.ends(a, b)))
    return found


def row_at(lines: list[Row], y: float) -> Row | None:
    """The row a pointer at ``y`` means: the gap between two lines is shared by both, so none is dead."""
    for row, following in zip(lines, [*lines[1:], None], strict=True):
        if following is None or y < (row.bottom + following.top) / 2:
            return row
    return None

