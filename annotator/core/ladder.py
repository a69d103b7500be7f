"""The ladder of extents around a caret or a selection: word, name, figure, clause, statement, quotation, sentence and
line.

A clause ends at every conjunction and every mark; a statement only at a pause (a comma, a colon, a dash) that is not
one of a list or in brackets: “ten lists and rules for the “new way” were made” is one statement of several clauses.

Expanding a selection goes to the next larger extent that contains it, shrinking to the next smaller one around a
place in it; a span grows and shrinks on the same rungs. Positions are code points, on grapheme borders, without white
space at the edges.
"""

from itertools import islice

from annotator.core.edges import clause_stops
from annotator.core.names import name_around, name_at
from annotator.core.patterns import Lazy
from annotator.core.quotations import Passage, line_quotations
from annotator.core.sentences import REACH, line_around, sentence_at
from annotator.core.text import grapheme_ceil, grapheme_floor, trim
from annotator.core.units import sentence_unit, statistic_unit
from annotator.core.words import snap_to_words, tokens, word_at

_PAUSE = Lazy(
    r"(?i)(?:(?<!\d)[,;:،؛]|[,;:](?!\d)|[，；：]|[^\S\n][–—](?=\s)|—)[”’»」』]?\s*(?:(?:and|but|or|nor|yet|so)(?=\s))?"
)
_BRACKETED = Lazy(r"[(（\[【][^()（）\[\]【】\n]{0,200}[)）\]】]")

Extent = tuple[int, int]
"""Start and end."""


def larger(text: str, start: int, end: int) -> Extent | None:
    """The smallest extent that contains ``[start, end)`` and more; None around a whole line, or lines."""
    wider = [each for each in _around(text, start, end) if each[0] <= start and end <= each[1]]
    wider = [each for each in wider if each[1] - each[0] > end - start]
    return min(wider, key=lambda each: each[1] - each[0], default=None)


def smaller(text: str, start: int, end: int, at: int) -> Extent | None:
    """The largest extent within ``[start, end)`` that is less, of those on the ladder around ``at``; None if the word
    there is all there is."""
    found: Extent | None = None
    at = trim(text, at, end)[0] if at < end else at
    rung = larger(text, at, at)
    while rung and start <= rung[0] and rung[1] <= end and rung != (start, end):
        found = rung
        rung = larger(text, *rung)
    return found


def quotation_edges(text: str, start: int, end: int) -> Extent | None:
    """The quotation around ``[start, end)`` with its marks, or without them if that is what it is already; where none
    contains it, the first that shares a character with it. None if there is none."""
    passages = line_quotations(text, *line_around(text, start))
    around = [each for each in passages if each.start <= start and end <= each.end]
    best = min(around, key=lambda each: each.end - each.start, default=None)
    if best is None:
        best = next((each for each in passages if each.start < end and start < each.end), None)
    if best is None:
        return None
    whole = _whole(text, best.start, best.end)
    return _inside(text, *whole, closed=best.closed) if whole == (start, end) else whole


def snap_to_sentences(text: str, start: int, end: int) -> Extent:
    """The selection grown to whole sentences, as the key of a sentence label would tag them."""
    first, last = sentence_unit(text, start), sentence_unit(text, max(start, end - 1))
    return _whole(text, min(start, first[0]), max(end, last[1]))


def _around(text: str, start: int, end: int) -> set[Extent]:
    """Every extent that may be the next rung; some may not contain ``[start, end)``."""
    inner = max(start, end - 1)
    line_end = text.find("\n", inner if end > start else end)
    # A selection over several lines grows to all of them; so it does with words and sentences.
    found = {trim(text, text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end)}
    if end - start < REACH:  # what is longer has been cut there, and is no sentence
        found |= {word_at(text, start), snap_to_words(text, start, end), statistic_unit(text, start) or (start, end)}
        found |= {name_around(text, start, end), name_at(text, start)}
        inner_ones = {_clause(text, start, end), _statement(text, start, end)}
        for passage in line_quotations(text, *line_around(text, start)):
            found |= {(passage.start, passage.end), _inside(text, passage.start, passage.end, passage.closed)}
            if passage.closed:
                inner_ones = {each for each in inner_ones if not _crosses(passage, *each)}
        found |= inner_ones
        first, last = sentence_unit(text, start)[0], sentence_unit(text, inner)[1]
        found.add((first, last) if first <= start and end <= last else (first, sentence_at(text, inner)[1]))
    return {_whole(text, *each) for each in found if each[0] < each[1]}


def _clause(text: str, start: int, end: int) -> Extent:
    """The clause around ``[start, end)``, within its sentence; the extent itself if that is no place for one."""
    lo, hi = sentence_unit(text, start)
    if not lo <= start <= end <= hi:
        return start, end
    starts = [stop for stop in clause_stops(text, lo, hi, "start") if lo <= stop <= start]
    ends = [stop for stop in clause_stops(text, lo, hi, "end") if max(end, start + 1) <= stop <= hi]
    return max(starts, default=lo), min(ends, default=hi)


def _statement(text: str, start: int, end: int) -> Extent:
    """The words between two pauses around ``[start, end)``, within its sentence; the extent itself if that is no place
    for one."""
    lo, hi = sentence_unit(text, start)
    if not lo <= start <= end <= hi:
        return start, end
    brackets = [match.span() for match in _BRACKETED.finditer(text, lo, hi)]
    pauses = [match.span() for match in _PAUSE.finditer(text, lo, hi)]
    pauses = [each for each in pauses if not any(begin < each[0] < stop for begin, stop in brackets)]
    ahead = [begin for begin, _ in pauses[1:]] + [hi]
    behind = [lo] + [stop for _, stop in pauses]
    apart = [
        pause
        for pause, before, after in zip(pauses, behind, ahead, strict=False)
        if not (_is_short(text, before, pause[0]) or _is_short(text, pause[1], after))
    ]
    first = max((stop for _, stop in apart if stop <= start), default=lo)
    last = min((begin for begin, _ in apart if begin >= max(end, start + 1)), default=hi)
    return trim(text, first, last)


def _is_short(text: str, start: int, end: int) -> bool:
    """Whether so few words stand there that they are one of a list, or a connective, rather than a statement."""
    return sum(1 for _ in islice((kind for _, _, kind in tokens(text, start, end) if kind == "word"), 3)) < 3


def _crosses(passage: Passage, start: int, end: int) -> bool:
    """Whether an extent would take one of the two quotation marks."""
    return passage.start < start < passage.end <= end or start <= passage.start < end < passage.end


def _inside(text: str, start: int, end: int, closed: bool) -> Extent:
    inner = trim(text, grapheme_ceil(text, start + 1), grapheme_floor(text, end - 1) if closed else end)
    return inner if inner[0] < inner[1] else (start, end)


def _whole(text: str, start: int, end: int) -> Extent:
    return grapheme_floor(text, start), grapheme_ceil(text, end)
