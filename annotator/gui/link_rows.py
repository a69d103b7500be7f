"""The links of the span in the inspector, a row each: Return follows, Del removes, T gives the next type that fits.

It shows rows and tells what is asked of one; it changes nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.core.model import Link

_LONGEST = 34  # characters


class Row(NamedTuple):
    """A link as it is shown: ``text`` says type, direction and the other end; ``editable``: it is one's own."""

    link: Link
    other_id: str
    text: str
    editable: bool


class LinkRows(QWidget):
    """``followed`` carries a span id; ``removed`` and ``retyped`` a ``Link``."""

    emptied = Signal()
    """The last row has gone, and it had the keyboard."""
    followed = Signal(str)
    removed = Signal(object)
    retyped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the keyboard stays on the row where it was, or goes to the one in its place."""
        if [each.row for each in self.rows] == list(rows):
            return
        held = next((nth for nth, each in enumerate(self.rows) if each.button.hasFocus()), -1)
        before, self.rows = self.rows, [_Row(row, self) for row in rows]
        for each in self.rows:
            self._column.addWidget(each)
            each.show()
        if held >= 0 and self.rows:
            self.rows[min(held, len(self.rows) - 1)].button.setFocus()
        elif held >= 0:
            self.emptied.emit()
        for each in before:
            self._column.removeWidget(each)
            each.hide()
            each.deleteLater()


class _Row(QWidget):
    def __init__(self, row: Row, rows: LinkRows) -> None:
        super().__init__(rows)
        self.row = row
        self._rows = rows
        shown = row.text if len(row.text) <= _LONGEST else f"{row.text[:_LONGEST]}…"
        self.button = QPushButton(shown.replace("&", "&&"))
        self.button.setStyleSheet("text-align: left;")
        self.button.setAccessibleName(row.text)
        does = "Return follows" + (", Del removes, T changes its type" if row.editable else "; it is someone else’s")
        # Plain, whatever the text says: a tool tip that looks like HTML would be read as such.
        self.button.setToolTip(does)
        self.button.installEventFilter(self)
        self.button.clicked.connect(lambda: rows.followed.emit(row.other_id))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.button, 1)
        if row.editable:
            remove = QToolButton()
            remove.setText("✕")
            remove.setAutoRaise(True)
            remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            remove.setToolTip("Remove this link")
            remove.setAccessibleName(f"Remove link {row.text}")
            remove.clicked.connect(lambda: rows.removed.emit(row.link))
            line.addWidget(remove)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._rows.followed.emit(self.row.other_id)
                return True
            if self.row.editable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._rows.removed.emit(self.row.link)
                return True
            if self.row.editable and event.key() == Qt.Key.Key_T:
                self._rows.retyped.emit(self.row.link)
                return True
        return False
