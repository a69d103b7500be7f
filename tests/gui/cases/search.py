"""Cases of the commands ``search.*``."""

from collections.abc import Iterator

from annotator.gui.search_page import SearchPage
from tests.gui.cases import case
from tests.gui.conftest import User


def page(user: User) -> SearchPage:
    found = user.window.side.page("search")
    assert isinstance(found, SearchPage)
    return found


def search(user: User, query: str) -> None:
    user.command("search.show")
    user.type(query)
    user.qtbot.waitUntil(lambda: len(page(user).model.items) > 0, timeout=10_000)


@case("search.show")
def show(user: User) -> Iterator[None]:
    user.put_caret("town")
    yield
    user.type("second")
    user.qtbot.waitUntil(lambda: len(page(user).model.items) == 1, timeout=10_000)
    assert page(user).isVisible()


@case("search.next")
def search_next(user: User) -> Iterator[None]:
    search(user, "wells")
    titles = [hit.title for hit in page(user).model.items]
    yield
    assert user.window.focus.document is not None
    assert user.window.focus.document.title == titles[0]
    user.command("search.next")
    assert user.window.focus.document.title == titles[1]
    user.command("search.next")
    assert "last hit" in user.said()


@case("search.previous")
def search_previous(user: User) -> Iterator[None]:
    search(user, "wells")
    user.command("search.next")
    user.command("search.next")
    titles = [hit.title for hit in page(user).model.items]
    yield
    assert user.window.focus.document is not None
    assert user.window.focus.document.title == titles[0]
