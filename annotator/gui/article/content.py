"""What an article view shows: the text, the ruler for Qt's positions, the spans. Shared by the parts of the view."""

from bisect import bisect_left
from collections.abc import Iterable

from PySide6.QtGui import QTextBlock

from annotator.core.buckets import SpanIndex
from annotator.core.model import Span
from annotator.core.text import Ruler, display_breaks, grapheme_ceil, grapheme_floor


class Content:
    """One document as it is shown. ``spans`` changes as the user works; ``text`` and ``ruler`` only by ``load``."""

    def __init__(self) -> None:
        self.text = ""
        self.ruler = Ruler("")
        self.spans = SpanIndex()

    def load(self, text: str, spans: Iterable[Span]) -> None:
        self.text = text
        self.ruler = Ruler(text, display_breaks(text))
        self.show_spans(spans)

    def show_spans(self, spans: Iterable[Span]) -> None:
        """Other spans on the same text."""
        only = self.spans.only
        self.spans = SpanIndex(spans)
        self.spans.only = only

    def goes_on(self, block: QTextBlock) -> bool:
        """Whether a block ends only because its line is too long to be laid out in one."""
        breaks = self.ruler.breaks
        if not breaks:
            return False
        end = self.ruler.to_cp(block.position() + block.length() - 1)
        nth = bisect_left(breaks, end)
        return nth < len(breaks) and breaks[nth] == end

    def border(self, place: int) -> int:
        """The grapheme border at or before one of Qt's positions, in code points."""
        return grapheme_floor(self.text, self.ruler.to_cp(place))

    def border_after(self, place: int) -> int:
        """The grapheme border at or behind one of Qt's positions, in code points."""
        position = self.ruler.to_cp(place)
        # Half a surrogate pair is rounded down, which is before the place.
        return grapheme_ceil(self.text, position if self.stands(place, position) else position + 1)

    def stands(self, place: int, position: int) -> bool:
        """Whether Qt's ``place`` is the code point ``position``, on either side of a break that is only shown."""
        return place in (self.ruler.to_qt(position), self.ruler.to_qt(position, before_break=True))
