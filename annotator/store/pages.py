"""The pages of an SQLite file read by hand, for files that SQLite itself no longer reads: rows out of B-tree pages.

Nothing of the file is believed: a page, cell or chain that makes no sense yields nothing, and no loop is gone through
twice. What a write-ahead log beside the file holds goes before the file's own pages, if it is sound and of this file.
The layout is that of https://www.sqlite.org/fileformat2.html. Nothing here writes.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

TABLE_LEAF, TABLE_INSIDE, INDEX_LEAF, INDEX_INSIDE = 0x0D, 0x05, 0x0A, 0x02
_KINDS = (TABLE_LEAF, TABLE_INSIDE, INDEX_LEAF, INDEX_INSIDE)
_SIZES = (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536)
_COMPARED = 200  # pages of a log
_MOST_BYTES = 1_000_000_000  # SQLite's own limit on one row
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Row(NamedTuple):
    """One row as it lies in a page; an index has no ``rowid``. Text that is not UTF-8 has U+FFFD in it."""

    rowid: int | None
    values: list[Any]


class Unreadable(Exception):
    """Bytes that make no sense where they are. Never leaves this package."""


def log_fits(path: Path) -> bool:
    """Whether the write-ahead log beside a file can be of that file, as far as its beginning says."""
    try:
        with Pages(path, most=_COMPARED) as pages:
            return pages.own_log
    except OSError:
        return True  # which whoever opens it will tell


class Pages:
    """Use as a context manager. Pages are counted from 1, as in SQLite. Raises ``OSError``."""

    def __init__(self, path: Path, most: int = 1 << 40) -> None:
        """``most``: how many pages of the log are looked at."""
        self._file = path.open("rb")
        head = self._file.read(100)
        length = os.fstat(self._file.fileno()).st_size
        self.size = self._judged_size(head, length)
        self.count = length // self.size
        self.wal = _Log(path.with_name(path.name + "-wal"), self.size, most)
        self.damaged_rows = 0
        """How many rows were where a page says that there is one, and could not be read."""
        self.own_log = not self.wal.pages or self._is_own_log()
        if not self.own_log:
            self.wal.pages.clear()
        self.count = max([self.count, *self.wal.pages])

    def _judged_size(self, head: bytes, length: int) -> int:
        """The page size: the smallest at whose multiples pages begin, whatever the header says if it says otherwise."""
        said = struct.unpack(">H", head[16:18])[0] if len(head) >= 18 else 0
        found = {size: self._sense(size, length) for size in _SIZES if size <= length}
        best = max(found.values(), default=0)
        if not best:
            return said if said in _SIZES else 4096
        return next(size for size, sense in found.items() if sense >= 0.7 * best)

    def _sense(self, size: int, length: int) -> float:
        """Which part of the pages, of this size, begins as a B-tree page does; looks at a thousand at most."""
        count = length // size
        asked = range(1, count, max(1, count // 1000))
        good = 0
        for number in asked:
            head = os.pread(self._file.fileno(), 8, number * size)
            if len(head) == 8 and head[0] in _KINDS:
                cells, content = struct.unpack(">HH", head[3:7])
                content = content or 65536
                good += 8 + 2 * cells <= content <= size and (cells > 0 or content == size)
        return good / len(asked) if asked else 0.0

    def __enter__(self) -> "Pages":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self.wal.close()

    def page(self, number: int, *, own: bool = False) -> bytes:
        """The bytes of a page; ``own``: those in the file, whatever the log has. Raises ``Unreadable``."""
        if not own and number in self.wal.pages:
            return self.wal.page(number)
        data = os.pread(self._file.fileno(), self.size, (number - 1) * self.size) if number > 0 else b""
        if len(data) != self.size:
            raise Unreadable
        return data

    def _is_own_log(self) -> bool:
        """Whether the log can be of this file: pages of rows that are in both then have rows in common, as a rule."""
        compared = common = 0
        for number in list(self.wal.pages)[:_COMPARED]:
            with suppress(Unreadable):
                before = self._keys(self.page(number, own=True))
                compared += bool(before)
                common += bool(before & self._keys(self.wal.page(number)))
        return common * 2 >= compared

    def _keys(self, data: bytes) -> set[str]:
        """What the rows of a page are known by: their ids."""
        found: set[str] = set()
        for place in _pointers(data, 2, TABLE_LEAF) if data[0] == TABLE_LEAF else ():
            with suppress(Unreadable, IndexError, struct.error):
                values = self._row(data, place, TABLE_LEAF).values
                found.update([each for each in values if isinstance(each, str)][:1])
        return found

    def free(self) -> set[int]:
        """The pages that are in no use: what is on them was removed."""
        found: set[int] = set()
        with suppress(Unreadable):
            number = struct.unpack(">I", self.page(1)[32:36])[0]
            while number and number not in found and number <= self.count:
                page = self.page(number)
                following, count = struct.unpack(">II", page[:8])
                if count > (self.size - 8) // 4:
                    break
                found.add(number)
                found.update(struct.unpack(f">{count}I", page[8 : 8 + 4 * count]))
                number = following
        return found

    def tree(self, root: int) -> Iterator[int]:
        """Every page of a B-tree that can be reached from its root, in order."""
        seen, waiting = set[int](), [root]
        while waiting:
            number = waiting.pop()
            if number in seen or not 0 < number <= self.count:
                continue
            seen.add(number)
            with suppress(Unreadable):
                data = self.page(number)
                yield number
                waiting += reversed(_children(data, number))

    def kind(self, number: int) -> int:
        """What kind of page it says it is; 0 where it says nothing sensible."""
        with suppress(Unreadable):
            kind = self.page(number)[_start(number)]
            return kind if kind in _KINDS else 0
        return 0

    def rows(self, number: int, kind: int) -> Iterator[Row]:
        """The rows on a page, read as a page of that kind; those that cannot be read are counted."""
        try:
            data = self.page(number)
        except Unreadable:
            return
        for place in _pointers(data, number, kind):
            try:
                yield self._row(data, place, kind)
            except (Unreadable, IndexError, struct.error):
                self.damaged_rows += 1

    def _row(self, data: bytes, place: int, kind: int) -> Row:
        rowid = None
        if kind == INDEX_INSIDE:
            place += 4
        length, place = _varint(data, place)
        if kind == TABLE_LEAF:
            rowid, place = _varint(data, place)
            rowid = rowid - (1 << 64) if rowid >= 1 << 63 else rowid
        if length > _MOST_BYTES:
            raise Unreadable
        return Row(rowid, _values(self._payload(data, place, length, kind)))

    def _payload(self, data: bytes, place: int, length: int, kind: int) -> bytes:
        most = self.size - 35 if kind == TABLE_LEAF else (self.size - 12) * 64 // 255 - 23
        if length <= most:
            if place + length > len(data):
                raise Unreadable
            return data[place : place + length]
        least = (self.size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self.size - 4)
        here = here if here <= most else least
        parts, left = [data[place : place + here]], length - here
        (number,) = struct.unpack(">I", data[place + here : place + here + 4])
        seen: set[int] = set()
        while left > 0:
            if number in seen:
                raise Unreadable
            seen.add(number)
            page = self.page(number)
            (number,) = struct.unpack(">I", page[:4])
            parts.append(page[4 : 4 + left])
            left -= len(parts[-1])
        return b"".join(parts)


def _start(number: int) -> int:
    """Where the header of a B-tree page begins: on the first page behind that of the file."""
    return 100 if number == 1 else 0


def _pointers(data: bytes, number: int, kind: int) -> list[int]:
    """Where the cells of a page begin, as far as that can be."""
    start = _start(number)
    head = start + (12 if kind in (TABLE_INSIDE, INDEX_INSIDE) else 8)
    (count,) = struct.unpack(">H", data[start + 3 : start + 5])
    count = min(count, (len(data) - head) // 2)
    found = struct.unpack(f">{count}H", data[head : head + 2 * count])
    return [place for place in dict.fromkeys(found) if head < place < len(data) - 2]


def _children(data: bytes, number: int) -> list[int]:
    start = _start(number)
    kind = data[start]
    if kind not in (TABLE_INSIDE, INDEX_INSIDE):
        return []
    found = [struct.unpack(">I", data[p : p + 4])[0] for p in _pointers(data, number, kind) if p + 4 <= len(data)]
    return [*found, struct.unpack(">I", data[start + 8 : start + 12])[0]]


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for length in range(9):
        byte = data[place + length]
        if length == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + length + 1
    raise Unreadable


def _values(payload: bytes) -> list[Any]:
    """The values of a record."""
    head, place = _varint(payload, 0)
    if head > len(payload):
        raise Unreadable
    at, found = head, []
    while place < head:
        kind, place = _varint(payload, place)
        value, at = _value(payload, kind, at)
        found.append(value)
    if at != len(payload):
        raise Unreadable
    return found


def _value(payload: bytes, kind: int, at: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    length = _INTEGERS.get(kind, 8 if kind == 7 else (kind - 12) // 2 if kind >= 12 else -1)
    raw = payload[at : at + length]
    if length < 0 or len(raw) != length:
        raise Unreadable
    if kind in _INTEGERS:
        return int.from_bytes(raw, "big", signed=True), at + length
    if kind == 7:
        return struct.unpack(">d", raw)[0], at + length
    return (raw.decode("utf-8", "replace") if kind % 2 else raw), at + length


class _Log:
    """A write-ahead log: of each page the last version that was committed, as far as the checksums hold."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        self.pages: dict[int, int] = {}
        self._most = most
        self._size = size
        self._file = path.open("rb") if path.is_file() else None
        if self._file:
            self._read(self._file.read(32))

    def _read(self, head: bytes) -> None:
        assert self._file is not None
        if len(head) < 32:
            return
        magic, _, size, _, *salts = struct.unpack(">6I", head[:24])
        if magic & ~1 != 0x377F0682 or size != self._size:
            return
        order = ">" if magic & 1 else "<"
        sums = _summed(head[:24], order, (0, 0))
        if sums != struct.unpack(">2I", head[24:32]):
            return
        place, waiting = 32, dict[int, int]()
        while place < self._most * size and len(frame := self._file.read(24 + size)) == 24 + size:
            number, committed, *rest = struct.unpack(">6I", frame[:24])
            sums = _summed(frame[24:], order, _summed(frame[:8], order, sums))
            if rest[:2] != salts or sums != tuple(rest[2:]):
                return
            waiting[number] = place + 24
            if committed:
                self.pages.update(waiting)
                waiting.clear()
            place += len(frame)

    def page(self, number: int) -> bytes:
        assert self._file is not None
        return os.pread(self._file.fileno(), self._size, self.pages[number])

    def close(self) -> None:
        if self._file:
            self._file.close()


def _summed(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
