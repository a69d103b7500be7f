"""What a key tags when nothing is selected: the sentence, number, quoted passage, name or word at the caret.

This is the one place that callers import from; how each unit is found is written in ``sentences``, ``figures``,
``quotations``, ``names``, ``words`` and ``edges``. Positions are code points, on grapheme borders, without white
space at the edges.
"""

from annotator.core.edges import move_edge, next_clause_edge, previous_clause_edge
from annotator.core.figures import numbers, statistic_unit
from annotator.core.names import name_at
from annotator.core.patterns import Lazy
from annotator.core.quotations import inside_quotation, quotation_unit, quotations
from annotator.core.sentences import after_bullet, sentence_at
from annotator.core.text import grapheme_ceil, grapheme_floor, trim
from annotator.core.words import word_at

__all__ = [
    "move_edge",
    "next_clause_edge",
    "numbers",
    "previous_clause_edge",
    "quotation_unit",
    "quotations",
    "sentence_unit",
    "statistic_unit",
    "unit_at",
]

_FINAL = Lazy(r"(?r)(?<![.…])[!?。！？｡؟۔।!]*+[.!?。！？｡؟۔।]\Z")
_ABBREVIATION = Lazy(r"(?r)(?:(?:\b\p{L}\.){2,}|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|etc|Ph\.D|Bros)\.)\Z")


def sentence_unit(text: str, i: int) -> tuple[int, int]:
    """The sentence at the caret without a leading bullet and without the closing mark that stands outside quotation
    marks. An ellipsis, and the full stop of an abbreviation, stay. ``(i, i)`` on a blank line."""
    start, end = sentence_at(text, i)
    if start == end:
        return start, end
    start = after_bullet(text, start, end)
    final = _FINAL.search(text, start, end)
    kept = _ABBREVIATION.search(text, start, end) or inside_quotation(text, end - 1)
    if final and final.start() > start and not kept:
        end = final.start()
    return trim(text, start, end)


def unit_at(text: str, i: int, kind: str) -> tuple[int, int]:
    """The unit of ``kind`` ("sentence", "number", "quotation", "name", "word") at the caret.

    Where there is no quotation, the sentence; where there is no number, the word. Empty only on a blank line.
    """
    i = min(max(i, 0), len(text))
    if kind == "quotation":
        found = quotation_unit(text, i) or sentence_unit(text, i)
    elif kind == "number":
        found = statistic_unit(text, i) or word_at(text, i)
    elif kind == "sentence":
        found = sentence_unit(text, i)
    elif kind == "name":
        found = name_at(text, i)
    elif kind == "word":
        found = word_at(text, i)
    else:
        raise ValueError(f"no such unit: {kind!r}")
    return grapheme_floor(text, found[0]), grapheme_ceil(text, found[1])
