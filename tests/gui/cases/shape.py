"""The part of the Span menu that gives spans another shape."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.cases.span import chosen, tagged
from tests.gui.conftest import User

QUOTED = "“We drink again,”"


@case("shape.grow")
def grow(user: User) -> Iterator[None]:
    user.put_caret("3,000")
    user.press("2")
    yield
    assert user.spans() == [("statistic", "Nearly 3,000 people came")]
    user.command("shape.grow")
    user.command("shape.grow")
    assert user.said() == "this span is the whole line already"


@case("shape.shrink")
def shrink(user: User) -> Iterator[None]:
    tagged(user, "drink again,” said")
    user.command("shape.grow")
    assert user.spans() == [("claim", f"{QUOTED} said Mayor Oda")]
    yield
    assert user.spans() == [("claim", "drink again,” said")], "back the way it came"
    user.put_caret("drink")
    user.command("shape.shrink")
    assert user.spans() == [("claim", "drink")], "else to what is around the caret"
    user.command("shape.shrink")
    assert "nothing smaller" in user.said()


@case("shape.quotation")
def quotation(user: User) -> Iterator[None]:
    tagged(user, "drink", "3")
    yield
    assert user.spans() == [("quote", QUOTED)]
    user.command("shape.quotation")
    assert user.spans() == [("quote", "We drink again,")]


@case("shape.split")
def split(user: User) -> Iterator[None]:
    tagged(user, "the town built 12 wells")
    user.put_caret(" 12 wells")
    yield
    assert user.spans() == [("claim", "the town built"), ("claim", "12 wells")]
    assert chosen(user).text == "12 wells"
    user.command("edit.undo")
    assert user.spans() == [("claim", "the town built 12 wells")]


@case("shape.merge")
def merge(user: User) -> Iterator[None]:
    tagged(user, "12 wells")
    tagged(user, "In 2021")
    tagged(user, "the town", "2")
    user.put_caret("In 2021")
    yield
    assert user.spans() == [("claim", "In 2021 the town built 12 wells"), ("statistic", "the town")]
    user.command("shape.merge")
    assert "no other claim" in user.said()


@case("shape.swap")
def swap(user: User) -> Iterator[None]:
    tagged(user, QUOTED)
    tagged(user, "We drink", "3")
    yield
    assert user.spans() == [("quote", QUOTED), ("claim", "We drink")]
    assert chosen(user).label == "quote"
    user.command("edit.undo")
    assert user.spans() == [("claim", QUOTED), ("quote", "We drink")]


@case("shape.duplicate")
def duplicate(user: User) -> Iterator[None]:
    tagged(user, QUOTED, "3")
    yield
    assert "Duplicate" in user.said()
    user.press("1")
    assert sorted(user.spans()) == [("claim", QUOTED), ("quote", QUOTED)]
    assert chosen(user).label == "claim"
    user.press("1")
    assert len(user.spans()) == 3, "the next label key tags again"
