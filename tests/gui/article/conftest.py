"""Fixtures of the article's tests: a shown view at hand, and an ear for signals."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.gui.article import ArticleView
from tests.gui.article.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    yield Desk(view)
    QApplication.clipboard().clear()


@pytest.fixture
def heard() -> Callable[..., list[tuple[object, ...]]]:
    """Records what a signal says."""

    def listen(signal: object) -> list[tuple[object, ...]]:
        said: list[tuple[object, ...]] = []
        signal.connect(lambda *values: said.append(values))  # type: ignore[attr-defined]
        return said

    return listen
