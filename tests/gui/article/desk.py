"""A shown article view and a hand on its mouse and keyboard, for the tests of this folder."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.core.model import Label, Span
from annotator.core.scheme import Scheme
from annotator.gui.article import ArticleView

SCHEME = Scheme(
    labels=(
        Label(id="claim", key="claim", name="Claim", color="#0072B2", line="solid"),
        Label(id="statistic", key="statistic", name="Statistic", color="#C77700", line="dotted"),
        Label(id="quote", key="quote", name="Quote", color="#00875A", line="dashed"),
        Label(id="source", key="source", name="Source", color="#6B7280", line="solid", auxiliary=True),
    )
)


class Desk:
    """One view with a text, and a hand on mouse and keyboard."""

    def __init__(self, view: ArticleView) -> None:
        self.view = view
        self.made = 0

    def span(self, quote: str, label: str = "claim", *, owner: str = "me", nth: int = 0) -> Span:
        """A span over the ``nth`` occurrence of ``quote`` in the text that is shown."""
        start = -1
        for _ in range(nth + 1):
            start = self.view.text().index(quote, start + 1)
        self.made += 1
        return Span(
            id=f"s{self.made}",
            document_id="d",
            annotator_id=owner,
            label=label,
            start=start,
            end=start + len(quote),
            text=quote,
        )

    def load(self, text: str, *spans: Span) -> None:
        self.view.load(text, spans, SCHEME)
        self.view.viewport().repaint()

    def middle(self, start: int, end: int | None = None) -> QPoint:
        """A point in the middle of ``[start, end)``, by default of one character, which must be in view."""
        boxes = self.view.places.boxes_of(start, start + 1 if end is None else end)
        assert boxes, f"position {start} is not in view"
        return boxes[0].center()

    def before(self, position: int) -> QPoint:
        """A point at the left edge of a character."""
        box = self.view.places.boxes_of(position, position + 1)[0]
        return QPoint(box.left() + 1, box.center().y())

    def click(self, point: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, point)

    def double_click(self, point: QPoint) -> None:
        self.click(point)
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def press(self, point: QPoint) -> None:
        QTest.mousePress(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def drag(self, start: QPoint, *way: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press at ``start``, move along, let go at the last point."""
        self.press(start)
        for point in way:
            QTest.mouseMove(self.view.viewport(), point)
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, way[-1])

    def keys(self, *keys: Qt.Key, shift: bool = False, ctrl: bool = False) -> None:
        modifier = Qt.KeyboardModifier.NoModifier
        if shift:
            modifier |= Qt.KeyboardModifier.ShiftModifier
        if ctrl:
            modifier |= Qt.KeyboardModifier.ControlModifier
        for key in keys:
            QTest.keyClick(self.view, key, modifier)

    def selected(self) -> str:
        start, end = self.view.selection() or (0, 0)
        return self.view.text()[start:end]
