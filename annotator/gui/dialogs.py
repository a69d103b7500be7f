"""The few dialogs: what to export, what an import refused, who is tagging, a file that is in use."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QInputDialog,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text import visible
from annotator.edit.exporting import Selection
from annotator.formats import FORMATS
from annotator.gui.chrome import plain_label, run
from annotator.gui.fields import Combo

LAYOUTS = {
    ("jsonl", "documents"): "JSON Lines, one document per line with its spans",
    ("jsonl", "spans"): "JSON Lines, one span per line, for tables",
}


class ExportDialog(QDialog):
    """What goes out: format, whose spans, which documents. Says when several annotators would go out."""

    def __init__(
        self, people: dict[str, str], mine: str, document_id: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._document_id = document_id
        self.layout_choice = Combo()
        for name, known in sorted(FORMATS.items(), key=lambda item: item[0] != "jsonl"):
            for layout in known.writes:
                several = f", {layout}" if len(known.writes) > 1 else ""
                told = LAYOUTS.get((name, layout)) or known.description + several
                self.layout_choice.addItem(told, (name, layout))
        self.whose = Combo()
        self.whose.addItem("Everyone’s", "")
        for annotator_id, name in sorted(people.items(), key=lambda item: item[1].lower()):
            self.whose.addItem(visible(name) + (" (you)" if annotator_id == mine else ""), annotator_id)
        self.which = Combo()
        self.which.addItem("All documents", "all")
        self.which.addItem("Documents marked done", "done")
        if document_id:
            self.which.addItem("Only the open document", "this")
        self._several = len(people) > 1
        self._warning = plain_label()
        self._warning.setWordWrap(True)
        form = QFormLayout()
        form.addRow("Format:", self.layout_choice)
        form.addRow("Spans:", self.whose)
        form.addRow("Documents:", self.which)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Choose file…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._warning)
        column.addWidget(buttons)
        self.setMinimumWidth(440)
        self.whose.currentIndexChanged.connect(self._warn)
        self._warn()

    def _warn(self) -> None:
        many = self._several and not self.whose.currentData()
        self._warning.setText(
            "Spans of several annotators go out: a program that just counts spans will count what they agree on"
            " more than once."
        )
        self._warning.setVisible(bool(many))

    def format_and_layout(self) -> tuple[str, str]:
        name, layout = self.layout_choice.currentData()
        return str(name), str(layout)

    def selection(self) -> Selection:
        whose, which = self.whose.currentData(), self.which.currentData()
        return Selection(
            annotators=frozenset([whose] if whose else []),
            state="done" if which == "done" else "",
            documents=frozenset([self._document_id] if which == "this" and self._document_id else []),
        )


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


def offer_read_only(parent: QWidget | None, text: str) -> bool:
    """Somebody has the project open: whether to open it for reading only."""
    box = QMessageBox(QMessageBox.Icon.Information, "The project is in use", visible(text), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText("You can read it here meanwhile; tagging works when it is closed there.")
    reading = box.addButton("Open read-only", QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(reading)
    run(box)
    return box.clickedButton() is reading


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
