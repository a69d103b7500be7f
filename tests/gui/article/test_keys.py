"""The caret by keyboard, what is copied, and keys that are none of the article's."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.text import grapheme_floor
from tests.gui.article.desk import Desk

KEY = Qt.Key
LONG = "".join(f"Line {n} of the article says something that is long enough to be read.\n" for n in range(200))


def test_arrows_walk_by_grapheme_clusters(desk: Desk) -> None:
    text = "a👩‍👩‍👧🇳🇴é𝔸z"
    desk.load(text)
    stops = [desk.view.caret()]
    for _ in range(6):
        desk.keys(KEY.Key_Right)
        stops.append(desk.view.caret())
    assert [text[a:b] for a, b in pairwise(stops)] == ["a", "👩‍👩‍👧", "🇳🇴", "é", "𝔸", "z"]


def test_the_caret_cannot_be_put_inside_a_cluster(desk: Desk) -> None:
    text = "x👩‍👩‍👧y"
    desk.load(text)
    for position in range(1, len(text) - 1):
        desk.view.set_caret(position)
        assert desk.view.caret() == 1
    desk.view.select(3, len(text))
    assert desk.view.selection() == (1, len(text))


def test_shift_and_arrows_select_without_snapping(desk: Desk) -> None:
    desk.load("some words here")
    desk.view.set_caret(2)
    desk.keys(KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, shift=True)
    assert desk.selected() == "me w"


def test_shift_ctrl_arrows_select_by_words(desk: Desk) -> None:
    desk.load("some words here")
    desk.view.set_caret(0)
    desk.keys(KEY.Key_Right, KEY.Key_Right, shift=True, ctrl=True)
    assert desk.selected().strip() == "some words"
    desk.keys(KEY.Key_Left, shift=True, ctrl=True)
    assert desk.selected().strip() == "some"


def test_paging_and_the_ends_of_the_text(desk: Desk) -> None:
    desk.load(LONG)
    desk.keys(KEY.Key_PageDown)
    page = desk.view.caret()
    assert page > 0
    desk.keys(KEY.Key_PageDown)
    assert desk.view.caret() > page
    desk.keys(KEY.Key_PageUp, KEY.Key_PageUp)
    assert desk.view.caret() < page
    desk.keys(KEY.Key_End, ctrl=True)
    assert desk.view.caret() == len(LONG)
    low, high = desk.view.places.range_in_view()
    assert low > 0
    assert high == len(LONG)
    desk.keys(KEY.Key_Home, ctrl=True)
    assert desk.view.caret() == 0
    assert desk.view.places.range_in_view()[0] == 0
    desk.keys(KEY.Key_PageDown, shift=True)
    assert desk.view.caret() > 0
    assert desk.view.selection() == (0, desk.view.caret())


def test_home_and_end_stay_on_the_line_and_down_keeps_the_column(desk: Desk) -> None:
    desk.load(LONG)
    line = LONG.index("\n") + 1
    desk.view.set_caret(10)
    desk.keys(KEY.Key_Down, KEY.Key_Down)
    row = LONG.rindex("\n", 0, desk.view.caret()) + 1
    assert row == 2 * line
    assert abs(desk.view.caret() - row - 10) <= 1
    desk.keys(KEY.Key_End)
    assert LONG[desk.view.caret()] == "\n"
    desk.keys(KEY.Key_Home)
    assert desk.view.caret() == row


def test_the_caret_stays_in_view_as_it_walks_down(desk: Desk) -> None:
    desk.load(LONG)
    for _ in range(60):
        desk.keys(KEY.Key_Down)
    low, high = desk.view.places.range_in_view()
    assert low <= desk.view.caret() <= high
    assert low > 0


def test_copy_gives_the_canonical_text(desk: Desk) -> None:
    text = "no\u00a0break, line\u2028separator and \u0085 too"
    desk.load(text)
    desk.view.select(0, len(text))
    desk.keys(KEY.Key_C, ctrl=True)
    assert QApplication.clipboard().text() == text


def test_copy_leaves_out_breaks_that_are_only_shown(desk: Desk) -> None:
    text = "word " * 4000
    desk.load(text)
    assert desk.view.document().blockCount() > 1
    desk.keys(KEY.Key_A, ctrl=True)
    desk.keys(KEY.Key_C, ctrl=True)
    assert QApplication.clipboard().text() == text


@pytest.mark.parametrize(
    "key", ["1", "R", "[", ".", "Del", "Return", "Esc", "Ctrl+Down", "Alt+Left", "0", "Ctrl+Return", "Ctrl+Shift+Z"]
)
def test_keys_of_the_window_reach_its_actions(desk: Desk, key: str) -> None:
    desk.load("some words here")
    action = QAction(desk.view)
    action.setShortcut(key)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    hits: list[str] = []
    action.triggered.connect(lambda: hits.append(key))
    desk.view.addAction(action)
    combination = action.shortcut()[0]
    desk.view.activateWindow()
    QTest.keyClick(desk.view, combination.key(), combination.keyboardModifiers())
    assert hits == [key]


def test_typing_changes_nothing(desk: Desk) -> None:
    desk.load("some words here")
    desk.keys(KEY.Key_X, KEY.Key_Backspace, KEY.Key_V, KEY.Key_Delete)
    assert desk.view.toPlainText() == desk.view.text() == "some words here"


def test_signals_tell_code_points(desk: Desk) -> None:
    desk.load("👍🏽 ok 👍🏽")
    said: list[tuple[int, int]] = []
    carets: list[int] = []
    desk.view.selection_changed.connect(lambda start, end: said.append((start, end)))
    desk.view.caret_moved.connect(carets.append)
    desk.keys(KEY.Key_Right, shift=True)
    desk.keys(KEY.Key_Right)
    desk.keys(KEY.Key_Right)
    assert said == [(0, 2), (-1, -1)]
    assert carets[-1] in (3, 2)


@pytest.mark.parametrize("text", ["a👩‍👩‍👧🇳🇴é𝔸z", "🇳🇴🇸🇪🇩🇰", "👍🏽👍🏽", "กำ ก็ x", "ก\u0301\u0302b", "각각", "1️⃣2️⃣"])
def test_no_key_leaves_the_caret_inside_a_cluster(desk: Desk, text: str) -> None:
    desk.load(text)
    for keys, shift in (([KEY.Key_Right] * 12, False), ([KEY.Key_Left] * 12, False), ([KEY.Key_Right] * 12, True)):
        for key in keys:
            desk.keys(key, shift=shift)
            assert grapheme_floor(text, desk.view.caret()) == desk.view.caret()
    assert desk.view.selection() == (0, len(text))
