"""A change set is what one user action did, as reversible data: undo entry, event, history and merge unit at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from annotator.core.model import Record


class Change(NamedTuple):
    """One record. ``None`` before: it did not exist; ``None`` after: it no longer does.

    ``tombstone`` is for merging alone: the deleted record as another copy has it, with its ``rev`` and times. Only
    then may both sides be ``None``, where this copy never had the record.
    """

    before: Record | None
    after: Record | None
    tombstone: Record | None = None

    @property
    def record(self) -> Record:
        """The record as it is after the change, or as it was if it is gone."""
        record = self.after or self.before or self.tombstone
        assert record is not None, "a change needs a record on at least one side"
        return record


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The changes of one act, under the name that Undo shows ("Tag as claim").

    ``merged`` marks records that come from elsewhere (an import, a merge): they keep the ``rev`` and times they
    bring, and undoing the act removes what it added without leaving tombstones, so it can be done again.
    """

    label: str
    changes: tuple[Change, ...]
    merged: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)
