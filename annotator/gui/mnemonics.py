"""The underlined letters of menus: each entry gets one that no other entry of its menu has. Texts alone."""

from collections.abc import Iterable


def plain(text: str) -> str:
    """The text of an action as people read it: without marks for underlined letters."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def mnemonics(texts: Iterable[str]) -> list[str]:
    """The texts of one menu, as actions take them, each with ``&`` before its letter; without one if none is left.

    First letters are given out first, so that they stay what they are whatever else the menu gets.
    """
    shown = [plain(text) for text in texts]
    given: dict[int, int] = {}
    taken: set[str] = set()
    for places in (_first, _words, _anywhere):
        for number, text in enumerate(shown):
            if number not in given:
                place = next((place for place in places(text) if text[place].lower() not in taken), None)
                if place is not None:
                    given[number] = place
                    taken.add(text[place].lower())
    return [_marked(text, given.get(number)) for number, text in enumerate(shown)]


def _first(text: str) -> list[int]:
    return [0] if _fits(text[:1]) else []


def _words(text: str) -> list[int]:
    return [place for place in _anywhere(text) if place == 0 or text[place - 1] == " "]


def _anywhere(text: str) -> list[int]:
    return [place for place, letter in enumerate(text) if _fits(letter)]


def _fits(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _marked(text: str, place: int | None) -> str:
    if place is None:
        return text.replace("&", "&&")
    return f"{text[:place].replace('&', '&&')}&{text[place:].replace('&', '&&')}"
