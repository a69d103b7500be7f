"""The Go menu: where the caret goes by what it finds in the text, and selections that grow."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.conftest import User
from tests.making import PLAIN

LAST = PLAIN.index("Nearly")


def caret(user: User) -> int:
    return user.window.pane.article.caret()


def _steps(what: str, first: str, key: str, tags: str) -> None:
    """On to ``first``, where ``key`` tags ``tags``; and back to it from the end."""

    @case("caret.step", f"{what} 1")
    def on(user: User) -> Iterator[None]:
        user.put_caret("the town")
        yield
        assert caret(user) == PLAIN.index(first)
        user.press(key)
        assert [text for _, text in user.spans()] == [tags]

    @case("caret.step", f"{what} -1")
    def back(user: User) -> Iterator[None]:
        user.put_caret("people")
        yield
        assert caret(user) == (PLAIN.index("“") if what == "quotation" else LAST)
        user.command("caret.step", f"{what} 1")
        assert "No further" in user.said()
        assert "below" in user.said()


_steps("sentence", "“We", "1", "“We drink again,” said Mayor Oda")
_steps("number", "12", "2", "12 wells")
_steps("quotation", "“", "3", "“We drink again,”")


@case("caret.paragraph", "1")
def next_paragraph(user: User) -> Iterator[None]:
    yield
    assert "No further paragraph below" in user.said()


@case("caret.paragraph", "-1")
def previous_paragraph(user: User) -> Iterator[None]:
    user.put_caret("people")
    yield
    assert caret(user) == 0


@case("caret.untagged", "1")
def next_untagged(user: User) -> Iterator[None]:
    user.put_caret("12")
    user.press("2")
    user.put_caret("In 2021")
    yield
    assert caret(user) == LAST, "the wells are tagged"
    user.press("2")
    user.put_caret("In 2021")
    user.command("caret.untagged", "1")
    assert user.said() == "No further untagged figure below"


@case("caret.untagged", "-1")
def previous_untagged(user: User) -> Iterator[None]:
    user.put_caret("12")
    user.press("1")
    user.put_caret("Mayor")
    yield
    assert caret(user) == PLAIN.index("12"), "a claim over a figure leaves it untagged"


def _three_spans(user: User) -> None:
    for what, key in (("In 2021", "1"), ("12 wells", "2"), ("We drink", "1")):
        user.select(what)
        user.press(key)


@case("caret.span", "1")
def next_of_label(user: User) -> Iterator[None]:
    _three_spans(user)
    user.put_caret("In 2021")
    yield
    assert user.window.focus.span is not None
    assert user.window.focus.span.text == "We drink"
    user.command("caret.span", "1")
    assert user.said() == "No further claim below"


@case("caret.span", "-1")
def previous_of_label(user: User) -> Iterator[None]:
    _three_spans(user)
    user.put_caret("people")
    assert user.window.focus.span is None
    yield
    assert user.window.focus.span is not None
    assert user.window.focus.span.text == "We drink"
    user.command("caret.span", "-1")
    assert user.window.focus.span.text == "In 2021"


def _words(way: str, where: str, selected: tuple[int, int] | None = None) -> None:
    @case("caret.word", way)
    def word(user: User) -> Iterator[None]:
        user.put_caret("town")
        yield
        assert caret(user) == PLAIN.index(where)
        assert user.window.pane.article.selection() == selected


_TOWN = PLAIN.index("town")
_words("left", "the town")
_words("right", " built")
_words("select left", "the town", (_TOWN - 4, _TOWN))
_words("select right", " built", (_TOWN, _TOWN + 4))


@case("caret.expand")
def expand(user: User) -> Iterator[None]:
    user.put_caret("3,000")
    yield
    seen = []
    for _ in range(4):
        start, end = user.window.pane.article.selection() or (0, 0)
        seen.append(PLAIN[start:end])
        user.command("caret.expand")
    assert seen == ["3,000", "Nearly 3,000 people", "Nearly 3,000 people came", PLAIN]
    assert user.said() == "The whole line is selected"


@case("caret.shrink")
def shrink(user: User) -> Iterator[None]:
    user.put_caret("3,000")
    for _ in range(3):
        user.command("caret.expand")
    yield
    article = user.window.pane.article
    assert article.selection() == (LAST, LAST + len("Nearly 3,000 people")), "back the way it came"
    user.select(" said Mayor Oda. Nearly")
    user.command("caret.shrink")
    assert PLAIN[slice(*(article.selection() or (0, 0)))] == "said Mayor Oda"
    user.command("caret.shrink")
    assert PLAIN[slice(*(article.selection() or (0, 0)))] == "said"
    user.command("caret.shrink")
    assert article.selection() is None
    user.command("caret.shrink")
    assert "Nothing is selected" in user.said()
