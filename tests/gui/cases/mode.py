"""What the window is used for."""

from collections.abc import Iterator

from tests.gui.cases import case
from tests.gui.cases.answer import prepare
from tests.gui.cases.review import enter
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


@case("mode.compare")
def compare(user: User) -> Iterator[None]:
    """The figures, and from a figure to its cases."""
    desk = enter(user)
    yield
    view = user.window.handlers.compare.view
    user.qtbot.waitUntil(lambda: view.figures is not None)
    assert user.window.handlers.mode.mode == "compare"
    assert view.figures.cases["boundary"] == 1
    assert view.pairs.item(0, 0).text() == "—"
    assert "n 5" in view.pairs.item(0, 1).text()
    rows = [view.kinds.verticalHeaderItem(row).text() if view.kinds.verticalHeaderItem(row) else "" for row in range(6)]
    view.kinds.setFocus()
    view.kinds.setCurrentCell(rows.index("Only one"), 0)
    user.press("Return")
    assert user.window.handlers.mode.mode == "review"
    assert [each.kind for each in desk.review.shown] == ["only_one"]


@case("mode.answers")
def answers(user: User) -> Iterator[None]:
    """What was said of one's own spans; the keys of annotating rest meanwhile."""
    prepare(user)
    column = user.window.inspector.parentWidget()
    before = column.sizes()  # type: ignore[attr-defined]
    yield
    assert user.window.labels.minimumSizeHint().width() <= 1280
    assert user.window.handlers.mode.mode == "answers"
    assert not user.window.actions_table.get("span.tag", "claim").isEnabled()
    assert user.window.side.current == "answers"
    assert len(user.window.pane.article.spans_at(5)) == 1
    user.command("mode.annotate")
    assert len(user.window.pane.article.spans_at(5)) == 3
    assert user.window.side.current == "spans"
    assert column.sizes()[:2] == before  # type: ignore[attr-defined]
    assert "Take" not in user.window.labels._commands.text()
    assert user.window.labels.minimumSizeHint().width() <= 1280
