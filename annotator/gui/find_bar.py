"""The bar under the text: what to find, how, how often it is there. Only reports what is asked; finds nothing."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.core.find import Options
from annotator.core.text import visible
from annotator.gui.chrome import plain_label
from annotator.gui.status import Elided

_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class _Field(QLineEdit):
    """Leaves the keys of the bar to it; by itself it would write the letter of Alt and a letter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if FindBar.means(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """``asked``: the query or an option is another. ``stepped`` by 1 or -1. ``closed``: it is hidden now."""

    asked = Signal()
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = _Field()
        self.field.setPlaceholderText("Find in this document…")
        self.field.setAccessibleName("Find")
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(140)
        self.said = Elided()
        self.said.setMinimumWidth(self.fontMetrics().horizontalAdvance("100,000 of 100,000 "))
        self.problem = plain_label()
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._toggles = {Qt.Key.Key_C: QCheckBox("Case Alt+C"), Qt.Key.Key_W: QCheckBox("Words Alt+W")}
        self._toggles[Qt.Key.Key_W].setToolTip("Whole words only")
        self._toggles[Qt.Key.Key_R] = QCheckBox("Regex Alt+R")
        self._toggles[Qt.Key.Key_C].setToolTip("Capital and small letters differ")
        self._toggles[Qt.Key.Key_R].setToolTip("What is to be found is a regular expression")
        self._lay_out()
        self.field.textChanged.connect(lambda _: self.asked.emit())
        for toggle in self._toggles.values():
            toggle.toggled.connect(lambda _: self.asked.emit())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 3)
        row.addWidget(self.said, 2)
        for toggle in self._toggles.values():
            row.addWidget(toggle)
        for text, tip, step in (("↑", "Previous match (Shift+F3)", -1), ("↓", "Next match (F3)", 1)):
            row.addWidget(self._button(text, tip, lambda step=step: self.stepped.emit(step)))
        row.addWidget(self._button("✕", "Close (Esc)", self.close_))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.problem)

    def _button(self, text: str, tip: str, do: object) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.clicked.connect(do)
        return button

    def options(self) -> Options:
        on = {key: toggle.isChecked() for key, toggle in self._toggles.items()}
        return Options(case=on[Qt.Key.Key_C], words=on[Qt.Key.Key_W], regex=on[Qt.Key.Key_R])

    def say(self, text: str, problem: str = "") -> None:
        """How often it was found; why it cannot be looked for gets a line of its own."""
        self.said.show_text(text)
        self.problem.setText(visible(problem))
        self.problem.setVisible(bool(problem))

    def ask(self, query: str) -> None:
        """Show, with ``query`` to be typed over; without one the last."""
        self.show()
        if query:
            self.field.setText(query)
        self.field.setFocus()
        self.field.selectAll()

    def close_(self) -> None:
        self.hide()
        self.closed.emit()

    @staticmethod
    def means(event: QKeyEvent) -> bool:
        """Whether a key is one of the bar's own."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        return event.modifiers() == _ALT and event.key() in (Qt.Key.Key_C, Qt.Key.Key_W, Qt.Key.Key_R)

    def event(self, event: QEvent) -> bool:
        # Before the menus and commands of the window get it: Alt with a letter may open one, Esc is a command.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.means(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.means(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_()
        elif event.modifiers() == _ALT:
            self._toggles[Qt.Key(event.key())].toggle()
        else:
            self.stepped.emit(-1 if event.modifiers() & _SHIFT else 1)
