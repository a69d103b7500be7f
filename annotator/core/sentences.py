"""Where sentences begin and end: English news, Chinese, Arabic and mixed text, by rules.

Positions are code points. A line feed always ends a sentence. Everything is judged from a few dozen characters around a
mark, so a caret in one line of a megabyte costs no more than one in a note; there is no model and no dictionary but the
abbreviations below.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from re import Match

from annotator.core.lexicon import (
    CLOCK,
    COUNTED,
    MONTHS,
    MONTHS_THAT_ARE_WORDS,
    PERHAPS,
    SMALL_TITLES,
    STARTERS,
    TITLES,
)
from annotator.core.patterns import Lazy
from annotator.core.text import BLANK, grapheme_floor, trim

REACH = 4000
"""How far a sentence is looked for on either side of a caret; a longer one is cut there."""

MARKS = "!.?…。！？｡؟۔।॥։።‼⁇⁈⁉"
CLOSERS = "\"'”’»›」』）)]】}〉》"
_OPENERS = "\"'“‘„‚«‹「『（([【{〈《"

# A run of marks, then what closes with it: quotation marks, brackets, reference numbers.
_END = Lazy(rf"(?V0)([{MARKS}](?:[ \u00a0]?[{MARKS}])*+)((?:[{re.escape(CLOSERS)}]|“(?!\S)|\[\d{{1,3}}\])*+)|\n")

_WORD_BEFORE = Lazy(r"(?r)[\p{L}\p{M}\p{N}’'&]+(?:\.[\p{L}\p{M}]+)*")
_WORD_AFTER = Lazy(r"[\p{L}\p{M}]+(?:[’'][\p{L}]+)?")
_DOTTED = Lazy(r"\p{L}(?:\.\p{L})+")
_ATTRIBUTION = Lazy(r"\p{Han}{0,4}?(?:说|說|问道|问|問|喊道|喊|回答|答道|表示|写道|强调|指出|感叹|笑道|称)")
_NUMBERING = Lazy(r"[\s●•‣·▪*\-–—(（]*(?:\d{1,3}|[ivxlIVXL]{1,4}|\p{L})")

_BULLET = Lazy(
    r"(?:[●•‣◦⁃∙▪▫■□◆◇○★☆➤►▶→·※✓✔✦]\ufe0f?\s*|[*+>\-–—]+\s+|#{1,6}\s+"
    r"|[(（](?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4}|[一二三四五六七八九十]{1,3})[)）]\s*"
    r"|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+|[A-Z]\)\s+|\d{1,3}[、．]\s*|[一二三四五六七八九十]{1,3}、\s*|[①-⑳]\s*)+"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of ``[start, end)``, without surrounding white space, in order, the first from ``start`` on."""
    hi = len(text) if end is None else end
    begin = start
    for stop in ends(text, start, hi):
        piece = trim(text, begin, stop)
        if piece[0] < piece[1]:
            yield piece
        begin = stop
    piece = trim(text, begin, hi)
    if piece[0] < piece[1]:
        yield piece


def sentence_at(text: str, i: int) -> tuple[int, int]:
    """The sentence around the caret, without surrounding white space; ``(i, i)`` on a blank line.

    Directly behind its mark the caret still belongs to the sentence, unless the next one begins right there; in the
    blank before the next one it belongs to that.
    """
    i = min(max(i, 0), len(text))
    lo, hi = line_around(text, i)
    best = (i, i)
    for begin, stop in pairwise([lo, *ends(text, lo, hi), hi]):
        start, end = trim(text, begin, stop)
        if start == end:
            continue
        if start > i and best[1] == i > best[0]:
            break
        best = (start, end)
        if i < end:
            break
    return best


def line_around(text: str, i: int, reach: int = REACH) -> tuple[int, int]:
    """The line with ``i``, without its line feed, cut at ``reach`` on either side (at a blank or a grapheme border)."""
    lo = text.rfind("\n", max(0, i - reach), i) + 1
    if lo == 0 and i > reach:
        lo = i - reach
        blank = next((at for at in range(lo, min(lo + 100, i)) if text[at] in BLANK), -1)
        lo = blank + 1 if blank >= 0 else grapheme_floor(text, lo)
    hi = text.find("\n", i, i + reach)
    if hi < 0:
        hi = min(len(text), i + reach)
        if hi < len(text):
            blank = next((at for at in range(hi - 1, max(hi - 100, i), -1) if text[at] in BLANK), -1)
            hi = blank if blank >= 0 else max(i, grapheme_floor(text, hi))
    return lo, hi


