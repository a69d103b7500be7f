"""A model of a disk that loses what was not synced when the power is cut.

It is told, in order, what a program did to the files of one folder, and makes of it, for any moment, a folder such as
might be found afterwards: of what was written to a file since its last ``fsync`` each write is there, or not, or torn
at the borders of sectors; of what was done to names since the last ``fsync`` of the folder only the beginning is.

Harsher than most file systems, which bring a new name to the disk together with its file.
"""

import random
from pathlib import Path
from typing import NamedTuple

SECTOR = 512


class Write(NamedTuple):
    at: int
    data: bytes


class Truncate(NamedTuple):
    size: int


class Content:
    """One file, whatever it is called: what is surely on the disk, and what was done since."""

    def __init__(self, durable: bytes = b"") -> None:
        self._durable = bytearray(durable)
        self._pending: list[Write | Truncate] = []

    def do(self, change: Write | Truncate) -> None:
        self._pending.append(change)

    def sync(self) -> None:
        for change in self._pending:
            _apply(self._durable, change)
        self._pending.clear()

    def size(self) -> int:
        return len(self.now())

    def now(self) -> bytes:
        """As a running program sees it."""
        seen = bytearray(self._durable)
        for change in self._pending:
            _apply(seen, change)
        return bytes(seen)

    def after_a_cut(self, chance: random.Random) -> bytes:
        found, mood = bytearray(self._durable), chance.choice(("none", "all", "some", "some", "torn", "torn"))
        for change in self._pending:
            if mood == "all" or (mood in ("some", "torn") and chance.random() < 0.5):
                _apply(found, change)
            elif mood == "torn" and isinstance(change, Write):
                for sector in _sectors(change):
                    if chance.random() < 0.5:
                        _apply(found, sector)
        return bytes(found)


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(0, change.at - len(content))))
    content[change.at : change.at + len(change.data)] = change.data


def _sectors(change: Write) -> list[Write]:
    """A write in the parts that a disk writes at once."""
    borders = [change.at, *range((change.at // SECTOR + 1) * SECTOR, change.at + len(change.data), SECTOR)]
    ends = [*borders[1:], change.at + len(change.data)]
    return [
        Write(begin, change.data[begin - change.at : end - change.at])
        for begin, end in zip(borders, ends, strict=True)
    ]


class Disk:
    """Files by their paths relative to the folder. Names that are not known are made by writing to them."""

    def __init__(self, folder: Path) -> None:
        self._names: dict[str, Content] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._names[path.relative_to(folder).as_posix()] = Content(path.read_bytes())
        self._durable_names = dict(self._names)
        self._renamings: list[tuple[str, dict[str, Content]]] = []
        """In which folder something was done to names since it was synced, and all names as they were then."""

    def content(self, name: str) -> Content:
        if name not in self._names:
            self._named(name, {**self._names, name: Content()})
        return self._names[name]

    def unlink(self, name: str) -> None:
        self._named(name, {each: content for each, content in self._names.items() if each != name})

    def link(self, name: str, other: str) -> None:
        self._named(other, {**self._names, other: self._names[name]})

    def rename(self, name: str, other: str) -> None:
        """Of a file or of a whole folder; what was called ``other`` is no more."""
        names = {}
        for each, content in self._names.items():
            if each == name or each.startswith(f"{name}/"):
                names[f"{other}{each[len(name):]}"] = content
        rest = {each: content for each, content in self._names.items() if content not in names.values()}
        rest.pop(other, None)
        self._named(other, {**rest, **names})

    def sync_names(self) -> None:
        """Of the folder and all in it: more than a program asks for, but names inside it are of one journal anyway."""
        self._durable_names = dict(self._names)
        self._renamings.clear()

    def sync_all(self) -> None:
        for content in self._names.values():
            content.sync()
        self.sync_names()

    def _named(self, name: str, names: dict[str, Content]) -> None:
        self._names = names
        self._renamings.append((name, names))

    def cut(self, folder: Path, chance: random.Random) -> None:
        """Write to ``folder``, which is new, what is found when the power comes back."""
        kept = chance.randint(0, len(self._renamings))
        names = self._renamings[kept - 1][1] if kept else self._durable_names
        made: dict[int, bytes] = {}
        for name, content in names.items():
            found = made.setdefault(id(content), content.after_a_cut(chance))
            if name.endswith("-shm"):  # memory that was shared; of what is in the file nobody knows anything
                found = chance.randbytes(len(content.now())) if chance.random() < 0.5 else b""
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(found)
