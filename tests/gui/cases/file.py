"""The File menu."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from annotator.store.project import Project
from tests.gui.cases import case
from tests.gui.conftest import CTRL, User
from tests.making import make_project

ARTICLE = "An article from a file. Some 40 people read it.\n"


def folder(user: User) -> Path:
    return user.window.session.project.path.parent


def texts(user: User) -> list[str]:
    found = []
    for document in user.documents():
        user.window.open_document(document.id)
        found.append(user.window.focus.text)
    return found


@case("file.new_project")
def new_project(user: User) -> Iterator[None]:
    path = folder(user) / "fresh.annotator"
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(path.with_suffix("")), ""))
    yield
    assert user.window.session.project.path == path
    assert user.documents() == []


@case("file.open_project")
def open_project(user: User) -> Iterator[None]:
    path = folder(user) / "other.annotator"
    make_project(path, "The only text of another project.").close()
    user.dialogs.answer("QFileDialog.getOpenFileName", (str(path), ""))
    yield
    assert user.window.session.project.path == path
    assert user.window.pane.article.text() == "The only text of another project."


@case("file.import_files")
def import_files(user: User) -> Iterator[None]:
    path = folder(user) / "article.txt"
    path.write_text(ARTICLE)
    user.dialogs.answer("QFileDialog.getOpenFileNames", ([str(path)], ""))
    yield
    user.qtbot.waitUntil(lambda: len(user.documents()) == 4)
    user.wait_for_jobs()
    assert user.window.pane.article.text() == ARTICLE
    assert len(user.documents()) == 4


@case("file.import_folder")
def import_folder(user: User) -> Iterator[None]:
    inbox = folder(user) / "inbox"
    inbox.mkdir()
    for name in ("one", "two"):
        (inbox / f"{name}.txt").write_text(f"{name}: {ARTICLE}")
    user.dialogs.answer("QFileDialog.getExistingDirectory", str(inbox))
    user.dialogs.answer("QDialog.exec", 1)
    yield
    user.qtbot.waitUntil(lambda: not user.dialogs.answers["QDialog.exec"])
    user.wait_for_jobs()
    assert texts(user)[3:] == [f"one: {ARTICLE}", f"two: {ARTICLE}"]


@case("file.paste_document")
def paste_document(user: User) -> Iterator[None]:
    data = QMimeData()
    data.setHtml("<h1>Wells dug</h1><p>The town <b>dug</b> 12 wells.</p>")
    data.setText("something else")
    data.setData("chromium/x-source-url", b"https://courier.example/wells")
    QGuiApplication.clipboard().setMimeData(data)
    yield
    assert user.window.pane.article.text() == "Wells dug\nThe town dug 12 wells."
    document = user.window.focus.document
    assert document is not None
    assert (document.title, document.source) == ("Wells dug", "https://courier.example/wells")


@case("file.save_copy")
def save_copy(user: User) -> Iterator[None]:
    path = folder(user) / "copy.annotator"
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(path), ""))
    yield
    user.wait_for_jobs()
    assert path.read_bytes()[:15] == b"SQLite format 3"
    assert user.window.session.project.path != path


@case("file.save_as")
def save_as(user: User) -> Iterator[None]:
    before, path = user.window.session.project.path, folder(user) / "onward.annotator"
    user.put_caret("town")
    user.press("1")
    user.dialogs.answer("QFileDialog.getSaveFileName", (str(path.with_suffix("")), ""))
    yield
    user.qtbot.waitUntil(lambda: user.window.session.project.path == path)
    user.take_the_keyboard()
    user.press("Z", CTRL)
    assert user.spans() == []
    with Project(before) as other:
        assert other.query.counts()["spans"] == 1


@case("file.quit")
def leave(user: User) -> Iterator[None]:
    yield
    assert not user.window.isVisible()
