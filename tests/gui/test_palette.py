"""The command palette: any command by typing part of its name, without the mouse."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.palette import WHY_NOT, Palette, Recent, fit, name_of
from tests.conftest import Dialogs
from tests.gui.conftest import CTRL, SHIFT, OpenWindow, User


def typed(text: str, *keys: Qt.Key) -> Callable[[Palette], int]:
    """What somebody does in the palette: type, press keys; what ``exec`` then returns."""

    def use(palette: Palette) -> int:
        palette.show()
        palette.activateWindow()
        palette.words.setFocus()
        QApplication.processEvents()
        QTest.keyClicks(palette.words, text)
        for key in keys:
            QTest.keyClick(palette.words, key)
        palette.hide()
        return palette.result()

    return use


def test_a_command_is_run_by_part_of_its_name(user: User, dialogs: Dialogs) -> None:
    user.put_caret("town")
    dialogs.answer("QDialog.exec", typed("tag cl", Qt.Key.Key_Return))
    user.press("P", CTRL | SHIFT)
    assert [label for label, _ in user.spans()] == ["claim"]


def test_arrows_choose_and_escape_runs_nothing(user: User, dialogs: Dialogs) -> None:
    user.put_caret("town")
    dialogs.answer("QDialog.exec", typed("tag as", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return))
    user.press("P", CTRL | SHIFT)
    assert [label for label, _ in user.spans()] == ["statistic"]
    user.take_the_keyboard()
    dialogs.answer("QDialog.exec", typed("tag as", Qt.Key.Key_Escape))
    user.press("P", CTRL | SHIFT)
    assert len(user.spans()) == 1


def test_what_cannot_be_done_now_is_not_run(user: User, dialogs: Dialogs) -> None:
    dialogs.answer("QDialog.exec", typed("edit redo", Qt.Key.Key_Return))
    user.press("P", CTRL | SHIFT)
    assert user.spans() == []


def test_every_command_is_in_it_under_a_name_of_its_own(user: User) -> None:
    table = user.window.actions_table
    names = [name_of(command, table.get(command.id, command.argument)) for command in table.commands]
    assert len(set(names)) == len(names) == len(table.commands)
    palette = Palette(table, Recent(user.program.settings), user.window)
    assert palette.list.model().rowCount() == len(names)
    palette.words.setText("no such command")
    assert palette.list.model().rowCount() == 0
    palette.deleteLater()


def test_what_was_taken_last_comes_first(user: User, dialogs: Dialogs) -> None:
    table, recent = user.window.actions_table, Recent(user.program.settings)
    for text in ("zoom in", "dark"):
        dialogs.answer("QDialog.exec", typed(text, Qt.Key.Key_Return))
        user.command("help.palette")
        user.take_the_keyboard()
    palette = Palette(table, Recent(user.program.settings), user.window)
    shown = [name_of(*entry) for entry in palette.list.model().items]
    assert shown[:2] == ["View › Colours › Dark", "View › Zoom in"]
    assert len(shown) == len(table.commands)
    assert recent.names == []
    palette.deleteLater()


def test_what_cannot_be_done_says_why(open_window: OpenWindow) -> None:
    user = open_window(read_only=True)
    palette = Palette(user.window.actions_table, Recent(user.program.settings), user.window)
    told = {name_of(*entry): palette.list.model().index(row, 0).data(WHY_NOT) for row, entry in entries(palette)}
    assert told["Span › Delete span"] == "read-only"
    assert told["View › Zoom in"] == ""
    palette.deleteLater()


def entries(palette: Palette) -> list[tuple[int, Any]]:
    return list(enumerate(palette.list.model().items))


def test_words_fit_where_they_should() -> None:
    assert fit(["tag"], "span › tag as claim") == 0
    assert fit(["claim"], "span › tag as claim") == 1
    assert fit(["laim"], "span › tag as claim") == 2
    assert fit(["f9"], "view › spans and inspector", "f9") == 2
    assert fit(["tac"], "span › tag as claim") is None
    assert fit(["tac"], "span › tag as claim", loose=True) == 3
    assert fit(["gac"], "span › tag as claim", loose=True) is None
    assert fit(["tag", "nothing"], "span › tag as claim", loose=True) is None
