"""What goes out: the format and how it is laid out, whose spans, which documents."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from annotator.core.text import visible
from annotator.edit.exporting import Selection
from annotator.formats import FORMATS
from annotator.gui.chrome import plain_label
from annotator.gui.fields import Combo

PDF = "pdf"
_FIRST = ("jsonl", "page", PDF)
_LAYOUTS = {
    ("jsonl", "documents"): "a line for each document, with its spans",
    ("jsonl", "spans"): "a line for each span, for tables",
    ("page", "page"): "one page",
    ("page", "pages"): "a page for each document, in a ZIP archive",
}


class ExportDialog(QDialog):
    """Asks for all of that. Says when spans of several annotators would go out."""

    def __init__(
        self, people: dict[str, str], mine: str, document_id: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._document_id = document_id
        self.format = Combo()
        known = {name: form.description for name, form in FORMATS.items() if form.writes} | {PDF: "PDF for people"}
        rank = {name: place for place, name in enumerate(_FIRST)}
        for name, told in sorted(known.items(), key=lambda item: (rank.get(item[0], len(rank)), item[1].lower())):
            self.format.addItem(told, name)
        self.layout_choice = Combo()
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
        self._form = QFormLayout()
        self._form.addRow("Format:", self.format)
        self._form.addRow("Laid out as:", self.layout_choice)
        self._form.addRow("Spans:", self.whose)
        self._form.addRow("Documents:", self.which)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Choose file…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(self._form)
        column.addWidget(self._warning)
        column.addWidget(buttons)
        self.setMinimumWidth(480)
        self.format.currentIndexChanged.connect(self._offer_layouts)
        self.whose.currentIndexChanged.connect(self._warn)
        self._offer_layouts()
        self._warn()

    def _offer_layouts(self) -> None:
        name = str(self.format.currentData())
        layouts = FORMATS[name].writes if name != PDF else ()
        self.layout_choice.clear()
        for layout in layouts:
            self.layout_choice.addItem(_LAYOUTS.get((name, layout), layout), layout)
        self._form.setRowVisible(self.layout_choice, len(layouts) > 1)

    def _warn(self) -> None:
        many = self._several and not self.whose.currentData()
        self._warning.setText(
            "Spans of several annotators go out: a program that just counts spans will count what they agree on"
            " more than once."
        )
        self._warning.setVisible(bool(many))

    def format_and_layout(self) -> tuple[str, str]:
        """Names of the table of formats; ``PDF`` and nothing for that."""
        return str(self.format.currentData()), str(self.layout_choice.currentData() or "")

    def selection(self) -> Selection:
        whose, which = self.whose.currentData(), self.which.currentData()
        return Selection(
            annotators=frozenset([whose] if whose else []),
            state="done" if which == "done" else "",
            documents=frozenset([self._document_id] if which == "this" and self._document_id else []),
        )
