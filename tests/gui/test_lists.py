"""The lists of documents and spans, looked at: what their rows say can be read."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableView

from annotator.gui import theme
from tests.gui.conftest import User


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
