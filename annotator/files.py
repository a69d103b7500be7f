"""Writing a file, or a folder of files, so that it is either wholly there or not at all."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from annotator.core.errors import AnnotatorError

PROJECT_SUFFIX = ".annotator"

Content: TypeAlias = str | bytes | Iterable[str]
"""What is in a file, text as UTF-8: at once, or in pieces."""


def write_atomically(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write pieces to ``path``, text in UTF-8: a temporary name in the same folder, fsync, then one rename.

    If anything fails, an exception from ``pieces`` included, nothing is left behind and an older file stays as it was.
    """
    write_together([(path, pieces)])


def write_together(files: Iterable[tuple[Path, Iterable[str | bytes]]]) -> None:
    """Files that belong together, each as ``write_atomically`` does: none is put in place before all are written."""
    with ExitStack() as places:
        for path, pieces in files:
            with os.fdopen(places.enter_context(_put_in_place(path)), "wb", buffering=1 << 20) as file:
                for piece in pieces:
                    file.write(_bytes(piece))
                file.flush()
                os.fsync(file.fileno())


@contextmanager
def _put_in_place(path: Path) -> Iterator[int]:
    """A handle to write what is to be at ``path``: under another name until the block ends, gone if it fails."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.absolute().parent)
    except OSError as error:
        raise AnnotatorError(f"{path}: cannot be written: {reason(error)}") from error
    try:
        yield handle
        os.chmod(name, _mode(path))
        os.replace(name, path)
        keep_names(path.absolute().parent)
    except OSError as error:
        _discard(name)
        raise AnnotatorError(f"{path}: not written: {reason(error)}") from error
    except BaseException:
        _discard(name)
        raise


def write_folder(folder: Path, files: Iterable[tuple[str, Content]]) -> None:
    """Write files, as (name, content), into a folder that is new or empty: beside it first, then one rename.

    If anything fails, nothing is left behind. Raises ``AnnotatorError``, also for a folder with something in it.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise AnnotatorError(f"{folder}: is there already; many files are written into a new or an empty folder")
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name[:100]}.", dir=folder.absolute().parent))
    except OSError as error:
        raise AnnotatorError(f"{folder}: cannot be written: {reason(error)}") from error
    try:
        for name, content in files:
            (made / name).parent.mkdir(parents=True, exist_ok=True)  # a name may be that of a file in a folder
            with (made / name).open("xb") as file:
                file.writelines(_pieces(content))
        os.chmod(made, 0o777 & ~_umask())
        if hasattr(os, "sync"):
            os.sync()  # once for all of them, who may be a hundred thousand
        os.replace(made, folder)
        keep_names(folder.absolute().parent)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise AnnotatorError(f"{folder}: not written: {reason(error)}") from error
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def write_archive(path: Path, files: Iterable[tuple[str, Content]]) -> None:
    """Write files, as (name, content), into a ZIP archive that is there whole or not at all; its times are fixed."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    with _put_in_place(path) as handle, os.fdopen(handle, "w+b") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, content in files:
                about = ZipInfo(name)
                if isinstance(content, str | bytes):
                    archive.writestr(about, _bytes(content), ZIP_DEFLATED)
                    continue
                about.compress_type = ZIP_DEFLATED
                with archive.open(about, "w", force_zip64=True) as member:  # how much comes is not known yet
                    member.writelines(map(_bytes, content))
        file.flush()
        os.fsync(file.fileno())


def keep_names(folder: Path) -> None:
    """Bring the names in a folder to the disk: after a power cut a file may be there and its new name not."""
    with suppress(OSError):  # some drives know no such thing, and none for folders on Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space and try again"
    return error.strerror or str(error)


def _pieces(content: Content) -> Iterator[bytes]:
    return map(_bytes, (content,) if isinstance(content, str | bytes) else content)


def _bytes(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _discard(name: str) -> None:
    if os.path.exists(name):
        os.unlink(name)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else new_file_mode()


def new_file_mode() -> int:
    """The mode a new file gets from the user's umask; a temporary file is made 0600 and has to be given it."""
    return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
