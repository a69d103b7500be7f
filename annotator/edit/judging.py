"""Which of two versions of a record stands: the one rule of merging and importing.

The higher ``rev`` wins; ties go to the later ``updated_at``, then to the larger canonical JSON. A deletion is a version
like any other. So it does not matter who merges whom, in which order, or how often.
"""

from typing import NamedTuple

from annotator.core.changes import Change
from annotator.core.model import Record
from annotator.store.rows import TABLES, dump_json


class Version(NamedTuple):
    """A record as a copy of the project has it."""

    record: Record
    deleted: bool


class Judgement(NamedTuple):
    """``outcome``: ``new``, ``same``, ``newer_here``, ``newer_there``, ``deleted_there`` or ``conflict`` (both were
    changed as often; one wins all the same). ``change`` is what it takes, if anything."""

    outcome: str
    change: Change | None


OUTCOMES = ("new", "newer_there", "deleted_there", "conflict", "newer_here", "same")


def judge(theirs: Version, ours: Version | None) -> Judgement:
    """What becomes of a record that comes in."""
    record, deleted = theirs
    if ours is None:
        if deleted:
            return Judgement("same", Change(None, None, record))
        return Judgement("new", Change(None, record))
    step = compare(theirs, ours)
    change = None
    if step > 0:
        before = None if ours.deleted else ours.record
        change = Change(before, None, record) if deleted else Change(before, record)
    if deleted == ours.deleted and record == ours.record:
        return Judgement("same", change)
    if record.rev == ours.record.rev:
        return Judgement("conflict", change)
    if change is None:
        return Judgement("newer_here", None)
    return Judgement("deleted_there" if deleted and not ours.deleted else "newer_there", change)


def compare(a: Version, b: Version) -> int:
    """1 if ``a`` stands, -1 if ``b`` does, 0 if they do not differ at all."""
    first, second = ((v.record.rev, v.record.updated_at, v.deleted) for v in (a, b))
    if first != second:
        return 1 if first > second else -1
    if a.record == b.record:
        return 0
    return 1 if _canonical(a.record) > _canonical(b.record) else -1


def _canonical(record: Record) -> str:
    table = TABLES[type(record)]
    return dump_json({column: getattr(record, column) for column in table.content})
