"""The verbs on findings of lints: dismiss one, take a dismissal back, and mend what a program can mend.

Each returns the change set of one act; nothing is written here.
"""

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id, now
from annotator.core.lints import KINDS, Finding
from annotator.core.model import Dismissal


def dismiss(finding: Finding, *, text: str, document_id: str, annotator_id: str) -> ChangeSet:
    """Remember that a finding is right as it is. The text never changes, so the place stays what it was."""
    record = Dismissal(
        # Made of what it is about: dismissing the same again is the same dismissal, in every copy of the project.
        id=made_id("dismissal", document_id, annotator_id, *finding.place),
        document_id=document_id,
        annotator_id=annotator_id,
        lint=finding.kind,
        start=finding.start,
        end=finding.end,
        text=text[finding.start : finding.end],
        created_at=now(),
    )
    return ChangeSet(f"Dismiss check “{_name(finding.kind)}”", (Change(None, record),))


def restore(dismissal: Dismissal, *, annotator_id: str) -> ChangeSet:
    """Take a dismissal back. Raises ``AnnotatorError`` for one of somebody else."""
    if dismissal.annotator_id != annotator_id:
        raise AnnotatorError("this check was dismissed by someone else: only they can take that back")
    return ChangeSet(f"Bring back check “{_name(dismissal.lint)}”", (Change(dismissal, None),))


def _name(kind: str) -> str:
    return next((each.name.lower() for each in KINDS if each.key == kind), kind)
