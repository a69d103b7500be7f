"""Names of people and bodies: how far the one at a caret reaches, so that one key tags a source.

In scripts with capitals a name is a run of capitalised words, with what joins them ("Department of Health"), the
article right before it, and without the possessive ending. In Chinese it is what stands before the verb of saying. It
knows no list of names: elsewhere, and in small letters, it is the word at the caret. Positions are code points.
"""

from annotator.core.lexicon import STARTERS
from annotator.core.patterns import Lazy
from annotator.core.sentences import line_around, sentence_at
from annotator.core.words import window_end, window_start, word_at

_REACH = 160

_CAPITAL = r"\p{Lu}[\p{L}\p{M}\p{N}]*(?:[-‐‑'’](?!s\b)[\p{L}\p{N}]+)*"
_INITIAL = r"(?:\p{Lu}\.)+|(?:Dr|Mr|Mrs|Ms|Prof|Gen|Sen|Rep|Gov|St|Jr|Sr|Lt|Col|Capt|Sgt)\."
_WORD = rf"(?:{_INITIAL}|{_CAPITAL})"
_JOINED = r"[ \u00a0](?:(?:of|for|de|del|della|van|von|der|den|da|dos|du|la|le|al|bin|ibn)[ \u00a0](?:the[ \u00a0])?)?"
_NAME = Lazy(rf"(?V1)(?<![\p{{L}}\p{{N}}]){_WORD}(?:{_JOINED}{_WORD})*+")
_FIRST = Lazy(r"(?V1)(\p{L}+)[ \u00a0](?=\p{Lu})")
_ARTICLE = Lazy(r"(?r)(?<![\p{L}\p{N}])[Tt]he[ \u00a0]")
_POSSESSIVE = Lazy(r"(?r)(?<=[\p{L}.])['’]s?\Z")
_SAYING = (
    r"说|說|表示|指出|认为|認為|介绍|介紹|告诉|告訴|强调|強調|透露|直言|坦言|笑言|补充|補充|回忆|回憶|解释|解釋"
    r"|写道|寫道|称|稱|问|問"
)
_SAYS = Lazy(rf"(?V1)(?<![\p{{Han}}])[\p{{Han}}·]{{2,16}}?(?={_SAYING})")


def name_at(text: str, i: int) -> tuple[int, int]:
    """The name around the caret, else the word there without its possessive ending; ``(i, i)`` on a line without
    words."""
    return name_around(text, *_bare(text, *word_at(text, i)))


def name_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The name that contains ``[start, end)``; that itself if it is in none."""
    lo, hi = sentence_at(text, start)
    line = line_around(text, start)
    lo = max(lo, line[0], window_start(text, start, _REACH))
    hi = min(max(hi, end), line[1], window_end(text, end, _REACH))
    for pattern in (_NAME, _SAYS):
        for match in pattern.finditer(text, lo, hi):
            found = _trimmed(text, *match.span(), lo) if pattern is _NAME else match.span()
            if found[0] <= start < end <= found[1]:
                return found
    return start, end


def _trimmed(text: str, start: int, end: int, lo: int) -> tuple[int, int]:
    """Without what is large only because it opens the sentence, and with the article before it."""
    while (first := _FIRST.match(text, start, end)) and first.group(1).lower() in STARTERS - {"the"}:
        start = first.end()
    article = _ARTICLE.search(text, lo, start)
    if article and article.end() == start:
        start = article.start()
    return start, end


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    ending = _POSSESSIVE.search(text, start, end)
    return (start, ending.start()) if ending else (start, end)
