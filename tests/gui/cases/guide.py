"""The guidelines."""

from collections.abc import Iterator

from annotator.gui.guide_page import GuidePage
from tests.gui.cases import case
from tests.gui.conftest import User


def page(user: User) -> GuidePage:
    found = user.window.side.page("guide")
    assert isinstance(found, GuidePage)
    return found


@case("guide.of_label")
def of_label(user: User) -> Iterator[None]:
    user.put_caret("12 wells")
    user.press("2")
    yield
    assert page(user).isVisible()
    assert page(user).reader.toPlainText().startswith("Statistic\n")
    assert user.article.hasFocus()


@case("guide.turn")
def turn(user: User) -> Iterator[None]:
    user.put_caret("town")
    yield
    assert page(user).reader.hasFocus()
    assert page(user).reader.toPlainText().startswith("Claim\n")


@case("guide.edit")
def edit(user: User) -> Iterator[None]:
    user.put_caret("town")
    yield
    assert page(user).writer.hasFocus()
    assert page(user).writer.toPlainText().startswith("# Claim\n")
