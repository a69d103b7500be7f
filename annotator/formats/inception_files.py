"""How INCEpTION lays out what it exports: ``annotation/DOCUMENT/USER.tsv`` and ``curation/DOCUMENT/CURATION_USER.tsv``.

Pure: names in, names out.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from annotator.core import ids
from annotator.core.model import GOLD, Annotator
from annotator.core.text import clean
from annotator.formats.bundle import Bundle, Written

CURATION, INITIAL = "CURATION_USER", "INITIAL_CAS"
_FOLDERS = ("annotation", "curation")
_UNSAFE = re.compile(r"[^\w.@ ()+-]+")


def owner_of(name: PurePath) -> Annotator | None:
    """Whose annotations a file holds, by where it lies; ``None`` where that says nothing."""
    if name.stem == CURATION:
        return GOLD
    if len(name.parts) < 3 or name.parts[-3] not in _FOLDERS or name.stem == INITIAL:
        return None
    who = clean(name.stem)
    return Annotator(id=ids.annotator_id(who), name=who) if who else None


def document_of(name: PurePath) -> str:
    """What the document of such a file is called; "" where its place says nothing."""
    return clean(name.parts[-2]) if len(name.parts) > 2 and name.parts[-3] in _FOLDERS else ""


def folder_of(number: int, bundle: Bundle) -> str:
    """What the document is called in an export: its number and title."""
    title = bundle.document.title.removesuffix(".txt")
    return f"{number:04d}-{_safe(title)[:60].strip('. ')}".rstrip("-") + ".txt"


def places(folder: str, bundle: Bundle, names: Mapping[str, str], written: Written) -> Iterable[tuple[str, str]]:
    """For each annotator of the bundle's spans (their id; "" if there are no spans) the place of their file, without
    its suffix. A name that no file can have is changed, which is counted as lost."""
    taken: set[str] = set()
    owners = sorted({span.annotator_id for span in bundle.spans}, key=lambda one: (names.get(one, one), one))
    for owner in owners or [""]:
        if owner == ids.GOLD_ID:
            yield owner, f"curation/{folder}/{CURATION}"
            continue
        name = names.get(owner, owner) or INITIAL
        safe = stem = _safe(name).strip(". ") or "_"
        nth = 1
        while stem.lower() in taken or (owner and stem in (CURATION, INITIAL)):
            nth += 1
            stem = f"{safe} ({nth})"
        if stem != name:
            written.lose("annotators’ names as they were")
        taken.add(stem.lower())
        yield owner, f"annotation/{folder}/{stem}"


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name)
