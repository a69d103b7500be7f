"""A text as sentences of tokens, for formats laid out so: no token has white space or crosses a sentence. Pure."""

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple

from annotator.core.sentences import sentences
from annotator.formats.offsets import Units

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Token(NamedTuple):
    """``number`` is that of its sentence and its own there, from 1: ``2-7``. Positions are code points."""

    start: int
    end: int
    number: str


class Sentence(NamedTuple):
    """Its first and last token, and where its text ends: where the next sentence begins."""

    first: int
    last: int
    end: int


class Grid:
    """The tokens and sentences of a text; ``lead`` is the white space before the first, ``units`` turns positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = Units(text)
        self.tokens: list[Token] = []
        firsts: list[int] = []
        starts = [start for start, _ in sentences(text)] or [0]
        for lo, hi in pairwise([0, *starts[1:], len(text)]):
            found = [match.span() for match in _TOKEN.finditer(text, lo, hi)]
            if found:
                firsts.append(len(self.tokens))
                self.tokens += [Token(*each, f"{len(firsts)}-{nth}") for nth, each in enumerate(found, 1)]
        self.sentences = [
            Sentence(one, other - 1, self.tokens[other].start if other < len(self.tokens) else len(text))
            for one, other in pairwise([*firsts, len(self.tokens)])
        ]
        self.lead = text[: self.tokens[0].start] if self.tokens else text
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]

    def under(self, start: int, end: int) -> range:
        """The tokens that ``[start, end)`` covers at least in part."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def body(self, nth: int) -> str:
        """The text of a sentence: up to the next one but for the line end, which a reader puts there by itself."""
        sentence = self.sentences[nth]
        text = self.text[self.tokens[sentence.first].start : sentence.end]
        return text.removesuffix("\n") if nth + 1 < len(self.sentences) else text
