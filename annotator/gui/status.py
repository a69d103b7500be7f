"""The status bar: file and whether it is saved, messages, a running job with Cancel, selection, snapping, zoom."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar, QWidget

from annotator.app.jobs import Jobs
from annotator.core.text import visible
from annotator.gui.chrome import plain_label

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
        self.selection = plain_label("", "muted")
        self.snap = plain_label("", "muted")
        self.zoom = plain_label("", "muted")
        self._clear = QTimer(self, singleShot=True, interval=_MESSAGE_MILLISECONDS)
        self._clear.timeout.connect(lambda: self._message.show_text(""))
        self._job = QWidget()
        self._job_title = plain_label()
        self._progress = QProgressBar()
        self._progress.setFixedSize(160, 16)
        cancel = QPushButton("Cancel")
        cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        cancel.clicked.connect(jobs.cancel)
        row = QHBoxLayout(self._job)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._job_title)
        row.addWidget(self._progress)
        row.addWidget(cancel)
        self._job.hide()
        line = QWidget()
        items = QHBoxLayout(line)
        items.setContentsMargins(12, 2, 12, 2)
        items.setSpacing(18)
        items.addWidget(self.file)
        items.addWidget(self.saved)
        items.addWidget(self._message, 1)
        items.addWidget(self._job)
        for label in (self.selection, self.snap, self.zoom):
            items.addWidget(label)
        self.addWidget(line, 1)
        jobs.started.connect(self._job_started)
        jobs.progressed.connect(self._job_progressed)
        jobs.ended.connect(self._job.hide)

    def tell(self, text: str) -> None:
        """Say something for a few seconds."""
        self._message.setStyleSheet("")
        self._message.show_text(visible(text))
        self._clear.start()

    def warn(self, text: str) -> None:
        """Say what could not be done; it stays longer and stands out."""
        self.tell(text)
        self._message.setStyleSheet("font-weight: 600;")
        self._clear.start(2 * _MESSAGE_MILLISECONDS)

    def message(self) -> str:
        return self._message.whole()

    def _job_started(self, title: str) -> None:
        self._job_title.setText(title)
        self._progress.setRange(0, 0)
        self._job.show()

    def _job_progressed(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
