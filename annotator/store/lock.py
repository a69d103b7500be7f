"""One writer per project: an advisory lock file with the holder's name, machine and time.

The operating system releases the lock when its process ends, however it ends, so a lock file left by a crash is no
obstacle. The file lies beside the project, or in the runtime directory where the folder cannot be written.
"""

import getpass
import json
import os
import tempfile
from pathlib import Path

from annotator.core.errors import AnnotatorError, Locked
from annotator.core.ids import now
from annotator.core.text import visible

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
    """Held from construction until :meth:`release`. Raises ``Locked`` if another process holds it."""

    def __init__(self, project: Path) -> None:
        self.path = _lock_path(project)
        while True:
            try:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise AnnotatorError(f"{project}: cannot be locked: {error.strerror}") from error
            try:
                _take(self._descriptor)
            except OSError:
                holder = _holder(self._descriptor)
                os.close(self._descriptor)
                raise Locked(f"{project}: is open in another window ({holder})", holder) from None
            if self._is_current():
                break
            os.close(self._descriptor)
        text = json.dumps({"name": account_name(), "machine": _machine(), "since": now(), "pid": os.getpid()})
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def _is_current(self) -> bool:
        # The last holder may have removed the file between our opening it and locking it.
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self.path))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self._descriptor)


def _lock_path(project: Path) -> Path:
    if os.access(project.parent, os.W_OK):
        return project.with_name(f".{project.name}.lock")
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    stat = project.stat()
    return folder / f"annotator-{stat.st_dev}-{stat.st_ino}.lock"


def _holder(descriptor: int) -> str:
    try:
        values = json.loads(os.pread(descriptor, 4096, 0))
        return visible(f"{values['name']} on {values['machine']} since {values['since']}")
    except (ValueError, KeyError, TypeError, OSError):
        return "holder unknown"
