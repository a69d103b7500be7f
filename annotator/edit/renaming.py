"""What is called otherwise here than in the copy that is merged: documents, people, and what hangs on them."""

from dataclasses import replace
from typing import Any

from annotator.core.ids import made_id
from annotator.core.model import Assignment, Progress, Record

PAIRED: dict[type[Record], str] = {Progress: "progress", Assignment: "assignment"}
"""Records whose id is made of the document and the annotator they join, under this name."""
_PEOPLE = ("annotator_id", "reviewer_id")
_ENDS = ("span_id", "from_id", "to_id", "source_id", "verdict_id", "result")


class Renaming:
    """Ids of theirs, and what they are here. Ask for records in the order in which they point to one another."""

    def __init__(self, people: dict[str, str]) -> None:
        self.people = people
        self.documents: dict[str, str] = {}
        """Documents with a text that is here under another id."""
        self.versions: dict[str, str] = {}
        """Documents whose id is another text's here: what hangs on them gets new ids, made of the old ones."""
        self._moved: dict[str, str] = {}

    def document(self, document_id: str) -> str:
        return self.versions.get(document_id) or self.documents.get(document_id, document_id)

    def __call__(self, record: Record) -> Record:
        """The record with everything it points to as that is called here."""
        new: dict[str, Any] = {}
        there = getattr(record, "document_id", None)
        if there is not None and self.document(there) != there:
            new["document_id"] = self.document(there)
        new.update(
            (end, self.people[given]) for end in _PEOPLE if (given := getattr(record, end, None)) in self.people
        )
        moved = {end: self._moved[given] for end in _ENDS if (given := getattr(record, end, None)) in self._moved}
        if type(record) in PAIRED and new:
            joined = (new.get(end, getattr(record, end)) for end in ("document_id", "annotator_id"))
            new["id"] = made_id(PAIRED[type(record)], *joined)
        elif there in self.versions or moved:
            new |= {**moved, "id": made_id("version", record.id, there or next(iter(moved.values())))}
            self._moved[record.id] = new["id"]
        return replace(record, **new) if new else record
