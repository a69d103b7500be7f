"""The scheme: edited, taken over from a file, written to one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from annotator.gui.scheme.dialogs import PlanDialog, SchemeDialog
from tests.gui.cases import case
from tests.gui.conftest import User


@case("scheme.edit")
def edit(user: User) -> Iterator[None]:
    user.put_caret("town")

    def rename(dialog: QDialog) -> int:
        assert isinstance(dialog, SchemeDialog)
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        dialog.labels.name.setFocus()
        dialog.labels.name.selectAll()
        QTest.keyClicks(dialog.labels.name, "Assertion")
        QTest.keyClick(dialog.labels.name, Qt.Key.Key_Return)
        dialog.hide()
        return dialog.result()

    user.dialogs.answer("QDialog.exec", rename)
    yield
    assert [label.name for label in user.window.session.scheme.labels][:2] == ["Assertion", "Statistic"]


@case("scheme.import_file")
def import_file(user: User) -> Iterator[None]:
    user.put_caret("town")
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "s.toml"
    path.write_text('[[labels]]\nkey = "rumour"\nname = "Rumour"\nshortcut = "9"\n')

    def agree(dialog: QDialog) -> int:
        assert isinstance(dialog, PlanDialog)
        assert "added: label “Rumour”" in dialog.lines.toPlainText()
        dialog.accept()
        return dialog.result()

    user.dialogs.answer("QFileDialog.getOpenFileName", (str(path), ""))
    user.dialogs.answer("QDialog.exec", agree)
    yield
    folder.cleanup()
    user.take_the_keyboard()
    user.press("9")
    assert [label for label, _ in user.spans()] == ["rumour"]
    assert [label.key for label in user.window.session.scheme.labels][:2] == ["rumour", "claim"]


@case("scheme.export_file")
def export_file(user: User) -> Iterator[None]:
    user.put_caret("town")
    folder = tempfile.TemporaryDirectory()
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(Path(folder.name) / "s"), ""))
    yield
    written = (Path(folder.name) / "s.toml").read_text(encoding="utf-8")
    folder.cleanup()
    assert 'key = "claim"' in written
    assert "# Claim" in written
