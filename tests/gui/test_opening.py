"""What cannot be opened, is in use, or holds strange text: said in words, and the window goes on."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from annotator.edit.projects import Start
from annotator.gui.application import Program
from tests.conftest import Dialogs
from tests.gui.conftest import CTRL, OpenWindow, User
from tests.making import PLAIN, make_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_bytes(b""), "is empty, not a project"),
        (lambda path: path.write_text("words " * 50), "is not an Annotator project"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: (make_project(path).close(), os.truncate(path, 5000)), "is cut off"),
    ],
)
def test_a_file_that_is_no_project_is_refused_in_words(
    user: User, tmp_path: Path, dialogs: Dialogs, make: Callable[[Path], Any], why: str
) -> None:
    bad = tmp_path / "bad.annotator"
    make(bad)
    told: list[str] = []
    dialogs.answer("QMessageBox.exec", lambda box: told.append(box.text()))
    before = user.window
    dialogs.answer("QFileDialog.getOpenFileName", (str(bad), ""))
    user.window.handlers.file.open_project()
    assert why in told[0]
    assert str(bad) in told[0]
    assert user.window is before
    user.put_caret("town")
    user.press("1")
    assert len(user.spans()) == 1


def test_a_project_in_use_is_offered_read_only(
    qtbot: object, tmp_path: Path, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "busy.annotator"
    make_project(path).close()
    code = (
        "import sys; from pathlib import Path; from annotator.store.project import Project\n"
        "p = Project(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.read(); p.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "ready"
        told: list[str] = []
        dialogs.answer("QMessageBox.exec", lambda box: told.append(box.text()))
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.defaultButton())
        program = Program("Wen", False)
        assert program.open(Start(path))
        assert program.window is not None
        assert " since " in told[0]
        assert program.window.session.read_only
        assert "Read-only" in program.window.status.saved.text()
        assert program.window.focus.text == PLAIN
        program.window.close()
        holder.communicate()


STRANGE = (
    "Bell\x07 null\x00 escape\x1b[31m override\u202e here\u2028there\u0085end\u00a0nbsp\ufeff. Twelve 𝒜 wells.\r\nNext."
)


def test_strange_text_is_kept_shown_and_tagged_right(user: User, tmp_path: Path) -> None:
    (tmp_path / "strange.txt").write_text(STRANGE, newline="")
    user.window.handlers.file.import_paths([tmp_path / "strange.txt"])
    user.wait_for_jobs()
    for dialog in user.window.findChildren(QMessageBox.__mro__[1]):
        dialog.close()
    user.take_the_keyboard()
    text = user.window.focus.text
    assert "\x1b" not in text
    assert "\u202e" in text
    user.put_caret("Twelve")
    user.press("2")
    user.put_caret("there")
    user.press("1")
    for span in user.stored():
        assert text[span.start : span.end] == span.text
    assert ("statistic", "Twelve 𝒜 wells") in user.spans()


def test_a_megabyte_in_one_line_is_tagged_where_the_caret_is(open_window: OpenWindow) -> None:
    sentence = "In this year the town built 12 wells for “all of us”. "
    user = open_window(sentence * (1_000_000 // len(sentence)))
    place = len(sentence) * 9000 + sentence.index("12")
    user.window.pane.article.set_caret(place)
    user.press("2")
    user.press("1")
    found = user.stored()
    assert [(span.label, span.text) for span in found] == [
        ("claim", sentence[: sentence.index(". ")]),
        ("statistic", "12 wells"),
    ]
    assert found[1].start == place
    user.press("Z", CTRL)
    assert len(user.spans()) == 1


def test_a_long_document_gets_all_its_spans_by_and_by(open_window: OpenWindow) -> None:
    from tests.making import WEN, act, make_span

    text = "A figure of 12 wells. " * 20_000
    user = open_window(text)
    from annotator.core.changes import Change, ChangeSet

    spans = [make_span(place, place + 8, "statistic", text=text) for place in range(0, len(text) - 10, 440)]
    user.window.session.project.apply(ChangeSet("Many", tuple(Change(None, span) for span in spans)), act("Many", WEN))
    document = user.window.focus.document
    assert document is not None
    user.window.open_document(document.id)
    assert not user.window.focus.complete
    assert 0 < len(user.window.focus.spans) < len(spans)
    user.qtbot.waitUntil(lambda: user.window.focus.complete)
    assert user.window.focus.spans.keys() == {span.id for span in spans}
    assert user.window.spans.model.rowCount() == len(spans)
    assert user.window.pane.article.spans_at(spans[-1].start)
