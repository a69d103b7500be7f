"""Figures: which numbers of a text are statistics, and how far each reaches.

A figure is a number with its approximator ("nearly", "a total of"), its currency or unit, and its counted noun
phrase. Dates, years, ordinals, clock times, names and codes, slogans, list numbers and telephone numbers are no
figures, but are known as such, for a caret that stands on one. Positions are code points; a figure never leaves its
line.

There is no tagger behind this, only closed lists and word endings, so it errs: a noun phrase of more than six words,
or with a rare verb behind it, ends too early or too late; an "of" phrase is left out, but for hundreds of, half of
and the like; percentages end at the percent. English is best covered; Chinese takes number, measure word and a short
noun, Arabic one or two words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from annotator.core.counted import arabic_end, chinese_end, english_end
from annotator.core.excluded import excluded
from annotator.core.numerals import approximator_start, find_numbers
from annotator.core.patterns import Lazy
from annotator.core.quotations import Passage, line_quotations
from annotator.core.sentences import line_around, sentence_at
from annotator.core.words import window_end, window_start

_NEAR = 1200  # how far from the caret a figure is looked for in a long sentence

_HAN_NEXT = Lazy(r"\s?[\p{Han}%％]")
_ARABIC_NEXT = Lazy(r"\s?[\p{Arabic}٪]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: the whole ``[start, end)``, the bare number within it, and whether it counts as a figure."""

    start: int
    end: int
    number_start: int
    number_end: int
    counts: bool


def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The figures of ``[start, end)`` in order, each with its approximator, unit and counted noun phrase. What is no
    figure (dates, years, codes, ...) is left out."""
    return ((each.start, each.end) for each in counting(text, start, end))


def counting(text: str, start: int = 0, end: int | None = None) -> Iterator[Figure]:
    """The figures of ``[start, end)`` in order, without what is none."""
    hi = len(text) if end is None else end
    while start < hi:
        newline = text.find("\n", start, hi)
        line_end = newline if newline >= 0 else hi
        passages = line_quotations(text, start, line_end)
        yield from (each for each in figures(text, start, line_end, passages) if each.counts)
        start = line_end + 1


def statistic_unit(text: str, i: int) -> tuple[int, int] | None:
    """The figure at the caret, else the next of its sentence, else the last before it; None if there is none.

    A caret on a number that is no figure (a year, a code) gets that number: who asks there wants it.
    """
    i = min(max(i, 0), len(text))
    line_start, line_end = line_around(text, i)
    lo, hi = sentence_at(text, i)
    passages = line_quotations(text, line_start, line_end)
    lo = max(lo, line_start, window_start(text, i, _NEAR))
    hi = min(hi + 1, line_end, window_end(text, i, _NEAR))
    found = list(figures(text, lo, hi, passages, line_start))
    for figure in found:
        if figure.number_start <= i <= figure.number_end:
            return figure.start, figure.end
    counting = [figure for figure in found if figure.counts]
    around = [figure for figure in counting if figure.start <= i <= figure.end]
    best = around or [figure for figure in counting if figure.start >= i] or counting[-1:]
    return (best[0].start, best[0].end) if best else None


def figures(
    text: str, lo: int, hi: int, passages: Sequence[Passage], line_start: int | None = None
) -> Iterator[Figure]:
    """The numbers of one line's part ``[lo, hi)``, in order, figures and others. ``passages``: its quotations."""
    line = lo if line_start is None else line_start
    done = lo
    near = _Near(passages)
    for match in find_numbers(text, lo, hi):
        start, end = match.span()
        if start < done:
            continue
        if match.lastgroup != "number":
            yield Figure(start, end, start, end, counts=False)
            done = end
            continue
        counts = not excluded(text, start, end, line, hi, near.around(start))
        whole_start, whole_end = start, end
        if counts or not text[start].isdecimal():  # a word like "one" is asked for with its noun
            whole_start = max(done, approximator_start(text, start, done))
            whole_end = _end(text, start, end, hi)
        yield Figure(whole_start, whole_end, start, end, counts)
        done = max(whole_end, end) if counts else end


class _Near:
    """The passages around ascending positions, without looking through all of a long line's each time."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._first = 0

    def around(self, at: int) -> list[Passage]:
        while self._first < len(self._passages) and self._passages[self._first].end <= at:
            self._first += 1
        started = takewhile(lambda passage: passage.start <= at, islice(self._passages, self._first, None))
        return list(started)


def _end(text: str, start: int, end: int, hi: int) -> int:
    if _HAN_NEXT.match(text, end, hi) and not text[end : end + 1].isspace():
        return chinese_end(text, end, hi)
    if _ARABIC_NEXT.match(text, end, hi):
        return arabic_end(text, end, hi)
    return english_end(text, end, hi, text[start:end])
