"""What a reading tells people, line by line: no more lines are kept than anybody reads, the others are counted.

Of a million spans with a label that the scheme lacks, the first thousands say it all; kept whole they would fill the
memory, and a window that shows them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Self

MOST = 5_000


class Told(list[str]):
    """The first ``MOST`` lines. ``total`` counts all; ``shown`` ends with how many are not there."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        super().__init__()
        self.beyond = 0
        self.extend(lines)

    def append(self, line: str) -> None:
        if len(self) < MOST:
            super().append(line)
        else:
            self.beyond += 1

    def extend(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.append(line)
        self.beyond += lines.beyond if isinstance(lines, Told) else 0

    def __iadd__(self, lines: Iterable[str]) -> Self:  # type: ignore[override,misc]  # as list has it, but for the type
        self.extend(lines)
        return self

    @property
    def total(self) -> int:
        return len(self) + self.beyond

    def shown(self) -> list[str]:
        return [*self, f"and {self.beyond:,} more that are not listed"] if self.beyond else list(self)


class Unknown:
    """What the scheme lacks and was kept: each thing told once, with where it stood first and how often it came."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._times: Counter[str] = Counter()

    def count(self, phrases: Iterable[str], where: str) -> None:
        for phrase in phrases:
            if phrase in self._first or len(self._first) < MOST:
                self._first.setdefault(phrase, where)
                self._times[phrase] += 1

    def lines(self) -> Iterator[str]:
        for phrase, where in self._first.items():
            more = f"; {self._times[phrase] - 1:,} more" if self._times[phrase] > 1 else ""
            yield f"{where}: {phrase} (kept{more})" if where else f"{phrase} (kept{more})"
