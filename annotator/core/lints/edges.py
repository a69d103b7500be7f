"""Spans whose edge lies inside a word or a character, or on white space."""

import unicodedata

from annotator.core.lints.findings import Finding, Fix, excerpt
from annotator.core.model import Span
from annotator.core.patterns import Lazy
from annotator.core.text import grapheme_ceil, grapheme_floor, trim
from annotator.core.words import word_at, word_parts

# Scripts whose words are not parted by blanks, or whose words take endings that a span rightly leaves out.
_UNPARTED = Lazy(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}々〇ー]")
_ARABIC_PREFIX = Lazy(r"[وفبكلس]?\p{M}*(?:[بكلو]\p{M}*)?(?:ا?ل\p{M}*)?")
_SEPARATORS = ".,٫٬'’"


def bad_edge(text: str, span: Span) -> Finding | None:
    """An edge that no annotator would mean; the fix moves it to the nearer border of the word."""
    start, end = trim(text, span.start, span.end)
    if start == end:
        fix = Fix("delete", "deletes the empty span")
        return Finding(span.start, span.end, "edge", "Nothing but white space is tagged", fix, span.id)
    blank = (start, end) != (span.start, span.end)
    begins, ends = inside_word(text, start), inside_word(text, end)
    if not (blank or begins or ends):
        return None
    if begins:
        start = _nearer(text, start, 0, end - 1)
    if ends:
        end = _nearer(text, end, start + 1, len(text))
    start, end = trim(text, start, end)
    says = " and ".join(word for word, said in (("begins", begins), ("ends", ends)) if said)
    message = f"{says.capitalize()} inside a word" if says else "White space at the edge"
    fix = Fix("move", "moves the edge to the word", start=start, end=end)
    return Finding(span.start, span.end, "edge", f"{message}: {excerpt(text, span.start, span.end)}", fix, span.id)


def inside_word(text: str, at: int) -> bool:
    """Whether a border at ``at`` would cut a word, or one character, in two."""
    if not 0 < at < len(text) or text[at].isspace() or text[at - 1].isspace():
        return False
    before, after = text[at - 1], text[at]
    if before.isascii() and before.isalpha() and "a" <= after <= "z":
        return True  # the usual case, and looking up the word takes a while
    if grapheme_floor(text, at) != at:
        return True
    if not (_joins(before) and _joins(after)) and not _parted_number(text, at):
        return False
    if _UNPARTED.match(before) or _UNPARTED.match(after) or (before.isdecimal() and after.isalpha()):
        return False
    word_start, word_end = word_at(text, at)
    if not word_start < at < word_end or any(start == at for start, _ in word_parts(text, word_start, word_end)):
        return False
    return _ARABIC_PREFIX.fullmatch(text, word_start, at) is None


def _joins(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _parted_number(text: str, at: int) -> bool:
    """Beside the comma of 1,600, the point of 58.3, the apostrophe of don’t."""
    mark = at if text[at] in _SEPARATORS else at - 1 if text[at - 1] in _SEPARATORS else -1
    if not 0 < mark < len(text) - 1:
        return False
    before, after = text[mark - 1], text[mark + 1]
    if text[mark] in "'’":
        # Behind a name its possessive may well be left out: Oda|’s.
        return mark != at and before.isalpha() and after.isalpha()
    return before.isdecimal() and after.isdecimal()


def _nearer(text: str, at: int, first: int, last: int) -> int:
    """The nearer border of the word around ``at`` that lies in ``[first, last]``; ``at`` if none does."""
    start, end = word_at(text, at)
    if not start < at < end:
        start, end = grapheme_floor(text, at), grapheme_ceil(text, at)
    borders = [border for border in (start, end) if first <= border <= last]
    return min(borders, key=lambda border: abs(border - at), default=at)
