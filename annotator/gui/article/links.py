"""Paints links: a quiet mark at the end of every linked span, and lines from the chosen span to those it is linked to.

Costs what is in view: the links of a span are asked for when it shows. Nothing here knows the mouse or changes a link.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPainterPath, QPen, QPolygonF

from annotator.core.model import Link, Span
from annotator.gui.article.content import Content
from annotator.gui.article.painter import Blocks, SpanPainter
from annotator.gui.article.places import Places

_BEYOND = 4  # ends out of view that are named at the border of the page; of more there is a count
_NAMED = 32  # characters of a span out of view
_TAIL = 8  # code points from the end of a span in which its last glyph is looked for


class LinkLayer:
    """The links of one article. ``links_of(span_id)`` tells those of a span.

    ``pending`` is a link that is being made: the span where it begins, and its name.
    """

    def __init__(
        self, content: Content, painter: SpanPainter, places: Places, links_of: Callable[[str], Sequence[Link]]
    ) -> None:
        self.links_of = links_of
        self.pending: tuple[str, str] | None = None
        self.shown = False
        """Whether lines are shown, which go all over the page."""
        self._content = content
        self._painter = painter
        self._places = places

    def reaches(self, chosen: Span | None) -> bool:
        """Whether lines are to be shown with this span chosen, or were with the one before."""
        before = self.shown
        self.shown = self.pending is not None or (chosen is not None and bool(self.links_of(chosen.id)))
        return before or self.shown

    def paint(
        self, painter: QPainter, blocks: Blocks, area: QRect, chosen: Span | None, column: tuple[int, int]
    ) -> None:
        """``blocks`` are those in ``area``, which is painted; ``column`` the left edge and width of the text."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ends(painter, blocks, area)
        if self.shown:
            painter.setFont(_small(self._painter.metrics.em))
            self._paint_lines(painter, chosen, column)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ends(self, painter: QPainter, blocks: Blocks, area: QRect) -> None:
        """At the end of a span where a link starts a dot, where one only arrives a ring."""
        paper, radius = QColor(self._painter.styles.colors.paper), max(2.6, self._painter.metrics.em * 0.16)
        for block, origin in blocks:
            start, end = self._painter.range_of(block, area.top() - origin.y(), area.bottom() + 1 - origin.y())
            for span in self._content.spans.query(start, end):
                links = self.links_of(span.id) if start < span.end <= end else ()
                last = self._painter.pieces_of(block, max(span.start, span.end - _TAIL), span.end)[-1:] if links else []
                for piece in last:
                    color = self._painter.styles.of(span).color
                    x = origin.x() + piece.row.ends(piece.start, piece.end)[1]
                    painter.setPen(QPen(color, 1.4))
                    painter.setBrush(color if any(link.from_id == span.id for link in links) else paper)
                    painter.drawEllipse(QPointF(x, origin.y() + piece.box.top()), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_lines(self, painter: QPainter, chosen: Span | None, column: tuple[int, int]) -> None:
        beside: list[tuple[float, str]] = []
        above: list[str] = []
        below: list[str] = []
        for span, other, name, out in self._ends(chosen):
            here = self._places.boxes_of(span.start, span.end)
            there = self._places.boxes_of(other.start, other.end)
            if here and there:
                path = _path(here, there)
                self._line(painter, path, there, out)
                beside.append((path.pointAtPercent(0.5).y(), name))
            elif here:
                text = " ".join(other.text[: _NAMED + 1].split())
                text = f"{text[:_NAMED]}…" if len(text) > _NAMED else text
                up = other.start < span.start
                (above if up else below).append(f"{'↑' if up else '↓'} {name}: {text}")
        self._beside(painter, beside, column)
        self._beyond(painter, above, column, top=True)
        self._beyond(painter, below, column, top=False)

    def _ends(self, chosen: Span | None) -> list[tuple[Span, Span, str, bool]]:
        """The span where each line begins, the one where it ends, the link's name, and whether it points there."""
        spans, names = self._content.spans, {kind.key: kind.name for kind in self._painter.styles.scheme.link_types}
        found = []
        for link in self.links_of(chosen.id) if chosen else ():
            out = chosen is not None and link.from_id == chosen.id
            other = spans.get(link.to_id if out else link.from_id)
            if chosen and other is not None and spans.shows(other):
                found.append((chosen, other, names.get(link.type, link.type), out))
        begun = spans.get(self.pending[0]) if self.pending else None
        if begun is not None and self.pending and chosen is not None and chosen.id != begun.id:
            found.append((begun, chosen, self.pending[1], True))
        return found

    def _beside(self, painter: QPainter, names: list[tuple[float, str]], column: tuple[int, int]) -> None:
        """The names of lines stand beside the text, where they hide no word, one below the other."""
        metrics, color = QFontMetricsF(painter.font()), QColor(self._painter.styles.colors.chosen)
        free = 0.0
        for height, name in sorted(names):
            width = metrics.horizontalAdvance(name) + 12
            left = min(column[0] + column[1] + 6, 2 * column[0] + column[1] - width - 2)
            y = max(height, free)
            free = y + metrics.height() + 6
            self._name(painter, QPointF(left + width / 2, y), name, color)

    def _line(self, painter: QPainter, path: QPainterPath, there: list[QRect], out: bool) -> None:
        color = QColor(self._painter.styles.colors.chosen)
        painter.setPen(QPen(color, 1, Qt.PenStyle.DotLine))
        for box in there:
            painter.drawRoundedRect(QRectF(box).adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3)
        painter.setPen(QPen(color, 1.5))
        painter.drawPath(path)
        self._arrow(painter, path if out else path.toReversed(), color)
    def _arrow(self, painter: QPainter, path: QPainterPath, color: QColor) -> None:
        tip, back = path.pointAtPercent(1), path.pointAtPercent(0.93)
        along = tip - back
        length = max(0.01, (along.x() ** 2 + along.y() ** 2) ** 0.5)
        along *= max(6.0, self._painter.metrics.em * 0.4) / length
        across = QPointF(-along.y(), along.x()) * 0.45
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([tip, tip - along + across, tip - along - across]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _name(self, painter: QPainter, middle: QPointF, name: str, color: QColor) -> QRectF:
        """A name on a small plate of the paper's colour, around ``middle``."""
        metrics = QFontMetricsF(painter.font())
        plate = QRectF(0, 0, metrics.horizontalAdvance(name) + 12, metrics.height() + 4)
        plate.moveCenter(middle)
        plate = plate.toAlignedRect().toRectF().translated(0.5, 0.5)  # a crisp border
        painter.setPen(QPen(color, 1))
        painter.setBrush(QColor(self._painter.styles.colors.paper))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(self._painter.styles.colors.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)
        return plate

    def _beyond(self, painter: QPainter, names: list[str], column: tuple[int, int], *, top: bool) -> None:
        """Say at the border of the page which ends lie beyond it."""
        if len(names) > _BEYOND:
            names = [*names[: _BEYOND - 1], f"{names[0][0]} {len(names) - _BEYOND + 1} more"]
        metrics, color = QFontMetricsF(painter.font()), QColor(self._painter.styles.colors.chosen)
        step = metrics.height() + 8
        y = step / 2 if top else self._places.height() - step / 2
        for name in names:
            left = column[0] + (metrics.horizontalAdvance(name) + 12) / 2
            self._name(painter, QPointF(left, y), name, color)
            y += step if top else -step


def _small(em: float) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(9, round(em * 0.66)))
    return font


def _path(here: list[QRect], there: list[QRect]) -> QPainterPath:
    """From one span to another: over the line they share, else from line to line."""
    a, b = min(((a, b) for a in here for b in there), key=_gap)
    path = QPainterPath()
    if abs(a.center().y() - b.center().y()) < a.height():
        if b.left() > a.right():
            begin, end = QPointF(a.right(), a.top()), QPointF(b.left(), b.top())
        elif b.right() < a.left():
            begin, end = QPointF(a.left(), a.top()), QPointF(b.right(), b.top())
        else:
            begin, end = QPointF(a.left(), a.top()), QPointF(b.right(), b.top())
        rise = QPointF(0, -min(a.height() * 0.9, 8 + abs(end.x() - begin.x()) * 0.2))
        path.moveTo(begin)
        path.cubicTo(begin + rise, end + rise, end)
        return path
    down = b.top() > a.top()
    begin = QPointF(_clamp(b.center().x(), a), a.bottom() if down else a.top())
    end = QPointF(_clamp(a.center().x(), b), b.top() if down else b.bottom())
    bend = QPointF(0, (end.y() - begin.y()) * 0.5)
    path.moveTo(begin)
    path.cubicTo(begin + bend, end - bend, end)
    return path


def _gap(pair: tuple[QRect, QRect]) -> tuple[int, int]:
    a, b = pair
    return abs(a.center().y() - b.center().y()), abs(a.center().x() - b.center().x())


def _clamp(x: float, box: QRect) -> float:
    inset = min(8, box.width() // 2)
    return min(max(x, box.left() + inset), box.right() - inset)
