"""The Span menu."""

from collections.abc import Iterator

from annotator.core.model import Span
from tests.gui.cases import case
from tests.gui.conftest import User
from tests.making import PLAIN


def _tags(label: str, key: str) -> None:
    @case("span.tag", label)
    def tag(user: User) -> Iterator[None]:
        user.select("the town")
        assert user.window.actions_table.get("span.tag", label).shortcut().toString() == key
        yield
        assert user.spans() == [(label, "the town")]


for _label, _key in (("claim", "1"), ("statistic", "2"), ("quote", "3"), ("source", "4")):
    _tags(_label, _key)


def tagged(user: User, what: str, key: str = "1") -> None:
    user.select(what)
    user.press(key)


def chosen(user: User) -> Span:
    span = user.window.focus.span
    assert span is not None
    return span


@case("span.retag")
def retag(user: User) -> Iterator[None]:
    tagged(user, "the town")
    yield
    user.press("2")
    assert user.spans() == [("statistic", "the town")]


@case("span.delete")
def delete(user: User) -> Iterator[None]:
    tagged(user, "the town")
    yield
    assert user.spans() == []


@case("span.note")
def note(user: User) -> Iterator[None]:
    tagged(user, "the town")
    yield
    user.type("Which?")
    user.press("Escape")
    assert [span.note for span in user.stored()] == ["Which?"]


@case("span.inspect")
def inspect(user: User) -> Iterator[None]:
    tagged(user, "the town")
    yield
    assert user.window.inspector.isAncestorOf(user.focused())


@case("span.previous")
def previous(user: User) -> Iterator[None]:
    tagged(user, "In 2021")
    tagged(user, "12 wells")
    yield
    assert chosen(user).text == "In 2021"


@case("span.next")
def following(user: User) -> Iterator[None]:
    tagged(user, "In 2021")
    tagged(user, "12 wells")
    user.put_caret("the town")
    yield
    assert chosen(user).text == "12 wells"


@case("span.back_to_text")
def back_to_text(user: User) -> Iterator[None]:
    user.window.spans.filter.setFocus()
    yield
    assert user.focused() is user.article


def _moves(how: str, becomes: str, was: str = "town built 12") -> None:
    @case("span.move_edge", how)
    def move(user: User) -> Iterator[None]:
        tagged(user, was)
        yield
        assert user.spans() == [("claim", becomes)]
        assert user.window.focus.text == PLAIN


_TWO = "town built 12 wells. “We drink again"
for _move in (
    ("end -1 character", "town built 1"),
    ("end 1 character", "town built 12 "),
    ("end -1 word", "town built"),
    ("end 1 word", "town built 12 wells"),
    ("end -1 clause", "town built 12 wells", _TWO),
    ("end 1 clause", "town built 12 wells"),
    ("start -1 character", " town built 12"),
    ("start 1 character", "own built 12"),
    ("start -1 word", "the town built 12"),
    ("start 1 word", "built 12"),
    ("start -1 clause", "In 2021 the town built 12"),
    ("start 1 clause", "“We drink again", _TWO),
):
    _moves(*_move)
