"""What is painted on an article beside its spans: what was found, notes in the margin, links, lanes. Each is made when
it is first shown, and costs what is in view. Nothing here reacts to the user.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPlainTextEdit

from annotator.core.model import Span
from annotator.gui.article.colors import ArticleColors
from annotator.gui.article.content import Content
from annotator.gui.article.layout import ArticleLayout
from annotator.gui.article.overview import OverviewStrip
from annotator.gui.article.painter import Blocks, SpanPainter
from annotator.gui.article.places import Places

if TYPE_CHECKING:
    from annotator.core.find import Matches
    from annotator.core.model import Link
    from annotator.gui.article.links import LinkLayer
    from annotator.gui.article.margin import MarginMarks
    from annotator.gui.article.matches import MatchLayer


class Layer(Protocol):
    """Something that is painted over the text, of the blocks that show and as far as they lie in ``area``."""

    def paint(self, painter: QPainter, blocks: Blocks, area: QRect, colors: ArticleColors) -> None: ...


L = TypeVar("L", bound=Layer)


class Layers:
    """The layers of one page. ``chosen`` is the span that is framed, or ``None``."""

    def __init__(
        self,
        page: QPlainTextEdit,
        content: Content,
        painter: SpanPainter,
        layout: ArticleLayout,
        places: Places,
        overview: OverviewStrip,
    ) -> None:
        self.chosen: Span | None = None
        self._page = page
        self._content = content
        self._painter = painter
        self._layout = layout
        self._places = places
        self._overview = overview
        self._found: MatchLayer | None = None
        self._margin: MarginMarks | None = None
        self._links: LinkLayer | None = None
        self._more: list[Layer] = []

    def add(self, make: Callable[[Content, SpanPainter, ArticleLayout], L]) -> L:
        """Another layer; ``make`` gets what it needs to know of the page."""
        layer = make(self._content, self._painter, self._layout)
        self._more.append(layer)
        return layer

    # What was found

    def set_matches(self, matches: "Matches | None", current: int = -1) -> None:
        """Mark what was found, and the ``current`` one more strongly; ``None`` marks nothing any more."""
        if matches is None:
            self._found = None
        else:
            if self._found is None:
                from annotator.gui.article.matches import MatchLayer

                self._found = MatchLayer(self._painter)
            self._found.matches, self._found.current = matches, current
        self._overview.show_found(self._found.between if self._found else None)
        self._update()

    # Notes in the margin

    def set_notes(self, places: Sequence[int], notes: Sequence[str], current: int = -1) -> None:
        """Mark the margin beside these places, ascending; each note is told in a tool tip. ``current`` is the place of
        the one that was gone to."""
        if self._margin is None:
            if not places:
                return
            from annotator.gui.article.margin import MarginMarks

            self._margin = MarginMarks(self._painter)
        if self._margin.show(places, notes, current):
            self._update()

    def note_at(self, point: QPointF) -> str:
        """What the mark at a point of the margin tells; empty where there is none."""
        if self._margin is None:
            return ""
        blocks = self._places.blocks_between(int(point.y()), int(point.y()) + 1)
        return self._margin.text_at(blocks, point, self._layout.column)

    # Links

    def set_links(self, links_of: "Callable[[str], Sequence[Link]]") -> None:
        """Show links from now on, those that ``links_of`` tells of a span by its id; call it again when they change."""
        if self._links is None:
            from annotator.gui.article.links import LinkLayer

            self._links = LinkLayer(self._content, self._painter, self._places, links_of)
            self._page.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._links.links_of = links_of
        self.follow_chosen()
        self._update()

    def set_pending_link(self, span_id: str, name: str) -> None:
        """Show a link that is being made: from this span to the one that is chosen; an empty id shows none."""
        if self._links is not None:
            self._links.pending = (span_id, name) if span_id else None
            self.follow_chosen()
            self._update()

    def follow_chosen(self) -> bool:
        """Take over which span is chosen; true if lines go, or went, all over the page for it."""
        return self._links is not None and self._links.reaches(self.chosen)

    def _scrolled(self) -> None:
        if self._links is not None and self._links.shown:
            self._update()  # Qt moves what is painted; lines end elsewhere now

    # Painting

    def _update(self) -> None:
        self._page.viewport().update()

    def paint_under(self, painter: QPainter, blocks: Blocks, area: QRect, colors: ArticleColors) -> None:
        """What lies under the text."""
        if self._found is not None:
            self._found.paint(painter, blocks, area, colors)

    def paint_over(self, painter: QPainter, blocks: Blocks, area: QRect, colors: ArticleColors) -> None:
        """What lies over it."""
        for layer in self._more:
            layer.paint(painter, blocks, area, colors)
        if self.chosen is not None:
            self._painter.paint_outline(painter, blocks, self.chosen)
        if self._margin is not None:
            self._margin.paint(painter, blocks, area, colors, self._layout.column)
        if self._links is not None:
            self._links.paint(painter, blocks, area, self.chosen, self._layout.column)
