"""A day at the window: undo across documents and restarts, places kept, import, export, read-only, who is tagging."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLabel

from annotator.app.settings import Settings
from annotator.core.text import sha256
from annotator.edit.exporting import Selection
from annotator.edit.projects import Start
from annotator.gui.application import Program
from annotator.gui.dialogs import ReportDialog
from annotator.store.project import Project
from tests.conftest import Dialogs
from tests.gui.conftest import CTRL, SHIFT, OpenWindow, User
from tests.making import LI, PLAIN, make_span, tag

SECOND = "A second article. It says that 40 people left."


def test_undo_crosses_documents_and_restarts(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, SECOND)
    user.put_caret("town")
    user.press("1")
    user.press("Down", CTRL)
    assert user.window.focus.text == SECOND
    user.put_caret("40")
    user.press("2")
    user.restart()
    assert user.window.focus.text == SECOND
    undo = user.window.actions_table.get("edit.undo")
    assert undo.text() == "Undo tag as statistic"
    user.press("Z", CTRL)
    user.press("Z", CTRL)
    assert user.spans() == []
    assert user.window.focus.text == PLAIN
    user.press("Z", CTRL | SHIFT)
    user.press("Z", CTRL | SHIFT)
    assert [label for label, _ in user.spans()] == ["claim", "statistic"]
    assert user.window.focus.text == SECOND
    assert user.window.focus.span is not None


def test_last_document_caret_and_panels_come_back(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, SECOND)
    user.press("Down", CTRL)
    user.window.pane.article.set_caret(20)
    user.press("F8")
    user.window.handlers.view.zoom_in()
    zoom = user.window.pane.article.zoom
    assert zoom > 100
    user.restart()
    assert user.window.focus.text == SECOND
    assert user.window.pane.article.caret() == 20
    assert user.window.documents.isHidden()
    assert user.window.pane.article.zoom == zoom
    user.press("F8")
    assert not user.window.documents.isHidden()


def test_the_caret_of_each_document_is_kept(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, SECOND)
    user.window.pane.article.set_caret(30)
    user.press("Down", CTRL)
    user.window.pane.article.set_caret(7)
    user.press("Up", CTRL)
    assert user.window.pane.article.caret() == 30
    user.press("Down", CTRL)
    assert user.window.pane.article.caret() == 7


def test_done_and_on(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, SECOND, "Third.")
    user.press("Return", CTRL)
    assert user.window.focus.text == SECOND
    user.press("Return", CTRL)
    user.press("Return", CTRL)
    assert "every document" in user.said()
    assert [row.state for row in user.window.documents.model.rows] == ["done"] * 3
    user.press("Z", CTRL)
    assert user.window.documents.model.rows[2].state == "todo"


def test_documents_are_filtered_by_title_and_text(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, SECOND)
    user.press("D", CTRL | SHIFT)
    user.type("forty")
    user.qtbot.waitUntil(lambda: not user.window.documents.model.rows)
    for _ in range(5):
        user.press("Backspace")
    user.type("40 people")
    user.qtbot.waitUntil(lambda: [row.title for row in user.window.documents.model.rows] == [SECOND[:20]])
    user.press("Return")
    assert user.window.focus.text == SECOND
    assert user.spans() == []


def test_spans_are_filtered_by_label_text_note_and_value(user: User) -> None:
    user.put_caret("town")
    user.press("1")
    user.put_caret("12")
    user.press("2")
    panel = user.window.spans
    for words, expected in (("claim", 1), ("wells", 2), ("stat wel", 1), ("nothing", 0), ("", 2)):
        panel.filter.setText(words)
        panel.reload()
        assert panel.model.rowCount() == expected, words


def test_files_are_imported_as_a_job_and_undone_in_one_step(user: User, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(f"Article {number}\nIt has {number} lines.")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    user.window.handlers.file.import_paths([folder])
    user.wait_for_jobs()
    assert len(user.documents()) == 31
    assert "30 documents added, 1 refused" in user.said()
    report = user.window.findChild(ReportDialog)
    assert report is not None
    assert "bad.txt" in report.lines.toPlainText()
    report.close()
    user.take_the_keyboard()
    assert user.window.focus.text.startswith("Article 0")
    user.press("Z", CTRL)
    user.wait_for_jobs()
    assert len(user.documents()) == 1
    user.press("Z", CTRL | SHIFT)
    user.wait_for_jobs()
    assert len(user.documents()) == 31


def test_a_cancelled_import_adds_nothing(user: User, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number:04}.txt").write_text(f"Article {number}\n" + f"It has {number} lines. " * 200)
    seen: list[tuple[int, int]] = []
    jobs = user.window.session.jobs
    # A backup that the start has queued may tell of its own progress.
    jobs.progressed.connect(lambda done, total: seen.append((done, total)) if total == 1000 else None)
    jobs.progressed.connect(lambda done, total: jobs.cancel() if total == 1000 and done > 20 else None)
    user.window.handlers.file.import_paths([folder])
    user.put_caret("town")
    user.press("1")
    assert "pauses" in user.said()
    user.wait_for_jobs()
    assert seen
    assert "cancelled" in user.said()
    assert len(user.documents()) == 1
    user.press("1")
    assert len(user.spans()) == 1


def test_a_file_is_dropped(user: User, tmp_path: Path) -> None:
    path = tmp_path / "dropped.txt"
    path.write_text("Dropped\nIt fell.", encoding="utf-16")
    user.window.pane.article.files_dropped.emit([str(path)])
    user.qtbot.waitUntil(lambda: len(user.documents()) == 2)
    user.wait_for_jobs()
    assert user.window.focus.text == "Dropped\nIt fell."


def test_the_clipboard_becomes_a_document_once(user: User) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org")])
    data.setText("Pasted title\r\nPasted body.")
    QGuiApplication.clipboard().setMimeData(data)
    user.press("V", CTRL | SHIFT)
    assert user.window.focus.text == "Pasted title\nPasted body."
    user.press("V", CTRL | SHIFT)
    assert "Already here: Pasted title" in user.said()
    assert len(user.documents()) == 2
    user.press("Z", CTRL)
    assert len(user.documents()) == 1


def test_an_empty_clipboard_is_said(user: User) -> None:
    QGuiApplication.clipboard().setText("  ")
    user.press("V", CTRL | SHIFT)
    assert "is empty" in user.said()


def test_export_from_the_window(user: User, tmp_path: Path, dialogs: Dialogs) -> None:
    user.put_caret("town")
    user.press("1")
    target = tmp_path / "out.jsonl"
    dialogs.answer("QDialog.exec", lambda dialog: 1)
    dialogs.answer("QFileDialog.getSaveFileName", (str(target), ""))
    user.press("E", CTRL)
    user.wait_for_jobs()
    line = json.loads(target.read_text())
    assert line["sha256"] == sha256(PLAIN)
    assert [line["text"][span["start"] : span["end"]] for span in line["spans"]] == [line["spans"][0]["text"]]
    assert "Exported 1 spans of 1 documents" in user.said()


def test_an_export_that_fails_is_said_and_leaves_nothing(user: User, tmp_path: Path) -> None:
    user.window.handlers.export.write_to(tmp_path / "nowhere" / "out.jsonl", Selection(), "documents")
    user.wait_for_jobs()
    assert "cannot be written" in user.said()


def test_read_only_shows_everything_and_changes_nothing(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, read_only=True)
    assert user.window.banner.isVisible()
    user.put_caret("town")
    user.press("1")
    assert user.spans() == []
    assert not user.window.actions_table.get("span.tag", "claim").isEnabled()
    assert user.window.actions_table.get("export.write").isEnabled()


def enter(box: QInputDialog, text: str) -> bool:
    assert box.width() >= 400  # a headline fits
    box.setTextValue(text)
    return True


def test_somebody_else_is_tagging_from_now_on(user: User, dialogs: Dialogs) -> None:
    user.put_caret("town")
    user.press("1")
    dialogs.answer("QInputDialog.exec", lambda box: enter(box, "Li"))
    user.window.handlers.edit.annotator()
    assert user.window.session.annotator.id == LI.id
    assert not user.window.actions_table.get("edit.undo").isEnabled()
    user.put_caret("town")
    user.press("1")
    assert [span.annotator_id for span in user.stored()][1] == LI.id


def test_a_document_is_deleted_and_brought_back_with_its_spans(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, SECOND)
    user.put_caret("town")
    user.press("1")
    user.window.handlers.document.delete()
    assert user.window.focus.text == SECOND
    assert len(user.documents()) == 1
    user.press("Z", CTRL)
    assert user.window.focus.text == PLAIN
    assert len(user.spans()) == 1


def test_renaming_a_document(user: User, dialogs: Dialogs) -> None:
    dialogs.answer("QInputDialog.exec", lambda box: enter(box, "  A better\ntitle "))
    user.press("F2")
    assert [document.title for document in user.documents()] == ["A better title"]
    user.press("Z", CTRL)
    assert [document.title for document in user.documents()] == [PLAIN[:20]]


def test_others_spans_can_be_hidden(user: User) -> None:
    tag(user.window.session.project, make_span(0, 7, who=LI), LI)
    user.window.focus.open(user.window.focus.document.id)  # type: ignore[union-attr]
    assert user.window.spans.model.rowCount() == 1
    user.press("F7")
    assert user.window.spans.model.rowCount() == 0
    assert user.window.pane.article.spans_at(3) == []
    user.press("F7")
    assert user.window.spans.model.rowCount() == 1


def test_a_project_is_opened_in_place_of_this_one(user: User, tmp_path: Path, dialogs: Dialogs) -> None:
    first = user.window.session.project.path
    dialogs.answer("QFileDialog.getSaveFileName", (str(tmp_path / "other"), ""))
    user.press("N", CTRL | SHIFT)
    assert user.window.session.project.path.name == "other.annotator"
    assert "empty" in user.said()
    with Project(first) as free:
        assert free.query.counts()["documents"] == 1


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "system"])
def test_every_theme_can_be_chosen(user: User, theme: str) -> None:
    user.window.handlers.view.theme(theme)
    assert user.window._settings.text("view/theme", "") == theme
    for label in user.window.findChildren(QLabel):
        assert label.textFormat() == label.textFormat().PlainText or not label.text(), label.text()


def test_text_from_a_file_is_never_read_as_html(open_window: OpenWindow, tmp_path: Path) -> None:
    user = open_window("<img src='file:///etc/passwd'><b>bold</b> claim.\nSecond line.")
    user.select("<b>bold</b>")
    user.press("1")
    assert user.window.inspector.form.text.text() == "<b>bold</b>"
    for label in user.window.findChildren(QLabel):
        assert label.textFormat() == label.textFormat().PlainText or not label.text()


def test_a_long_warning_ends_in_an_ellipsis(user: User) -> None:
    user.window.status.warn("This cannot be done, for a reason that takes many words to tell. " * 9)
    shown = user.window.status._message
    assert shown.text().endswith("…")
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width()
    assert shown.font().bold()
    user.window.status.tell("Done")
    assert shown.text() == "Done"
    assert not shown.font().bold()


def test_a_name_given_on_the_command_line_is_remembered(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, name="Zoe")
    user.put_caret("town")
    user.press("1")
    path = user.window.session.project.path
    user.window.close()
    user.program = Program(None, False)
    assert user.program.open(Start(path))
    assert user.window.session.annotator.name == "Zoe"
    assert user.window.actions_table.get("edit.undo").text() == "Undo tag as claim"


def test_the_caret_is_written_down_while_one_works(open_window: OpenWindow) -> None:
    user = open_window(PLAIN)
    user.window.pane.article.set_caret(33)
    key = user.window._place_key(user.documents()[0].id)
    user.qtbot.waitUntil(lambda: Settings().number(key, 0) == 33, timeout=10_000)
