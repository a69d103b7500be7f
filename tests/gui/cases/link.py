"""Cases of the commands ``link.*``."""

from collections.abc import Iterator

from annotator.core.model import Link
from tests.gui.cases import case
from tests.gui.cases.span import chosen, tagged
from tests.gui.conftest import User


def links(user: User) -> list[tuple[str, str, str]]:
    """Type and the texts of both ends."""
    query = user.window.session.query
    spans = user.window.focus.spans
    return [(link.type, spans[link.from_id].text, spans[link.to_id].text) for link in query.every(Link)]


def quote_and_source(user: User) -> None:
    """Both tagged, the quote chosen."""
    tagged(user, "Mayor Oda", "4")
    tagged(user, "“We drink again,”", "3")


@case("link.begin")
def begin(user: User) -> Iterator[None]:
    quote_and_source(user)
    yield
    user.press("Return")
    assert links(user) == [("said_by", "“We drink again,”", "Mayor Oda")]
    assert user.focused() is user.article


@case("link.follow")
def follow(user: User) -> Iterator[None]:
    quote_and_source(user)
    user.command("link.begin")
    user.press("Return")
    assert chosen(user).label == "quote"
    yield
    assert chosen(user).text == "Mayor Oda"


@case("link.remove")
def remove(user: User) -> Iterator[None]:
    quote_and_source(user)
    user.command("link.begin")
    user.press("Return")
    yield
    assert links(user) == []
