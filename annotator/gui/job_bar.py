"""A running job in the status bar: its title, how far it is, Cancel. Short jobs never show."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from annotator.app.jobs import Jobs
from annotator.gui.chrome import plain_label

_PATIENCE_MILLISECONDS = 300


class JobBar(QWidget):
    """Hidden until a job has run for a while; its parts are made the first time that happens."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._title = ""
        self._progress: QProgressBar | None = None
        self._label = plain_label()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._appear)
        self.hide()
        jobs.started.connect(self._begin)
        jobs.progressed.connect(self._show_progress)
        jobs.ended.connect(self._end)

    def _begin(self, title: str) -> None:
        self._title = title
        self._patience.start()

    def _end(self) -> None:
        self._patience.stop()
        self.hide()

    def _appear(self) -> None:
        if self._progress is None:
            self._progress = QProgressBar()
            self._progress.setFixedSize(160, 16)
            cancel = QPushButton("Cancel")
            cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            cancel.clicked.connect(self._jobs.cancel)
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            for widget in (self._label, self._progress, cancel):
                row.addWidget(widget)
        self._label.setText(self._title)
        self._progress.setRange(0, 0)
        self.show()

    def _show_progress(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress.setRange(0, total)
            self._progress.setValue(done)
