"""The verbs on findings of lints: dismiss one, take a dismissal back, and mend what a program can mend.

Each returns the change set of one act; nothing is written here.
"""

from collections.abc import Callable, Mapping, Sequence

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id, now
from annotator.core.lints import KINDS, Finding
from annotator.core.model import Dismissal, Document, Link, Progress, Span
from annotator.core.scheme import Scheme
from annotator.edit import shaping, tagging


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


def mend(
    finding: Finding,
    *,
    document: Document,
    text: str,
    spans: Mapping[str, Span],
    links_of: Callable[[str], Sequence[Link]],
    scheme: Scheme,
    annotator_id: str,
    progress: Progress | None,
) -> ChangeSet:
    """What the finding's fix says, as one act. ``spans`` are those of the document, ``links_of`` gives a span's links.
    Raises ``AnnotatorError`` for a finding that only a person can mend, and for one that is out of date."""
    fix = finding.fix
    if fix.act == "tag":
        label = scheme.label(fix.label)
        if label is None:
            raise AnnotatorError("the scheme has changed: this check is out of date")
        return tagging.tag(
            document=document,
            text=text,
            annotator_id=annotator_id,
            label=label,
            start=fix.start,
            end=fix.end,
            progress=progress,
        )
    span, other = spans.get(finding.span_id), spans.get(fix.other)
    if fix.act == "delete" and span:
        return tagging.delete([span], links_of(span.id), annotator_id=annotator_id, scheme=scheme)
    if fix.act == "move" and span:
        return tagging.move(span, text=text, start=fix.start, end=fix.end, annotator_id=annotator_id, scheme=scheme)
    if fix.act == "join" and span and other:
        links = {link.id: link for link in [*links_of(other.id), *links_of(span.id)]}
        return shaping.merge(other, span, list(links.values()), text=text, annotator_id=annotator_id, scheme=scheme)
    if fix.act in ("", "fill"):
        raise AnnotatorError(f"nothing mends this by itself: {fix.hint}")
    raise AnnotatorError("the span has changed: this check is out of date")


def _name(kind: str) -> str:
    return next((each.name.lower() for each in KINDS if each.key == kind), kind)
