"""Filling in attributes fast: which are still unset, what may be meant, and the verb that copies them.

Nothing is written here; values are only offered, never set by themselves.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Attribute, Span
from annotator.core.scheme import Scheme
from annotator.edit.linking import FILLS
from annotator.edit.tagging import own

_LONGEST = 120  # code points of a value that is offered
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELLED = {word: value for value, word in enumerate(_WORDS, start=2)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "万": 10**4, "亿": 10**8}
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,/])(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,15}(?:\.[0-9]+)?)(?![0-9/]|,[0-9])"
    r"(?:\s?(?P<scale>(?:thousand|million|billion|trillion)\b|万|亿))?",
    re.IGNORECASE,
)
_WORD = re.compile(rf"\b(?:{'|'.join(_SPELLED)})\b(?![-’']|\s(?:in|of|to|or|hundred|thousand|million|billion)\b)", re.I)
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


def name_of(attribute: Attribute) -> str:
    """How a choice of attributes names one: ``quote.speaker``."""
    return f"{attribute.label}.{attribute.key}"


def asked(scheme: Scheme, wanted: frozenset[str] = frozenset()) -> dict[str, tuple[Attribute, ...]]:
    """By label, the attributes that are asked for: those in ``wanted`` (see ``name_of``), or all if it is empty."""
    found: dict[str, tuple[Attribute, ...]] = {}
    for label in scheme.labels:
        attributes = scheme.attributes_of(label.key)
        found[label.key] = tuple(each for each in attributes if not wanted or name_of(each) in wanted)
    return found


def unset(span: Span, attributes: Sequence[Attribute]) -> list[Attribute]:
    """Those of ``attributes`` about which the span says nothing."""
    return [attribute for attribute in attributes if attribute.key not in span.attributes]


def copy_unset(span: Span, source: Span, *, annotator_id: str, scheme: Scheme) -> ChangeSet:
    """Give ``span`` the values that ``source`` has and it has not; what is set stays. Raises ``AnnotatorError`` if
    there is nothing to copy."""
    own(span, annotator_id, scheme)
    taken = {key: value for key, value in source.attributes.items() if key not in span.attributes}
    if not taken:
        name = scheme.label_name(span.label).lower()
        raise AnnotatorError(f"nothing to copy: the {name} before says no more than this one")
    after = replace(span, attributes={**span.attributes, **taken})
    return ChangeSet("Copy attributes", (Change(span, after),))


def given_here(spans: Iterable[Span], attribute: Attribute, scheme: Scheme, near: int) -> list[str]:
    """Texts that may be meant by ``attribute``, each once, those nearest to ``near`` first: what spans of its label say
    already, and the text of spans that a link would fill it from (sources, for the speaker)."""
    fillers = {
        label
        for kind in scheme.link_types
        if FILLS.get(kind.key) == attribute.key and (not kind.from_labels or attribute.label in kind.from_labels)
        for label in kind.to_labels
    }
    found: dict[str, int] = {}
    for span in spans:
        value = span.attributes.get(attribute.key) if span.label == attribute.label else None
        if value is None and span.label in fillers:
            value = " ".join(span.text.split())
        if isinstance(value, str) and 0 < len(value) <= _LONGEST:
            away = abs(span.start - near)
            found[value] = min(away, found.get(value, away))
    return sorted(found, key=lambda value: found[value])


def numbers_in(text: str) -> list[int | float]:
    """The numbers written in digits in a text, in order, each once and with its "million": what a number attribute of a
    span may be. Without any, a small number word. Fractions are left to be typed."""
    found: list[int | float] = []
    text = text.translate(_WESTERN)
    for match in _NUMBER.finditer(text):
        scale = _SCALES.get((match["scale"] or "").lower(), 1)
        number = Decimal(match["digits"].replace(",", "")) * scale
        value = int(number) if number == number.to_integral_value() else float(number)
        if abs(value) < 2**53 and value not in found:
            found.append(value)
    word = None if found else _WORD.search(text)
    return [_SPELLED[word.group().lower()]] if word else found


def unit_in(text: str) -> str:
    """What a figure counts or is measured in, as its text has it: what stands behind its last number, else the sign of
    a currency before it. Empty where no number is found."""
    western = text.translate(_WESTERN)  # as long as the text itself
    last = max((*_NUMBER.finditer(western), *_WORD.finditer(western)), key=lambda match: match.end(), default=None)
    if last is None:
        return ""
    sign = text[max(0, last.start() - 1) : last.start()]
    behind = " ".join(text[last.end() :].split())
    return (behind or (sign if sign in "$€£¥₹" else ""))[:_LONGEST]
