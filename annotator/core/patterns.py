"""Patterns of the ``regex`` package that are compiled when first used.

Compiling those of this package takes longer than starting the rest of the program, and most are needed only once
somebody presses a key. ``warm_up`` compiles them all, for a quiet moment after the window has appeared.
"""

from collections.abc import Iterator
from functools import cached_property
from re import Match
from typing import Any


class Lazy:
    """A pattern with the methods that are used here; positions as in ``regex``, whose matches behave like ``re``'s."""

    def __init__(self, source: str) -> None:
        self._source = source
        _made.append(self)

    @cached_property
    def compiled(self) -> Any:
        import regex

        return regex.compile(self._source)

    def match(self, text: str, start: int = 0, end: int | None = None) -> Match[str] | None:
        found: Match[str] | None = self.compiled.match(text, start, end)
        return found

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> Match[str] | None:
        found: Match[str] | None = self.compiled.fullmatch(text, start, end)
        return found

    def search(self, text: str, start: int = 0, end: int | None = None) -> Match[str] | None:
        found: Match[str] | None = self.compiled.search(text, start, end)
        return found

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match[str]]:
        found: Iterator[Match[str]] = self.compiled.finditer(text, start, end)
        return found


_made: list[Lazy] = []


def warm_up() -> None:
    """Compile every pattern that the modules imported so far have made."""
    for pattern in _made:
        assert pattern.compiled
