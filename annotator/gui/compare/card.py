"""A quiet frame with a heading in words, for one table or chart."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui.chrome import plain_label


class Card(QFrame):
    """``add`` what it shows, from the top down; ``beside`` puts something at the right of its heading."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title = plain_label(title, "strong")
        self.hint = plain_label(hint, "muted")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.title)
        self._head.addWidget(self.hint, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(8)
        self._column.addLayout(self._head)

    def beside(self, widget: QWidget) -> None:
        self._head.addWidget(widget)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._column.addWidget(widget, stretch)
