"""Finding in the document: the bar under the text, its keys, what is marked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from annotator.gui.article.colors import LIGHT
from annotator.gui.find_bar import FindBar
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User
from tests.making import PLAIN

TEXT = "Oda built 12 wells. ODA said: “We drink.” Odabashi came, and Oda went.\nNothing else."


def bar(user: User) -> FindBar:
    found = user.window.findChildren(FindBar)
    assert len(found) == 1
    return found[0]


def said(user: User) -> str:
    user.qtbot.waitUntil(lambda: bar(user).said.whole() != "Looking…", timeout=10_000)
    return bar(user).said.whole() or bar(user).problem.text()


def selected(user: User) -> tuple[int, str]:
    start, end = user.window.pane.article.selection() or (-1, -1)
    return start, user.window.focus.text[start:end]


def test_finding_is_live_and_return_goes_on(open_window: OpenWindow) -> None:
    user = open_window(TEXT)
    user.put_caret("Oda")
    user.press("F", CTRL)
    user.type("oda")
    assert said(user) == "1 of 4"
    assert selected(user) == (0, "Oda")
    user.press("Return")
    assert (said(user), selected(user)) == ("2 of 4", (20, "ODA"))
    user.press("Return", SHIFT)
    user.press("Return", SHIFT)
    assert said(user) == "4 of 4"
    assert "from the end" in user.said()
    user.press("F3")
    assert said(user) == "1 of 4"
    assert "from the top" in user.said()


def test_case_words_and_expressions_are_switched_by_keys(open_window: OpenWindow) -> None:
    user = open_window(TEXT)
    user.put_caret("Oda")
    user.press("F", CTRL)
    user.type("Oda")
    user.press("C", ALT)
    assert said(user) == "1 of 3"
    user.press("W", ALT)
    assert said(user) == "1 of 2"
    assert bar(user).field.text() == "Oda"
    user.press("R", ALT)
    user.press("A", CTRL)
    user.type("[0-9]+|O..")
    assert said(user) == "1 of 4"


def test_escape_leaves_the_match_selected_for_a_label_key(open_window: OpenWindow) -> None:
    user = open_window(TEXT)
    user.put_caret("Oda")
    user.press("F", CTRL)
    user.type("12 wells")
    user.press("Escape")
    assert not bar(user).isVisible()
    assert user.window.pane.article.hasFocus()
    user.press("2")
    assert user.spans() == [("statistic", "12 wells")]
    user.press("F", CTRL)
    assert bar(user).field.selectedText() == "12 wells"


def test_the_selection_is_the_first_query(open_window: OpenWindow) -> None:
    user = open_window(TEXT)
    user.select("ODA")
    user.press("F", CTRL)
    assert bar(user).field.text() == "ODA"
    assert said(user) == "2 of 4"
    user.press("Escape")
    user.press("F3")
    assert selected(user) == (42, "Oda")
    user.press("F3", SHIFT)
    assert selected(user) == (20, "ODA")


def test_f3_without_a_query_asks_for_one(user: User) -> None:
    user.put_caret("town")
    user.press("F3")
    assert bar(user).field.hasFocus()


def test_a_bad_expression_is_told_with_its_place(user: User) -> None:
    user.press("F", CTRL)
    user.press("R", ALT)
    user.type("(to")
    assert "character 4" in said(user)
    assert "missing )" in said(user)
    user.type(")")
    assert said(user) == "1 of 1"


@pytest.mark.parametrize("text", [PLAIN + "a" * 60 + "c", "word " * 100_000 + "a" * 60 + "c"])
def test_an_expression_that_would_run_for_ever_is_told(
    open_window: OpenWindow, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.gui.find_commands._LIMIT", 0.4)
    user = open_window(text)
    user.press("F", CTRL)
    user.press("R", ALT)
    bar(user).field.setText("(a|aa)+$")
    user.qtbot.waitUntil(lambda: "longer than 0.4 seconds" in said(user), timeout=10_000)
    user.wait_for_jobs()
    user.press("A", CTRL)
    user.type("zz")
    user.qtbot.waitUntil(lambda: said(user) == "Not found", timeout=10_000)


def test_what_is_found_is_painted_and_ticked(open_window: OpenWindow) -> None:
    user = open_window(TEXT + "\nline" * 200)
    user.put_caret("Oda")

    def marked(where: int) -> bool:
        box = user.window.pane.article.places.boxes_of(where, where + 1)[0]
        image = user.window.pane.article.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        return image.pixelColor(int((box.left()) * ratio), int((box.top() + 1) * ratio)) != QColor(LIGHT.paper)

    odabashi = TEXT.index("Odabashi")
    assert not marked(odabashi)
    user.press("F", CTRL)
    user.type("oda")
    assert marked(odabashi)
    strip = user.window.pane.article.overview
    ticks = strip.grab().toImage()
    column = [ticks.pixelColor(ticks.width() - 2, y) for y in range(ticks.height())]
    assert QColor(LIGHT.text) in column[:20]
    assert QColor(LIGHT.text) not in column[40:]
    user.press("Escape")
    assert not marked(odabashi)


def test_another_document_is_looked_through_but_the_caret_stays(open_window: OpenWindow) -> None:
    user = open_window(TEXT, "Another. Oda was here, too: Oda.")
    user.put_caret("Oda")
    user.press("F", CTRL)
    user.type("oda")
    user.press("PageDown", CTRL)
    assert said(user) == "2 matches"
    assert user.window.pane.article.caret() == 0
    user.press("F3")
    assert selected(user) == (9, "Oda")


def test_escape_in_the_text_takes_the_marks_away(open_window: OpenWindow) -> None:
    user = open_window(TEXT)
    user.press("F", CTRL)
    user.type("oda")
    user.window.pane.article.setFocus()
    user.press("Escape")
    assert not bar(user).isVisible()


def test_a_big_text_is_looked_through_beside_the_work(open_window: OpenWindow) -> None:
    user = open_window(("Wells, 12 of them. " * 60_000)[:1_000_000])
    user.press("F", CTRL)
    user.type("WELLS")
    user.qtbot.waitUntil(lambda: said(user).startswith("1 of 52,"), timeout=10_000)
    user.press("F3", SHIFT)
    assert said(user).startswith("52,")
    QApplication.processEvents()
    assert user.focused() is bar(user).field
    assert user.focused().focusPolicy() != Qt.FocusPolicy.NoFocus
