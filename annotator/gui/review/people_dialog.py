"""Whom to review: a list of names with ticks."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.formats.bundle import unique_names
from annotator.gui.chrome import plain_label


class PeopleDialog(QDialog):
    """Space ticks, Return takes them."""

    def __init__(self, people: Sequence[Annotator], chosen: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Whom to review")
        self._people = people
        names = unique_names(people)
        self.list = QListWidget()
        self.list.setAccessibleName("Annotators")
        for person in people:
            item = QListWidgetItem(visible(names[person.id]))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if person.id in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label("Their spans are compared in the documents that they have marked as done."))
        column.addWidget(self.list)
        column.addWidget(buttons)
        self.list.setFocus()

    def chosen(self) -> list[Annotator]:
        """The people with a tick."""
        ticked = Qt.CheckState.Checked
        return [each for row, each in enumerate(self._people) if self.list.item(row).checkState() == ticked]
