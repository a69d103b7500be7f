"""Small things that many tests need: a project, a document, a span."""

from pathlib import Path

from annotator.core import ids
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Annotator, Document, Span, Text
from annotator.core.text import sha256
from annotator.edit.schemes import default_scheme
from annotator.store.project import Project
from annotator.store.writing import Act

WEN = Annotator(id="11111111-0000-4000-8000-000000000001", name="Wen")
LI = Annotator(id="22222222-0000-4000-8000-000000000002", name="Li")
HERE = "installation-a"
PLAIN = "In 2021 the town built 12 wells. “We drink again,” said Mayor Oda. Nearly 3,000 people came."


def act(label: str = "Test", who: Annotator = WEN, *, merged: bool = False, installation: str = HERE) -> Act:
    return Act(label, who.id, installation, merged=merged)


def make_project(path: Path, *texts: str) -> Project:
    """A project with the default scheme, Wen and Li, and one document for each text."""
    project = Project.create(path, default_scheme(), act())
    changes = [Change(None, WEN), Change(None, LI)]
    for position, text in enumerate(texts or (PLAIN,)):
        document = make_document(text, position)
        changes += [Change(None, Text(id=document.sha256, text=text)), Change(None, document)]
    project.apply(ChangeSet("Import", tuple(changes), merged=True), act("Import", merged=True))
    return project


def make_document(text: str = PLAIN, position: int = 0) -> Document:
    digest = sha256(text)
    return Document(
        id=ids.document_id(digest), title=text[:20], sha256=digest, length=len(text), position=position
    )


def make_span(
    start: int, end: int, label: str = "claim", *, text: str = PLAIN, who: Annotator = WEN, span_id: str | None = None
) -> Span:
    return Span(
        id=span_id or ids.new_id(),
        document_id=make_document(text).id,
        annotator_id=who.id,
        label=label,
        start=start,
        end=end,
        text=text[start:end],
        created_at="2026-01-01T00:00:00Z",
    )


def tag(project: Project, span: Span, who: Annotator = WEN) -> None:
    project.apply(ChangeSet("Tag as claim", (Change(None, span),)), act("Tag as claim", who))
