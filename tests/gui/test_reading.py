"""Reading comfort: the text as one likes it, the place kept whatever changes, focus mode, all by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.app.settings import Settings
from annotator.gui.article.fonts import FULL, SERIF, Reading
from annotator.gui.reading import remembered, stepped
from annotator.gui.reading_dialog import ReadingDialog
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User

LONG = "\n".join(
    f"Paragraph {number} tells what happened in the {number}th year, and then goes on for long enough to be broken"
    f" into several lines whatever the width of the column is: {'and so it went on, ' * (number % 7 + 3)}to its end."
    for number in range(300)
)


def set_line(user: User, value: int) -> None:
    user.window.handlers.reading.set(user.window.pane.article.reading._replace(line=value))


CHANGES: dict[str, Callable[[User], None]] = {
    "zoom": lambda user: (user.press("Equal", CTRL), user.press("Equal", CTRL)),
    "lines": lambda user: user.press("Equal", CTRL | ALT),
    "column": lambda user: user.press("Minus", ALT),
    "font": lambda user: user.window.handlers.reading.set(Reading(family=other_font())),
    "paragraphs": lambda user: user.window.handlers.reading.set(Reading(paragraph=10)),
    "window": lambda user: user.window.resize(900, 500),
    "documents": lambda user: user.press("F8"),
    "spans": lambda user: user.press("F9"),
    "focus": lambda user: user.press("F11"),
    "theme": lambda user: user.window.actions_table.get("view.theme", "dark").trigger(),
}


def other_font() -> str:
    return next(name for name in QFontDatabase.families() if name not in SERIF)


def settle(user: User) -> None:
    for _ in range(3):
        QApplication.processEvents()
    user.qtbot.waitUntil(lambda: not user.window.pane.article._ahead.busy, timeout=10_000)
    QApplication.processEvents()


def top(user: User) -> int:
    return user.window.pane.article.places.range_in_view()[0]


def holds(user: User, place: int) -> bool:
    """Whether the line at the top of the page, or the one cut off above it, is the one with ``place``."""
    places = user.window.pane.article.places
    return abs(places.line_number(place) - places.line_number(top(user))) <= 1


@pytest.mark.parametrize("how", CHANGES)
def test_a_long_article_keeps_its_place(open_window: OpenWindow, how: str) -> None:
    user = open_window(LONG)
    user.put_caret("Paragraph 200 ")
    settle(user)
    user.window.pane.article.verticalScrollBar().setValue(
        user.window.pane.article.places.line_number(LONG.index("Paragraph 150 ")) + 2
    )
    settle(user)
    place = top(user)
    assert place > LONG.index("Paragraph 150 ")
    CHANGES[how](user)
    settle(user)
    assert holds(user, place), (place, top(user))


def test_one_does_not_creep_upwards_by_changing_much(open_window: OpenWindow) -> None:
    user = open_window(LONG)
    user.put_caret("Paragraph 150 ")
    settle(user)
    place = top(user)
    for column in (50, 110, 65, 45, 95, 75) * 3:
        user.window.handlers.reading.set(Reading(column=column))
        QApplication.processEvents()
    settle(user)
    assert top(user) == place
    user.press("F11")
    user.press("F11")
    settle(user)
    assert top(user) == place


def test_the_place_is_kept_near_the_end_too(open_window: OpenWindow) -> None:
    user = open_window(LONG)
    user.put_caret("Paragraph 299 ")
    settle(user)
    user.press("Minus", ALT)
    user.press("Equal", ALT)
    settle(user)
    start, end = user.window.pane.article.places.range_in_view()
    assert start <= LONG.index("Paragraph 299 ") <= end


def test_lines_and_column_are_what_was_chosen_and_come_back(open_window: OpenWindow) -> None:
    user = open_window(LONG)

    def pitch() -> int:
        boxes = user.window.pane.article.places.boxes_of(0, 200)
        return boxes[1].top() - boxes[0].top()

    before = pitch()
    user.press("Equal", CTRL | ALT)
    user.press("Equal", CTRL | ALT)
    assert pitch() > 1.1 * before
    for _ in range(9):
        user.press("Minus", CTRL | ALT)
    least = pitch()
    assert least < 0.9 * before
    height = user.window.pane.article.places.boxes_of(0, 5)[0].height()
    assert least >= height, "lines that overlap"
    for _ in range(9):
        user.press("Equal", ALT)
    assert user.window.pane.article.reading.column == FULL
    left, right = user.window.pane.article._layout.column[0], user.window.pane.article.viewport().width()
    assert left < 60 < right
    user.restart()
    assert pitch() == least
    assert user.window.pane.article.reading == Reading(line=100, column=FULL)


def test_steps_stay_within_bounds() -> None:
    usual = Reading()
    assert stepped(usual, column=-99).column == 45
    assert stepped(usual, column=7).column == 110
    assert stepped(usual, column=8).column == FULL
    assert stepped(usual._replace(column=FULL), column=1).column == FULL
    assert stepped(usual._replace(column=FULL), column=-1).column == 110
    assert stepped(usual, line=-9).line == 100
    assert stepped(usual, line=99).line == 200


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [("line", "5", 100), ("line", "wide", 122), ("column", "3", 45), ("column", "0", FULL), ("paragraph", "999", 200)],
)
def test_settings_out_of_bounds_are_put_right(qapp: object, name: str, value: str, read: int) -> None:
    settings = Settings()
    settings.set(f"reading/{name}", value)
    reading, notice = remembered(settings)
    assert getattr(reading, name) == read
    assert notice == ""


def test_a_font_that_has_gone_is_told_and_the_usual_one_taken(open_window: OpenWindow) -> None:
    settings = Settings()
    settings.set("reading/family", "No Such Serif")
    settings.save()
    user = open_window()
    assert "“No Such Serif” is not on this computer" in user.said()
    assert user.window.pane.article.font().families()[0] == SERIF[0]


def with_dialog(use: Callable[[ReadingDialog], None]) -> Callable[[ReadingDialog], int]:
    def show(dialog: ReadingDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        use(dialog)
        dialog.hide()
        return 0

    return show


def test_the_dialog_changes_everything_at_once_and_back(user: User) -> None:
    article = user.window.pane.article

    def use(dialog: ReadingDialog) -> None:
        name = other_font()
        if dialog.family.findData(name) > 0:
            dialog.family.setCurrentIndex(dialog.family.findData(name))
            assert article.font().families()[0] == name
        QTest.keyClick(dialog.size_.slider, Qt.Key.Key_Right)
        assert article.zoom == 110
        QTest.keyClick(dialog.column.slider, Qt.Key.Key_End)
        assert article.reading.column == FULL
        QTest.keyClick(dialog.paragraph.slider, Qt.Key.Key_Home)
        assert article.reading.paragraph == 0
        dialog.colors.setCurrentIndex(dialog.colors.findData("dark"))
        assert Settings().text("view/theme", "") == "dark" or user.program.settings.text("view/theme", "") == "dark"
        dialog._as_at_first()
        assert article.reading == Reading()
        assert article.zoom == 100

    user.dialogs.answer("QDialog.exec", with_dialog(use))
    user.press("Comma", CTRL)
    assert user.program.settings.number("reading/paragraph", 0) == 90


def test_the_wheel_zooms_by_whole_notches(user: User) -> None:
    article = user.window.pane.article
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    for _ in range(8):
        event = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 30), Qt.MouseButton.NoButton, CTRL,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(article.viewport(), event)
    assert article.zoom == 120


def shown(user: User) -> dict[str, object]:
    window = user.window
    return {
        "sizes": window._panes.sizes(),
        "right": window._right.sizes(),
        "documents": window.documents.isVisible(),
        "inspector": window.inspector.isVisible(),
        "labels": window.labels.isVisible(),
        "zoom": window.status.zoom.isVisible(),
        "menu": window.menuBar().height() > 0,
        "checked": [window.actions_table.get(f"view.{name}_panel").isChecked() for name in ("documents", "spans")],
    }


@pytest.mark.parametrize("before", [(), ("F8",), ("F9",), ("F8", "F9")])
def test_focus_mode_puts_everything_back_as_it_was(user: User, before: tuple[str, ...]) -> None:
    for key in before:
        user.press(key)
    was = shown(user)
    user.press("F11")
    assert user.window.actions_table.get("reading.focus_mode").isChecked()
    assert user.window.pane.width() == user.window.width()
    assert not user.window.labels.isVisible()
    user.select("the town")
    user.press("1")
    assert len(user.spans()) == 1
    user.press("F8")
    assert user.window.documents.isVisible()
    user.press("F11")
    QApplication.processEvents()
    assert shown(user) == was
    assert user.program.settings.flag("view/documents", True) == was["documents"]


def test_escape_ends_what_was_begun_before_it_ends_focus_mode(user: User) -> None:
    user.select("the town")
    user.press("1")
    user.press("F11")
    user.press("R")
    user.press("Escape")
    assert not user.window.documents.isVisible()
    user.select("town")
    user.press("Escape")
    assert not user.window.documents.isVisible()
    user.press("Escape")
    assert user.window.documents.isVisible()


def test_focus_mode_is_not_remembered(user: User) -> None:
    user.press("F11")
    user.restart()
    assert user.window.documents.isVisible()
    assert user.window.labels.isVisible()
    assert user.window.menuBar().height() > 0


def walk(user: User, held: Qt.KeyboardModifier) -> list[QWidget]:
    """What has the keyboard as Tab is pressed until the text has it again."""
    seen: list[QWidget] = []
    for _ in range(80):
        user.press("Backtab" if held == SHIFT else "Tab", held)
        seen.append(user.focused())
        if user.focused() is user.article:
            return seen
    raise AssertionError(f"Tab never comes back to the text: {[type(each).__name__ for each in seen]}")


def test_tab_goes_everywhere_and_back(user: User) -> None:
    user.select("the town")
    user.press("1")
    window = user.window
    window.inspector.show_span()
    QApplication.processEvents()
    there = walk(user, Qt.KeyboardModifier.NoModifier)
    assert walk(user, SHIFT)[:-1] == there[:-1][::-1]
    assert all(widget.isVisible() for widget in there)
    form = window.inspector.form
    for wanted in (window.documents.filter, window.documents.list, window.spans.filter, window.spans.list, form.note):
        assert wanted in there, wanted
    fields = [
        child
        for child in form.findChildren(QWidget)
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.parent() is not None
    ]
    proxied = [
        child for child in fields if not any(child.isAncestorOf(each) or each.isAncestorOf(child) for each in there)
    ]
    assert [child for child in proxied if child not in there] == []


def test_the_overview_goes_where_it_is_clicked(open_window: OpenWindow) -> None:
    user = open_window(LONG)
    settle(user)
    strip = user.window.pane.article.overview
    from PySide6.QtCore import QPoint

    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, strip.height() * 2 // 3))
    start, end = user.window.pane.article.places.range_in_view()
    assert start <= len(LONG) * 2 // 3 + 300
    assert end >= len(LONG) * 2 // 3 - 300