def ends(text: str, lo: int, hi: int) -> Iterator[int]:
    """The positions in ``(lo, hi]`` at which a sentence ends: behind its mark and what closes with it, or at a line
    feed."""
    for match in _END.finditer(text, lo, hi):
        if match.group(1) is None or _is_end(text, match, hi):
            yield match.end()


def _is_end(text: str, match: Match[str], hi: int) -> bool:
    marks, closers, stop = match.group(1), match.group(2), match.end()
    if stop >= hi or text[stop] == "\n":
        return True
    following = _following(text, stop, hi)
    if not following:
        return True
    spaced = text[stop] in BLANK
    if following[0] in ",;:，；：、،؛。！？" + CLOSERS.replace('"', "").replace("'", ""):
        return False
    if any(mark in "。！？｡。" for mark in marks):
        return not (closers and _ATTRIBUTION.match(text, stop))
    if marks[-1] in "؟۔।॥։።":
        return True
    if marks[-1] in ".…":
        return _dot_ends(text, match, spaced, following)
    return _exclamation_ends(spaced, closers, following)


def _exclamation_ends(spaced: bool, closers: str, following: str) -> bool:
    if _begins_small(following):
        return False
    return spaced or following[0].isupper() or not following[0].isascii() or following[0] in _OPENERS


def _following(text: str, stop: int, hi: int) -> str:
    """What comes next, up to 40 characters, without the blanks and dashes before it."""
    return text[stop : min(hi, stop + 60)].lstrip(BLANK + "–—")[:40].split("\n")[0]


def _begins_small(following: str) -> bool:
    """A small letter, perhaps behind an opening mark; iPhone and eBay count as large."""
    head = following.lstrip(_OPENERS)
    return bool(head) and head[0].islower() and not (len(head) > 1 and head[1].isupper())


def _dot_ends(text: str, match: Match[str], spaced: bool, following: str) -> bool:
    at = match.start()
    before = _WORD_BEFORE.search(text, max(0, at - 40), at)
    word = before.group() if before and before.end() == at else ""
    if _begins_small(following):
        return False
    if not spaced:
        return _glued(text, at, word, match.group(1), match.group(2), following)
    if match.group(2) or len(match.group(1)) > 1 or match.group(1) == "…":
        return True
    return not _abbreviates(text, at, word, following)


def _glued(text: str, at: int, word: str, marks: str, closers: str, following: str) -> bool:
    """No blank behind the mark: ends in ``quiet.Bright`` and ``go.”This``, not ``U.S.`` or ``a.example.org``."""
    head = following.lstrip(_OPENERS)
    if not head or not (head[0].isupper() or (head[0].isalpha() and not head[0].isascii())):
        return False
    if closers or "…" in marks:
        return True
    if "." in word or "@" in text[max(0, at - 40) : at].rsplit(" ", 1)[-1]:
        return False
    after = _WORD_AFTER.match(head)
    if after is None or (after.group().isupper() and len(after.group()) > 1) or head[after.end() :].startswith("."):
        return False
    if word.isdigit():
        return len(word) > 2
    return len(word) > 1 and word[-1:].islower() and word.lower() not in TITLES


def _abbreviates(text: str, at: int, word: str, following: str) -> bool:
    """Whether the full stop behind ``word`` belongs to it rather than to the sentence."""
    if not word:
        return False
    low, next_word = word.lower(), _WORD_AFTER.match(following.lstrip(_OPENERS))
    after = next_word.group().lower() if next_word else ""
    starter = after in STARTERS
    if following[0].isdigit() and low in COUNTED:
        return True
    line = text.rfind("\n", max(0, at - 12), at) + 1
    if (line or at < 12) and _NUMBERING.fullmatch(text, line, at):
        return True  # "1. First", "a. First" at the start of a line
    if low in TITLES:
        return bool(word[0].isupper() or low in SMALL_TITLES)
    if low in ("a.m", "p.m"):
        return after in CLOCK or following[0].isdigit()
    if len(word) == 1 and word.isalpha():
        return word != "I" and not (starter and after != "a" and word.isascii())
    if low in MONTHS and word[0].isupper():
        return following[0].isdigit() or (not starter and low not in MONTHS_THAT_ARE_WORDS)
    if _DOTTED.fullmatch(word) or (low in PERHAPS and (word[0].isupper() or low == "etc")):
        return not (starter or (low == "etc" and after != "")) or following[0].isdigit()
    return False


def after_bullet(text: str, start: int, end: int) -> int:
    """Where the sentence ``[start, end)`` begins behind a bullet or list number; ``start`` if it does not open its line
    or nothing would be left."""
    line = text.rfind("\n", max(0, start - 50), start) + 1
    if (line == 0 and start > 50) or text[line:start].strip(BLANK):
        return start
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet and bullet.end() < end else start
