"""The few dialogs: what to export, what an import refused, who is tagging, a file that is in use."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import Locked
from annotator.core.text import visible
from annotator.gui.chrome import plain_label, run


class ReportDialog(QDialog):
    """What an import did: a summary, then every refused record and note on a line of its own, to be copied."""

    def __init__(
        self, title: str, summary: str, refused: Iterable[str], notes: Iterable[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        refused, notes = list(refused), list(notes)
        lines = []
        if refused:
            lines += [f"Refused ({len(refused)}):", *refused, ""]
        if notes:
            lines += [f"Worth knowing ({len(notes)}):", *notes]
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setPlainText("\n".join(visible(line) for line in lines))
        self.lines.setAccessibleName("Refused records and notes")
        head = plain_label(summary)
        head.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.lines, 1)
        column.addWidget(buttons)
        self.resize(760, 420)


def say(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.Warning) -> None:
    """One line of what, where and what to do, to be acknowledged."""
    box = QMessageBox(icon, title, visible(text), QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    run(box)


def confirm(parent: QWidget, title: str, question: str) -> bool:
    """Whether to go on; Return does."""
    box = QMessageBox(QMessageBox.Icon.Question, title, visible(question), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    yes = box.addButton("Go on", QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(yes)
    run(box)
    return box.clickedButton() is yes


def ask_about_lock(parent: QWidget | None, error: Locked) -> str:
    """Somebody has the project open: ``read`` it only, ``edit`` it where nobody can tell whether they still have, or
    nothing."""
    box = QMessageBox(QMessageBox.Icon.Information, "The project is in use", visible(str(error)), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(
        "On a network drive nobody can tell from here. Two people who work in it at once may damage it: edit it here"
        " only if you know that it is closed there."
        if error.doubtful
        else "You can read it here meanwhile; tagging works when it is closed there."
    )
    reading = box.addButton("Open read-only", QMessageBox.ButtonRole.AcceptRole)
    editing = box.addButton("It is closed there: edit", QMessageBox.ButtonRole.DestructiveRole)
    editing.setVisible(error.doubtful)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(reading)
    run(box)
    return "read" if box.clickedButton() is reading else "edit" if box.clickedButton() is editing else ""


def ask(parent: QWidget, title: str, question: str, text: str) -> str | None:
    """A line of text, which is ``text`` at first; ``None`` if nothing was decided. Wide enough for a headline."""
    box = QInputDialog(parent)
    box.setWindowTitle(title)
    box.setLabelText(question)
    box.setTextValue(text)
    box.resize(480, box.sizeHint().height())
    return box.textValue() if run(box) else None


def pick(parent: QWidget, title: str, question: str, choices: Iterable[str]) -> str | None:
    """One of some texts, or another that is typed; ``None`` if nothing was decided."""
    box = QInputDialog(parent)
    box.setWindowTitle(title)
    box.setLabelText(question)
    box.setComboBoxItems(list(choices))
    box.setComboBoxEditable(True)
    box.resize(480, box.sizeHint().height())
    return box.textValue() if run(box) else None
