"""What comes in is shown before it does: ticks, titles, what is taken of a page, encodings; by keys, in the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.formats.extract import worker
from annotator.gui.fields import Combo
from annotator.gui.import_dialog import ImportDialog
from tests.gui.conftest import User

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Wells reopened | Valley News</title>
<meta name="author" content="Ada Writer"></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Wells reopened</h1><p>{}</p></article><footer>All rights reserved, and so on.</footer></body></html>"""
SENTENCES = "Twelve wells in the valley were reopened on Monday, the council said in a statement. " * 8


@pytest.fixture(autouse=True)
def _no_child_stays(quiet_windows: None) -> Iterator[None]:
    yield
    worker.shared().close()


def look(user: User, paths: list[Path], then: Callable[[ImportDialog], bool]) -> None:
    """Import files and answer the preview."""

    def answer(dialog: ImportDialog) -> int:
        dialog.show()
        return int(then(dialog))

    user.dialogs.answer("QFileDialog.getOpenFileNames", ([str(path) for path in paths], ""))
    user.dialogs.answer("QDialog.exec", answer)
    user.command("file.import_files")
    user.qtbot.waitUntil(lambda: not user.dialogs.answers["QDialog.exec"], timeout=20_000)
    user.wait_for_jobs()


def test_several_files_are_shown_and_only_those_ticked_come_in(user: User, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for path in paths:
        path.write_text(f"An article called {path.stem}. It says little.")
    (tmp_path / "none.docx").write_bytes(b"PK\x03\x04 no archive")
    before = len(user.documents())

    def leave_one_out(dialog: ImportDialog) -> bool:
        assert dialog.ticked() == paths
        assert dialog.table.item(3, 4).text()  # why the Word file cannot come in
        assert "3 of 4 files" in dialog._head.text()
        dialog.table.setCurrentCell(1, 0)
        assert dialog.excerpt.toPlainText() == "An article called two. It says little."
        QTest.keyClick(dialog.table, Qt.Key.Key_Space)
        assert "2 of 4 files" in dialog._head.text()
        assert dialog.ticked() == [paths[0], paths[2]]
        dialog.table.setCurrentCell(0, 0)
        dialog.title.selectAll()
        QTest.keyClicks(dialog.title, "The first of them")
        assert dialog.table.item(0, 2).text() == "The first of them"
        return True

    look(user, [*paths, tmp_path / "none.docx"], leave_one_out)
    titles = [document.title for document in user.documents()]
    assert len(titles) == before + 2
    assert "The first of them" in titles
    assert not any("two" in title for title in titles)


def test_nothing_comes_in_if_the_preview_is_left(user: User, tmp_path: Path) -> None:
    before = len(user.documents())
    (tmp_path / "a.txt").write_bytes("Überschrift und größere Fragen über die Brücke.".encode("cp1252"))
    look(user, [tmp_path / "a.txt"], lambda dialog: False)
    assert len(user.documents()) == before


def choose(combo: Combo, key: str) -> None:
    assert combo.isVisible()
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def test_an_encoding_that_was_guessed_is_put_right(user: User, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Überschrift und größere Fragen über die Brücke.".encode("cp1252"))

    def put_right(dialog: ImportDialog) -> bool:
        choose(dialog.encoding, "cp437")
        user.wait_for_jobs()
        assert "Ü" not in dialog.excerpt.toPlainText()
        choose(dialog.encoding, "windows-1252")
        user.wait_for_jobs()
        assert dialog.excerpt.toPlainText().startswith("Überschrift")
        return True

    look(user, [path], put_right)
    assert user.window.focus.text == "Überschrift und größere Fragen über die Brücke."


def test_of_a_page_the_article_is_taken_or_all_of_it(user: User, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "wells.html"
    path.write_text(PAGE.format(SENTENCES))

    def take_all(dialog: ImportDialog) -> bool:
        assert "Sport" not in dialog.excerpt.toPlainText()
        assert "Twelve wells" in dialog.excerpt.toPlainText()
        assert dialog.title.text().startswith("Wells reopened")
        assert dialog.about.text() == "Author: Ada Writer"
        choose(dialog.extractor, "page")
        user.wait_for_jobs()
        assert "Sport" in dialog.excerpt.toPlainText()
        return True

    look(user, [path], take_all)
    assert "Sport" in user.window.focus.text
    assert user.window.focus.document is not None
    assert user.window.focus.document.title.startswith("Wells reopened")


def test_what_is_here_already_is_told_and_not_ticked(user: User, tmp_path: Path) -> None:
    here = user.window.focus.text
    (tmp_path / "again.txt").write_text(here)
    (tmp_path / "new.txt").write_text("Something quite different. It has two sentences.")

    def see(dialog: ImportDialog) -> bool:
        assert [path.name for path in dialog.ticked()] == ["new.txt"]
        assert "the same text as" in dialog.table.item(0, 4).text()
        return False

    look(user, [tmp_path / "again.txt", tmp_path / "new.txt"], see)
