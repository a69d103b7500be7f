"""Where a span's edge goes when it is moved by character, by word or by clause.

A clause ends at a comma, semicolon, colon or dash, before a conjunction, at brackets and quotation marks, at the end
of a sentence and of a line; moving goes on past all of them. The end of a span stops before the mark that closes a
clause, its start behind it, because neither wants the mark or the blank. Positions are code points, always on
grapheme borders.
"""

from itertools import chain

from annotator.core.lexicon import words
from annotator.core.patterns import Lazy
from annotator.core.sentences import CLOSERS, MARKS, after_bullet, ends
from annotator.core.text import BLANK, grapheme_ceil, grapheme_floor
from annotator.core.words import next_edge, previous_edge, stop_after, stop_before

_FARTHEST = 8000  # a clause longer than this has no edge to move to

_JOINING = words("and but or nor yet so that if then plus")
_SUBORDINATE = words("""
    which who whom whose when where while whereas because although though unless until since after before as whether
    including according despite
""")
_CLAUSE = Lazy(
    r"(?i)(?P<pause>(?<!\d)[,;:،؛]|[,;:](?!\d)|[，；：、]|[^\S\n][–—-](?=\s)|—|–(?!\d))"
    r"|(?P<open>[“‘„«「『(（\[【《])"
    r"|(?P<close>[”»」』)）\]】》]|(?<=[.,!?…])[’'\"]|[’'\"](?=[.,;:!?]))"
    r"|(?P<straight>\")"
    rf"|(?<=\s)(?P<joining>{'|'.join(sorted(_JOINING))})(?=\s)"
    rf"|(?<=\s)(?P<subordinate>{'|'.join(sorted(_SUBORDINATE))})(?=\s)"
    r"|(?P<line>\n)",
)

_SKIPPED = BLANK + ",;:،؛，；：、–—"
_JOINED = Lazy(rf"(?i)(?:{'|'.join(sorted(_JOINING))})\s")


def clause_stops(text: str, lo: int, hi: int, side: str) -> list[int]:
    """Where the ``side`` ("start" or "end") of a span may stop in ``[lo, hi]``, ascending."""
    stops: set[int] = set()
    gaps = _Gaps(text, lo, hi)
    for match in _CLAUSE.finditer(text, lo, hi):
        kind, begin, end = match.lastgroup, match.start(), match.end()
        if side == "end":
            if kind == "close" or (kind == "straight" and (begin == lo or text[begin - 1] not in BLANK)):
                stops.add(end)
            stop = gaps.around(begin)[0]
            # Behind the mark of a sentence there is a stop before that mark already, and a bullet ends nothing.
            before = text[max(lo, stop - 1)]
            if kind in ("pause", "close") or before.isalnum() or before in CLOSERS + "%":
                stops.add(stop)
        else:
            if kind in ("open", "subordinate", "straight"):
                stops.add(begin)
            if kind != "subordinate":
                stop = gaps.around(end)[1]
                stop = after_bullet(text, stop, hi) if kind == "line" else stop
                # A conjunction makes a stop of its own, behind it; nobody begins at a closing mark.
                if not _JOINED.match(text, stop, hi) and text[stop : stop + 1] not in tuple("”’»」』)）]】"):
                    stops.add(stop)
    whole = hi == len(text)
    past = -1
    for stop in chain([lo] if lo == 0 else [], ends(text, lo, hi), [hi] if whole else []):
        if stop == hi and not whole:  # the window's border, not known to be an end
            continue
        first, last = gaps.around(stop)
        if last == past:  # one more of many empty lines
            continue
        past = last
        stops |= {after_bullet(text, last, hi)} if side == "start" else _sentence_stops(text, lo, first)
    last = hi if whole and side == "end" else hi - 1
    first = 0 if lo == 0 and side == "start" else lo + 1
    return sorted(stop for stop in stops if first <= stop <= last)


def _sentence_stops(text: str, lo: int, stop: int) -> set[int]:
    """Before the mark, and behind the quotation marks or brackets that close with it."""
    bare = stop
    while bare > lo and text[bare - 1] in CLOSERS:
        bare -= 1
    inner = bare
    while inner > lo and text[inner - 1] in MARKS:
        inner -= 1
    return {inner} if bare == stop and inner < stop else {inner, stop}


class _Gaps:
    """Runs of blanks and of the marks that part clauses. Each is walked once, or thousands of empty lines would cost
    their square."""

    def __init__(self, text: str, lo: int, hi: int) -> None:
        self._text, self._lo, self._hi = text, lo, hi
        self._first, self._last = 0, -1

    def around(self, at: int) -> tuple[int, int]:
        """Start and end of the run that ``at`` is in or beside; ``(at, at)`` between other characters."""
        if not self._first <= at <= self._last:
            self._first = self._last = at
            while self._first > self._lo and self._text[self._first - 1] in _SKIPPED:
                self._first -= 1
            while self._last < self._hi and self._text[self._last] in _SKIPPED:
                self._last += 1
        return self._first, self._last


def next_clause_edge(text: str, i: int, side: str = "end") -> int:
    """Where a span's ``side`` goes when moved one clause on; ``i`` itself if there is nowhere to go."""
    stop = stop_after(text, i, lambda lo, hi: clause_stops(text, lo, hi, side), _FARTHEST)
    return i if stop is None else stop


def previous_clause_edge(text: str, i: int, side: str = "start") -> int:
    """Where a span's ``side`` goes when moved one clause back; ``i`` itself if there is nowhere to go."""
    stop = stop_before(text, i, lambda lo, hi: clause_stops(text, lo, hi, side), _FARTHEST)
    return i if stop is None else stop


def move_edge(text: str, i: int, side: str, direction: int, by: str) -> int:
    """The new place of a span's ``side`` ("start", "end") at ``i``, moved one step on (1) or back (-1) ``by``
    "character" (one grapheme cluster), "word" or "clause". ``i`` itself if there is nowhere to go; ValueError for
    any other ``by``, ``side`` or ``direction``."""
    if side not in ("start", "end") or direction not in (-1, 1):
        raise ValueError(f"no such edge or direction: {side!r}, {direction!r}")
    if by == "character":
        return grapheme_ceil(text, i + 1) if direction > 0 else grapheme_floor(text, i - 1)
    if by == "word":
        return next_edge(text, i, side) if direction > 0 else previous_edge(text, i, side)
    if by == "clause":
        return next_clause_edge(text, i, side) if direction > 0 else previous_clause_edge(text, i, side)
    raise ValueError(f"no such step: {by!r}")
