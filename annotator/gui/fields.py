"""Form fields that commit by themselves: after half a second of rest, on leaving, and when told to.

Until a field has committed, Ctrl+Z is the field's own; afterwards it is the project's.
"""

from typing import Any

from PySide6.QtCore import QEvent, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from annotator.core.model import Attribute, Json

REST_MILLISECONDS = 500
UNSET = "—"


def _leaves_undo_alone(field: QLineEdit | QPlainTextEdit, event: QEvent) -> bool:
    """Whether ``event`` is the override that would steal an undo or redo key this field has no use for."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    document = field.document() if isinstance(field, QPlainTextEdit) else field
    if event.matches(QKeySequence.StandardKey.Undo):
        return not document.isUndoAvailable()
    return event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()


class TextField(QLineEdit):
    """One line of text. ``committed`` carries what was typed, and ``None`` for nothing; ``entered``: has the focus."""

    committed = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.commit)
        self.textEdited.connect(lambda: self._rest.start())
        self.editingFinished.connect(self.commit)

    def show_value(self, value: Json) -> None:
        """Show what is stored, unless that is what was last committed here and typing goes on."""
        text = "" if value is None else str(value)
        if text != self._kept or not self.hasFocus():
            self._kept = text
            self.setText(text)

    def show_unsaved(self, value: Json, typed: str) -> None:
        """Show what was typed and is not stored, where ``value`` is; it is committed the next time."""
        self._kept = "" if value is None else str(value)
        if self.text() != typed:
            self.setText(typed)

    def typed(self) -> str:
        return self.text()

    def value(self) -> Json:
        """What the field holds; ``None`` for nothing. Raises ``ValueError`` for what cannot be stored."""
        return self.text().strip() or None

    def commit(self) -> None:
        self._rest.stop()
        text = self.text()
        if text == self._kept:
            return
        try:
            value = self.value()
        except ValueError:
            return
        self._kept = text
        if self.hasFocus():
            # Setting the text anew ends the field's own undo: from here on undo is the project's.
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(place)
        self.committed.emit(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def event(self, event: QEvent) -> bool:
        if _leaves_undo_alone(self, event):
            event.ignore()
            return False
        return super().event(event)


class NumberField(TextField):
    """A number: whole or with decimals. What is not a number is marked and not committed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self._mark)

    def value(self) -> Json:
        text = self.text().strip().replace(" ", "").replace(" ", "").replace("_", "")
        if not text:
            return None
        if text.count(",") and "." not in text and not _grouped(text):
            text = text.replace(",", ".")
        number = float(text.replace(",", ""))
        if number != number or number in (float("inf"), float("-inf")):
            raise ValueError("not a finite number")
        return int(number) if number.is_integer() and abs(number) < 2**53 else number

    def _mark(self) -> None:
        try:
            self.value()
            problem = ""
        except ValueError:
            problem = "This is not a number, so it is not kept"
        self.setToolTip(problem)
        self.setStyleSheet("QLineEdit { border: 1px solid #C62828; }" if problem else "")


def _grouped(text: str) -> bool:
    """Whether the commas in a number separate thousands."""
    groups = text.lstrip("+-").split(",")
    return all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3


class Combo(QComboBox):
    """A combo box with an arrow: the style sheet that rounds the field has taken the style's own away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        box = self.rect().adjusted(0, 0, -7, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "▾")


class ChoiceField(Combo):
    """One of a closed list, or unset. Typing its first letters picks a value; Backspace and Delete unset it."""

    committed = Signal(object)

    def __init__(self, choices: list[tuple[str, Json]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem(UNSET, None)
        for text, value in choices:
            self.addItem(text, value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.currentIndexChanged.connect(lambda: self.committed.emit(self.currentData()))

    def show_value(self, value: Json) -> None:
        self.blockSignals(True)
        places = [place for place in range(1, self.count()) if self.itemData(place) == value]
        while self.count() and self.itemText(self.count() - 1).endswith(" (not in the scheme)"):
            self.removeItem(self.count() - 1)
        if value is not None and not places:
            # A foreign value is kept and shown for what it is.
            self.addItem(f"{value} (not in the scheme)", value)
            places = [self.count() - 1]
        self.setCurrentIndex(0 if value is None else places[0])
        self.blockSignals(False)

    def commit(self) -> None:
        """Choices commit at once; there is nothing left to do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.setCurrentIndex(0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over the form scrolls the form; it must not change what was tagged.
        event.ignore()


class NoteField(QPlainTextEdit):
    """A few lines of text. Tab leaves it; Enter makes a new line."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setTabChangesFocus(True)
        self._kept = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.commit)
        self.textChanged.connect(lambda: self._rest.start())
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 17)

    def show_value(self, value: str) -> None:
        if value != self._kept or not self.hasFocus():
            self._kept = value
            self.blockSignals(True)
            self.setPlainText(value)
            self.blockSignals(False)
            self._rest.stop()

    def show_unsaved(self, value: str, typed: str) -> None:
        """Show what was typed and is not stored, where ``value`` is; it is committed the next time."""
        if self.typed() != typed:
            self.show_value(typed)
        self._kept = value

    @property
    def unsaved(self) -> bool:
        return self.typed() != self._kept

    def typed(self) -> str:
        # The document's own characters: toPlainText would turn a no-break space into a space.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def commit(self) -> None:
        self._rest.stop()
        text = self.typed()
        if text != self._kept:
            self._kept = text
            self.document().clearUndoRedoStacks()
            self.committed.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if _leaves_undo_alone(self, event):
            event.ignore()
            return False
        return super().event(event)


def field_for(attribute: Attribute) -> TextField | ChoiceField:
    """The field in which an attribute is set."""
    if attribute.type == "choice":
        return ChoiceField([(value, value) for value in attribute.values])
    if attribute.type == "boolean":
        return ChoiceField([("yes", True), ("no", False)])
    return NumberField() if attribute.type == "number" else TextField()


def complete(field: TextField, values: list[str]) -> None:
    """Offer ``values`` while typing; any part of one will do."""
    completer: Any = field.completer()
    if completer is None:
        completer = QCompleter(field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setModel(QStringListModel(completer))
        field.setCompleter(completer)
    completer.model().setStringList(values)
