"""Compare mode as it is used: by Tab and keys alone, a pair's confusion, colours that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from annotator.gui.article.colors import luminance
from annotator.gui.compare.tables import shade
from annotator.gui.theme import THEMES, palette
from tests.gui.cases.compare import compare, wait
from tests.gui.conftest import User


def test_tab_goes_in_reading_order(user: User) -> None:
    view = compare(user)
    seen = []
    for _ in range(8):
        seen.append(user.focused())
        user.press("Tab")
    here = (view.pairs, view.labels, view.kinds, view.confusion_card.rows, view.confusion_card.columns, view.confusion)
    places = [seen.index(each) for each in here if each in seen]
    assert len(places) == len(here)
    assert places == sorted(places)


def test_a_pair_is_compared_and_its_cell_leads_to_its_cases(user: User) -> None:
    view = compare(user)
    card = view.confusion_card
    table = card.table
    last = table.columnCount() - 1
    assert table.item(last, 1).text() == "1"  # everybody: the statistic that one of them lacks, either way round
    assert table.item(1, last).text() == "1"
    for combo, name in ((card.rows, "Wen"), (card.columns, "Li")):
        combo.setFocus()
        while combo.currentText() != name:
            user.press("Down")
    user.qtbot.waitUntil(lambda: not card._reading.busy)
    assert table.item(last, 1).text() == "1"  # Wen has nothing where Li has a statistic
    assert table.item(1, last).text() == "0"
    table.setFocus()
    table.setCurrentCell(last, 1)
    user.press("Return")
    desk = user.window.handlers.mode.desk
    assert [each.kind for each in desk.review.shown] == ["only_one"]


def test_without_gold_it_says_what_to_do_and_modes_leave_no_tools_behind(user: User) -> None:
    view = compare(user)
    user.command("compare.feedback")
    assert "There is no gold yet" in view.feedback.told.text()
    user.command("compare.feedback")
    bar = user.window.handlers.compare.bar
    assert bar.isVisible()
    width = user.window.width()
    user.command("mode.annotate")
    assert not bar.isVisible()
    assert user.window.labels._undo.isVisible()
    user.command("mode.compare")
    wait(user, view)
    user.command("mode.review")
    assert not bar.isVisible()
    assert user.window.labels._commands.isVisible()
    assert user.window.width() == width


@pytest.mark.parametrize("name", THEMES)
@given(st.floats(0, 1))
def test_text_on_a_shade_can_be_read(name: str, share: float) -> None:
    back, fore = shade(share, palette(THEMES[name]))
    assert contrast(back, fore) >= 4.5


def contrast(a: QColor, b: QColor) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
