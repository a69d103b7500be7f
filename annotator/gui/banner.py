"""Lasting lines over the text: what is the matter with the file, each with what can be done about it. No logic."""

import re
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.text import visible
from annotator.gui.chrome import plain_label


class Offer(NamedTuple):
    """A button of a line: what it says, and what it does."""

    text: str
    do: Callable[[], None]


class Banner(QWidget):
    """One line for each topic; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, tuple[str, QWidget]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def text(self) -> str:
        """All that is said."""
        return "\n".join(text for text, _ in self._lines.values())

    def say(self, topic: str, text: str, *offers: Offer) -> None:
        """Say something of a topic, in place of what was said of it before."""
        self.drop(topic)
        line = QWidget()
        line.setObjectName("notice")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        label = plain_label(_breakable(visible(text)))
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(label, 1)
        for offer in offers:
            button = QPushButton(offer.text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, do=offer.do: do())
            row.addWidget(button)
        self._column.addWidget(line)
        self._lines[topic] = visible(text), line
        self.show()

    def drop(self, topic: str) -> None:
        """Say nothing of a topic any more."""
        _, line = self._lines.pop(topic, ("", None))
        if line is not None:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.setVisible(bool(self._lines))


def _breakable(text: str) -> str:
    """A text in which a long path may go on in the next line: a line is as wide as its longest word at least."""
    return re.sub(r"[/\\]|\S{40}", "\\g<0>\u200b", text)
