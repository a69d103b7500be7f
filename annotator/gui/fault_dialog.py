"""The one dialog about bugs of our own: that something went wrong, what is safe, and details to pass on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.text import visible
from annotator.faults import log_path
from annotator.gui.chrome import plain_label


class FaultDialog(QDialog):
    """Not modal, and shown without taking the keyboard: who is typing goes on typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._head = plain_label()
        self._head.setWordWrap(True)
        where = plain_label(f"It is written down in {visible(str(log_path()))} too.")
        where.setWordWrap(True)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName("Details")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for widget in (self._head, where):
            column.addWidget(widget)
        column.addWidget(self.details, 1)
        column.addWidget(buttons)
        self.resize(640, 400)

    def set_details(self, faults: int, details: str) -> None:
        """What to tell: of how many different faults, and all that is known of them."""
        what = "A fault" if faults == 1 else f"{faults} different faults"
        self._head.setText(
            f"{what} in the program itself. What was saved is safe and you can go on working; the last thing you did"
            " may not have happened. The details hold nothing of your articles: please pass them on."
        )
        if details != self.details.toPlainText():
            self.details.setPlainText(details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText("Copied")
