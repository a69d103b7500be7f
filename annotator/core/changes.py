"""A change set is what one user action did, as reversible data: undo entry, event, history and merge unit at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.core.model import Record


@dataclass(frozen=True, slots=True)
class Change:
    """One record. ``None`` before: it did not exist; ``None`` after: it no longer does."""

    before: Record | None
    after: Record | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change needs a record on at least one side")
        same = self.before is None or self.after is None or (type(self.before), self.before.id) == (
            type(self.after),
            self.after.id,
        )
        if not same:
            raise ValueError("both sides of a change must be the same record")

    @property
    def record(self) -> Record:
        """The record as it is after the change, or as it was if it is gone."""
        record = self.after if self.after is not None else self.before
        assert record is not None
        return record

    def inverse(self) -> "Change":
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The changes of one act, under the name that Undo shows ("Tag as claim").

    ``merged`` marks records that come from elsewhere (an import, a merge): they keep the ``rev`` and times they
    bring, and undoing the act removes what it added without leaving tombstones, so it can be done again.
    """

    label: str
    changes: tuple[Change, ...]
    merged: bool = False

    def inverse(self) -> "ChangeSet":
        return ChangeSet(self.label, tuple(change.inverse() for change in reversed(self.changes)), self.merged)

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)


def added(label: str, records: Iterable[Record], *, merged: bool = False) -> ChangeSet:
    """The change set that adds ``records``, in order."""
    return ChangeSet(label, tuple(Change(None, record) for record in records), merged)
