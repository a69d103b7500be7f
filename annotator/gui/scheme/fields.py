"""Form fields of the scheme editor: they tell what was decided on Enter and on leaving, not while somebody types."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from annotator.gui.fields import Combo


class Line(QLineEdit):
    """One line of text. ``decided`` carries it when it is another than was shown."""

    decided = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._shown = ""
        self.editingFinished.connect(self._decide)

    def show_value(self, text: str) -> None:
        self._shown = text
        if self.text() != text:
            self.setText(text)

    def _decide(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.decided.emit(self.text())


class Choice(Combo):
    """One of some; ``decided`` carries what somebody chose."""

    decided = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        for text, value in choices:
            self.addItem(text, value)
        self.currentIndexChanged.connect(lambda: self.decided.emit(self.currentData()))

    def show_value(self, value: str) -> None:
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(False)


class Tick(QCheckBox):
    """Yes or no."""

    decided = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.clicked.connect(lambda: self.decided.emit(self.isChecked()))

    def show_value(self, on: bool) -> None:
        self.setChecked(on)
