"""Find in a text: plain words or a regular expression, with or without case, whole words only or any.

Pure. Positions are code points of the text, half open. Matches never overlap and never cut a grapheme cluster.
"""

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.core.folding import Folded, caseless, exact, same_way
from annotator.core.text import grapheme_ceil, grapheme_floor


class TooSlow(AnnotatorError):
    """Finding took longer than it may; ``str`` says so in words."""


class Options(NamedTuple):
    """``case``: capital and small letters differ. ``words``: whole words only. ``regex``: the query is a regular
    expression."""

    case: bool = False
    words: bool = False
    regex: bool = False


PLAIN = Options()


class Matches:
    """Stretches ``[start, end)`` in ascending order, none of which overlap; cheap also when there are very many."""

    def __init__(self) -> None:
        self.starts = array("q")
        self.ends = array("q")

    def add(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, nth: int) -> tuple[int, int]:
        return self.starts[nth], self.ends[nth]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    def from_(self, position: int) -> int:
        """The first match that starts at or behind a position; how many there are if none does."""
        return bisect_left(self.starts, position)

    def touching(self, start: int, end: int) -> range:
        """Which matches share a character with ``[start, end)``."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def place_of(self, start: int, end: int) -> int:
        """Which match is exactly ``[start, end)``; -1 if none."""
        nth = self.from_(start)
        return nth if nth < len(self) and self[nth] == (start, end) else -1


NOTHING = Matches()


def find(text: str, query: str, options: Options = PLAIN, *, seconds: float = 10.0) -> Matches:
    """All matches of ``query``, from the left.

    Raises ``AnnotatorError`` that says what is wrong with a regular expression and where, and ``TooSlow`` if it takes
    longer than ``seconds``.
    """
    if not query:
        return NOTHING
    found, last = Matches(), 0
    until = time.monotonic() + seconds
    pairs = _expression(text, query, options, seconds) if options.regex else _plain(text, query, options)
    for start, end in pairs:
        if start >= last and not (options.words and (_cuts(text, start) or _cuts(text, end))):
            found.add(start, end)
            last = end
        if options.words and time.monotonic() > until:
            raise _too_slow(query, seconds)
    return found


def _plain(text: str, query: str, options: Options) -> Iterator[tuple[int, int]]:
    folded = exact(text) if options.case else caseless(text)
    wanted = same_way(query, text, case=options.case)
    size, look = len(wanted), folded.text.find
    place = look(wanted)
    while place >= 0:
        start, end = _whole(text, folded, place, place + size)
        if start < end:
            yield start, end
            place = look(wanted, place + size)
        else:
            place = look(wanted, place + 1)


def _whole(text: str, folded: Folded, start: int, end: int) -> tuple[int, int]:
    """A stretch of the folded text in the original; (0, 0) if it begins or ends inside a character."""
    if text.isascii():
        return start, end
    start, end = folded.original(start), folded.original(end)
    if start < 0 or end < 0 or grapheme_floor(text, start) != start or grapheme_floor(text, end) != end:
        return 0, 0
    return start, end


def _expression(text: str, query: str, options: Options, seconds: float) -> Iterator[tuple[int, int]]:
    pattern = compiled(query, case=options.case)
    try:
        # ``concurrent`` lets the window go on meanwhile; the time limit is for all matches together.
        for match in pattern.finditer(text, timeout=seconds, concurrent=True):
            start, end = match.span()
            if start < end:
                yield (start, end) if text.isascii() else (grapheme_floor(text, start), grapheme_ceil(text, end))
    except TimeoutError:
        raise _too_slow(query, seconds) from None
    except MemoryError:
        raise AnnotatorError("the expression needs more memory than there is; write it more simply") from None


def compiled(query: str, *, case: bool) -> Any:
    """The regular expression, whose ``^`` and ``$`` are the ends of lines. Raises ``AnnotatorError``."""
    import regex

    flags = regex.MULTILINE if case else regex.MULTILINE | regex.IGNORECASE | regex.FULLCASE
    try:
        return regex.compile(query, flags)
    except regex.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise AnnotatorError(f"not a regular expression: {error.msg}{where}") from None
    except (RecursionError, OverflowError, MemoryError, ValueError):
        raise AnnotatorError("not a regular expression that can be used: it is too deep or too large") from None


def _too_slow(query: str, seconds: float) -> TooSlow:
    return TooSlow(f"“{query[:40]}” takes longer than {seconds:g} seconds here and was stopped; write it more simply")


_APART = frozenset(" \n\t\xa0\u3000，。！？；：、（）“”「」《》()[]{}\"!?;،؛؟")


def _cuts(text: str, i: int) -> bool:
    """Whether ``i`` is inside a word."""
    if not 0 < i < len(text):
        return False
    before, behind = text[i - 1], text[i]
    # Most are told by the two characters: nothing is joined to a blank, and letters and digits are to each other.
    if before in _APART or behind in _APART:
        return False
    if before.isascii() and behind.isascii() and before.isalnum() and behind.isalnum():
        return True
    from annotator.core.words import cuts_word

    return cuts_word(text, i)
