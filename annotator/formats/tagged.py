"""What tags and names of other programs mean here: labels of the scheme, annotators with their kind.

Knows no format.
"""

from collections.abc import Sequence

from annotator.core.model import Json
from annotator.core.scheme import Scheme
from annotator.formats.page import Page

UNTAGGED = "highlight"
"""The label of what was marked without any tag."""

TAGS = "tags"
"""The attribute that keeps tags which are no labels."""


def labels_of(tags: Sequence[str], scheme: Scheme | None) -> tuple[list[str], list[str]]:
    """The labels that tags stand for, and the tags that are left: each tag that is a key or a name of the scheme is a
    label; if none is, the first tag."""
    known: dict[str, str] = {}
    for label in scheme.labels if scheme else ():
        known[label.name.casefold()] = label.key
    for label in scheme.labels if scheme else ():
        known[label.key.casefold()] = label.key
    tags = list(dict.fromkeys(tag for tag in tags if tag))
    labels = [known[tag.casefold()] for tag in tags if tag.casefold() in known]
    if labels:
        return list(dict.fromkeys(labels)), [tag for tag in tags if tag.casefold() not in known]
    return tags[:1] or [UNTAGGED], tags[1:]


def introduced(page: Page, name: str, kind: str = "person", id_: str = "") -> dict[str, Json]:
    """What a record says of its annotator, made known to the page with kind and id; nothing of somebody nameless."""
    if not name:
        return {}
    kind = "gold" if name == "gold" and not id_ else kind
    known = {person.name: person for person in page.people.all()}
    same = next((person.name for person in known.values() if id_ and person.id == id_), None)
    if same is not None:
        return {"annotator": same}
    if name in known and known[name].kind != kind:
        name = f"{name} ({kind})"
    if name not in {person.name for person in page.people.all()}:
        page.people.introduce({"name": name, "kind": kind, "id": id_})
    return {"annotator": name}
