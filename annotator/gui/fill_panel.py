"""The slim panel under the text that asks for one attribute at a time, with one key for each value.

It shows a question and tells what was answered; it knows nothing of the project and changes nothing.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.core.model import Attribute, Json
from annotator.gui.chrome import key_cap_width, paint_key_cap, paint_swatch, plain_label
from annotator.gui.fields import NumberField, TextField, complete
from annotator.gui.status import Elided

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST = 40  # characters of a value on its chip
_LINE = 26  # pixels
_OTHER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Question(NamedTuple):
    """What is asked: an attribute of a span. ``offers`` are values with their names; ``guess`` stands in the field."""

    label: str
    color: QColor
    text: str
    attribute: Attribute
    offers: Sequence[tuple[str, Json]]
    guess: str
    now: str
    progress: str

    @property
    def typed(self) -> bool:
        return self.attribute.type in ("text", "number")


class _Chips(QWidget):
    """Values with their keys, on as many lines as they need; ``picked`` by the mouse."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] = []
        self._boxes: list[QRectF] = []

    def show_texts(self, texts: Sequence[str]) -> None:
        self._texts = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in texts]
        self.setAccessibleName("  ".join(f"{key} {text}" for key, text in zip(KEYS, self._texts, strict=False)))
        self._lay_out()

    def _lay_out(self) -> None:
        metrics, x, y = self.fontMetrics(), 0, 0
        self._boxes = []
        for key, text in zip(KEYS, self._texts, strict=False):
            width = key_cap_width(metrics, key) + 6 + metrics.horizontalAdvance(text)
            if x and x + width > self.width():
                x, y = 0, y + _LINE
            self._boxes.append(QRectF(x, y, width, _LINE))
            x += width + 18
        self.setFixedHeight(y + _LINE)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        metrics = self.fontMetrics()
        text_color = palette.color(QPalette.ColorRole.WindowText)
        line = palette.color(QPalette.ColorRole.PlaceholderText)
        for key, text, box in zip(KEYS, self._texts, self._boxes, strict=False):
            cap = key_cap_width(metrics, key)
            paint_key_cap(painter, QRectF(box.left() + 0.5, box.top() + 3.5, cap, _LINE - 7), key, text_color, line)
            painter.setPen(text_color)
            painter.drawText(box.adjusted(cap + 6, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for nth, box in enumerate(self._boxes):
            if box.contains(event.position()):
                self.picked.emit(nth)
                return


class _Swatch(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.color = QColor("gray")
        self.setFixedSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_swatch(painter, QRectF(1, 1, 10, 10), self.color)
        painter.end()


class FillPanel(QWidget):
    """``answered`` carries a value; ``skipped``: leave it unset; ``back``: to the question before; ``ended``: Escape;
    ``choosing``: which attributes are asked for."""

    answered = Signal(object)
    skipped = Signal()
    back = Signal()
    ended = Signal()
    choosing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Fill in attributes")
        self.question: Question | None = None
        self._guess = ""
        self._swatch = _Swatch()
        self._text, self._about = Elided(), Elided()
        self._about.setObjectName("muted")
        self.progress = plain_label("", "muted")
        self.name = plain_label()
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.chips = _Chips()
        self.chips.picked.connect(self._take)
        self._fields: dict[str, TextField] = {"text": TextField(), "number": NumberField()}
        self.asks = QToolButton()
        self.asks.setText("Asks… Alt+A")
        self.asks.setAutoRaise(True)
        self.asks.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.asks.clicked.connect(lambda: self.choosing.emit())
        for field in self._fields.values():
            field.setFixedWidth(260)
            field.installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        for widget, stretch in ((self._swatch, 0), (self._text, 1), (self.progress, 0), (self.asks, 0)):
            top.addWidget(widget, stretch)
        below.addWidget(self.name)
        for field in self._fields.values():
            below.addWidget(field)
        below.addWidget(self._about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self.chips)

    @property
    def field(self) -> TextField | None:
        """Where this question's answer can be typed."""
        return self._fields.get(self.question.attribute.type) if self.question else None

    def ask(self, question: Question) -> None:
        """Show a question and take the keyboard."""
        self.question = question
        self._swatch.color = question.color
        self._swatch.update()
        self._text.show_text(f"{question.label}: {question.text}")
        self.progress.setText(question.progress)
        self.name.setText(f"{question.attribute.name}{' = ' + question.now if question.now else ''}")
        skip = "Space" if question.attribute.type == "number" else "0 or Space"
        takes = "Return takes it · " if question.typed else ""
        about = f"{question.attribute.description}  " if question.attribute.description else ""
        self._about.show_text(f"{about}{takes}{skip} leaves it open · Backspace goes back · Esc ends")
        self.chips.setVisible(bool(question.offers))
        self.chips.show_texts([name for name, _ in question.offers])
        self._guess = question.guess
        for kind, field in self._fields.items():
            field.setVisible(kind == question.attribute.type)
        self.show()
        field_ = self.field
        if field_ is None:
            self.setFocus()
            return
        field_.setAccessibleName(question.attribute.name)
        field_.blockSignals(True)
        field_.setText(question.guess)
        field_.blockSignals(False)
        if question.attribute.type == "text":
            complete(field_, [name for name, _ in question.offers])
        field_.setFocus()
        field_.selectAll()

    def offer(self, offers: Sequence[tuple[str, Json]]) -> None:
        """More values for this question; those that stand already keep their keys."""
        if self.question is not None and self.field is not None:
            self.question = self.question._replace(offers=offers)
            self.chips.setVisible(bool(offers))
            self.chips.show_texts([name for name, _ in offers[:9]])
            complete(self.field, [name for name, _ in offers])

    def _take(self, nth: int) -> None:
        if self.question is not None and nth < len(self.question.offers):
            self.answered.emit(self.question.offers[nth][1])

    def _accept(self) -> None:
        """Return: what stands in the field; nothing there leaves it open."""
        field = self.field
        if field is None:
            self.skipped.emit()
            return
        try:
            value = field.value()
        except ValueError:
            return  # the field says so itself
        if value is None:
            self.skipped.emit()
        else:
            self.answered.emit(value)

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; ``None`` for one that is the field's or nobody's."""
        key, question, field = event.key(), self.question, self.field
        if event.modifiers() & _OTHER:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            return self.choosing.emit if alt and key == Qt.Key.Key_A else None
        if question is None:
            return None
        if key == Qt.Key.Key_Escape:
            return self.ended.emit
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._accept
        if field is not None and field.text() != self._guess:
            return None  # somebody is typing
        if key == Qt.Key.Key_Backspace:
            return self.back.emit
        if key == Qt.Key.Key_Space or (key == Qt.Key.Key_0 and question.attribute.type != "number"):
            return self.skipped.emit
        nth = KEYS.find(event.text().lower()) if event.text() else -1
        if 0 <= nth < len(question.offers) and (not question.typed or (question.attribute.type == "text" and nth < 9)):
            return lambda: self._take(nth)
        return None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meant(event):
            event.accept()  # before the commands of the window get it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do = self._meant(event)
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        do = self._meant(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            untouched = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
            if do is not None:
                event.accept()
                return True
            if untouched and event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()  # undo is the project's until something is typed
                return True
        elif do is not None:
            do()
            return True
        return super().eventFilter(watched, event)
