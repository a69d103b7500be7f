"""Which documents of a project come from an address, or have a title or a file name: for annotations without a text.

Reads the project once, when it is first asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from annotator.core.model import Document
from annotator.formats.bundle import Known
from annotator.store.queries import Queries

MOST = 20
"""How many documents of one name are looked at."""

_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


class Addresses:
    def __init__(self, query: Queries) -> None:
        self._query = query
        self._named: defaultdict[str, dict[str, Document]] | None = None

    def called(self, name: str) -> list[Known]:
        """The documents with this name, whatever its kind, in the project's order."""
        if self._named is None:
            self._named = defaultdict(dict)
            for document in self._query.documents():
                for each in _names(document):
                    self._named[each][document.id] = document
        found = self._named[key].values() if (key := _key(name)) in self._named else ()
        return [(document, self._query.text(document.sha256)) for document in islice(found, MOST)]


def _names(document: Document) -> Iterator[str]:
    told = [document.source, document.title, *document.meta.values()]
    for name in told:
        if isinstance(name, str) and (name in (document.source, document.title) or _SCHEME.match(name)):
            yield _key(name)
    file = document.meta.get("file")
    if isinstance(file, str) and file:
        yield _key(PurePath(file).name)


def _key(name: str) -> str:
    """A name as it is compared: an address without its scheme, its fragment and a slash at the end."""
    if _SCHEME.match(name):
        name = _SCHEME.sub("", name).partition("#")[0].rstrip("/")
    return name.strip().casefold()
