"""The lines of the article: their pitch, the column, space around paragraphs, right-to-left paragraphs on the right.

It breaks and places lines and nothing else: it knows no spans and paints nothing. Blocks are laid out when somebody
first asks for them, as QPlainTextDocumentLayout does, so a long text opens as fast as a short one.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from annotator.gui.article.fonts import Metrics


class ArticleLayout(QPlainTextDocumentLayout):
    """A QPlainTextDocumentLayout that places the lines itself. Positions here are Qt's, pixels from the block's top."""

    def __init__(self, document: QTextDocument, metrics: Metrics) -> None:
        super().__init__(document)
        self.metrics = metrics
        self.view_width = 0
        self.top_space = metrics.pitch
        self.block_laid_out: Callable[[int], None] = lambda _number: None
        """Called with the number of each block whose lines were just made anew."""
        self.goes_on: Callable[[QTextBlock], bool] = lambda _block: False
        """Whether a block is not the end of its paragraph but was only broken off for display."""
        self.quiet = False
        """Does not announce new line counts while true; whoever sets it announces them together."""
        self._rects: dict[int, QRectF] = {}

    @property
    def column(self) -> tuple[int, int]:
        """The left edge and the width of the text column in the viewport, in pixels."""
        width = max(40, min(self.metrics.column, self.view_width - 2 * self.metrics.side))
        return max(0, (self.view_width - width) // 2), width

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if not block.isValid():
            return QRectF()
        lines = block.layout()
        number = block.blockNumber()
        # Qt's own code may have laid the block out; its first line then stands at 0, ours never does.
        if not lines.lineCount() or lines.lineAt(0).y() == 0.0:
            self._rects[number] = self._lay_out(block, number)
            self.block_laid_out(number)
            # Only now: whoever hears it asks for this very rectangle.
            if block.lineCount() != lines.lineCount():
                block.setLineCount(lines.lineCount())
                self.announce()
        return QRectF(self._rects[number])

    def documentSize(self) -> QSizeF:
        # The height counts lines, as in the base class; no width, so that nothing ever scrolls sideways.
        return QSizeF(0, self.document().lineCount())

    def announce(self) -> None:
        """Tell the scroll bar how many lines there are now."""
        if not self.quiet:
            self.documentSizeChanged.emit(self.documentSize())

    def relayout_block(self, block: QTextBlock) -> None:
        """Forget the lines of a block; they are made again when next asked for."""
        block.clearLayout()
        self.requestUpdate()

    def _lay_out(self, block: QTextBlock, number: int) -> QRectF:
        metrics = self.metrics
        left, width = self.column
        right_to_left = block.textDirection() == Qt.LayoutDirection.RightToLeft
        lines = block.layout()
        lines.setTextOption(self.document().defaultTextOption())
        lines.beginLayout()
        head = max(1, (metrics.pitch - metrics.ascent - metrics.descent) // 2)
        base = head + metrics.ascent + (self.top_space if number == 0 else 0)
        bottom = base - metrics.ascent - metrics.gap
        while (line := lines.createLine()).isValid():
            line.setLineWidth(width)
            ascent = line.ascent()
            # Glyphs of another script may stand higher than the pitch allows: then the line moves down.
            base = max(base, bottom + metrics.gap + int(ascent + 0.99))
            x = left + width - line.naturalTextWidth() if right_to_left else left
            line.setPosition(QPointF(int(x), base - ascent))
            bottom = base + max(metrics.descent, int(line.descent() + 0.99))
            base += metrics.pitch
        lines.endLayout()
        height = bottom + metrics.pitch - metrics.ascent - metrics.descent - head
        if not self.goes_on(block):
            height += metrics.paragraph_gap
        if not block.next().isValid():
            height += 2 * metrics.pitch
        return QRectF(0, 0, self.view_width, height)
