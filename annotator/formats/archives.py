"""ZIP archives from outside: their members read in place, within limits, never unpacked into a folder.

Knows no format. What an archive says of its sizes is added up before anything is read, and no more than it said is
read of a member, so that one that unpacks to far more than it should is refused by its own numbers.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.formats.bundle import Refused

MOST = 20_000
LARGEST = 1_000_000_000
RATIO = 200
"""How many times its packed size a member may have, once it is over ``SMALL``; text packs to a twentieth at best."""
SMALL = 10_000_000


@contextmanager
def opened(source: Path | BinaryIO) -> Iterator["Archive"]:
    """An archive whose numbers are within the limits. Raises ``AnnotatorError`` (without the file's name), also for
    whatever ``zipfile`` finds wrong while the block reads members."""
    try:
        with ZipFile(source) as archive:
            yield Archive(archive)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError) as error:
        raise AnnotatorError(f"is a damaged ZIP archive ({visible(str(error))})") from None
    except (RuntimeError, NotImplementedError) as error:  # a password; a way of packing that Python lacks
        raise AnnotatorError(f"is a ZIP archive that cannot be read: {visible(str(error))}") from None
    except OSError as error:
        raise AnnotatorError(f"cannot be read: {error.strerror or error}") from None


class Archive:
    """The members of an archive by name, but for folders. ``unsafe`` are names that lead out of it: those are not
    read, though nothing here ever writes a member to a disk."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        infos = [each for each in archive.infolist() if not each.is_dir()]
        if len(infos) > MOST:
            raise AnnotatorError(f"holds {len(infos):,} files; at most {MOST:,} are read of an archive")
        total = sum(each.file_size for each in infos)
        if total > LARGEST:
            raise AnnotatorError(f"unpacks to {total:,} bytes; at most {LARGEST:,} are read of an archive")
        for each in infos:
            if each.file_size > SMALL and each.file_size > RATIO * max(1, each.compress_size):
                raise AnnotatorError(
                    f"its member {visible(each.filename[:80])} unpacks to {each.file_size:,} bytes, more than {RATIO}"
                    " times its size: that is how archives are made to fill a machine"
                )
        self.unsafe = [each.filename for each in infos if _leads_out(each.filename)]
        self._members = {each.filename: each for each in infos if not _leads_out(each.filename)}

    def names(self, *suffixes: str) -> list[str]:
        """The members in the archive's order; of these endings only (in small letters), if any are given."""
        return [name for name in self._members if not suffixes or name.lower().endswith(suffixes)]

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A member to read from. Raises ``AnnotatorError`` if there is none of that name."""
        with self._archive.open(self._member(name)) as file:
            yield file  # type: ignore[misc]  # typeshed calls it IO[bytes]

    def read(self, name: str) -> bytes:
        """A member whole. Raises ``AnnotatorError`` if there is none of that name."""
        return self._archive.read(self._member(name))

    def _member(self, name: str) -> ZipInfo:
        if name not in self._members:
            raise AnnotatorError(f"lacks the file {visible(name)}")
        return self._members[name]


def refused_names(archive: Archive, path: Path) -> Iterator[Refused]:
    """A refusal for every member whose name leads out of the archive."""
    for name in archive.unsafe:
        yield Refused(str(path), 0, f"its member {visible(name[:80])} is not read: the name leads out of the archive")


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")
