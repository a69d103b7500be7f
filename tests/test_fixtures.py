"""Holds the fixtures of conftest.py to their word: a safety net with a hole looks just like one without."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from tests.conftest import Dialogs

pytest_plugins = ["pytester"]


class Question(QDialog):
    """A dialog of the program's own."""


def test_settings_and_data_are_of_this_test_alone(own_home: Path, tmp_path: Path) -> None:
    assert not own_home.is_relative_to(tmp_path)  # a test may count what is in its folder
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        assert Path(os.environ[name]).is_relative_to(own_home)


def test_a_dialog_gets_the_answer_arranged_for_it(qtbot, dialogs: Dialogs) -> None:
    dialogs.answer("QMessageBox.question", QMessageBox.StandardButton.Yes)
    dialogs.answer("QFileDialog.getSaveFileName", ("/a.jsonl", ""), lambda parent, title: (title, ""))
    dialogs.answer("QDialog.exec", lambda dialog: dialog.setWindowTitle("seen") or 1)
    assert QMessageBox.question(None, "title", "text") == QMessageBox.StandardButton.Yes
    assert QFileDialog.getSaveFileName(None, "Export") == ("/a.jsonl", "")
    assert QFileDialog.getSaveFileName(None, "Export") == ("Export", "")
    question = Question()
    qtbot.addWidget(question)
    assert (question.exec(), question.windowTitle()) == (1, "seen")
    assert dialogs.shown[-1] == "QDialog.exec"


def test_a_dialog_without_an_answer_raises_and_is_remembered(qtbot, dialogs: Dialogs) -> None:
    with pytest.raises(AssertionError, match=r"QFileDialog\.getOpenFileName"):
        QFileDialog.getOpenFileName(None, "Open")
    with pytest.raises(AssertionError, match=r"QDialog\.exec"):
        Question().exec()
    assert len(dialogs.unexpected) == 2
    dialogs.unexpected.clear()  # or this test would fail, as the next one shows


def test_what_a_test_leaves_behind_fails_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        from PySide6.QtWidgets import QMessageBox, QWidget
        windows = []

        def test_swallows_a_dialog(qtbot):
            try:
                QMessageBox.warning(None, "title", "text")
            except AssertionError:
                pass

        def test_never_shows_the_dialog(qtbot, dialogs):
            dialogs.answer("QMessageBox.question", 1)

        def test_leaves_a_window(qtbot):
            windows.append(QWidget())
            windows[0].show()

        def test_is_tidy(qtbot):
            assert not windows[0].isVisible()
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=4, errors=3)
    result.stdout.fnmatch_lines_random(
        ["*modal dialogs without an answer*", "*answers to dialogs that never came*", "*windows left open*"]
    )


def test_offscreen_windows_have_fonts(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert QFontDatabase.families()
    assert window.fontMetrics().horizontalAdvance("m") > 0
