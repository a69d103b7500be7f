"""The dialogs of the scheme: the editor itself, what becomes of a label's spans, and what an act would touch."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.model import Label
from annotator.core.text import visible
from annotator.edit import drafts
from annotator.edit.drafts import Draft
from annotator.edit.scheming import Plan
from annotator.gui.chrome import plain_label, run
from annotator.gui.fields import Combo
from annotator.gui.scheme.attributes_page import AttributesPage
from annotator.gui.scheme.desk import Desk
from annotator.gui.scheme.labels_page import LabelsPage
from annotator.gui.scheme.links_page import LinksPage
from annotator.store.usage import Touched


class SchemeDialog(QDialog):
    """Edits a draft; nothing of the project changes before it is accepted, and then in one step.

    ``count(label key)`` tells what a label touches, ``keys(key)`` which command has a key, ``agree(draft, self)``
    asks whether to go through with it.
    """

    def __init__(
        self,
        draft: Draft,
        *,
        editable: bool,
        count: Callable[[str], Touched],
        keys: Callable[[str], str],
        agree: Callable[[Draft, QDialog], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scheme" if editable else "Scheme (read-only)")
        self._count = count
        self._agree = agree
        self.desk = Desk(draft, keys, self)
        self.labels = LabelsPage(self.desk, editable, self._fate)
        self.attributes = AttributesPage(self.desk, editable)
        self.links = LinksPage(self.desk, editable)
        self.tabs = QTabWidget()
        for page, title in ((self.labels, "&Labels"), (self.attributes, "&Attributes"), (self.links, "Lin&k types")):
            self.tabs.addTab(page, title)
        self.said = plain_label("", "notice")
        self.said.setWordWrap(True)
        self.said.setContentsMargins(8, 4, 8, 4)
        self.said.hide()
        self.desk.said.connect(self._say)
        ok, cancel, close = (getattr(QDialogButtonBox.StandardButton, name) for name in ("Ok", "Cancel", "Close"))
        buttons = QDialogButtonBox(ok | cancel if editable else close)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.said)
        column.addWidget(buttons)
        self.resize(820, 600)
        self.labels.list.list.setFocus()

    @property
    def draft(self) -> Draft:
        return self.desk.draft

    def accept(self) -> None:
        """Leave the field, look whether all is well, tell what it touches, and end."""
        self.setFocus()
        if self.desk.refused:  # by the field just left: its line is there to be read
            self.desk.refused = False
            return
        lacking = drafts.problems(self.draft.scheme)
        if lacking:
            self._say(lacking[0])
        elif not self.draft.changed or self._agree(self.draft, self):
            super().accept()

    def reject(self) -> None:
        """End without a change; what was decided here is only dropped if that is meant."""
        if self.draft.changed:
            box = QMessageBox(QMessageBox.Icon.Question, "Scheme", "Drop the changes made here?", parent=self)
            drop = box.addButton("Drop them", QMessageBox.ButtonRole.DestructiveRole)
            box.setDefaultButton(box.addButton("Go on editing", QMessageBox.ButtonRole.RejectRole))
            run(box)
            if box.clickedButton() is not drop:
                return
        super().reject()

    def _say(self, text: str) -> None:
        self.said.setText(visible(text))
        self.said.setVisible(bool(text))

    def _fate(self, label: Label) -> str | None:
        others = [each for each in self.desk.scheme.labels if each.key != label.key]
        # Spans of labels that were merged into this one go along.
        keys = [label.key, *(key for key, into in self.draft.moved.items() if into == label.key)]
        touched = [self._count(key) for key in keys]
        total = Touched(*(sum(numbers) for numbers in zip(*touched, strict=True)))
        if not others or not any(total):
            return ""
        dialog = FateDialog(label, total, others, self)
        return str(dialog.fate.currentData()) if run(dialog) else None


class FateDialog(QDialog):
    """A label goes: what becomes of its spans?"""

    def __init__(self, label: Label, touched: Touched, others: Sequence[Label], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Delete label {visible(label.name)}")
        links = f", with {touched.links:,} links" if touched.links else ""
        where = f"{touched.spans:,} spans in {touched.documents:,} documents"
        text = f"“{label.name}” has {where}{links}, of all annotators."
        self.fate = Combo()
        self.fate.setAccessibleName("What becomes of its spans")
        for each in others:
            self.fate.addItem(f"Merge: they become “{visible(each.name)}”", each.key)
        self.fate.addItem("Delete them, and their links", "")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(plain_label(visible(text)))
        column.addWidget(self.fate)
        column.addWidget(buttons)


class PlanDialog(QDialog):
    """What an act on the scheme would do, before it is done.

    ``plan(remove)`` computes it; with ``lacks`` one may choose whether what a file lacks goes too.
    """

    def __init__(
        self, title: str, plan: Callable[[bool], tuple[Plan, Sequence[str]]], lacks: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._plan = plan
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName("What changes")
        self.remove = QCheckBox(lacks)
        self.remove.setVisible(bool(lacks))
        self.remove.toggled.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton("Change the scheme", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(plain_label("This is one step; Ctrl+Z takes all of it back.", "muted"))
        column.addWidget(self.lines, 1)
        column.addWidget(self.remove)
        column.addWidget(buttons)
        self.resize(620, 380)
        self._show()
        self.go.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        plan, more = self._plan(self.remove.isChecked())
        parts = [("In spans and links:", plan.lines()), ("In the scheme:", [*plan.scheme, *more])]
        text = "\n\n".join("\n".join([head, *(f"  {line}" for line in lines)]) for head, lines in parts if lines)
        self.lines.setPlainText("\n".join(visible(line) for line in text.split("\n")))
        self.go.setEnabled(bool(plan.scheme or more))
