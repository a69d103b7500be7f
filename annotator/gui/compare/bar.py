"""What stands above the figures in compare mode, in place of the labels: who and what is compared."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

_LONGEST = 30


class CompareBar(QWidget):
    """Its buttons are actions of the compare group; ``texts`` of those that say what is chosen are set by ``tell``."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for action in actions:
            button = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            row.addWidget(button)


def say(action: QAction, text: str) -> None:
    """Let the button of an action say this, with the action's name and key in its tool tip."""
    action.setIconText((text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…").replace("&", "&&"))
