"""Quoted passages: which stretch of a line stands between quotation marks, nested ones included.

Positions are code points; a passage includes its marks and never leaves its line. This module judges only by marks: a
scare quote or a title is as much a passage to it as what somebody said.

What is no passage: an apostrophe, a closing mark that nothing opened, a single opening mark that nothing closes. A
double opening mark that nothing closes reaches to the end of its line, as in a quotation that goes on for paragraphs;
but where another opens later in the line, the closing mark was forgotten, and it reaches to the end of its sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.patterns import Lazy
from annotator.core.sentences import line_around, sentence_at
from annotator.core.text import BLANK

_PAIRS = {
    "“": "”“",  # the second closes only what „ opened; see matches
    "‘": "’",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "„": "“”",
    "‚": "‘’",
    "»": "«",
    "›": "‹",
    "”": "”",
    '"': '"',
    "'": "'",
    "＂": "＂",
    "〝": "〞〟",
}
_MARK = Lazy("[" + "".join(sorted(set("".join(_PAIRS) + "".join(_PAIRS.values())))) + "]")
_DECADE = Lazy(r"(?i)(?:\d0s?\b|em\b|til\b|tis\b|twas\b|cause\b|n[’'])")
_SINGLE = "‘‚'"
_SINGLES = _SINGLE + "’‹›"  # apostrophes and nested marks: one that is left over says nothing
_DEEPEST = 12  # opening marks remembered; more are forgotten from the outside, or noise would cost its square
_AHEAD = 24  # marks looked at to tell an apostrophe


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted passage, marks included; ``closed`` is false where its closing mark is missing."""

    start: int
    end: int
    closed: bool = True


def quotations(text: str, start: int = 0, end: int | None = None) -> Iterator[Passage]:
    """The passages of ``[start, end)``, nested ones too, line by line, each line's in order of their start."""
    hi = len(text) if end is None else end
    while start < hi:
        newline = text.find("\n", start, hi)
        line_end = newline if newline >= 0 else hi
        yield from line_quotations(text, start, line_end)
        start = line_end + 1


def quotation_unit(text: str, i: int) -> tuple[int, int] | None:
    """The innermost passage around the caret, marks included; a caret on or next to a mark counts as inside."""
    i = min(max(i, 0), len(text))
    around = [passage for passage in line_quotations(text, *line_around(text, i)) if passage.start <= i <= passage.end]
    if not around:
        return None
    # Between two passages that touch, the one that begins at the caret.
    best = min(around, key=lambda passage: (passage.end - passage.start, passage.start != i))
    return best.start, best.end


def inside_quotation(text: str, i: int) -> bool:
    """Whether the character at ``i`` stands within a passage that is closed, or that opens its line and goes on."""
    lo, hi = line_around(text, i)
    return any(
        passage.start < i < passage.end - 1 or (not passage.closed and passage.start <= lo and i < passage.end)
        for passage in line_quotations(text, lo, hi)
        if passage.closed or passage.start <= lo
    )


def line_quotations(text: str, lo: int, hi: int) -> list[Passage]:
    """The passages of one line (or of a part of one) by start; of two with one start, the longer first."""
    return line_marks(text, lo, hi)[0]


def line_marks(text: str, lo: int, hi: int) -> tuple[list[Passage], list[tuple[int, bool]]]:
    """The passages of one line, and the double marks that pair with none: where each stands, and whether it opens."""
    passages: list[Passage] = []
    stray: list[tuple[int, bool]] = []
    stack: list[tuple[str, int]] = []
    marks = [(match.group(), match.start()) for match in _MARK.finditer(text, lo, hi)]
    for nth, (mark, at) in enumerate(marks):
        level = _closes(text, lo, hi, stack, marks, nth)
        if level >= 0:
            # Singles opened in between were apostrophes; doubles opened in between were never closed.
            passages += _unclosed(text, stack[level + 1 :], limit=at)
            stray += _doubles(stack[level + 1 :])
            passages.append(Passage(stack[level][1], at + 1))
            del stack[level:]
        elif _opens(text, lo, hi, mark, at):
            stack.append((mark, at))
            del stack[:-_DEEPEST]
        elif mark not in _SINGLES and not text[max(lo, at - 1) : at].isdecimal():  # 12" is a measure
            stray.append((at, mark in "“„「『〝"))
    passages += _unclosed(text, stack, limit=hi)
    stray += _doubles(stack)
    return sorted(passages, key=lambda passage: (passage.start, -passage.end)), sorted(stray)


def _doubles(stack: list[tuple[str, int]]) -> list[tuple[int, bool]]:
    return [(at, True) for mark, at in stack if mark not in _SINGLES]


def _unclosed(text: str, stack: list[tuple[str, int]], limit: int) -> list[Passage]:
    found = []
    doubles = [at for mark, at in stack if mark not in _SINGLE + "›»”"]
    for at in doubles:
        later = any(match.start() > at for match in _MARK.finditer(text, at + 1, limit) if match.group() in '“„«「"')
        end = min(sentence_at(text, at + 1)[1], limit) if later else limit
        while end > at + 1 and text[end - 1] in BLANK:
            end -= 1
        if end > at + 1:
            found.append(Passage(at, end, closed=False))
    return found


def _closes(text: str, lo: int, hi: int, stack: list[tuple[str, int]], marks: list[tuple[str, int]], nth: int) -> int:
    """The level of the stack that this mark closes, or -1."""
    mark, at = marks[nth]
    for level in range(len(stack) - 1, -1, -1):
        opener, begin = stack[level]
        if not matches(opener, mark) or at == begin + 1:
            continue
        if mark in "’'" and _is_apostrophe(text, lo, hi, opener, marks, nth):
            return -1
        if mark == opener and _opens(text, lo, hi, mark, at) and text[at - 1] in BLANK + "(（":
            return -1
        return level
    return -1


def matches(opener: str, mark: str) -> bool:
    """Whether ``mark`` may close what ``opener`` opened."""
    return mark in _PAIRS.get(opener, "") and not (opener == "“" and mark == "“")


def _is_apostrophe(text: str, lo: int, hi: int, opener: str, marks: list[tuple[str, int]], nth: int) -> bool:
    """don’t, ’90s; and the dogs’ tails, where another mark follows that may close."""
    mark, at = marks[nth]
    after = text[at + 1] if at + 1 < hi else " "
    before = text[at - 1] if at > lo else " "
    if after.isalnum() and (before.isalnum() or before in BLANK):
        return True
    if before in "sS" and after == " " and at + 2 < hi and text[at + 2].islower():
        for later, there in marks[nth + 1 : nth + _AHEAD]:
            if later == opener:
                return False
            if later == mark and not (there + 1 < hi and text[there + 1].isalnum()):
                return True
    return False


def _opens(text: str, lo: int, hi: int, mark: str, at: int) -> bool:
    if mark not in _PAIRS or at + 1 >= hi:
        return False
    before, after = (text[at - 1] if at > lo else " "), text[at + 1]
    free = not before.isalnum() and before not in ".,!?%…’”»"
    if mark in "“„«「『‹〝":
        # « may close »so«, and then stands right behind a word.
        return mark not in "«‹" or free or after not in BLANK + ".,;:!?"
    if mark in "‘‚":
        return free and not after.isspace() and not _DECADE.match(text, at + 1)
    if mark == "'":
        return free and after.isalnum() and not _DECADE.match(text, at + 1)
    if mark in "”»›":
        return free and after.isalnum() and (at == lo or before in BLANK + "(:")
    return (free or before in ".,!?…") and not after.isspace() and after not in ".,;:!?"
