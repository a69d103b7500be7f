"""Words: where a caret, a snapped selection or a span's edge stops. English, Han, Kana, Hangul, Arabic and mixed text.

Works in a window around the caret, so that it costs the same in a note and in one line of a megabyte. Positions are
code points. It knows no dictionary: spam glued on in small letters cannot be told from the word it sticks to.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from annotator.core.patterns import Lazy
from annotator.core.text import BLANK, grapheme_ceil, grapheme_floor

# A word never contains white space, so a window that begins behind a space begins between words.
_WINDOW = 240
_LONGEST = 4000  # a word longer than this is cut where the window ends
_FARTHEST = 10_000  # no key waits for a search through a megabyte of full stops

_HAN = r"[\p{Han}々〇]\p{M}*"
_KANA = r"[\p{Hiragana}ー]\p{M}*+(?:[\p{Hiragana}ー]\p{M}*)*|[\p{Katakana}ー]\p{M}*+(?:[\p{Katakana}ー]\p{M}*)*"
_LETTER = r"[\p{L}\p{N}_--\p{Han}\p{Hiragana}\p{Katakana}ー々〇][\p{M}\u200c\u200d\u00ad]*"
_JOINT = (
    r"(?:['’‐‑\-](?=[\p{L}\p{N}])"  # don’t, long-term, COVID-19
    r"|(?<=\p{Nd})[.,:/+٫٬–−](?=\p{Nd})"  # 1,600  58.3  10:30  24/7  2+1+7
    r"|\+(?=\p{L})"  # 2+N
    r"|(?<=\p{Ll})[.@](?=[\p{Ll}\p{Nd}])|(?<=\b\p{Lu})\.(?=\p{Lu}\b))"  # pai.example.com, U.S
)
_WORD = rf"[$€£¥₹]?(?:{_LETTER})(?:{_LETTER}|{_JOINT})*(?:[%٪‰]\p{{M}}*)?"
_MARK = r".,!?…;:。！？，、؟،؛"
_CLOSER = r"”’»›」』\"）)\]】}〉》"
_OPENER = r"“‘„‚«‹「『\"（(\[【{〈《"
# Possessive, and never begun inside a run: a megabyte of full stops must not cost its square.
_CLOSING = rf"(?:(?<![{_MARK}])[{_MARK}]++)?[{_CLOSER}]++(?:[{_MARK}]*+[{_CLOSER}])*+"
_OPENING = rf"(?<![{_OPENER}])[{_OPENER}]++"
# Straight quotes are told by the side on which the word stands; the rest of punctuation is nothing to stop at.
_TOKEN = Lazy(
    rf"(?V1)(?P<word>{_HAN}|{_KANA}|{_WORD}|(?=[\p{{So}}\p{{Sc}}\p{{Sm}}\p{{Extended_Pictographic}}])\X)"
    rf"|(?P<open>{_OPENING})(?=[\p{{L}}\p{{N}}$€£¥])|(?P<close>{_CLOSING})"
)

# Where a foreign word was glued on. Yes: Buyshoes|On, 2018|Buyshoes, world|Class. No: McDonald, iPhone, A3, 18th, 5km.
_GLUE = Lazy(
    r"(?V1)(?<=\p{L}\p{Ll})(?<!\b(?:Mc|Mac|De|Di|La|Le|Van|Fitz|O’|O'))(?=\p{Lu}\p{L})"
    r"|(?<=\p{Lu}{2})(?=\p{Lu}\p{Ll}{2})"
    r"|(?<=\p{Nd})(?=\p{L}{3})(?!(?:million|billion|percent|nd\b|st\b|rd\b|th\b))|(?<=\p{L}{3})(?=\p{Nd})"
    r"|(?<=\p{Latin})(?=[\p{L}--\p{Latin}\p{Common}\p{Inherited}])"
    r"|(?<=[\p{L}--\p{Latin}\p{Common}\p{Inherited}])(?=\p{Latin})"
)

Token = tuple[int, int, str]
"""Start, end, and kind: ``word``, ``open`` or ``close`` (a run of quotation marks or brackets)."""


def tokens(text: str, lo: int, hi: int) -> Iterator[Token]:
    """Words and runs of quotation marks or brackets in ``[lo, hi)``, in order; ``lo`` must not be inside one."""
    for match in _TOKEN.finditer(text, lo, hi):
        kind = match.lastgroup
        assert kind is not None
        yield match.start(), match.end(), kind


def window_start(text: str, i: int, reach: int = _WINDOW) -> int:
    """A place at most ``reach`` before ``i`` that is not inside a word, unless the word itself is longer."""
    lo = max(0, i - reach)
    if lo == 0:
        return 0
    for at in range(lo, i):
        if text[at] in BLANK:
            return at
    return lo


def window_end(text: str, i: int, reach: int = _WINDOW) -> int:
    """A place at most ``reach`` behind ``i`` that is not inside a word, unless the word itself is longer."""
    hi = min(len(text), i + reach)
    if hi == len(text):
        return hi
    for at in range(hi - 1, i, -1):
        if text[at] in BLANK:
            return at
    return hi


def word_at(text: str, i: int) -> tuple[int, int]:
    """The word that contains ``i``, else the one that ends there, else (in blanks or punctuation) the nearest of the
    line, the following one first; ``(i, i)`` on a line without words."""
    line_start = text.rfind("\n", window_start(text, i), i) + 1
    lo = max(line_start, window_start(text, i))
    newline = text.find("\n", i, i + _WINDOW)
    hi = newline if newline >= 0 else window_end(text, i)
    before: tuple[int, int] | None = None
    for start, end, kind in tokens(text, lo, hi):
        if kind != "word":
            continue
        if start > i:
            return (start, end) if before is None or before[1] < i else before
        if i < end:
            return start, end
        before = (start, end)
    return before or (i, i)


def cuts_word(text: str, i: int) -> bool:
    """Whether ``i`` is inside a word, so that whatever ends there is not a whole one."""
    start, end = word_at(text, i)
    return start < i < end


def word_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The word ``[start, end)`` cut at its glue points, as in Buyshoes|On or 2018|Buyshoes; mostly just itself."""
    cuts = [match.start() for match in _GLUE.finditer(text, start + 1, end)]
    return list(pairwise([start, *cuts, end]))


