"""Whether the file of an open project is still the one that lies at its path.

Somebody may move, delete or replace it meanwhile. The open connection does not notice: it goes on writing into a file
that nobody will find again. Only ``stat`` is asked: opening and closing the file would drop SQLite's locks on it.
"""

import os
from pathlib import Path
from typing import NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.store.handles import Identity, identity_of

_OPEN_FILES = Path("/proc/self/fd")


class Loss(NamedTuple):
    """What became of the file, in words, and where it is now if it was moved and that can be told.

    ``whole``: what the open connection reads is still a project that can be copied.
    """

    what: str
    now_at: Path | None = None
    whole: bool = True


class Displaced(AnnotatorError):
    """The open file is no longer what lies at its path; nothing was written or read."""

    def __init__(self, loss: Loss, doing: str = "") -> None:
        super().__init__(f"{doing}{loss.what}")
        self.loss = loss


class Place:
    """Where a file was when this was made, and which file that was. Raises ``OSError`` if there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.identity = identity_of(os.stat(path))

    def loss(self) -> Loss | None:
        """What became of it; ``None`` as long as it is where it was. A few microseconds, over a network more."""
        try:
            if identity_of(os.stat(self.path)) == self.identity:
                return None
        except (FileNotFoundError, NotADirectoryError):
            now_at = self._now_at()
            if now_at is None:
                return Loss("the project file was deleted or moved away")
            return Loss(f"the project file was moved to {visible(str(now_at))}", now_at)
        except OSError as error:
            return Loss(f"the project file cannot be reached any more ({error.strerror})")
        return Loss("another file has taken the place of the project file")

    def check(self, doing: str = "") -> None:
        """Raise ``Displaced`` if it is no longer there; ``doing`` stands before what became of it."""
        loss = self.loss()
        if loss is not None:
            raise Displaced(loss, doing)

    def _now_at(self) -> Path | None:
        """Its new name, which Linux knows of a file that this process has open."""
        try:
            names = [os.readlink(each) for each in _OPEN_FILES.iterdir() if _same(each, self.identity)]
        except OSError:
            return None
        return next((Path(name) for name in names if _same(Path(name), self.identity)), None)


def _same(path: Path, identity: Identity) -> bool:
    try:
        return identity_of(os.stat(path)) == identity
    except OSError:
        return False
