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
    taken: dict[str, int] = {}  # which text has a letter
    for places in (_first, _words, _anywhere):
        for number, text in enumerate(shown):
            if number not in taken.values():
                letter = next((text[place].lower() for place in places(text) if text[place].lower() not in taken), "")
                if letter:
                    taken[letter] = number
    for number in set(range(len(shown))) - set(taken.values()):
        _make_room(number, shown, taken, set())
    given = {number: letter for letter, number in taken.items()}
    return [_marked(text, given.get(number, "")) for number, text in enumerate(shown)]


def _make_room(number: int, shown: list[str], taken: dict[str, int], tried: set[str]) -> bool:
    """Give a text a letter of another one that can do with a different letter; false if there is none."""
    for place in _anywhere(shown[number]):
        letter = shown[number][place].lower()
        if letter not in tried:
            tried.add(letter)
            if letter not in taken or _make_room(taken[letter], shown, taken, tried):
                taken[letter] = number
                return True
    return False


def _first(text: str) -> list[int]:
    return [0] if _fits(text[:1]) else []


def _words(text: str) -> list[int]:
    return [place for place in _anywhere(text) if place == 0 or text[place - 1] == " "]


def _anywhere(text: str) -> list[int]:
    return [place for place, letter in enumerate(text) if _fits(letter)]


def _fits(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _marked(text: str, letter: str) -> str:
    places = [each for found in (_first, _words, _anywhere) for each in found(text) if text[each].lower() == letter]
    if not places:
        return text.replace("&", "&&")
    return f"{text[:places[0]].replace('&', '&&')}&{text[places[0]:].replace('&', '&&')}"
