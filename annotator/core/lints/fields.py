"""Spans that do not say enough: a quote without its speaker, a statistic without a unit."""

import re
from collections.abc import Set

from annotator.core.lexicon import MAGNITUDES, ONES, TEENS, TENS
from annotator.core.lints.findings import Finding, Fix, excerpt
from annotator.core.model import Span
from annotator.core.numerals import approximator_start, find_numbers
from annotator.core.scheme import Scheme, with_unit

TELLS_SPEAKER = frozenset({"said_by", "continues"})
"""Links from a quotation by which its speaker is known."""
_NO_SPEAKER = {"type": ("scare",), "speaker_kind": ("unknown", "author")}
"""Values by which an annotator has said that there is no speaker to be named."""
_NO_UNIT = ("count", "percent", "ratio", "rank", "other")
_WITH_UNIT = ("measure", "money", "average", "change")
_MEASURED = re.compile(r"\d[.٫]\d|[万萬亿億]|illion")
_SIGNS = "%٪‰$€£¥₹₽₩₺฿°"
_WORDS = re.compile(r"[^\W\d_]+")
_NUMERALS = ONES | TEENS | TENS | MAGNITUDES | {"and", "to", "or", "between"}
_HAN_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万萬亿億数多余餘几")


def no_speaker(text: str, span: Span, scheme: Scheme, attributed: Set[str]) -> Finding | None:
    """A quotation whose speaker neither an attribute nor a link tells."""
    if span.label not in with_unit(scheme, "quotation") or not scheme.has(span.label, "speaker"):
        return None
    given = span.attributes
    if given.get("speaker") or span.id in attributed:
        return None
    if any(given.get(key) in values for key, values in _NO_SPEAKER.items()):
        return None
    fix = Fix("fill", "asks for the speaker", attribute="speaker")
    return Finding(span.start, span.end, "speaker", f"No speaker: {_whole(text, span)}", fix, span.id)


def no_unit(text: str, span: Span, scheme: Scheme) -> Finding | None:
    """A bare number, with no word for what it measures in the span or in its attributes.

    A count needs no unit, and most whole numbers are counts: they are asked only if their kind says that they measure.
    """
    if span.label not in with_unit(scheme, "number") or not scheme.has(span.label, "unit"):
        return None
    given = span.attributes
    if given.get("unit") or given.get("measures") or given.get("kind") in _NO_UNIT:
        return None
    measures = given.get("kind") in _WITH_UNIT or _MEASURED.search(text, span.start, span.end)
    if not measures or not _bare(text, span.start, span.end):
        return None
    fix = Fix("fill", "asks for the unit", attribute="unit")
    return Finding(span.start, span.end, "unit", f"No unit: {_whole(text, span)}", fix, span.id)


def _whole(text: str, span: Span) -> str:
    return excerpt(text, span.start, span.end)


def _bare(text: str, start: int, end: int) -> bool:
    """Whether nothing but a number and what qualifies it stands there."""
    at, numbers = start, 0
    for match in find_numbers(text, start, end):
        if match.lastgroup != "number" or not _plain(match.group()):
            return False
        if _says_something(text[at : approximator_start(text, match.start(), at)]):
            return False
        at, numbers = match.end(), numbers + 1
    return numbers > 0 and not _says_something(text[at:end])


def _says_something(between: str) -> bool:
    return any(char.isalpha() or char in _SIGNS for char in between)


def _plain(number: str) -> bool:
    """No fraction, share or amount of money, which is its own unit."""
    words = _WORDS.findall(number.lower())
    return not any(char in _SIGNS + "/:½⅓⅔¼¾" for char in number) and all(
        word in _NUMERALS or _HAN_NUMERALS.issuperset(word) for word in words
    )
