"""The View menu."""

from collections.abc import Iterator

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from annotator.core.model import Annotator
from annotator.gui.theme import resolve
from tests.gui.cases import case
from tests.gui.conftest import User
from tests.making import LI


@case("view.filter_spans")
def filter_spans(user: User) -> Iterator[None]:
    for what in ("the town", "wells"):
        user.select(what)
        user.press("1")
    yield
    user.type("town")
    user.qtbot.waitUntil(lambda: [span.text for span in user.window.spans.model.spans] == ["the town"], timeout=3000)


@case("view.documents_panel")
def documents_panel(user: User) -> Iterator[None]:
    yield
    assert not user.window.documents.isVisible()
    user.command("view.documents_panel")
    assert user.window.documents.isVisible()


@case("view.spans_panel")
def spans_panel(user: User) -> Iterator[None]:
    yield
    assert not user.window.spans.isVisible()
    assert not user.window.inspector.isVisible()
    user.command("view.spans_panel")
    assert user.window.spans.isVisible()


@case("view.others")
def others(user: User) -> Iterator[None]:
    session = user.window.session
    me: Annotator = session.annotator
    session.be(LI)
    user.select("the town")
    user.press("1")
    session.be(me)
    assert len(user.window.spans.model.spans) == 1
    yield
    assert user.window.spans.model.spans == []
    assert not user.window.pane.article.spans_at(user.window.focus.text.index("town"))


def _snaps(how: str, says: str) -> None:
    @case("view.snap", how)
    def snap(user: User) -> Iterator[None]:
        user.window.handlers.view.snap("off" if how != "off" else "words")
        yield
        assert user.window.pane.article.mouse_snap == how
        assert user.window.status.snap.text() == says
        assert user.window.actions_table.get("view.snap", how).isChecked()


for _how, _says in (
    ("words", "Mouse snaps to words"),
    ("sentence", "Mouse snaps to sentences"),
    ("off", "Mouse selects exactly"),
):
    _snaps(_how, _says)


@case("view.next_snap")
def next_snap(user: User) -> Iterator[None]:
    assert user.window.pane.article.mouse_snap == "words"
    yield
    assert user.window.pane.article.mouse_snap == "sentence"
    assert "sentences" in user.said()
    user.command("view.next_snap")
    user.command("view.next_snap")
    assert user.window.actions_table.get("view.snap", "words").isChecked()


@case("view.zoom_in")
def zoom_in(user: User) -> Iterator[None]:
    yield
    assert user.window.pane.article.zoom == 110
    assert user.window.status.zoom.text() == "110%"


@case("view.zoom_out")
def zoom_out(user: User) -> Iterator[None]:
    yield
    assert user.window.pane.article.zoom == 90


@case("view.zoom_reset")
def zoom_reset(user: User) -> Iterator[None]:
    user.command("view.zoom_in")
    user.command("view.zoom_in")
    yield
    assert user.window.pane.article.zoom == 100


def _themes(name: str) -> None:
    @case("view.theme", name)
    def theme(user: User) -> Iterator[None]:
        user.window.handlers.view.theme("dark" if name != "dark" else "light")
        yield
        palette = QApplication.palette()
        assert palette.color(palette.ColorRole.Window) == QColor(resolve(name).window)
        assert user.window.actions_table.get("view.theme", name).isChecked()


for _name in ("system", "light", "dark", "contrast"):
    _themes(_name)
