"""What a list of documents is to hold and in which order, as one value; and how that is said in the filter field.

Words must occur in title or text. A term compares a property: ``length>5000``, ``claim=0``, ``date>=2026-03``,
``untagged>0``. What is no term is a word. Pure data: the store makes it into SQL.
"""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from annotator.core.scheme import Scheme

NUMBERS = ("length", "spans", "untagged")
DATES = ("date", "imported")
SORTS = {
    "position": "Project order",
    "title": "Title",
    "imported": "Date imported",
    "date": "Date of the article",
    "length": "Length",
    "state": "State",
    "spans": "Number of spans",
    "untagged": "Untagged figures",
}
"""What the list can be sorted by, besides the number of spans of one label (``label:KEY``)."""
STATES = ("todo", "doing", "done")
ASSIGNED = ("mine", "nobody")

_TERM = re.compile(r"([^\s<>=!]+)(<=|>=|!=|=|<|>)(.*)")


class Term(NamedTuple):
    """``name`` is one of ``NUMBERS`` and ``DATES``, or ``label:KEY``; a date may be given in part (``2026-03``)."""

    name: str
    sign: str
    value: int | str


class Listing(NamedTuple):
    """One view of the list for one annotator. No ``states`` means any state. ``assigned`` to ``mine`` or ``nobody``,
    where that matters."""

    annotator_id: str
    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    states: tuple[str, ...] = ()
    assigned: str = ""
    sort: str = "position"
    descending: bool = False

    def narrows(self, wider: "Listing") -> bool:
        """Whether all it can show is in what the other shows, also if somebody tagged in between: a word grew longer,
        or something was added."""
        only_words = not (wider.terms or wider.states or wider.assigned)
        return only_words and all(any(old in new for new in self.words) for old in wider.words)

    @property
    def needs_figures(self) -> bool:
        """Whether it cannot be answered without knowing the untagged figures of every document."""
        return self.sort == "untagged" or any(term.name == "untagged" for term in self.terms)


def parse(text: str, scheme: Scheme) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """The words and terms of a filter text. A term that is still being typed (``length>``) asks for nothing."""
    labels = {name.lower(): label.key for label in scheme.labels for name in (label.name, label.key)}
    words, terms = [], []
    for part in text.split():
        term = _term(part, labels)
        if term is None:
            words.append(part)
        elif term.value != "":
            terms.append(term)
    return tuple(words), tuple(terms)


def _term(part: str, labels: Mapping[str, str]) -> Term | None:
    match = _TERM.fullmatch(part)
    if match is None:
        return None
    name, sign, value = match[1].lower(), match[2], match[3]
    if name in DATES:
        return Term(name, sign, value)
    if name in labels:
        name = f"label:{labels[name]}"
    elif name not in NUMBERS:
        return None
    if not value:
        return Term(name, sign, "")
    digits = value.replace(",", "")
    return Term(name, sign, int(digits)) if digits.isdecimal() and len(digits) < 16 else None


def written(listing: Listing) -> str:
    """What of a listing is remembered from day to day, as one line: all but the words and terms."""
    parts = [listing.sort, *(["descending"] if listing.descending else []), *listing.states]
    return " ".join([*parts, *([listing.assigned] if listing.assigned else [])])


def remembered(text: str, annotator_id: str, labels: Collection[str]) -> Listing:
    """The listing of such a line; what is not understood, or names a label that is gone, is left at its default."""
    first, *flags = text.split() or [""]
    known = first in SORTS or first.removeprefix("label:") in labels
    return Listing(
        annotator_id,
        states=tuple(state for state in STATES if state in flags),
        assigned=next((each for each in ASSIGNED if each in flags), ""),
        sort=first if known else "position",
        descending="descending" in flags,
    )
