"""Cases of the commands ``fill.*``."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.cases.span import chosen, tagged
from tests.gui.conftest import User


@case("fill.begin")
def begin(user: User) -> Iterator[None]:
    tagged(user, "12 wells", "1")
    yield
    user.press("1")
    user.press("4")
    assert [dict(span.attributes) for span in user.stored()] == [{"type": "event", "checkable": "unclear"}]


@case("fill.copy")
def copy(user: User) -> Iterator[None]:
    tagged(user, "the town", "1")
    user.press("P")
    user.press("2")
    user.press("Escape")
    tagged(user, "12 wells", "1")
    yield
    assert chosen(user).attributes == {"type": "quantity"}
    assert user.said() == "Copied from “the town”: type quantity"
