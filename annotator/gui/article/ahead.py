"""Lays out what nobody has looked at yet, a little at a time when the window is idle.

Qt counts a paragraph that it never laid out as one line, so the scroll bar would jump as one reads on. Long texts are
left alone: there the guess is good enough, and the lines of a whole book would fill the memory for nothing.
"""

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextBlock, QTextDocument

from annotator.gui.article.layout import ArticleLayout

_LONGEST = 300_000  # characters
_SLICE = 0.004  # seconds, so that a key press waits for less than a frame


class LayoutAhead(QObject):
    """Works through one document; ``start`` begins anew after whatever made the lines invalid."""

    def __init__(self, document: QTextDocument, layout: ArticleLayout) -> None:
        super().__init__(document)
        self._document = document
        self._layout = layout
        self._next = QTextBlock()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def busy(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        if self._document.characterCount() > _LONGEST or not self._layout.view_width:
            self._timer.stop()
            return
        self._next = self._document.firstBlock()
        self._timer.start()

    def _work(self) -> None:
        stop_at = time.perf_counter() + _SLICE
        self._layout.quiet = True
        while self._next.isValid() and time.perf_counter() < stop_at:
            self._layout.blockBoundingRect(self._next)
            self._next = self._next.next()
        self._layout.quiet = False
        self._layout.announce()
        if not self._next.isValid():
            self._timer.stop()
