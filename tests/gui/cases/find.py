"""Cases of the commands ``find.*``."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.conftest import User


@case("find.show")
def show(user: User) -> Iterator[None]:
    user.select("town")
    yield
    user.type("we")
    assert selected(user) == "we"


@case("find.next")
def find_next(user: User) -> Iterator[None]:
    user.command("find.show")
    user.type("o")
    user.press("Escape")
    first = user.window.pane.article.selection()
    yield
    assert user.window.pane.article.selection() > first
    assert selected(user) == "o"


@case("find.previous")
def find_previous(user: User) -> Iterator[None]:
    user.command("find.show")
    user.type("o")
    user.press("Escape")
    yield
    assert selected(user) in "Oo"
    assert "from the end" in user.said()


def selected(user: User) -> str:
    start, end = user.window.pane.article.selection() or (0, 0)
    return user.window.focus.text[start:end]
