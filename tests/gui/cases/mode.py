"""What the window is used for."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.conftest import User


@case("mode.review")
def review(user: User) -> Iterator[None]:
    yield
    assert user.window.handlers.mode.mode == "review"
    assert not user.window.actions_table.get("span.tag", "claim").isEnabled()


@case("mode.annotate")
def annotate(user: User) -> Iterator[None]:
    user.command("mode.review")
    yield
    assert user.window.handlers.mode.mode == "annotate"
    user.put_caret("town")
    user.press("1")
    assert len(user.spans()) == 1
