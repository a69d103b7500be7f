"""Texts made comparable: capital and small letters, precomposed and decomposed ones as one; with the way back.

Folding may make a text longer (ß becomes ss) or shorter, so each folded text knows which of its places stand between
two code points of the original. Nothing here searches.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

FoldCharacter = Callable[[str], str]


class Folded:
    """A folded text. ``original(place)`` leads back to a code point position of what it was made of."""

    __slots__ = ("_ends", "_places", "_starts", "text")

    def __init__(self, text: str, odd: Iterable[tuple[int, int]] = ()) -> None:
        """``odd``: the place of each code point whose folding has not one character, and how many it has."""
        self.text = text
        self._places, self._starts, self._ends = array("q"), array("q"), array("q")
        grown = 0
        for place, length in odd:
            self._places.append(place)
            self._starts.append(place + grown)
            self._ends.append(place + grown + length)
            grown += length - 1

    def original(self, place: int) -> int:
        """The position of a place in the folded text, where several begin the last; -1 inside one code point."""
        nth = bisect_right(self._starts, place) - 1
        if nth < 0:
            return place
        if place == self._starts[nth] < self._ends[nth]:
            return self._places[nth]
        beyond = place - self._ends[nth]
        return self._places[nth] + 1 + beyond if beyond >= 0 else -1


def exact(text: str) -> Folded:
    """Precomposed and decomposed letters are the same, nothing else is."""
    return Folded(text) if _composed(text) else fold(text, _decomposed)


def caseless(text: str) -> Folded:
    """Also capital and small letters are the same, by Unicode's full case folding."""
    if not _composed(text):
        return fold(text, _decomposed_caseless)
    folded = _piecewise(text, str.casefold)
    # No folding is empty, so if the lengths are the same, so is every single one.
    return Folded(folded) if len(folded) == len(text) else fold(text, str.casefold)


def same_way(query: str, text: str, *, case: bool) -> str:
    """The query folded in the way that :func:`exact` (``case``) or :func:`caseless` fold this text."""
    if _composed(text):
        query = unicodedata.normalize("NFC", query)
        return query if case else query.casefold()
    return "".join(map(_decomposed if case else _decomposed_caseless, query))


def loose(text: str) -> Folded:
    """As a search over all documents compares: case, accents, vowel points and width make no difference."""
    return Folded(text.lower()) if text.isascii() else fold(text, loosely)


@lru_cache(maxsize=65536)
def loosely(character: str) -> str:
    """One character as it is compared in :func:`loose`; nothing is left of a mark on its own."""
    if "\uac00" <= character <= "\ud7a3":
        return character  # a Hangul syllable; its decomposition would only make the text longer
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(
        each for each in apart if each in _VOICED or (each != _STRETCH and unicodedata.category(each) != "Mn")
    )
    return unicodedata.normalize("NFC", kept) if len(kept) > 1 else kept


def searchable(text: str) -> str:
    """A text as it is indexed word by word: folded loosely, and each Han, Kana and Hangul character a word."""
    return text.lower() if text.isascii() else fold(text, _searchable).text


@lru_cache(maxsize=65536)
def _searchable(character: str) -> str:
    folded = loosely(character)
    return "".join(f" {each} " if is_east_asian(each) else each for each in folded)


def is_east_asian(character: str) -> bool:
    """Whether a character is Han, Kana or Hangul, which are written without blanks between words (or could be)."""
    code = ord(character)
    return code >= 0x1100 and any(first <= code <= last for first, last in _EAST_ASIAN)


_EAST_ASIAN = (
    (0x1100, 0x11FF),
    (0x3005, 0x3007),
    (0x3041, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_PIECE = 100_000  # code points
_STRETCH = "\u0640"
"""What stretches an Arabic word on the line."""
_VOICED = "\u3099\u309a"
"""Marks that make another Kana of one: が is not か."""


def fold(text: str, by: FoldCharacter) -> Folded:
    """Fold every character on its own. Costs little for those that stay as they are."""
    changed = {each: folded for each in set(text) if (folded := by(each)) != each}
    if not changed:
        return Folded(text)
    table = {ord(each): to for each, to in changed.items()}
    folded = _piecewise(text, lambda piece: piece.translate(table))
    odd = {each: len(to) for each, to in changed.items() if len(to) != 1}
    if not odd:
        return Folded(folded)
    pattern = re.compile(f"[{re.escape(''.join(odd))}]")
    return Folded(folded, ((match.start(), odd[match.group()]) for match in pattern.finditer(text)))


def _piecewise(text: str, change: Callable[[str], str]) -> str:
    """Change a text whose characters do not depend on each other. Other threads wait for each piece, no longer."""
    return "".join(change(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))


def _composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _decomposed(character: str) -> str:
    return unicodedata.normalize("NFD", character)


def _decomposed_caseless(character: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())
