"""The page itself: a read-only plain text edit that shows a text and paints its spans. Knows nothing of the mouse.

Positions that go in or come out are code points of the canonical text; Qt's positions stay inside this package. The
text is never read back from the widget, which alters some characters.
"""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from annotator.core.model import Span
from annotator.core.scheme import Scheme
from annotator.gui.article.ahead import LayoutAhead
from annotator.gui.article.colors import ArticleColors
from annotator.gui.article.content import Content
from annotator.gui.article.fonts import Metrics, Reading, article_font
from annotator.gui.article.header import Header
from annotator.gui.article.keeping import Keeper
from annotator.gui.article.layers import Layers
from annotator.gui.article.layout import ArticleLayout
from annotator.gui.article.overview import WIDTH as OVERVIEW_WIDTH
from annotator.gui.article.overview import OverviewStrip
from annotator.gui.article.painter import SpanPainter
from annotator.gui.article.places import Places
from annotator.gui.article.styles import Styles
from annotator.gui.viewport import set_viewport

_NOTCH = 120  # what a wheel turns by at a time
ZOOMS = (50, 60, 70, 80, 90, 100, 110, 120, 130, 150, 170, 200, 240, 300)
_MANY = 200  # spans that change at once


class ArticleSurface(QPlainTextEdit):
    """Shows one document and its spans; see ``ArticleView`` for what the user does with it."""

    zoom_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_viewport(self)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._content = Content()
        self._zoom = 100
        self._reading = Reading()
        self._wheel = 0
        self._styles = Styles()
        self._header = Header()
        font = article_font(self._zoom)
        self._metrics = Metrics.of(font, self._reading)
        self._painter = SpanPainter(self._content, self._styles, self._metrics)
        self._set_up_document()
        self.places = Places(self, self._content, self._layout, self._painter)
        """Where text and spans stand in the viewport, and what stands at a point of it."""
        self._keeper = Keeper(self.verticalScrollBar(), self.places)
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.setAccessibleName("Article")
        self.overview = OverviewStrip(self)
        self.overview.position_clicked.connect(self.reveal)
        self.layers = Layers(self, self._content, self._painter, self._layout, self.places, self.overview)
        """What is painted beside the spans."""
        self.setViewportMargins(0, 0, OVERVIEW_WIDTH, 0)
        self.setFont(font)
        self.set_palette(self._styles.colors)

    def _set_up_document(self) -> None:
        document = QTextDocument(self)
        document.setDocumentMargin(0)
        self._layout = ArticleLayout(document, self._metrics)
        self._layout.block_laid_out = self._painter.forget
        self._layout.goes_on = self._content.goes_on
        document.setDocumentLayout(self._layout)
        self._ahead = LayoutAhead(document, self._layout)
        self.setDocument(document)

    # What is shown

    def load(self, text: str, spans: Iterable[Span] = (), scheme: Scheme | None = None) -> None:
        """Show a document: its canonical text and its spans. The caret goes to the start, nothing is chosen."""
        self.layers.chosen = None
        self.layers.set_matches(None)
        self._content.load(text, spans)
        if scheme is not None:
            self._styles.scheme = scheme
            self._styles.forget()
        self._painter.forget()
        ruler = self._content.ruler
        self.setPlainText(ruler.display_text)
        # If this ever fails, every position from here on would be wrong: better stop.
        assert self.document().characterCount() - 1 == ruler.to_qt(len(text))
        self.overview.show_spans(len(text), self._content.spans, self._styles)
        self._ahead.start()

    def show_spans(self, spans: Iterable[Span]) -> None:
        """Show these spans in place of those there were, on the same text; nothing is chosen. Nothing moves."""
        self.layers.chosen = None
        self._content.show_spans(spans)
        self._repaint_all()
        self.overview.show_spans(len(self._content.text), self._content.spans, self._styles)

    def text(self) -> str:
        """The canonical text that is shown."""
        return self._content.text

    def show_only(self, annotator_id: str) -> None:
        """Show the spans of this annotator alone; empty: everyone's. A chosen one that is hidden is framed no more."""
        spans = self._content.spans
        spans.only = annotator_id
        if self.layers.chosen is not None and not spans.shows(self.layers.chosen):
            self.layers.chosen = None
        self._repaint_all()
        self.overview.show_spans(len(self._content.text), spans, self._styles)

    def apply_changes(self, removed: Iterable[str], updated: Iterable[Span]) -> None:
        """Take out the spans with the ids ``removed``, add or replace those of ``updated``; repaint what they touch."""
        index, chosen = self._content.spans, self.layers.chosen
        touched: list[Span] = []
        for span_id in removed:
            if (old := index.remove(span_id)) is not None:
                touched.append(old)
                if chosen is not None and chosen.id == span_id:
                    self.layers.chosen = None
        for span in updated:
            if (old := index.get(span.id)) is not None:
                touched.append(old)
            index.add(span)
            touched.append(span)
            if chosen is not None and chosen.id == span.id:
                self.layers.chosen = span
        self._repaint(touched)
        self.overview.refresh(touched)

    def chosen(self) -> Span | None:
        return self.layers.chosen

    def choose(self, span_id: str | None, *, scroll: bool = True) -> None:
        """Frame this span and bring it into view; ``None``, or an id that is not shown, frames none."""
        before = self.layers.chosen
        found = self._content.spans.get(span_id) if span_id is not None else None
        self.layers.chosen = found if found is not None and self._content.spans.shows(found) else None
        self._repaint([span for span in (before, self.layers.chosen) if span is not None])
        if self.layers.chosen is not None and scroll:
            self.reveal(self.layers.chosen.start, self.layers.chosen.end)

    def set_scheme(self, scheme: Scheme) -> None:
        self._styles.scheme = scheme
        self._repaint_all()

    def set_own(self, annotator_id: str) -> None:
        """Whose spans are painted in full strength; others' are paler. Empty: all in full strength."""
        self._styles.own = annotator_id
        self._repaint_all()

    def set_header(self, title: str = "", byline: str = "") -> None:
        """Show title and byline above the text; without both there is no header."""
        self._header.title, self._header.byline = title, byline
        self._fit_header()
        self._layout.relayout_block(self.document().firstBlock())
        self.viewport().update()

    @property
    def colors(self) -> ArticleColors:
        """What it is painted with."""
        return self._styles.colors

    def set_palette(self, colors: ArticleColors) -> None:
        self._styles.colors = colors
        palette = self.palette()
        text, paper = QColor(colors.text), QColor(colors.paper)
        for role, color in (
            (QPalette.ColorRole.Base, paper),
            (QPalette.ColorRole.Text, text),
            (QPalette.ColorRole.Highlight, QColor(colors.selection)),
            (QPalette.ColorRole.HighlightedText, text),
        ):
            palette.setColor(role, color)
        self.setPalette(palette)
        self._repaint_all()

    @property
    def zoom(self) -> int:
        """The size of the text in percent."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Set the size of the text, 50 to 300 percent; the text at the top stays there."""
        percent = min(max(percent, ZOOMS[0]), ZOOMS[-1])
        if percent == self._zoom:
            return
        self._zoom = percent
        self._restyle()
        self.zoom_changed.emit(percent)

    @property
    def reading(self) -> Reading:
        """Font, line height, column and room between paragraphs."""
        return self._reading

    def set_reading(self, reading: Reading) -> None:
        """Set the text otherwise; what is at the top stays there."""
        if reading != self._reading:
            self._reading = reading
            self._restyle()

    def _restyle(self) -> None:
        font = article_font(self._zoom, self._reading.family)
        self._metrics = self._layout.metrics = self._painter.metrics = Metrics.of(font, self._reading)
        with self._keeper.place():
            self._painter.forget()
            self.setFont(font)
            self._fit_header()
            # Of the font Qt hears by itself; of what else there is to a line it does not.
            self.document().setDefaultTextOption(self.document().defaultTextOption())
        self._ahead.start()

    def step_zoom(self, steps: int) -> None:
        """Zoom in (positive) or out by steps of the usual series of sizes."""
        nearest = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._zoom))
        self.set_zoom(ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    # Where things stand

    def reveal(self, start: int, end: int | None = None) -> None:
        """Scroll until ``[start, end)`` is in view, or its start if it is longer than the page; not if it already is.

        What had to be scrolled to comes with a third of a page above it.
        """
        end = start if end is None else max(start, end)
        top, bottom = self.places.range_in_view()
        if not top <= start <= end <= bottom:
            self.verticalScrollBar().setValue(self.places.line_above(start, self.viewport().height() // 3))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / _NOTCH)  # a touch pad tells of many small parts of one
        self._wheel -= steps * _NOTCH
        if steps:
            self.step_zoom(steps)
        event.accept()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        viewport = self.viewport()
        blocks = self.places.blocks_between(event.rect().top(), event.rect().bottom() + 1)
        if viewport.devicePixelRatioF() != self._painter.ratio:
            self._painter.ratio = viewport.devicePixelRatioF()
            self._painter.forget()
        painter = QPainter(viewport)
        if blocks and blocks[0][0].blockNumber() == 0:
            self._header.paint(painter, blocks[0][1].y(), self._layout.column, self._styles.colors)
        self._painter.paint_tints(painter, blocks, event.rect())
        self.layers.paint_under(painter, blocks, event.rect(), self._styles.colors)
        painter.end()  # Qt's own painting opens the viewport anew
        super().paintEvent(event)
        painter = QPainter(viewport)
        self._painter.paint_lines(painter, blocks, event.rect())
        self.layers.paint_over(painter, blocks, event.rect(), self._styles.colors)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.viewport().width() == self._layout.view_width:
            super().resizeEvent(event)
        else:
            with self._keeper.place():
                self._layout.view_width = self.viewport().width()
                self._fit_header()
                super().resizeEvent(event)
            self._ahead.start()
        frame = self.viewport().geometry()
        self.overview.setGeometry(frame.right() + 1, frame.top(), OVERVIEW_WIDTH, frame.height())

    def _fit_header(self) -> None:
        self._layout.top_space = self._header.lay_out(self._layout.column, self.font(), self._metrics)

    def _repaint_all(self) -> None:
        self._styles.forget()
        self._painter.forget()
        self.viewport().update()
        self.overview.update()

    def _repaint(self, spans: Collection[Span]) -> None:
        """Make the blocks of these spans anew, and repaint those that are in view."""
        if self.layers.follow_chosen():
            self.viewport().update()
        if len(spans) > _MANY:
            # To look up the block of each would take longer than to make the few in view anew.
            self._painter.forget()
            top, bottom = self.places.range_in_view()
            if any(span.start <= bottom and span.end >= top for span in spans):
                self.viewport().update()
            return
        ruler, document, width = self._content.ruler, self.document(), self.viewport().width()
        touched: set[int] = set()
        for span in spans:
            first = document.findBlock(ruler.to_qt(span.start)).blockNumber()
            last = document.findBlock(ruler.to_qt(span.end)).blockNumber()
            touched.update(range(first, last + 1))
        for number in touched:
            self._painter.forget(number)
        for block, origin in self.places.blocks_between(0, self.viewport().height()):
            if block.blockNumber() in touched:
                height = int(self._layout.blockBoundingRect(block).height()) + 1
                self.viewport().update(QRect(0, origin.y(), width, height))
