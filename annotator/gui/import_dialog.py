"""What an import would bring, file by file, before it does; how a file is read can be changed, and it is read again.

Knows no project: it is handed the items of a plan, and a function that has one file read again beside the window.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text import visible
from annotator.edit.choosing import Choice
from annotator.edit.planning import Item
from annotator.gui.chrome import plain_label
from annotator.gui.fields import Combo

Reread = Callable[[Path, Choice, Callable[[Item], None]], None]
"""``reread(path, choice, then)``: have a file read as chosen, and hand its item to ``then`` in the window's thread."""

HEADS = ("File", "Kind", "Title", "Characters", "Worth knowing")
_TICKED, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ImportDialog(QDialog):
    """A table of files with ticks; under it, what is known of the chosen one, and the beginning of its text."""

    def __init__(
        self, items: Sequence[Item], beyond: int, note: str, reread: Reread, parent: QWidget | None = None
    ) -> None:
        """``beyond`` files more are imported as they are found, without having been looked at."""
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.items = list(items)
        self._reread = reread
        self._beyond = beyond
        column = QVBoxLayout(self)
        column.setSpacing(10)
        self._head = plain_label()
        self._head.setWordWrap(True)
        column.addWidget(self._head)
        told = [note] if note else []
        if beyond:
            told.append(f"{beyond:,} files more are not shown here; they are imported as they are found.")
        if told:
            more = plain_label(" ".join(told), "muted")
            more.setWordWrap(True)
            column.addWidget(more)
        self.table = self._table()
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self._particulars())
        self.excerpt = QPlainTextEdit()
        self.excerpt.setReadOnly(True)
        self.excerpt.setTabChangesFocus(True)
        self.excerpt.setAccessibleName("The beginning of the text")
        below.addWidget(self.excerpt)
        below.setSizes([380, 520])
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setSizes([240, 320])
        column.addWidget(parts, 1)
        column.addLayout(self._buttons())
        self.resize(940, 640)
        self._fill()

    # Parts

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self.items), len(HEADS))
        table.setHorizontalHeaderLabels(HEADS)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setAccessibleName("Files to import")
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for place, width in enumerate((190, 80, 230, 90)):
            table.setColumnWidth(place, width)
        table.itemSelectionChanged.connect(self._show)
        table.itemChanged.connect(lambda _: self._count())
        return table

    def _particulars(self) -> QWidget:
        side = QWidget()
        self._form = QFormLayout(side)
        self._form.setContentsMargins(0, 0, 6, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.title = QLineEdit()
        self.title.textEdited.connect(self._retitle)
        self.extractor, self.encoding, self.column = Combo(), Combo(), Combo()
        self.about = plain_label()
        self.about.setWordWrap(True)
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName("Worth knowing")
        self._form.addRow("Title:", self.title)
        self._form.addRow("What is taken:", self.extractor)
        self._form.addRow("Encoding:", self.encoding)
        self._form.addRow("Column of the text:", self.column)
        self._form.addRow(self.about)
        self._form.addRow(self.notes)
        for combo, name in ((self.extractor, "extractor"), (self.encoding, "encoding"), (self.column, "text_column")):
            combo.activated.connect(lambda _, combo=combo, name=name: self._choose({name: str(combo.currentData())}))
        return side

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, state in (("Tick all", _TICKED), ("Tick none", _OFF)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, state=state: self._tick_all(state))
            row.addWidget(button)
            button.setVisible(len(self.items) > 1)
        row.addStretch(1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.import_button = box.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.import_button.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        row.addWidget(box)
        return row

    # What is shown

    def _fill(self) -> None:
        for row in range(len(self.items)):
            self._fill_row(row, ticked=usable(self.items[row]) and not self.items[row].same)
        # What has something to decide comes first to the eye.
        first = next((row for row, item in enumerate(self.items) if item.refused or item.notes or item.alike), 0)
        self.table.setCurrentCell(first, 0)
        self.table.setFocus()
        self._count()

    def _fill_row(self, row: int, *, ticked: bool) -> None:
        item = self.items[row]
        with QSignalBlocker(self.table):
            length = f"{item.length:,}{'+' if item.more else ''}"
            cells = (visible(item.path.name), item.format if usable(item) else "", _what(item), length, _worth(item))
            for place, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                if place == 0:
                    cell.setFlags(cell.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    cell.setCheckState(_TICKED if ticked else _OFF)
                    if not usable(item):
                        cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                if place == 3:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, place, cell)

    def _row(self) -> int:
        return self.table.currentRow()

    def _show(self) -> None:
        """The chosen file's particulars."""
        if not 0 <= self._row() < len(self.items):
            return
        item = self.items[self._row()]
        self.title.setText(visible(item.choice.title or item.title))
        self._form.setRowVisible(self.title, item.documents == 1)
        extractors = {name: f"{name}: {told}" for name, told in item.extractors.items()}
        self._offer(self.extractor, extractors, item.extractor or item.choice.extractor)
        encodings = dict.fromkeys((*([item.encoding] if item.encoding else []), *item.encodings))
        self._offer(self.encoding, {name: name for name in encodings} if item.encodings else {}, item.encoding)
        self._offer(self.column, {name: visible(name) for name in item.columns}, item.column)
        said = ((key.capitalize(), item.meta.get(key)) for key in ("author", "date", "site"))
        facts = [("Address", item.source), *said]
        about = "\n".join(f"{name}: {visible(str(value))}" for name, value in facts if value)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        lines = [*item.refused, *map(str, item.same), *map(str, item.alike), *item.notes]
        self.notes.setPlainText("\n".join(visible(line) for line in lines))
        self.notes.setVisible(bool(lines))
        self.excerpt.setPlainText(item.excerpt)

    def _offer(self, combo: Combo, choices: dict[str, str], chosen: str) -> None:
        combo.clear()
        for key, told in choices.items():
            combo.addItem(told, key)
        combo.setCurrentIndex(combo.findData(chosen))
        self._form.setRowVisible(combo, len(choices) > 1)

    def _count(self) -> None:
        going = len(self.ticked()) + self._beyond
        self._head.setText(f"{going:,} of {len(self.items) + self._beyond:,} files will be imported.")
        self.import_button.setEnabled(going > 0)

    # What is changed

    def _tick_all(self, state: Qt.CheckState) -> None:
        with QSignalBlocker(self.table):
            for row, item in enumerate(self.items):
                if usable(item):
                    self._cell(row, 0).setCheckState(state)
        self._count()

    def _retitle(self, text: str) -> None:
        row = self._row()
        self.items[row].choice = replace(self.items[row].choice, title=text)
        self._cell(row, 2).setText(visible(text) or _what(self.items[row]))

    def _choose(self, change: dict[str, Any]) -> None:
        """Read the chosen file again, otherwise; what comes of it is shown where the file is listed."""
        item = self.items[self._row()]
        choice = replace(item.choice, **change)
        self.excerpt.setPlainText("Reading it again …")

        def then(again: Item) -> None:
            if not self.isVisible():  # decided meanwhile
                return
            row = next(row for row, each in enumerate(self.items) if each.path == again.path)
            ticked = usable(again) and (not usable(self.items[row]) or self._is_ticked(row))
            self.items[row] = again
            self._fill_row(row, ticked=ticked)
            self._count()
            if row == self._row():
                self._show()

        self._reread(item.path, choice, then)

    # What was decided

    def _is_ticked(self, row: int) -> bool:
        return self._cell(row, 0).checkState() == _TICKED

    def _cell(self, row: int, place: int) -> QTableWidgetItem:
        cell = self.table.item(row, place)
        assert cell is not None  # all are filled
        return cell

    def ticked(self) -> list[Path]:
        return [item.path for row, item in enumerate(self.items) if self._is_ticked(row)]

    def choices(self) -> dict[Path, Choice]:
        """How each file that was looked at is to be read, and which are left out."""
        return {
            item.path: item.choice if self._is_ticked(row) else replace(item.choice, leave_out=True)
            for row, item in enumerate(self.items)
        }


def usable(item: Item) -> bool:
    """Whether anything of a file can go in."""
    return bool(item.documents or item.spans)


def plain(item: Item) -> bool:
    """Whether there is nothing to decide about a file, and nothing to tell: then nobody is asked."""
    told = item.refused or item.notes or item.same or item.alike  # an encoding that was guessed is among the notes
    return usable(item) and not (item.extractors or item.columns or told)


def _what(item: Item) -> str:
    if item.documents == 1:
        return visible(item.choice.title or item.title)
    more = " and more" if item.more else ""
    return f"{item.documents:,} documents{more}" if item.documents else ""


def _worth(item: Item) -> str:
    """The one thing of a file that is most worth knowing."""
    said = [*item.refused, *map(str, item.same), *map(str, item.alike), *item.notes]
    spans = [f"{item.spans:,} spans"] if item.spans else []
    more = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
    return visible(", ".join([*spans, *said[:1]])) + more
