"""Which texts of a project, or of the files that come in with it, a new text is the same as, or nearly.

Sketches of texts (``core.near``) are kept nowhere but in the memory of the running program: making one takes less than
a millisecond, and only the newest ``MOST`` documents of a project are looked at. Reads only.
"""

from array import array
from collections.abc import Callable
from typing import NamedTuple

from annotator.core.model import Json
from annotator.core.near import Near, sketch
from annotator.store.queries import Queries

MOST = 10_000
"""So many documents of a project, the last that were added, are compared with what comes in."""

_made: dict[str, "array[int]"] = {}  # by the SHA-256 of the text, so that the next import need not make them again


class Alike(NamedTuple):
    """What a text is like: a document of the project, or (``where``) one that came before it in the same batch.

    ``similarity`` is 1 for the very same text, else the part of their wording that both have, within some 4 %.
    """

    title: str
    similarity: float
    document_id: str = ""
    where: str = ""

    def __str__(self) -> str:
        place = f" in {self.where}" if self.where else ""
        share = "the same text as" if self.similarity == 1 else f"about {self.similarity:.0%} the same as"
        return f"{share} “{self.title}”{place}"

    def as_json(self) -> dict[str, Json]:
        return {
            "title": self.title,
            "similarity": round(self.similarity, 2),
            "document_id": self.document_id,
            "file": self.where,
        }


class _Place(NamedTuple):
    """Whose sketch it is: a document's of the project (no ``file``), or one of a file when it was read that time."""

    sha256: str
    title: str = ""
    file: str = ""
    reading: int = 0


class Likeness:
    """Compares texts with a project and with each other, as they come. ``waiting`` is called now and then, and may
    raise to end the work."""

    def __init__(self, query: Queries, waiting: Callable[[], None] = lambda: None) -> None:
        self._query = query
        self._waiting = waiting
        self._near: Near[_Place] | None = None
        self._batch: dict[str, _Place] = {}
        self._readings: dict[str, int] = {}  # how often a file was forgotten: it was read in another way since
        self.note = ""
        """What the user should know of how far it looks; empty if there is nothing."""

    def forget(self, file: str) -> None:
        """What was read in a file counts no more: it is going to be read in another way."""
        self._readings[file] = self._readings.get(file, 0) + 1

    def look(self, sha256: str, text: str, title: str, file: str) -> Alike | None:
        """What a text in ``file`` is like, the very same text first; then it counts for those after it."""
        here = self._query.document_with_text(sha256)
        if here is not None:
            return Alike(here.title, 1.0, here.id)
        before = self._batch.get(sha256)
        if before is not None and self._stands(before):
            return Alike(before.title, 1.0, where=before.file)
        if len(self._batch) >= MOST:
            self.note = f"near duplicates were looked for in the first {MOST:,} documents that come in only"
            return None
        place = self._batch[sha256] = _Place(sha256, title, file, self._readings.get(file, 0))
        near = self._near = self._near or self._project()
        mine = _sketched(sha256, text)
        found = near.nearest(mine, self._stands)
        near.add(place, mine)
        if found is None:
            return None
        similarity = min(found.similarity, 0.99)  # one that is the very same is known by its hash
        document = None if found.key.file else self._query.document_with_text(found.key.sha256)
        if document is not None:
            return Alike(document.title, similarity, document.id)
        return Alike(found.key.title, similarity, where=found.key.file)

    def _stands(self, place: _Place) -> bool:
        return place.reading == self._readings.get(place.file, 0)

    def _project(self) -> Near[_Place]:
        hashes = list(dict.fromkeys(sha for _, sha, _ in self._query.document_texts()))
        if len(hashes) > MOST:
            self.note = f"near duplicates were looked for among the {MOST:,} newest documents of the project only"
        near: Near[_Place] = Near()
        for number, sha in enumerate(hashes[-MOST:]):
            if number % 100 == 0:
                self._waiting()
            near.add(_Place(sha), _made[sha] if sha in _made else _sketched(sha, self._query.text(sha)))
        return near


def _sketched(sha256: str, text: str) -> "array[int]":
    if sha256 not in _made:
        if len(_made) >= 2 * MOST:
            _made.clear()
        _made[sha256] = sketch(text)
    return _made[sha256]
