"""Guards the pin on PySide6: 6.12.0 loses a reference to None at each call on Python 3.11, until Python aborts.

From Python 3.12 on None is immortal, and the fault without effect.
"""

import sys

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

ROUNDS = 200  # enough to see one reference a call go; the 5,000 at hand are not used up, so the test fails, not Python


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_into_qt_leave_the_references_to_none_alone(qtbot) -> None:
    edit, widget = QPlainTextEdit("some text"), QWidget()
    qtbot.addWidget(edit)
    qtbot.addWidget(widget)
    cursor = QTextCursor(edit.document())
    before = sys.getrefcount(None)
    for number in range(ROUNDS):
        widget.resize(QSize(100 + number % 7, 100))
        widget.move(QPoint(number % 5, 0))
        widget.update()
        cursor.setPosition(number % 9)
        edit.setTextCursor(cursor)
    lost = before - sys.getrefcount(None)
    assert edit.textCursor().position() == (ROUNDS - 1) % 9
    assert lost < ROUNDS // 2, f"{lost} references to None lost in {5 * ROUNDS} calls"
