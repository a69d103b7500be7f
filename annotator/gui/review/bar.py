"""What stands above the text in review mode, in place of the labels: whom one reviews, and how far one is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from annotator.app.review import Review
from annotator.core.text import visible
from annotator.gui.chrome import plain_label

_LONGEST = 40


class ReviewBar(QWidget):
    """Shows the state of a review; its buttons are actions of the review group."""

    def __init__(self, review: Review, people: QAction, hide_names: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = review
        self._people = people
        self._told = plain_label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 8)
        self._bar.setAccessibleName("Cases decided")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for action in (people, hide_names):
            button = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._told)
        row.addWidget(self._bar)
        row.addStretch()
        review.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        review = self._review
        names = ", ".join(visible(review.name_of(each.id)) for each in review.ordered())
        short = names if len(names) <= _LONGEST else f"{names[:_LONGEST]}…"
        self._people.setIconText(f"Reviewing {short or 'nobody'}".replace("&", "&&"))
        total = len(review.every)
        done = total - review.left()
        self._told.setText(f"{done} of {total} reviewed")
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
