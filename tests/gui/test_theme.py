"""Every text of every theme can be read: contrast of at least 4.5 to 1, computed from the colours themselves."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from annotator.edit.schemes import default_scheme
from annotator.gui.article.colors import adapted, contrast
from annotator.gui.documents_panel import STATE_NAMES
from annotator.gui.theme import NAMES, THEMES, Theme, resolve
from tests.gui.conftest import User

PAIRS = [
    (ink, ground)
    for ink in ("text", "muted")
    for ground in ("window", "panel", "field")
] + [("text", "row"), ("accent_text", "accent"), ("warning_text", "warning")]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(QColor(getattr(theme, ink)), QColor(getattr(theme, ground))) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_article_and_labels_stand_out(theme: Theme) -> None:
    paper = QColor(theme.article.paper)
    assert contrast(QColor(theme.article.text), paper) >= 7
    assert contrast(QColor(theme.article.muted), paper) >= 4.5
    for label in default_scheme().labels:
        assert contrast(adapted(label.color, theme.article), paper) >= 3


def test_every_choice_of_the_menu_is_a_theme(qapp: object) -> None:
    assert {resolve(name).name for name in NAMES} <= THEMES.keys()
    assert set(NAMES) - {"system"} == THEMES.keys()
    assert set(STATE_NAMES) == {"todo", "doing", "done"}


def test_other_colours_leave_the_window_its_size(user: User) -> None:
    user.window.resize(800, 600)
    QApplication.processEvents()
    before = user.window.size()
    for name in (*THEMES, *THEMES):
        user.window.handlers.view.theme(name)
        QApplication.processEvents()
    assert user.window.size() == before
