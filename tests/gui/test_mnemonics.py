"""The underlined letters of menus."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.mnemonics import mnemonics, plain
from tests.gui.conftest import User


def letter(text: str) -> str:
    bare = text.replace("&&", "")
    return bare[bare.index("&") + 1].lower() if "&" in bare else ""


@given(st.lists(st.text("ab &é1Z", max_size=6), max_size=9))
def test_letters_are_given_once_and_texts_stay(texts: list[str]) -> None:
    shown = [text.replace("&", "&&") for text in texts]
    made = mnemonics(shown)
    assert [plain(text) for text in made] == texts
    assert mnemonics(made) == made
    letters = [letter(text) for text in made if letter(text)]
    assert len(letters) == len(set(letters))


def test_first_letters_come_first() -> None:
    assert mnemonics(["Note", "Next", "Old && new"]) == ["&Note", "N&ext", "&Old && new"]


def test_an_entry_makes_room_for_one_that_has_no_other_letter() -> None:
    assert mnemonics(["ac", "b", "a"]) == ["a&c", "&b", "&a"]


def test_every_entry_of_every_menu_has_a_letter_of_its_own(user: User) -> None:
    menus = [action.menu() for action in user.window.menuBar().actions()]
    assert all(menus)
    letters = [letter(action.text()) for action in user.window.menuBar().actions()]
    assert len(letters) == len(set(letters))
    assert "" not in letters
    for menu in menus:
        menu.aboutToShow.emit()
        entries = [action for action in menu.actions() if not action.isSeparator()]
        letters = [found for action in entries if (found := letter(action.text()))]
        assert len(letters) == len(set(letters)), menu.title()
        # The alphabet comes to its end: in a long menu one entry or another is left to its key and the arrows.
        assert len(letters) >= min(len(entries), 20), menu.title()
        menus += [action.menu() for action in entries if action.menu()]
