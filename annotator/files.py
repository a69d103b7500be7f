"""Writing a file so that it is either wholly there or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from annotator.core.errors import AnnotatorError

PROJECT_SUFFIX = ".annotator"


def write_atomically(path: Path, pieces: Iterable[str]) -> None:
    """Write text pieces to ``path`` in UTF-8: a temporary name in the same folder, fsync, then one rename.

    If anything fails, an exception from ``pieces`` included, nothing is left behind and an older file stays as it was.
    """
    folder = path.absolute().parent
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=folder)
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="", buffering=1 << 20) as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except OSError as error:
        _discard(name)
        raise AnnotatorError(f"{path}: not written: {error.strerror or error}") from error
    except BaseException:
        _discard(name)
        raise


def _discard(name: str) -> None:
    if os.path.exists(name):
        os.unlink(name)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else new_file_mode()


def new_file_mode() -> int:
    """The mode a new file gets from the user's umask; a temporary file is made 0600 and has to be given it."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
