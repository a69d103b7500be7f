"""The scheme editor by keys: what it shows, what it refuses and why, and that the window follows it and its undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMessageBox, QWidget

from annotator.gui.scheme.dialogs import FateDialog, PlanDialog, SchemeDialog
from tests.gui.conftest import ALT, CTRL, NONE, SHIFT, OpenWindow, User
from tests.making import PLAIN


@pytest.fixture
def tagged(user: User) -> User:
    """Wen has tagged a quote and a claim."""
    user.put_caret("drink")
    user.press("3")
    user.put_caret("town")
    user.press("1")
    return user


def in_editor(user: User, work: Callable[["Editor"], None]) -> None:
    """Open the editor by its key, do something in it by keys, and go on where that leaves it."""

    def use(dialog: QDialog) -> int:
        assert isinstance(dialog, SchemeDialog)
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        work(Editor(user, dialog))
        dialog.hide()
        return dialog.result()

    user.dialogs.answers.setdefault("QDialog.exec", []).insert(0, use)
    user.press("T", CTRL | SHIFT)
    user.take_the_keyboard()


class Editor:
    """The scheme editor and somebody at its keyboard."""

    def __init__(self, user: User, dialog: SchemeDialog) -> None:
        self.user, self.dialog = user, dialog

    def press(self, key: str, modifiers: Qt.KeyboardModifier = NONE, at: QWidget | None = None) -> None:
        QTest.keyClick(at or self.dialog.focusWidget(), getattr(Qt.Key, f"Key_{key}"), modifiers)
        QApplication.processEvents()

    def fill(self, field: QWidget, text: str) -> None:
        """Type into a field and leave it by Tab."""
        field.setFocus()
        self.press("A", CTRL)
        QTest.keyClicks(field, text)
        self.press("Tab")

    def names(self) -> list[str]:
        rows = self.dialog.labels.list.list
        return [rows.item(row).text() for row in range(rows.count())]


def answer_name(user: User, text: str) -> None:
    def give(box: QInputDialog) -> int:
        box.setTextValue(text)
        box.accept()
        return box.result()

    user.dialogs.answer("QInputDialog.exec", give)


def agree(user: User) -> list[str]:
    """Go through with what the plan says; what it said is returned."""
    said: list[str] = []

    def read(dialog: QDialog) -> int:
        assert isinstance(dialog, PlanDialog)
        said.extend(line.strip() for line in dialog.lines.toPlainText().split("\n"))
        dialog.accept()
        return dialog.result()

    user.dialogs.answer("QDialog.exec", read)
    return said


def buttons(user: User) -> list[str]:
    return [button.label.name for button in user.window.labels._buttons]


def test_a_new_name_shows_everywhere_and_undo_takes_it_back(tagged: User) -> None:
    def rename(editor: Editor) -> None:
        editor.fill(editor.dialog.labels.name, "Assertion")
        assert editor.names()[0].startswith("Assertion")
        assert "“claim”" in editor.dialog.labels.exported.text()
        editor.press("Return")

    in_editor(tagged, rename)
    assert buttons(tagged)[0] == "Assertion"
    assert tagged.window.actions_table.get("span.tag", "claim").text().replace("&", "") == "Tag as assertion"
    assert [label for label, _ in tagged.spans()] == ["claim", "quote"]
    tagged.press("Z", CTRL)
    assert buttons(tagged)[0] == "Claim"
    assert "edit scheme" in tagged.said()
    tagged.press("Z", CTRL | SHIFT)
    assert buttons(tagged)[0] == "Assertion"


def test_a_new_label_with_a_key_tags_at_once(user: User) -> None:
    answer_name(user, "Rumour")

    def add(editor: Editor) -> None:
        editor.press("Insert", at=editor.dialog.labels.list.list)
        assert editor.names()[-1] == "Rumour"
        editor.fill(editor.dialog.labels.shortcut, "5")
        editor.press("Return")

    in_editor(user, add)
    user.put_caret("town")
    user.press("5")
    assert user.spans() == [("rumour", "town")]
    user.press("Z", CTRL)
    user.press("Z", CTRL)
    assert buttons(user) == ["Claim", "Statistic", "Quote", "Source"]
    user.press("5")
    assert user.spans() == []


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("shortcut", "2", "“2” is the key of “Statistic” already"),
        ("shortcut", "r", "“R” is the key of the command “Retag, then a label key” already"),
        ("shortcut", "[", "digit or a letter"),
        ("name", "quote", "another label is called “Quote” already"),
        ("name", " ", "a label needs a name"),
        ("other", "#12", "is no colour: write it as #RRGGBB"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_ok_waits(user: User, field: str, typed: str, why: str) -> None:
    def try_it(editor: Editor) -> None:
        widget = getattr(editor.dialog.labels, field)
        before = widget.text()
        editor.fill(widget, typed)
        assert why.lower() in editor.dialog.said.text().lower()
        assert widget.text() == before
        assert not editor.dialog.draft.changed
        widget.setFocus()
        editor.press("A", CTRL)
        QTest.keyClicks(widget, typed)
        editor.press("Return")
        assert editor.dialog.isVisible()
        editor.press("Escape")
        assert not editor.dialog.isVisible()

    in_editor(user, try_it)
    assert buttons(user) == ["Claim", "Statistic", "Quote", "Source"]


def test_merging_a_label_asks_tells_and_is_one_step(tagged: User) -> None:
    def choose(dialog: QDialog) -> int:
        assert isinstance(dialog, FateDialog)
        assert dialog.fate.currentText() == "Merge: they become “Claim”"
        dialog.accept()
        return dialog.result()

    lines: list[list[str]] = []

    def merge_and_read(editor: Editor) -> None:
        editor.user.dialogs.answer("QDialog.exec", choose)
        lines.append(agree(editor.user))
        editor.dialog.labels.list.list.setFocus()
        for key in ("Down", "Down", "Delete"):
            editor.press(key)
        assert editor.names() == ["Claim   1", "Statistic   2", "Source   4"]
        editor.dialog.accept()

    in_editor(tagged, merge_and_read)
    assert lines[0][1] == "“Quote” becomes “Claim”: 1 span in 1 document"
    assert [label for label, _ in tagged.spans()] == ["claim", "claim"]
    assert buttons(tagged) == ["Claim", "Statistic", "Source"]
    tagged.press("Z", CTRL)
    assert [label for label, _ in tagged.spans()] == ["claim", "quote"]
    assert buttons(tagged) == ["Claim", "Statistic", "Quote", "Source"]


def test_order_follows_alt_and_arrows(user: User) -> None:
    def move(editor: Editor) -> None:
        editor.dialog.labels.list.list.setFocus()
        editor.press("Down", ALT)
        assert [name.split()[0] for name in editor.names()] == ["Statistic", "Claim", "Quote", "Source"]
        editor.dialog.accept()

    in_editor(user, move)
    assert buttons(user) == ["Statistic", "Claim", "Quote", "Source"]


def test_the_inspector_follows_a_new_attribute(tagged: User) -> None:
    answer_name(tagged, "Topic")

    def add(editor: Editor) -> None:
        editor.dialog.tabs.setCurrentIndex(1)
        editor.press("Insert", at=editor.dialog.attributes.list.list)
        assert editor.dialog.attributes.name.text() == "Topic"
        editor.dialog.accept()

    in_editor(tagged, add)
    tagged.put_caret("town")
    assert "topic" in tagged.window.inspector.form.fields
    tagged.press("Z", CTRL)
    assert "topic" not in tagged.window.inspector.form.fields


def test_a_choice_needs_values_before_ok(user: User) -> None:
    answer_name(user, "Topic")

    def add(editor: Editor) -> None:
        attributes = editor.dialog.attributes
        editor.dialog.tabs.setCurrentIndex(1)
        editor.press("Insert", at=attributes.list.list)
        editor.press("Home", at=attributes.type)
        assert attributes.type.currentData() == "choice"
        editor.dialog.accept()
        assert "“Topic” of “Claim” is a choice without values" in editor.dialog.said.text()
        answer_name(user, "water")
        editor.press("Insert", at=attributes.values.list)
        editor.dialog.accept()

    in_editor(user, add)
    assert user.window.session.scheme.attributes_of("claim")[-1].values == ("water",)


def test_a_close_colour_and_a_faint_one_are_told_in_words(user: User) -> None:
    def look(editor: Editor) -> None:
        labels = editor.dialog.labels
        assert labels.warning.text() == ""
        editor.fill(labels.other, "#F0E442")
        assert "Faint on light paper (1.3:1" in labels.warning.text()
        editor.fill(labels.other, "#C77700")
        assert "Easily mixed up with “Statistic”; only the line tells them apart." in labels.warning.text()
        editor.dialog.desk.draft = editor.dialog.draft.__class__(editor.dialog.draft.before, editor.dialog.draft.before)

    in_editor(user, look)


def test_leaving_with_changes_asks_first(user: User) -> None:
    def leave(editor: Editor) -> None:
        editor.fill(editor.dialog.labels.name, "Assertion")

        def drop(box: QMessageBox) -> int:
            next(each for each in box.buttons() if "Drop" in each.text()).click()
            return 0

        user.dialogs.answer("QMessageBox.exec", lambda box: 0, drop)
        editor.press("Escape")
        assert editor.dialog.isVisible()
        editor.press("Escape")
        assert not editor.dialog.isVisible()

    in_editor(user, leave)
    assert buttons(user)[0] == "Claim"


def test_a_read_only_project_shows_its_scheme(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, read_only=True)

    def look(editor: Editor) -> None:
        assert editor.dialog.windowTitle() == "Scheme (read-only)"
        assert not editor.dialog.labels.name.isEnabled()
        editor.press("Delete", at=editor.dialog.labels.list.list)
        assert len(editor.names()) == 4
        editor.press("Escape")

    in_editor(user, look)


def test_a_bad_file_is_refused_in_one_line(user: User, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('[[labels]]\nkey = "a"\nshortcut = "1"\n[[labels]]\nkey = "b"\nshortcut = "1"\n')
    user.dialogs.answer("QFileDialog.getOpenFileName", (str(path), ""))
    told: list[str] = []
    user.dialogs.answer("QMessageBox.exec", lambda box: told.append(box.text()))
    user.command("scheme.import_file")
    assert told == [f"{path}: is not a usable scheme: two labels have the same shortcut “1”; give one of them another"]
    user.take_the_keyboard()


def test_a_label_on_the_key_of_a_command_comes_in_without_it(user: User, tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('[[labels]]\nkey = "rumour"\nname = "Rumour"\nshortcut = "R"\n')
    user.dialogs.answer("QFileDialog.getOpenFileName", (str(path), ""))
    said = agree(user)
    user.command("scheme.import_file")
    assert "without a key: label “Rumour”, as R is the key of “Retag, then a label key”" in said
    assert user.window.session.scheme.labels[0].shortcut == ""
    user.take_the_keyboard()


def test_many_spans_change_as_a_job_and_undo_as_one(user: User) -> None:
    from annotator.core.changes import Change, ChangeSet
    from tests.making import make_span

    spans = [make_span(place % 80, place % 80 + 3, "quote") for place in range(600)]
    user.window.session.commit(ChangeSet("Tag", tuple(Change(None, span) for span in spans)))

    def choose(dialog: QDialog) -> int:
        dialog.accept()
        return dialog.result()

    def merge(editor: Editor) -> None:
        user.dialogs.answer("QDialog.exec", choose, choose)
        editor.dialog.labels.list.list.setFocus()
        for key in ("Down", "Down", "Delete"):
            editor.press(key)
        editor.dialog.accept()

    in_editor(user, merge)
    user.wait_for_jobs()
    assert {label for label, _ in user.spans()} == {"claim"}
    assert buttons(user) == ["Claim", "Statistic", "Source"]
    user.press("Z", CTRL)
    user.wait_for_jobs()
    assert {label for label, _ in user.spans()} == {"quote"}
    assert buttons(user) == ["Claim", "Statistic", "Quote", "Source"]
