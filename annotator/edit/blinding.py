"""Blind work: in a blind project nobody sees the others' spans of a document before they have marked it as done.

One setting of the project, which travels by merging and with hand-outs. It keeps colleagues from leaning on one
another; it is no lock against somebody who wants to look. Nothing is written here.
"""

from dataclasses import replace

from annotator.core.changes import Change, ChangeSet
from annotator.core.ids import now
from annotator.core.model import Annotator, Setting
from annotator.store.queries import Queries

BLIND = "blind"
HANDED_TO = "handout"
"""The setting that says for whom a file was made: an annotator id. It stays with the file, merging leaves it."""


def is_blind(query: Queries) -> bool:
    """Whether the project is worked on blind."""
    return query.setting(BLIND) is True


def work_blind(query: Queries, *, blind: bool) -> ChangeSet:
    """Work blind from now on, or no longer."""
    before = query.find(Setting, BLIND)
    if (before is not None and before.value is True) == blind:
        return ChangeSet("", ())
    after = replace(before, value=blind) if before else Setting(id=BLIND, value=blind, created_at=now())
    return ChangeSet("Work blind" if blind else "Work openly", (Change(before, after),))


def may_see(query: Queries, document_id: str, annotator_id: str, *, reviewing: bool = False) -> bool:
    """Whether somebody may see the others' spans of a document: always if the project is not blind, else once they have
    marked it as done. A reviewer may also if they have no part in it: no span of their own, not begun, not assigned."""
    if not is_blind(query):
        return True
    states = {each.annotator_id: each.state for each in query.progress(document_id)}
    if states.get(annotator_id) == "done":
        return True
    return reviewing and annotator_id not in states and not query.has_part(document_id, annotator_id)


def only(query: Queries, annotator_id: str) -> str:
    """Whose values are offered to this annotator: their own alone in a blind project; "" for everybody's."""
    return annotator_id if is_blind(query) else ""


def handed_to(query: Queries) -> Annotator | None:
    """For whom this file was made, if it is a hand-out: who opens it is taken to be them."""
    given = query.setting(HANDED_TO)
    found = query.find(Annotator, given) if isinstance(given, str) else None
    return found if found is not None and found.kind == "person" else None
