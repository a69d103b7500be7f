"""The small bar of labels that appears where the mouse let go of a selection."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.core.model import Label
from annotator.core.scheme import Scheme
from annotator.gui.label_button import LabelButton

_MARGIN = 6


class SelectionBar(QWidget):
    """Floats over the text, never takes the focus. ``picked`` carries a label key."""

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self._labels: list[tuple[Label, QColor]] = []
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Each set anew, so that it is this bar's own: else the font of the text would come down to it, zoom and all.
        font = QFont(QGuiApplication.font())
        font.setFamilies(font.families())
        font.setPointSizeF(font.pointSizeF())
        self.setFont(font)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._row.setSpacing(4)
        self.hide()

    def set_scheme(self, scheme: Scheme, colors: dict[str, QColor]) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._labels = [(label, colors[label.key]) for label in scheme.labels]

    def _fill(self) -> None:
        # Not before it is shown: that may be never, and the window has to wait for it.
        for label, color in self._labels:
            button = LabelButton(label, color)
            button.clicked.connect(lambda _=False, key=label.key: self._pick(key))
            self._row.addWidget(button)

    def _pick(self, key: str) -> None:
        self.hide()
        self.picked.emit(key)

    def show_at(self, selection: QRect) -> None:
        """Show under ``selection`` (parent coordinates), or above it where there is no room."""
        if not self._row.count():
            self._fill()
        self.adjustSize()
        area = self._area.rect()
        x = min(max(area.left() + _MARGIN, selection.center().x() - self.width() // 2), area.right() - self.width())
        below = selection.bottom() + _MARGIN
        above = selection.top() - self.height() - _MARGIN
        y = below if below + self.height() <= area.bottom() or above < area.top() else above
        y = min(max(area.top(), y), max(area.top(), area.bottom() - self.height() - _MARGIN))
        self.move(QPoint(max(area.left(), x), y))
        self.raise_()
        self.show()
