"""The Checks menu."""

from collections.abc import Iterator

from annotator.gui.checks_page import ChecksPage
from tests.gui.cases import case
from tests.gui.conftest import User

FIRST, SECOND = "12 wells", "Nearly 3,000 people"  # figures of the text that nobody has tagged


def selected(user: User) -> str:
    start, end = user.window.pane.article.selection() or (0, 0)
    return user.window.focus.text[start:end]


def page(user: User) -> ChecksPage:
    found = user.window.side.page("checks")
    assert isinstance(found, ChecksPage)
    return found


@case("check.next")
def next_check(user: User) -> Iterator[None]:
    user.put_caret("built")
    yield
    assert selected(user) == FIRST
    assert user.said().startswith(f"1 of 2 · Not tagged: {FIRST}")
    user.command("check.next")
    assert selected(user) == SECOND
    user.command("check.next")
    assert selected(user) == FIRST
    assert "from the top" in user.said()


@case("check.previous")
def previous_check(user: User) -> Iterator[None]:
    user.put_caret("Oda")
    yield
    assert selected(user) == FIRST
    user.command("check.previous")
    assert selected(user) == SECOND
    assert "from the end" in user.said()


@case("check.fix")
def fix(user: User) -> Iterator[None]:
    user.put_caret("12 wells")
    yield
    assert user.spans() == [("statistic", FIRST)]
    assert selected(user) == SECOND
    user.command("edit.undo")
    assert user.spans() == []


@case("check.dismiss")
def dismiss(user: User) -> Iterator[None]:
    user.command("check.next")
    yield
    assert selected(user) == SECOND
    assert user.said().startswith(f"Dismissed: Not tagged: {FIRST}; Ctrl+Z takes it back")
    user.command("check.previous")
    assert selected(user) == SECOND
    assert user.spans() == []


@case("check.show")
def show(user: User) -> Iterator[None]:
    yield
    assert page(user).isVisible()
    assert user.focused() is page(user).list
    assert user.window.side.current == "checks"


@case("check.dismissed")
def dismissed(user: User) -> Iterator[None]:
    user.command("check.next")
    user.command("check.dismiss")
    yield
    assert [each.message for each in page(user).listed()] == [f"Not tagged: {FIRST}", f"Not tagged: {SECOND}"]
    user.command("check.dismissed")
    assert [each.message for each in page(user).listed()] == [f"Not tagged: {SECOND}"]


@case("check.marks")
def marks(user: User) -> Iterator[None]:
    user.command("check.next")
    assert marked(user)
    yield
    assert not marked(user)
    user.command("check.marks")
    assert marked(user)


def marked(user: User) -> bool:
    """Whether anything is painted in the margin beside the text."""
    article = user.window.pane.article
    article.repaint()
    picture = article.viewport().grab().toImage()
    left = article.places.boxes_of(0, 1)[0].left()
    paper = picture.pixelColor(1, 1)
    return any(picture.pixelColor(x, y) != paper for x in range(2, left - 2) for y in range(picture.height()))
