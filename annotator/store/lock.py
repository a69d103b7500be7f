"""One writer per project: an advisory lock file beside it with the holder's name, machine and time.

The operating system releases the lock when its process ends, however it ends, so a lock file left by a crash is no
obstacle. On a network drive that may be known to one machine alone: there a file left by another machine is told, and
whoever knows better may go on.
"""

import errno
import getpass
import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError, Locked
from annotator.core.ids import now
from annotator.core.text import visible
from annotator.store.drives import network_drive

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What the system says when another process has the lock; anything else means that it knows no locks there."""

if os.name == "nt":  # pragma: no cover - the project is tested on Linux
    import msvcrt
    import platform

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

    def _machine() -> str:
        return platform.node()
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _machine() -> str:
        return os.uname().nodename


def account_name() -> str:
    """The name of the account this runs under."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "someone"


class ProjectLock:
    """Held from construction until :meth:`release`. Raises ``Locked`` if another process holds it.

    ``anyway``: go on where another machine has left a lock of which nobody can tell whether it is held.
    """

    def __init__(self, project: Path, *, anyway: bool = False) -> None:
        self.path = project.with_name(f".{project.name}.lock")
        while True:
            try:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise AnnotatorError(f"{project}: cannot be locked: {error.strerror}") from error
            try:
                self._hold(project, anyway)
            except BaseException:
                os.close(self._descriptor)
                raise
            if self._is_current():
                break
            os.close(self._descriptor)
        text = json.dumps({"name": account_name(), "machine": _machine(), "since": now(), "pid": os.getpid()})
        with suppress(OSError):  # on a full disk it is held all the same, only nobody can read by whom
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode(), 0)

    def _hold(self, project: Path, anyway: bool) -> None:
        left = _read(self._descriptor)
        known = True
        try:
            _take(self._descriptor)
        except OSError as error:
            if error.errno in _HELD:
                holder = _told(left)
                raise Locked(f"{project}: is open in another window ({holder})", holder) from None
            known = False
        # Where the system knows locks and the drive is our own, that we got it means that nobody had it.
        if not anyway and left.get("machine", _machine()) != _machine() and (not known or network_drive(project)):
            holder = _told(left)
            raise Locked(
                f"{project}: may be open on another machine ({holder}), or was when that machine stopped;"
                f" if nobody works on it there, remove {self.path}",
                holder,
                doubtful=True,
            )

    def _is_current(self) -> bool:
        # The last holder may have removed the file between our opening it and locking it.
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self.path))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        # Only our own: the folder may have been replaced meanwhile, by one in which somebody else works.
        if self._is_current():
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)


def _read(descriptor: int) -> dict[str, Any]:
    """What the file says about its holder; nothing if it says nothing that can be read."""
    try:
        values = json.loads(os.pread(descriptor, 4096, 0))
    except (ValueError, OSError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _told(left: dict[str, Any]) -> str:
    try:
        since = datetime.fromisoformat(left["since"]).astimezone()
        return visible(f"{left['name']} on {left['machine']} since {since:%Y-%m-%d %H:%M}")
    except (KeyError, TypeError, ValueError, OverflowError):
        return "nobody can tell by whom"
