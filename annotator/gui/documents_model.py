"""The rows of the document list: which documents, in which order, and of each what is shown once it is looked at.

A hundred thousand documents are an array of row numbers here; their lines are read a screenful at a time.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.store.listing import DocumentRow

ROW = Qt.ItemDataRole.UserRole
STATE_NAMES = {"todo": "to do", "doing": "in progress", "done": "done"}
_BEFORE, _BEHIND = 16, 48  # how many rows around one are read with it
_KEPT = 4096
"""Lines that are kept although the list has moved on: a count of 100,000 spans is not made at every key."""


class Rows(Sequence[DocumentRow]):
    """The lines in their order, read when they are asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: array[int] = array("q")
        self._lines: dict[int, DocumentRow] = {}
        self.label = ""
        """The one label whose spans are counted; empty: all that count."""

    def show(self, numbers: "array[int]") -> None:
        self._numbers = numbers

    @property
    def numbers(self) -> "array[int]":
        """The row numbers of all documents in the list, in its order."""
        return self._numbers

    def forget(self, label: str = "") -> None:
        """Read every line again when it is next looked at, counting the spans of ``label``."""
        self._lines.clear()
        self.label = label

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> DocumentRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[DocumentRow]: ...
    def __getitem__(self, place: int | slice) -> DocumentRow | list[DocumentRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = self._numbers[place]
        if number not in self._lines:
            self._read(place % len(self), number)
        return self._lines[number]

    def __iter__(self) -> Iterator[DocumentRow]:
        return (self[place] for place in range(len(self)))

    def _read(self, place: int, number: int) -> None:
        around = self._numbers[max(0, place - _BEFORE) : place + _BEHIND]
        missing = [each for each in around if each not in self._lines]
        if len(self._lines) > _KEPT:
            for old in list(self._lines)[: _KEPT // 2]:
                del self._lines[old]
        found = self._session.query.document_rows(missing, self._session.annotator.id, self.label)
        self._lines.update((row.number, row) for row in found)
        # A document that is gone leaves an empty line until the list is read again, which happens at once.
        self._lines.setdefault(number, DocumentRow(number, "", "", 0, "todo", 0, "", ""))

    def place_of(self, document_id: str) -> int:
        """The row of a document; -1 if the filter hides it."""
        number = self._session.query.document_number(document_id)
        try:
            return -1 if number is None else self._numbers.index(number)
        except ValueError:
            return -1

    def known(self, place: int) -> bool:
        """Whether the line was read already."""
        return self._numbers[place] in self._lines

    def replace(self, row: DocumentRow) -> None:
        """Another content for a line that was read before."""
        self._lines[row.number] = row

    def unfinished(self, place: int, step: int) -> str | None:
        """The first document from ``place`` on, down (1) or up (-1), that is not done. Looks ever further at a time."""
        ahead = self._numbers[place:] if step > 0 else self._numbers[: place + 1][::-1]
        begin, size = 0, 64
        while begin < len(ahead):
            part = ahead[begin : begin + size]
            number = self._session.query.first_unfinished(part, self._session.annotator.id)
            if number is not None:
                return self[self._numbers.index(number)].id
            begin, size = begin + size, size * 4
        return None


class DocumentsModel(QAbstractTableModel):
    """``badge`` names what stands at the right; ``figures``: the untagged figures by row number, once counted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = Rows(session)
        self.figures: Mapping[int, int] = {}
        self.badge = "spans"

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Qt asks for a dozen roles of every cell it paints.
        if role not in (Qt.ItemDataRole.DisplayRole, ROW, *_TOLD):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row if role == ROW else self._told(row)

    def _told(self, row: DocumentRow) -> str:
        spans = "1 span" if row.spans == 1 else f"{row.spans:,} spans"
        parts = [STATE_NAMES[row.state], spans, f"{row.length:,} characters"]
        if row.number in self.figures:
            parts.append(f"{self.figures[row.number]:,} figures untagged")
        return f"{row.title}\n{', '.join(parts)}"

    def badge_of(self, row: DocumentRow) -> str:
        """What the list is sorted by, else the number of spans."""
        if self.badge in ("date", "imported"):
            return (row.date if self.badge == "date" else row.imported)[:10]
        if self.badge == "length":
            return f"{row.length:,}"
        if self.badge == "untagged":
            return f"{self.figures[row.number]:,}" if row.number in self.figures else "–"
        return f"{row.spans:,}"

    def show(self, numbers: "array[int]") -> None:
        self.beginResetModel()
        self.rows.show(numbers)
        self.endResetModel()

    def changed(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, 0))


_TOLD = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
