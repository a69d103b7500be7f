"""The lists of documents and spans, looked at: what their rows say can be read."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableView, QToolButton

from annotator.gui import theme
from tests.gui.conftest import OpenWindow, User


def shades(view: QTableView, row: int) -> set[float]:
    """How light the pixels of a row are, 0 to 1: from its ground to what is written on it."""
    image = view.viewport().grab(view.visualRect(view.model().index(row, 0))).toImage()
    return {image.pixelColor(x, y).lightnessF() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_the_chosen_row_can_be_read(user: User, name: str) -> None:
    user.put_caret("town")
    user.press("1")
    user.window.handlers.view.theme(name)
    QApplication.processEvents()
    chosen = theme.THEMES[name]
    paper, ink = QColor(chosen.panel).lightnessF(), QColor(chosen.text).lightnessF()
    for view in (user.window.documents.list, user.window.spans.list):
        assert view.currentIndex().row() == 0
        seen = shades(view, 0)
        assert min(seen) <= min(paper, ink) + 0.25
        assert max(seen) >= max(paper, ink) - 0.25
        corner = view.viewport().grab(view.visualRect(view.currentIndex())).toImage()
        ground = corner.pixelColor(corner.width() - 3, 2)
        assert abs(ground.lightnessF() - ink) > 0.6, ground.name()
        assert ground != QColor(chosen.panel)


def test_the_row_of_the_chosen_span_comes_into_view(open_window: OpenWindow) -> None:
    user = open_window("One two three four.\n" * 60)
    text = user.window.focus.text
    for place in range(0, len(text), 20):
        user.window.pane.article.set_caret(place)
        user.press("1")
    rows = user.window.spans.list
    assert rows.viewport().rect().contains(rows.visualRect(rows.model().index(59, 0)))
    user.window.handlers.span.go_to(user.window.spans.model.spans[2].id)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))
    assert rows.currentIndex().row() == 2


def test_the_filter_is_empty_all_over_in_the_next_document(open_window: OpenWindow) -> None:
    user = open_window("One well.", "Two wells.")
    panel = user.window.spans
    panel.filter.setFocus()
    user.type("nothing")
    clear = panel.filter.findChild(QToolButton)
    user.qtbot.waitUntil(clear.isVisible)
    user.window.handlers.document.next()
    assert panel.filter.text() == ""
    user.qtbot.waitUntil(clear.isHidden)


def test_the_count_over_a_filtered_list_is_not_cut_off(open_window: OpenWindow) -> None:
    user = open_window("One well.", "Two wells.", "A bridge.")
    user.window.documents.filter.setFocus()
    user.type("bridge")
    user.qtbot.waitUntil(lambda: len(user.window.documents.model.rows) == 1)
    count = user.window.documents._count
    assert count.text() == "1 OF 3"
    assert count.width() >= count.sizeHint().width()
    assert count.mapTo(user.window.documents, count.rect().topRight()).x() <= user.window.documents.width()
