"""The keys of commands: changed in the editor, told on the sheet, kept in the settings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton

from annotator.app.settings import Settings
from annotator.core.scheme import Scheme
from annotator.edit.schemes import default_scheme
from annotator.gui.commands import COMMANDS, Command, command_table
from annotator.gui.key_sheet import KeySheet, _columns, as_html
from annotator.gui.keymap import Keymap, clash, holder, name_of, refusal, written
from annotator.gui.shortcuts_dialog import ShortcutsDialog
from tests.conftest import Dialogs
from tests.gui.conftest import CTRL, NONE, SHIFT, OpenWindow, User

MENUS = {"Alt+F": "File"}


def command(name: str, commands: object = COMMANDS) -> Command:
    return next(each for each in commands if name_of(each) == name)  # type: ignore[attr-defined]


def test_the_table_writes_keys_as_qt_does_and_gives_none_twice(qapp: object) -> None:
    table = command_table(default_scheme())
    for each in table:
        assert tuple(written(key) for key in each.keys) == each.keys, each
        for key in each.keys:
            assert holder(key, each, table) is None, (each, key)
    assert Keymap(Settings()).applied(table) == table


@pytest.mark.parametrize(
    ("key", "name", "why"),
    [
        ("Tab", "span.next", "next field"),
        ("Left", "span.next", "moves the caret"),
        ("Ctrl+C", "span.next", "copies"),
        ("Alt+F", "span.next", "opens the File menu"),
        ("J", "view.zoom_in", "typed into fields"),
        ("Shift+J", "view.zoom_in", "typed into fields"),
        ("J", "span.next", ""),
        ("Ctrl+J", "view.zoom_in", ""),
        ("Shift+F12", "view.zoom_in", ""),
    ],
)
def test_keys_that_no_command_may_have(qapp: object, key: str, name: str, why: str) -> None:
    said = refusal(key, command(name), MENUS)
    assert why in said if why else said == ""


def test_a_key_of_the_window_is_heard_in_the_text_too(qapp: object) -> None:
    text, window = command("span.next"), command("view.zoom_in")
    assert clash(text, text)
    assert clash(text, window)
    assert not clash(text, text._replace(scope="a list of its own"))


def test_chosen_keys_are_kept_and_go_before_those_of_the_table(qapp: object) -> None:
    keymap = Keymap(Settings())
    keymap.set(command("span.next"), ["N", "]"])
    again = Keymap(Settings())
    found = again.applied(COMMANDS)
    assert command("span.next", found).keys == ("N", "]")
    assert command("span.note", found).keys == ()
    assert again.problems == []
    again.set(command("span.next"), command("span.next").keys)
    assert Settings().group("keys") == {}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("span.next", "no list", "no list of keys"),
        ("span.next", '["Ctrl+Nothing"]', "no list of keys"),
        ("span.next", '["Ctrl+K, Ctrl+C"]', "no list of keys"),
        ("span.next", "[3]", "no list of keys"),
        ("span.gone", '["Ctrl+J"]', "no command"),
        ("span.next", '["1"]', "1 is Tag as claim already"),
    ],
)
def test_settings_that_cannot_be_used_are_told_and_left_out(
    open_window: OpenWindow, name: str, value: str, why: str
) -> None:
    settings = Settings()
    settings.set(f"keys/{name}", value)
    settings.save()
    user = open_window()
    assert why in user.said()
    user.select("the town")
    user.press("1")
    assert len(user.spans()) == 1
    if "already" not in why:
        assert user.window.actions_table.get("span.next").shortcut().toString() == "]"


def with_editor(use: Callable[[ShortcutsDialog], None]) -> Callable[[ShortcutsDialog], int]:
    def show(dialog: ShortcutsDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        use(dialog)
        dialog.hide()
        return 0

    return show


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()


def find(dialog: ShortcutsDialog, words: str) -> None:
    dialog.words.setFocus()
    dialog.words.clear()
    QTest.keyClicks(dialog.words, words)


def edit(user: User, use: Callable[[ShortcutsDialog], None]) -> None:
    user.dialogs.answer("QDialog.exec", with_editor(use))
    user.press("K", CTRL | SHIFT)
    user.take_the_keyboard()


def test_a_key_is_given_by_pressing_it_and_works_at_once_and_after_a_restart(user: User) -> None:
    def use(dialog: ShortcutsDialog) -> None:
        find(dialog, "delete span")
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_X, CTRL | SHIFT)
        assert "is Span › Delete span now" in dialog.about.text()

    edit(user, use)
    for _ in range(2):
        user.select("the town")
        user.press("1")
        assert len(user.spans()) == 1
        user.press("X", CTRL | SHIFT)
        assert user.spans() == []
        user.restart()
    assert json.loads(Settings().text("keys/span.delete", "")) == ["Del", "Backspace", "Ctrl+Shift+X"]


def test_a_key_that_is_taken_is_refused_by_name_and_may_be_taken_over(user: User) -> None:
    def use(dialog: ShortcutsDialog) -> None:
        find(dialog, "next span")
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_N)
        assert dialog.about.text() == "N is Span › Write a note: take it away from there first, or take it over"
        dialog.take_over.setFocus()
        press(Qt.Key.Key_Space)
        assert "Span › Write a note has none" in dialog.about.text()

    edit(user, use)
    user.select("the town")
    user.press("1")
    user.put_caret("In")
    user.press("N")
    assert user.window.focus.span is not None
    assert user.focused() is user.article
    assert user.window.actions_table.get("span.note").shortcut().isEmpty()


def test_the_keys_of_labels_and_of_the_desk_stay(user: User) -> None:
    def use(dialog: ShortcutsDialog) -> None:
        find(dialog, "tag as claim")
        assert not dialog.field.isEnabled()
        assert "scheme editor" in dialog.about.text()
        find(dialog, "next span")
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_1)
        assert "a label’s key" in dialog.about.text()
        press(Qt.Key.Key_Up)
        assert "moves the caret" in dialog.about.text()
        press(Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert QApplication.focusWidget() is not dialog.field

    edit(user, use)
    assert Settings().group("keys") == {}


def test_keys_are_taken_away_and_come_back(user: User) -> None:
    def use(dialog: ShortcutsDialog) -> None:
        find(dialog, "delete span")
        dialog.list.setFocus()
        press(Qt.Key.Key_Delete)
        press(Qt.Key.Key_Delete)
        chosen = dialog.command()
        assert chosen is not None
        assert chosen.keys == ()
        dialog.default.setFocus()
        press(Qt.Key.Key_Space)
        chosen = dialog.command()
        assert chosen is not None
        assert chosen.keys == ("Del", "Backspace")
        find(dialog, "zoom in")
        dialog.list.setFocus()
        press(Qt.Key.Key_Delete)
        dialog.all_default.setFocus()
        press(Qt.Key.Key_Space)

    edit(user, use)
    assert Settings().group("keys") == {}
    user.command("view.zoom_in")
    assert user.window.pane.article.zoom == 110


def test_other_keys_are_written_wherever_keys_are_told(user: User) -> None:
    table = user.window.actions_table
    table.keymap.set(command("edit.undo"), ["Ctrl+U"])
    table.keymap.set(command("help.palette"), [])
    table.renew_keys()
    user.select("the town")
    user.press("1")
    assert "(Ctrl+U)" in table.get("edit.undo").toolTip()
    assert table.get("help.palette").iconText() == "Commands"
    sheet = KeySheet(table.commands, lambda: None, user.window.status.warn, user.window)
    sheet.resize(1200, 700)
    sheet.show()
    shown = [label.text() for label in sheet.area.widget().findChildren(QLabel)]
    assert "Ctrl+U" in shown
    assert "Ctrl+Z" not in shown
    sheet.close()
    user.press("U", CTRL)
    assert user.spans() == []


def test_a_label_keeps_its_key_where_a_command_wants_it(qapp: object) -> None:
    scheme: Scheme = default_scheme()
    table = [each._replace(keys=("N",)) if each.argument == "claim" else each for each in command_table(scheme)]
    found = Keymap(Settings()).applied(table)
    assert command("span.note", found).keys == ()
    assert command("span.tag claim", found).keys == ("N",)


@pytest.mark.parametrize("size", [(1220, 740), (1860, 1020)])
def test_the_sheet_shows_every_key_whole(user: User, size: tuple[int, int]) -> None:
    commands = user.window.actions_table.commands
    sheet = KeySheet(commands, lambda: None, user.window.status.warn, user.window)
    sheet.resize(*size)
    sheet.show()
    QApplication.processEvents()
    page = sheet.area.widget()
    labels = [label for label in page.findChildren(QLabel) if label.text()]
    assert {each.text.rstrip("…") for each in commands if each.keys} <= {label.text() for label in labels}
    for label in labels:
        assert label.width() >= label.sizeHint().width(), label.text()
        assert label.mapTo(page, label.rect().topRight()).x() < sheet.area.viewport().width(), label.text()
    QTest.keyClicks(sheet.words, "note")
    shown = [label.text() for label in sheet.area.widget().findChildren(QLabel)]
    assert "Write a note" in shown
    assert "Zoom in" not in shown
    sheet.close()


def test_the_sheet_is_saved_and_leads_to_the_editor(user: User, tmp_path: Path, dialogs: Dialogs) -> None:
    path = tmp_path / "keys.html"
    opened = []
    sheet = KeySheet(user.window.actions_table.commands, lambda: opened.append(1), print, user.window)
    change, save = sorted(
        (button for button in sheet.findChild(QDialogButtonBox).buttons() if "Close" not in button.text()),
        key=lambda button: button.text(),
    )
    assert isinstance(save, QPushButton)
    dialogs.answer("QFileDialog.getSaveFileName", (str(path), ""))
    save.click()
    assert "<kbd>Ctrl+Z</kbd>" in path.read_text()
    change.click()
    assert opened == [1]
    sheet.deleteLater()
    assert "&lt;b&gt;" in as_html([Command("x.y", "<b>", "<i>", ("A",))])


def test_columns_are_as_low_as_they_can_be() -> None:
    assert _columns([3, 1, 1, 1], 2) == [[0], [1, 2, 3]]
    assert _columns([5], 3) == [[0]]
    assert _columns([], 3) == []
