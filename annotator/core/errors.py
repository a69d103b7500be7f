"""What can go wrong that is not a bug.

``AnnotatorError`` is the world's fault (a damaged file, a full disk, a wrong argument): its message is one clear
line of what, where and what to do, and is shown to the user as it is. Any other exception is a bug of ours.
"""

from pathlib import Path


class AnnotatorError(Exception):
    """The world's fault; ``str(error)`` is shown to the user."""


class Damaged(AnnotatorError):
    """The project file at ``path`` is damaged: there may be a backup, and what can still be read can be rescued."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: is damaged ({what})")
        self.path = path


class Stale(AnnotatorError):
    """A record is no longer what a change set expects it to be; nothing was written."""


class NotSaved(AnnotatorError):
    """The file did not take what was done; nothing of it was written, and it may work when it is tried again."""


class Cancelled(AnnotatorError):
    """The user cancelled a job; nothing of it remains."""


class ReadOnly(AnnotatorError):
    """A file can be read but not written; ``reason`` says why in a few words."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class Locked(AnnotatorError):
    """Another process has the project open for writing.

    ``holder`` is a readable "who, on which machine, since when". ``doubtful``: the lock was left by another machine and
    nobody can tell from here whether it still works there.
    """

    def __init__(self, message: str, holder: str, *, doubtful: bool = False) -> None:
        super().__init__(message)
        self.holder = holder
        self.doubtful = doubtful
