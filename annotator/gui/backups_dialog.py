"""The backups of the project: when, why, how big; what each has and lacks; restored into a new file, never over one.

Each is looked into beside the window, the chosen one first. Nothing here changes the project.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.jobs import Tick, Work
from annotator.app.session import Session
from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.edit import preserving
from annotator.files import PROJECT_SUFFIX
from annotator.gui.chrome import plain_label
from annotator.store.backups import Backup
from annotator.store.inventory import Inventory

_COLUMNS = ("When", "Why", "Size", "Documents", "Spans")


class BackupsDialog(QDialog):
    """Accepted when a backup was restored and is to be opened: ``restored`` is where it lies."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Backups")
        self.restored: Path | None = None
        self._session = session
        self._project = session.project.path
        self._backups: list[Backup] = []
        self._held: dict[Backup, Inventory | str] = {}
        """What was found in each, or why it cannot be used."""
        self._now: Inventory | None = None
        self._busy = self._over = False
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName("Backups")
        self.told = QPlainTextEdit()
        self.told.setReadOnly(True)
        self.told.setAccessibleName("What the backup has and lacks")
        self.state = plain_label()
        self.state.setWordWrap(True)
        self.make = QPushButton("Back up now")
        self.make.setEnabled(session.loss is None)
        self.restore = QPushButton("Restore into a new file…")
        self.open_it = QPushButton("Open what was restored")
        self.open_it.hide()
        self.finished.connect(self._end)
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(_COLUMNS)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        close = QPushButton("Close")
        buttons = QHBoxLayout()
        for button in (self.make, self.restore, self.open_it):
            buttons.addWidget(button)
            button.setAutoDefault(False)
        buttons.addStretch()
        buttons.addWidget(close)
        about = plain_label(
            "Kept are the last five and the first of each of the last ten days, in a folder of your own away from the"
            " project. A backup is restored into a new file; the project stays as it is.",
            "muted",
        )
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(about)
        column.addWidget(table, 3)
        column.addWidget(self.told, 2)
        column.addWidget(self.state)
        column.addLayout(buttons)
        table.currentCellChanged.connect(lambda *_: self._show())
        self.make.clicked.connect(self._make)
        self.restore.clicked.connect(self._ask_where)
        self.open_it.clicked.connect(self.accept)
        close.clicked.connect(self.reject)
        self.resize(720, 520)

    def _fill(self) -> None:
        self._backups = preserving.backups_of(self._project)
        self.table.setRowCount(len(self._backups))
        for row, backup in enumerate(self._backups):
            for column, text in enumerate((preserving.when(backup), preserving.why(backup), _size(backup), "…", "…")):
                self.table.setItem(row, column, _item(text, column))
            self._show_counts(backup)
        self.restore.setEnabled(bool(self._backups))
        if not self._backups:
            self.told.setPlainText("There are no backups of this project yet.")
        self.table.setCurrentCell(0, 0)
        self._look_on()

    @property
    def _chosen(self) -> Backup | None:
        row = self.table.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _look_on(self) -> None:
        """Look into the chosen backup, or another of which is not known yet what it holds."""
        chosen = [each for each in [self._chosen] if each is not None]
        waiting = next((each for each in [*chosen, *self._backups] if each not in self._held), None)
        if waiting is None or self._busy or self._over:
            return
        session, now, backup = self._session, self._now, waiting

        def work(tick: Tick) -> tuple[Inventory | str, Inventory | None]:
            tick(0, 0)
            present = now
            if present is None and not session.loss:
                with session.project.worker() as project:
                    present = project.inventory()
            try:
                return preserving.look_into(backup), present
            except AnnotatorError as error:
                return str(error), present

        def done(found: tuple[Inventory | str, Inventory | None]) -> None:
            self._held[backup], self._now = found
            self._go_on(backup)

        def failed(error: Exception) -> None:
            self._held[backup] = str(error)
            self._go_on(backup)

        self._busy = True
        session.jobs.start("Looking into backups", work, done, failed)

    def _go_on(self, backup: Backup) -> None:
        self._busy = False
        if not self._over:
            self._show_counts(backup)
            self._show()

    def _show_counts(self, backup: Backup) -> None:
        held = self._held.get(backup)
        if held is None or backup not in self._backups:
            return
        told = ["not whole", ""]
        if isinstance(held, Inventory):
            told = [f"{len(held.documents):,}", f"{sum(map(len, held.spans.values())):,}"]
        row = self._backups.index(backup)
        for column, text in enumerate(told, 3):
            self.table.setItem(row, column, _item(text, column))

    def _show(self) -> None:
        """What the chosen one has and lacks."""
        backup = self._chosen
        if backup is None:
            return
        held = self._held.get(backup)
        if held is None:
            self.told.setPlainText("Looking into it…")
        elif isinstance(held, str):
            self.told.setPlainText(visible(f"It cannot be restored: {held}"))
        else:
            self.told.setPlainText("\n".join(map(visible, preserving.lines(backup, held, self._now))))
        self.restore.setEnabled(not isinstance(held, str))
        self._look_on()

    def _make(self) -> None:
        session = self._session

        def work(tick: Tick) -> None:
            with session.project.worker() as project:
                preserving.back_up(project)

        self._run("Backing up", work, "A backup was made.")

    def _ask_where(self) -> None:
        backup = self._chosen
        if backup is None:
            return
        stamp = f"{backup.made.astimezone():%Y-%m-%d %H-%M}"
        suggested = self._project.with_name(f"{self._project.stem} {stamp}{PROJECT_SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Restore into a new file",
            str(suggested),
            f"Annotator projects (*{PROJECT_SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is written over: that is refused in words
        )
        if name:
            self._restore(backup, Path(name if Path(name).suffix else f"{name}{PROJECT_SUFFIX}"))

    def _restore(self, backup: Backup, target: Path) -> None:
        def work(tick: Tick) -> Path:
            preserving.restore(backup, target)
            return target

        self._run(f"Restoring {target.name}", work, f"Restored to {target}", target)

    def _run(self, title: str, work: Work, told: str, restored: Path | None = None) -> None:
        """Do it as a job, with the buttons off, and tell how it ended."""
        buttons = (self.make, self.restore)
        for button in buttons:
            button.setEnabled(False)
        self.state.setText(f"{title}…")

        def end(text: str) -> None:
            if self._over:
                return
            self.state.setText(visible(text))
            self.make.setEnabled(self._session.loss is None)
            if restored is None:
                self._fill()
            self._show()

        def done(_: object) -> None:
            self.restored = restored or self.restored
            end(told)
            if restored is not None and not self._over:
                self.open_it.show()

        self._session.jobs.start(title, work, done, lambda error: end(str(error)))

    def _end(self) -> None:
        self._over = True


def _item(text: str, column: int) -> QTableWidgetItem:
    """One cell; what is counted stands to the right."""
    item = QTableWidgetItem(text)
    if column > 1:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _size(backup: Backup) -> str:
    try:
        size = backup.path.stat().st_size
    except OSError:
        return ""
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1000:,.0f} KB"
