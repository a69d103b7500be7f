"""The page that searches all documents, by keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.gui.search_page import SearchPage
from tests.gui.cases.search import page
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User
from tests.making import PLAIN

OTHER = "Rain again. The mayor, Oda, was there.\nNo wells were built."
CHINESE = "今年收了三千吨米。"


def search(user: User, query: str, said: str) -> SearchPage:
    user.press("F", CTRL | SHIFT)
    page(user).field.setText(query)  # QTest types ASCII alone
    user.qtbot.waitUntil(lambda: page(user).said().startswith(said), timeout=10_000)
    return page(user)


def document(user: User) -> str:
    assert user.window.focus.document is not None
    return user.window.focus.text


def test_it_is_live_and_return_opens_the_place(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, OTHER, CHINESE)
    user.press("F", CTRL | SHIFT)
    user.type("rain")
    user.qtbot.waitUntil(lambda: page(user).said() == "1 document", timeout=10_000)
    user.press("Return")
    assert document(user) == OTHER
    assert user.window.pane.article.selection() == (0, 4)
    assert user.window.pane.article.hasFocus()
    user.press("1")
    assert user.spans() == [("claim", "Rain")]


def test_return_straight_after_typing_goes_to_the_first_hit(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, OTHER)
    user.press("F", CTRL | SHIFT)
    user.type("mayor oda rain")
    user.press("Return")
    user.qtbot.waitUntil(lambda: user.window.pane.article.hasFocus(), timeout=10_000)
    assert document(user) == OTHER


def test_the_arrows_choose_among_hits(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, OTHER)
    found = search(user, "wells ", "2 documents")
    user.press("Down")
    assert user.focused() is found.list
    user.press("Down")
    user.press("Return")
    assert document(user) == [PLAIN, OTHER][found.model.items[1].start != PLAIN.index("wells")]


def test_chinese_is_found(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, CHINESE)
    search(user, "三千吨", "1 document")
    user.press("Return")
    assert user.window.pane.article.selection() == (4, 7)


def test_ready_made_questions(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, OTHER)
    user.put_caret("drink")
    user.press("3")
    user.press("F", CTRL | SHIFT)
    user.press("Down", ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert page(user).field.text() == "label:quote no:speaker"
    user.qtbot.waitUntil(lambda: page(user).said() == "1 span", timeout=10_000)
    user.window.focus.choose(None)
    user.press("Return")
    assert user.window.focus.span is not None
    assert user.window.focus.span.text == "“We drink again,”"
    user.press("Delete")
    user.qtbot.waitUntil(lambda: page(user).said() == "Nothing found", timeout=10_000)


def test_the_selection_is_looked_for_as_it_stands(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, OTHER)
    user.select("Mayor Oda")
    user.press("F", CTRL | SHIFT)
    assert page(user).field.text() == '"Mayor Oda"'
    user.qtbot.waitUntil(lambda: page(user).said() == "2 documents", timeout=10_000)


def test_what_is_not_known_is_told(open_window: OpenWindow) -> None:
    user = open_window(PLAIN)
    search(user, "label:foo", "There is no label “foo”")
    search(user, "zebra", "Nothing found")
    assert not page(user).help.isVisible()
    search(user, "", "")
    user.qtbot.waitUntil(page(user).help.isVisible, timeout=10_000)


def test_a_read_only_project_is_searched(open_window: OpenWindow) -> None:
    open_window(PLAIN).window.close()
    user = open_window(read_only=True)
    found = search(user, "wells", "1 document")
    assert len(found.model.items) == 1


def test_a_document_that_has_gone_is_told(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, OTHER)
    found = search(user, "rain", "1 document")
    hit = found.model.items[0]
    user.window.focus.open(hit.document_id)
    user.command("document.delete")
    found.opened.emit(hit)
    assert "no longer" in user.said()
