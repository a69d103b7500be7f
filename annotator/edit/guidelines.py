"""The guideline of each label: the page that ships with the program, or the project's own in its place.

A project's own page is a setting ``guideline/KEY`` with Markdown as its value. Nothing is written here.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from annotator.assets import resource
from annotator.core.changes import Change, ChangeSet
from annotator.core.ids import now
from annotator.core.model import Label, Setting
from annotator.core.scheme import Scheme
from annotator.core.text import clean
from annotator.store.queries import Queries

PREFIX = "guideline/"


class Guideline(NamedTuple):
    """A page in Markdown. ``own``: the project has written it; ``shipped``: the program has one for this label."""

    text: str
    own: bool
    shipped: bool


def guideline(query: Queries, label: Label) -> Guideline:
    """The page of a label; one that nobody has written says so."""
    own, shipped = query.setting(PREFIX + label.key), shipped_pages().get(label.key)
    if isinstance(own, str):
        return Guideline(own, True, shipped is not None)
    return Guideline(_begun(label) if shipped is None else shipped, False, shipped is not None)


def written(query: Queries, scheme: Scheme) -> dict[str, str]:
    """The pages that go out with a scheme: those of the project and those that ship, by label key."""
    pages = {label.key: guideline(query, label) for label in scheme.labels}
    return {key: page.text for key, page in pages.items() if page.own or page.shipped}


def pages(guidelines: Mapping[str, str]) -> list[Setting]:
    """The settings that hold guidelines by label key, for a project that has none yet."""
    shipped = shipped_pages()
    own = {key: text for key, text in guidelines.items() if text != shipped.get(key)}
    return [Setting(id=PREFIX + key, value=text, created_at=now()) for key, text in own.items()]


def set_guideline(query: Queries, label: Label, text: str) -> ChangeSet:
    """Keep ``text`` as the project's page of a label; the text of the shipped page means that one is used again."""
    changes = change_page(query, label.key, text)
    return ChangeSet(f"Edit guideline of {label.name.lower()}", (changes,) if changes else ())


def use_shipped(query: Queries, label: Label) -> ChangeSet:
    """Drop the project's page of a label, so that the shipped one is shown again."""
    before = query.find(Setting, PREFIX + label.key)
    return ChangeSet(f"Use the shipped guideline of {label.name.lower()}", (Change(before, None),) if before else ())


def change_page(query: Queries, key: str, text: str | None) -> Change | None:
    """What it takes to give the label ``key`` this page, ``None`` for none of its own; nothing if it has it."""
    before = query.find(Setting, PREFIX + key)
    text = None if text is None else clean(text)
    if text is None or text == shipped_pages().get(key):
        return Change(before, None) if before else None
    if before is None:
        return Change(None, Setting(id=PREFIX + key, value=text, created_at=now()))
    after = Setting(id=before.id, value=text, created_at=before.created_at)
    return Change(before, after) if after != before else None


@cache
def shipped_pages() -> dict[str, str]:
    """The pages that ship with the program, by label key."""
    pages = resource("guidelines").glob("*.md")
    return {page.stem: page.read_text(encoding="utf-8") for page in pages}


def _begun(label: Label) -> str:
    return (
        f"# {label.name}\n\n{label.description or 'There is no guideline for this label yet.'}\n\n"
        "## Include\n\n- \n\n## Exclude\n\n- \n\n## Good\n\n- \n\n## Bad\n\n- \n"
    )
