"""The lists of documents and spans, looked at: what their rows say can be read."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableView

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
    user.window.view_commands.theme(name)
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
    user.window.span_commands.go_to(user.window.spans.model.spans[2].id)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))
    assert rows.currentIndex().row() == 2
