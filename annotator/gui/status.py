"""The status bar: file and whether it is saved, messages, a running job with Cancel, selection, snapping, zoom."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QWidget

from annotator.app.jobs import Jobs
from annotator.core.text import visible
from annotator.gui.chrome import plain_label
from annotator.gui.job_bar import JobBar

_MESSAGE_MILLISECONDS = 7000


class Elided(QLabel):
    """A plain label that cuts its text to the room it has, and tells the whole in its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def show_text(self, text: str) -> None:
        self._whole = text
        self.setToolTip(text)
        self._cut()

    def whole(self) -> str:
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width() - 2)))


class Status(QStatusBar):
    """One message at a time, in words; nothing here blocks or has to be clicked away."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.file = plain_label("", "muted")
        self.saved = plain_label("", "muted")
        self._message = Elided()
        self.pace = plain_label("", "muted")
        self.pace.setToolTip("What you did since the window was opened; breaks of more than five minutes do not count")
        self.sight = plain_label("", "muted")
        self.sight.hide()
        self.selection = plain_label("", "muted")
        self.snap = plain_label("", "muted")
        self.zoom = plain_label("", "muted")
        self.details = (self.file, self.snap, self.zoom)
        """What focus mode does without."""
        self._clear = QTimer(self, singleShot=True, interval=_MESSAGE_MILLISECONDS)
        self._clear.timeout.connect(lambda: self._message.show_text(""))
        line = QWidget()
        items = QHBoxLayout(line)
        items.setContentsMargins(12, 2, 12, 2)
        items.setSpacing(18)
        items.addWidget(self.file)
        items.addWidget(self.saved)
        items.addWidget(self._message, 1)
        items.addWidget(JobBar(jobs))
        for label in (self.sight, self.pace, self.selection, self.snap, self.zoom):
            items.addWidget(label)
        self.addWidget(line, 1)

    def tell(self, text: str) -> None:
        """Say something for a few seconds."""
        self._show(text, strong=False)
        self._clear.start()

    def warn(self, text: str) -> None:
        """Say what could not be done; it stays longer and stands out."""
        self._show(text, strong=True)
        self._clear.start(2 * _MESSAGE_MILLISECONDS)

    def _show(self, text: str, *, strong: bool) -> None:
        font = self._message.font()
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        self._message.setFont(font)  # before the text, which is cut to fit in this font
        self._message.show_text(visible(text))

    def message(self) -> str:
        return self._message.whole()