def _ends(text: str, lo: int, hi: int, parts: bool) -> list[int]:
    found: list[int] = []
    for start, end, kind in tokens(text, lo, hi):
        if kind == "word":
            found += [b for _, b in word_parts(text, start, end)] if parts else [end]
        elif kind == "close":
            found.append(end)
    return found


def _starts(text: str, lo: int, hi: int, parts: bool) -> list[int]:
    found: list[int] = []
    for start, end, kind in tokens(text, lo, hi):
        if kind == "word":
            found += [a for a, _ in word_parts(text, start, end)] if parts else [start]
        elif kind == "open":
            found.append(start)
    return found


def stop_after(text: str, i: int, stops: Callable[[int, int], list[int]], farthest: int = _FARTHEST) -> int | None:
    """The first of ``stops(lo, hi)`` behind ``i``, looking in windows that grow up to ``farthest``; None if there is
    none."""
    lo, reach = window_start(text, i), _WINDOW
    while True:
        hi = window_end(text, i, reach)
        later = [stop for stop in stops(lo, hi) if stop > i]
        # A token cut off by the window's end would stop in its middle: look again unless another follows it.
        if later and (hi == len(text) or later[0] < hi or reach > _LONGEST):
            return grapheme_ceil(text, later[0])
        if hi == len(text) or reach > farthest:
            return None
        reach *= 4


def stop_before(text: str, i: int, stops: Callable[[int, int], list[int]], farthest: int = _FARTHEST) -> int | None:
    """The last of ``stops(lo, hi)`` before ``i``, looking in windows that grow up to ``farthest``; None if there is
    none."""
    hi, reach = window_end(text, i), _WINDOW
    while True:
        lo = window_start(text, i, reach)
        earlier = [stop for stop in stops(lo, hi) if stop < i]
        if earlier and (lo == 0 or earlier[-1] > lo or reach > _LONGEST):
            return grapheme_floor(text, earlier[-1])
        if lo == 0 or reach > farthest:
            return None
        reach *= 4


def next_word(text: str, i: int) -> int:
    """Ctrl+Right: the next end of a word or of closing marks, so that a selection never takes a blank along.
    Where there is none for a long way, as far as that; at last the end of the text."""
    stop = stop_after(text, i, lambda lo, hi: _ends(text, lo, hi, parts=False))
    return grapheme_ceil(text, min(len(text), i + _FARTHEST)) if stop is None else stop


def previous_word(text: str, i: int) -> int:
    """Ctrl+Left: the previous start of a word or of opening marks. Where there is none for a long way, as far as that;
    at last 0."""
    stop = stop_before(text, i, lambda lo, hi: _starts(text, lo, hi, parts=False))
    return grapheme_floor(text, max(0, i - _FARTHEST)) if stop is None else stop


def next_edge(text: str, i: int, side: str = "end") -> int:
    """Where a span's ``side`` ("start" or "end") goes when moved one word on: as words, and at glue points inside them.
    ``i`` itself if there is nowhere to go."""
    find = _ends if side == "end" else _starts
    stop = stop_after(text, i, lambda lo, hi: find(text, lo, hi, parts=True))
    return i if stop is None else stop


def previous_edge(text: str, i: int, side: str = "start") -> int:
    """Where a span's ``side`` goes when moved one word back. ``i`` itself if there is nowhere to go."""
    find = _ends if side == "end" else _starts
    stop = stop_before(text, i, lambda lo, hi: find(text, lo, hi, parts=True))
    return i if stop is None else stop


def snap_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The selection grown to whole words where an edge cuts one; an edge between words stays, and so does a caret."""
    if start >= end:
        return start, end
    return _enclosing(text, start)[0], _enclosing(text, end)[1]


def _enclosing(text: str, i: int) -> tuple[int, int]:
    start, end = word_at(text, i)
    return (start, end) if start < i < end else (i, i)
