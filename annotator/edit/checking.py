"""What is in a project, and whether it is sound."""

from dataclasses import dataclass, field

from annotator.core.errors import Damaged
from annotator.core.model import Annotator, Json
from annotator.core.text import sha256
from annotator.formats.bundle import unique_names
from annotator.store.project import Project
from annotator.store.schema_version import SCHEMA_VERSION


def info(project: Project) -> dict[str, Json]:
    """How much of what; labels in the scheme's order, annotators by name."""
    counts = project.query.counts()
    people = project.query.every(Annotator)
    names = unique_names(people)
    labels = {label.key: counts["labels"].get(label.key, 0) for label in project.query.scheme().labels}
    annotators = {names[each.id]: counts["annotators"].get(each.id, 0) for each in people}
    progress = {}
    for annotator_id, states in project.query.progress_counts().items():
        known = {state: states.get(state, 0) for state in ("doing", "done")}
        progress[names.get(annotator_id, annotator_id)] = {"todo": counts["documents"] - sum(known.values()), **known}
    return {
        "project": str(project.path),
        "schema": SCHEMA_VERSION,
        "documents": counts["documents"],
        "spans": counts["spans"],
        "labels": labels | counts["labels"],
        "annotators": dict(sorted(annotators.items())),
        "progress": dict(sorted(progress.items())),
        "verdicts": counts["verdicts"],
        "links": counts["links"],
    }


@dataclass(slots=True)
class Findings:
    """What a check looked at, and each problem as one line."""

    texts: int = 0
    spans: int = 0
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Json]:
        return {"texts": self.texts, "spans": self.spans, "problems": self.problems}


def check(project: Project) -> Findings:
    """SQLite's own check, then what it cannot know: rows that make no sense, text hashes, lengths, and each span's text
    against its offsets."""
    found = Findings()
    try:
        project.check(whole=True)
        found.problems += [f"{project.path}: {line}" for line in project.unsound()]
        _check_texts(project, found)
    except Damaged as error:
        found.problems.append(str(error))
    return found


def _check_texts(project: Project, found: Findings) -> None:
    for document in project.query.documents():
        where = f"{project.path}: document {document.id}"
        try:
            text = project.query.text(document.sha256)
        except KeyError:
            found.problems.append(f"{where}: its text is missing")
            continue
        found.texts += 1
        if sha256(text) != document.sha256:
            found.problems.append(f"{where}: its text is not the one that was imported (hash differs)")
        if len(text) != document.length:
            found.problems.append(f"{where}: its text has {len(text)} characters, not {document.length}")
        for span in project.query.spans(document.id):
            found.spans += 1
            if not 0 <= span.start <= span.end <= len(text):
                found.problems.append(f"{where}: span {span.id} lies outside the text")
            elif text[span.start : span.end] != span.text:
                found.problems.append(f"{where}: span {span.id} holds another text than its offsets say")
