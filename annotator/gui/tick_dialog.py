"""A list of names with ticks, to choose some of them."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.text import visible
from annotator.gui.chrome import plain_label


class TickDialog(QDialog):
    """``names`` by what they stand for. Space ticks, Return takes them."""

    def __init__(
        self, title: str, hint: str, names: Mapping[str, str], chosen: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._keys = list(names)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        for key, name in names.items():
            item = QListWidgetItem(visible(name))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(hint))
        column.addWidget(self.list)
        column.addWidget(buttons)
        self.list.setFocus()

    def ticked(self) -> list[str]:
        """What has a tick, in order."""
        ticked = Qt.CheckState.Checked
        return [key for row, key in enumerate(self._keys) if self.list.item(row).checkState() == ticked]
