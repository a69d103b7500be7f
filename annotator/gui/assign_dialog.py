"""The dialog that gives documents to people. Reads; says what it would do before it is done."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.core.listing import Listing
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.edit.assigning import Way
from annotator.gui.chrome import plain_label
from annotator.gui.fields import Combo
from annotator.store.queries import Queries
from annotator.user import current_user, tidy_name

_WAYS: tuple[tuple[str, Way], ...] = (
    ("Divide them evenly", "evenly"),
    ("Every document to each of them", "each"),
    ("Take them back from them", "nobody"),
)
_PERSON = Qt.ItemDataRole.UserRole


class Request(NamedTuple):
    """What was asked for: documents by row number, people, and how the ones go to the others."""

    numbers: Sequence[int]
    people: Sequence[Annotator]
    way: Way


class AssignDialog(QDialog):
    """``listed`` are the row numbers of the documents in the list; if it is ``filtered``, those are probably meant."""

    def __init__(
        self, session: Session, listed: Sequence[int], *, filtered: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Assign documents")
        self._session = session
        self._sets: dict[str, Sequence[int]] = {"list": listed, "nobody": array("q"), "all": array("q")}
        self._counted = False
        self.which = Combo()
        self.how = Combo()
        for text, way in _WAYS:
            self.how.addItem(text, way)
        self.people = QListWidget()
        self.people.setAccessibleName("People")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Somebody else’s name")
        self.name.setAccessibleName("Name of somebody else")
        self._add = QPushButton("Add")
        self._add.setAutoDefault(False)
        self._summary = plain_label()
        self._summary.setWordWrap(True)
        self._lay_out()
        self._fill_people(session.query)
        self._fill_sets()
        self.which.setCurrentIndex(self.which.findData("list" if filtered else "nobody"))
        self.which.currentIndexChanged.connect(self._show_summary)
        self.how.currentIndexChanged.connect(self._show_summary)
        self.people.itemChanged.connect(self._show_summary)
        self._add.clicked.connect(self._add_person)
        self.name.textChanged.connect(self._show_summary)
        self._reading = session.reading()
        self._reading.answered.connect(self._count)
        self._reading.failed.connect(self._summary.setText)
        mine = session.annotator.id
        self._reading.ask(
            lambda query: (
                query.listed(Listing(mine)).numbers,
                query.listed(Listing(mine, assigned="nobody")).numbers,
            ),
            wait=0.05,
        )
        self._show_summary()
        self.people.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("Documents:", self.which)
        form.addRow("People:", self.people)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self._add)
        form.addRow("", row)
        form.addRow("How:", self.how)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._ok = self._buttons.addButton("Assign", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._summary)
        column.addWidget(self._buttons)
        self.setMinimumWidth(460)

    def _fill_people(self, query: Queries) -> None:
        known = {person.id: person for person in query.every(Annotator) if person.kind == "person"}
        known[self._session.annotator.id] = self._session.annotator
        counts = query.assigned_counts()
        for person in sorted(known.values(), key=lambda each: each.name.lower()):
            self._show_person(person, counts.get(person.id, 0), checked=False)
        self.people.setCurrentRow(0)

    def _show_person(self, person: Annotator, count: int, *, checked: bool) -> None:
        you = " (you)" if person.id == self._session.annotator.id else ""
        item = QListWidgetItem(f"{visible(person.name)}{you} — has {count:,}")
        item.setData(_PERSON, person)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.people.addItem(item)

    def _add_person(self) -> None:
        name = tidy_name(self.name.text())
        if name:
            person = self._session.query.person_called(name) or current_user(name).annotator
            shown = [self.people.item(row) for row in range(self.people.count())]
            there = next((item for item in shown if item.data(_PERSON).id == person.id), None)
            if there:
                there.setCheckState(Qt.CheckState.Checked)
            else:
                self._show_person(person, 0, checked=True)
            self.name.clear()
            self._show_summary()

    def _fill_sets(self) -> None:
        chosen = self.which.currentData()
        names = {"nobody": "Not assigned to anybody", "list": "In the list, as it is filtered", "all": "All"}
        self.which.blockSignals(True)
        self.which.clear()
        for key, name in names.items():
            count = f"{len(self._sets[key]):,}" if self._counted or key == "list" else "…"
            self.which.addItem(f"{name} ({count})", key)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self.which.blockSignals(False)

    def _count(self, numbers: tuple[Sequence[int], Sequence[int]]) -> None:
        self._sets["all"], self._sets["nobody"] = numbers
        self._counted = True
        self._fill_sets()
        self._show_summary()

    def _show_summary(self) -> None:
        request = self.request()
        count, people = len(request.numbers), len(request.people)
        # Enter in the field adds a person; only then does it assign.
        self._add.setDefault(bool(self.name.text().strip()))
        self._ok.setDefault(not self.name.text().strip())
        self._ok.setEnabled(bool(count and people))
        self._ok.setText("Take back" if request.way == "nobody" else "Assign")
        if not people:
            text = "Choose who: Space ticks a person."
        elif not count:
            text = "There are no such documents." if self._counted else "Counting…"
        elif request.way == "evenly":
            low, more = divmod(count, people)
            each = f"{low:,} or {low + 1:,}" if more else f"{low:,}"
            text = f"{count:,} documents: {each} for each; what one of them has already stays there."
        elif request.way == "each":
            text = f"{count:,} documents for each of {people}."
        else:
            text = f"{count:,} documents will no longer be assigned to them; their spans stay."
        self._summary.setText(text)

    def request(self) -> Request:
        items = [self.people.item(row) for row in range(self.people.count())]
        people = [item.data(_PERSON) for item in items if item.checkState() == Qt.CheckState.Checked]
        return Request(self._sets[self.which.currentData()], people, self.how.currentData())
