"""From pane to pane."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.conftest import User


@case("panes.next")
def following(user: User) -> Iterator[None]:
    user.select("the town")
    user.press("1")
    yield
    window = user.window
    assert user.focused() is window.spans.list
    user.command("panes.next")
    assert window.inspector.isAncestorOf(user.focused())
    user.command("panes.next")
    assert user.focused() is window.documents.list
    user.command("panes.next")
    assert user.focused() is user.article


@case("panes.previous")
def previous(user: User) -> Iterator[None]:
    yield
    assert user.focused() is user.window.documents.list
    user.command("panes.previous")
    # The inspector has no span to show, and is passed over.
    assert user.focused() is user.window.spans.list
