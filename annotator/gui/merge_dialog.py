"""What a merge would do, document by document and annotator by annotator, before it is done."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text import visible
from annotator.edit.merging import MergeReport
from annotator.gui.chrome import plain_label

COLUMNS = {
    "new": "New", "newer_there": "Newer there", "deleted_there": "Deleted there", "conflict": "Conflict",
    "newer_here": "Newer here", "same": "Same",
}  # fmt: skip
_MOST_ROWS = 1000
"""A table of more would take a while to fill, and nobody reads it."""


class MergeDialog(QDialog):
    """The plan, who of the same name is one person, what is refused; Return merges."""

    def __init__(
        self,
        paths: Sequence[Path],
        report: MergeReport,
        titles: Mapping[str, str],
        people: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        names = ", ".join(visible(path.name) for path in paths[:3]) + (" …" if len(paths) > 3 else "")
        self.setWindowTitle("Merge")
        self._same: list[QCheckBox] = []
        column = QVBoxLayout(self)
        column.setSpacing(10)
        head = plain_label(f"Merging {names}\n{visible(report.summary())}")
        head.setWordWrap(True)
        column.addWidget(head)
        if report.total("conflict"):
            told = plain_label(
                "In conflict: edited here and there as often. The later edit stays; the other remains in the history.",
                "muted",
            )
            told.setWordWrap(True)
            column.addWidget(told)
        column.addWidget(self._table(report, titles, people), 1)
        for name in dict.fromkeys(theirs.name for theirs, _ in report.alike):
            box = QCheckBox(f"“{visible(name)}” there is the same person as “{visible(name)}” here".replace("&", "&&"))
            box.setProperty("person", name)
            self._same.append(box)
            column.addWidget(box)
        lines = [*report.refused.shown(), *report.notes.shown()]
        if lines:
            told_lines = QPlainTextEdit("\n".join(visible(line) for line in lines))
            told_lines.setReadOnly(True)
            told_lines.setAccessibleName("Refused records and notes")
            told_lines.setMaximumHeight(120)
            column.addWidget(told_lines)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        merge = buttons.addButton("Merge", QDialogButtonBox.ButtonRole.AcceptRole)
        merge.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(820, 460)
        merge.setFocus()

    def _table(self, report: MergeReport, titles: Mapping[str, str], people: Mapping[str, str]) -> QTableWidget:
        rows = sorted(report.spans.items(), key=lambda item: (titles.get(item[0][0], ""), people.get(item[0][1], "")))[
            :_MOST_ROWS
        ]
        table = QTableWidget(len(rows), 2 + len(COLUMNS))
        table.setHorizontalHeaderLabels(["Document", "Annotator", *COLUMNS.values()])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("What would happen to spans")
        for row, ((document_id, annotator_id), counts) in enumerate(rows):
            cells = [visible(titles.get(document_id, document_id)), visible(people.get(annotator_id, annotator_id))]
            cells += [f"{counts[outcome]:,}" if counts[outcome] else "" for outcome in COLUMNS]
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if place > 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, place, item)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    def same_people(self) -> list[str]:
        """The names that stand for one person here and there."""
        return [str(box.property("person")) for box in self._same if box.isChecked()]
