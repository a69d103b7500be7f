"""Numbers that are no figures: years, names and codes, list numbers, slogans, periods, anaphora.

Dates, times, ordinals and codes are already told by their shape in ``numerals``; this module judges a plain number by
its neighbours. It decides only whether a number counts, never how far it reaches.
"""

from collections.abc import Sequence

from annotator.core.counted import UNIT
from annotator.core.lexicon import DESIGNATORS, NO_NAMES, ONES, STOPS, TEENS
from annotator.core.patterns import Lazy
from annotator.core.quotations import Passage

_YEAR = Lazy(r"(?:1[6-9]|20)\d\d")
_YEARLY = Lazy(
    r"(?r)(?i:\b(?:in|since|of|by|from|until|till|before|after|during|year|years|for|and|early|late|mid|the|to|fy|through"
    r"|spring|summer|autumn|fall|winter|this|q[1-4]|h[12]|end)[\s-]+|[-–/(（©]\s?)\Z"
)
_COUNTED_NEXT = Lazy(
    r"\s(?!and\b|or\b|as\b|is\b|was\b|has\b|this\b)\p{Ll}[\p{L}-]*(?<!ss|us|is)s\b|\s(?:people|men|women|children)\b"
)
_BEFORE = Lazy(r"(?r)([\p{L}\p{M}][\p{L}\p{M}\p{N}’'.-]*)[\s\u00a0]+\Z")
_MEASURED = Lazy(
    r"\s?[%‰٪]|\s(?:per\s?cent|percent|percentage|million|billion|thousand|km|kilomet|met(?:er|re)|yuan|dollar|euro|ton)"
)
_LIST_NUMBER = Lazy(r"\s*[(（]?\d{1,3}[.)、）．](?=\s|\p{Han})")
_PERIOD_BEFORE = Lazy(
    r"(?r)(?i:\b(?:past|last|next|coming|recent|previous|following|first|final|these|those|top|other)\s+)\Z"
)
_PERIOD_AFTER = Lazy(r"\s+(?:years?|months?|weeks?|days?|decades?|hours?|centuries|minutes?)\b")
_DEFINITE = Lazy(r"(?r)(?i:\b(?:the|these|those|both|other|its|their|his|her|our|all)\s+)\Z")
_CAPITAL_BEFORE = Lazy(r"(?r)[\p{L},]\s\Z")  # Nine Regulations, Big Ten: a capital within the sentence
_ADDRESS = Lazy(r"://|^www\.|\w@\w|\.(?:com|org|net|cn|edu|gov|io)\b")
_PLAIN = ONES | TEENS


def excluded(text: str, start: int, end: int, lo: int, hi: int, passages: Sequence[Passage]) -> bool:
    """Whether the number ``[start, end)`` is no figure. ``[lo, hi)`` is its line; ``passages`` the quotations there."""
    number = text[start:end]
    if any(char.isdecimal() for char in number):
        return (
            _is_year(text, start, end, number)
            or _is_list_number(text, start, end, lo)
            or _is_name(text, start, end, lo, number)
            or _in_address(text, start, end, lo, hi)
            or _is_noise(text, start, end, lo, number)
            or _is_period(text, start, end)
            or _is_slogan(text, start, end, passages, longest=5)
        )
    low = number.lower()
    if low in _PLAIN and (
        (low == "one" and not _MEASURED.match(text, end))
        or text[end : end + 1] in ("-", "‑")
        or _DEFINITE.search(text, max(lo, start - 12), start)
        or text[max(lo, start - 1) : start] in ("-", "‑")
    ):
        return True
    return (
        (number[0].isupper() and _CAPITAL_BEFORE.search(text, max(lo, start - 40), start) is not None)
        or _is_period(text, start, end)
        or _is_slogan(text, start, end, passages, longest=10)
    )


def _is_year(text: str, start: int, end: int, number: str) -> bool:
    if not _YEAR.fullmatch(number) or _MEASURED.match(text, end):
        return False
    if _YEARLY.search(text, max(0, start - 12), start):
        return True
    return _COUNTED_NEXT.match(text, end) is None


def _is_list_number(text: str, start: int, end: int, lo: int) -> bool:
    if start - lo > 12 or text[lo:start].strip(" \t\u3000(（"):
        return False
    match = _LIST_NUMBER.match(text, lo)
    return match is not None and match.end() > end - 1


def _is_name(text: str, start: int, end: int, lo: int, number: str) -> bool:
    """Fortune 500, Community 2.0, Article 5: a number directly behind a name or a designator."""
    if "," in number or not all(char.isdecimal() or char == "." for char in number):
        return False
    if _MEASURED.match(text, end) or UNIT.match(text, end):
        return False
    before = _BEFORE.search(text, max(lo, start - 40), start)
    if before is None:
        return False
    word = before.group(1)
    low = word.lower().rstrip(".")
    if low in DESIGNATORS and (word[0].isupper() or low not in ("no", "form", "world", "box", "line", "type", "part")):
        return True
    if not word[0].isupper() or low in NO_NAMES or low in STOPS:
        return False
    # A capital at the start of a sentence says nothing, unless a version or nothing counted follows.
    opening = text[max(lo, before.start() - 2) : before.start()].strip()
    first = before.start() == lo or opening[-1:] in tuple('.!?“"(●•:')
    return not first or "." in number or not text[end : end + 2].strip().isalpha()


def _is_noise(text: str, start: int, end: int, lo: int, number: str) -> bool:
    """Torn off a word, as in ``ended.417.``"""
    torn = start - lo >= 2 and text[start - 1] == "." and text[start - 2].isalpha()
    return torn and not (text[end : end + 1].isspace() and text[end + 1 : end + 2].islower())


def _in_address(text: str, start: int, end: int, lo: int, hi: int) -> bool:
    """Within a web or mail address."""
    left = text[max(lo, start - 80) : start].split()
    right = text[end : min(hi, end + 40)].split()
    token = (left[-1] if left and not text[start - 1].isspace() else "") + "0"
    token += right[0] if right and not text[end].isspace() else ""
    return len(token) > 3 and _ADDRESS.search(token) is not None


def _is_period(text: str, start: int, end: int) -> bool:
    """The past ten years, the next 5 days."""
    return bool(_PERIOD_AFTER.match(text, end) and _PERIOD_BEFORE.search(text, max(0, start - 12), start))


def _is_slogan(text: str, start: int, end: int, passages: Sequence[Passage], longest: int) -> bool:
    """Within a short quotation without a final mark: “five rules”, “50 Houses and 50 Stations”."""
    if _MEASURED.match(text, end) or any(char in text[start:end] for char in ",$€£¥%"):
        return False
    return any(
        passage.closed
        and passage.start < start
        and end < passage.end
        and text[passage.end - 2] not in ".!?,。！？，"
        and len(text[passage.start : passage.end].split()) <= longest
        and passage.end - passage.start <= 100
        for passage in passages
    )
