"""Where text and spans stand in the viewport, and what stands at a point of it. Answers only; changes nothing.

Positions are code points of the canonical text, points and boxes pixels of the viewport.
"""

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QTextBlock, QTextLine
from PySide6.QtWidgets import QPlainTextEdit

from annotator.core.model import Span
from annotator.gui.article.content import Content
from annotator.gui.article.geometry import Row, row_at, rows
from annotator.gui.article.layout import ArticleLayout
from annotator.gui.article.painter import SpanPainter


class Places:
    """The geometry of one article view."""

    def __init__(self, page: QPlainTextEdit, content: Content, layout: ArticleLayout, painter: SpanPainter) -> None:
        self._page = page
        self._content = content
        self._layout = layout
        self._painter = painter

    def position_at(self, point: QPointF) -> int:
        """The code point position nearest to a point, at a grapheme border."""
        block, row, _origin = self._row_at(point)
        if row is None:
            return self._content.border(block.position())
        return self._content.border(block.position() + row.line.xToCursor(point.x()))

    def character_at(self, point: QPointF) -> int | None:
        """The code point position of the character at a point, its underlines included; ``None`` beside the text."""
        block, row, origin = self._row_at(point)
        if row is None or not row.left <= point.x() <= row.right:
            return None
        if not row.top <= point.y() - origin <= row.bottom + self._layout.metrics.lane_room:
            return None
        place = row.line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return self._content.border(block.position() + place)

    def spans_at(self, point: QPointF) -> list[Span]:
        """The spans that a click at this point may mean, in no particular order."""
        index, character, nearest = self._content.spans, self.character_at(point), self.position_at(point)
        found = index.query(character, character + 1) if character is not None else []
        marks = index.query(nearest, nearest + 1)
        return found + [span for span in marks if span.start == span.end and span not in found]

    def height(self) -> int:
        """The height of the page in view."""
        return self._page.viewport().height()

    def boxes_of(self, start: int, end: int) -> list[QRect]:
        """Where ``[start, end)`` stands, line by line in reading order, as far as it is in view."""
        height = self._page.viewport().height()
        found = [
            piece.box.translated(origin)
            for block, origin in self.blocks_between(0, height)
            for piece in self._painter.pieces_of(block, start, end)
        ]
        return [box for box in found if box.bottom() >= 0 and box.top() < height]

    def edges_of(self, span: Span) -> tuple[QRect, QRect]:
        """The start and end edge of a span, one pixel wide; far outside for one that is out of view."""
        start = end = QRect(0, -9999, 0, 0)
        for block, origin in self.blocks_between(0, self._page.viewport().height()):
            for piece in self._painter.pieces_of(block, span.start, span.end):
                begin, finish = piece.row.ends(piece.start, piece.end)
                top, height = origin.y() + piece.box.top(), piece.box.height()
                if piece.first:
                    start = QRect(begin, top, 1, height)
                if piece.last:
                    end = QRect(finish, top, 1, height)
        return start, end

    def in_line(self, point: QPointF) -> QPointF:
        """The point moved up or down into the glyphs of the line that it means, the only place Qt knows a line by.

        Unmoved above the text and outside the viewport, where Qt scrolls.
        """
        if not 0 <= point.y() < self._page.viewport().height():
            return point
        _block, row, origin = self._row_at(point)
        return point if row is None else QPointF(point.x(), origin + row.line.y() + row.line.height() / 2)

    def line_number(self, position: int) -> int:
        """The line of the whole document, as the scroll bar counts, in which a position stands."""
        place = self._content.ruler.to_qt(position)
        block = self._page.document().findBlock(place)
        self._layout.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(place - block.position())
        return block.firstLineNumber() + max(0, line.lineNumber())

    def line_above(self, position: int, room: int) -> int:
        """The line that has to be the first in view for ``position`` to stand at most ``room`` pixels below the top.

        It lays out what is in between: the scroll bar counts paragraphs never laid out as one line each.
        """
        place = self._content.ruler.to_qt(position)
        block = self._page.document().findBlock(place)
        self._layout.blockBoundingRect(block)
        y = block.layout().lineForTextPosition(place - block.position()).y()
        while y < room and block.previous().isValid():
            block = block.previous()
            y += self._layout.blockBoundingRect(block).height()
        lines = block.layout()
        above = sum(1 for number in range(lines.lineCount()) if lines.lineAt(number).y() < y - room)
        return block.firstLineNumber() + above

    def range_in_view(self) -> tuple[int, int]:
        """Start and end of the lines that are wholly in view; (0, 0) if none is."""
        height, metrics, to_cp = self._page.viewport().height(), self._layout.metrics, self._content.ruler.to_cp
        shown = [
            (block.position() + row.start, block.position() + row.end)
            for block, origin in self.blocks_between(0, height)
            for row in rows(block, metrics)
            if origin.y() + row.top >= 0 and origin.y() + row.bottom <= height
        ]
        return (to_cp(shown[0][0]), to_cp(shown[-1][1])) if shown else (0, 0)

    def blocks_between(self, top: int, bottom: int) -> list[tuple[QTextBlock, QPoint]]:
        """The blocks that show between two heights, each with the place of its top left corner."""
        found = []
        block = self._page.firstVisibleBlock()
        y = self._page.blockBoundingGeometry(block).translated(self._page.contentOffset()).top()
        while block.isValid() and y < bottom:
            height = self._layout.blockBoundingRect(block).height()
            if y + height > top:
                found.append((block, QPoint(0, round(y))))
            y += height
            block = block.next()
        return found

    def _row_at(self, point: QPointF) -> tuple[QTextBlock, Row | None, int]:
        """Block and line at a point, and the y of the block; no line for the room above the first one."""
        height = self._page.viewport().height()
        y = min(max(0, int(point.y())), height - 1)
        # Below the last block there is none: then the last one is meant.
        block, origin = (self.blocks_between(y, y + 1) or self.blocks_between(0, height)[-1:])[0]
        if block.blockNumber() == 0 and y - origin.y() < self._layout.top_space:
            return block, None, origin.y()
        return block, row_at(rows(block, self._layout.metrics), y - origin.y()), origin.y()
