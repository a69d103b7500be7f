"""The Document menu."""

from collections.abc import Iterator

from PySide6.QtWidgets import QInputDialog

from tests.gui.cases import case
from tests.gui.conftest import User


def place(user: User) -> int:
    """The row of the open document."""
    document = user.window.focus.document
    assert document is not None
    return user.window.documents.model.rows.place_of(document.id)


def state(user: User, row: int) -> str:
    return user.window.documents.model.rows[row].state


def open_row(user: User, row: int) -> None:
    user.window.open_document(user.window.documents.model.rows[row].id)
    user.take_the_keyboard()


@case("document.next")
def following(user: User) -> Iterator[None]:
    yield
    assert place(user) == 1


@case("document.previous")
def previous(user: User) -> Iterator[None]:
    open_row(user, 2)
    yield
    assert place(user) == 1


@case("document.next_unfinished")
def next_unfinished(user: User) -> Iterator[None]:
    open_row(user, 1)
    user.command("document.mark", "done")
    open_row(user, 0)
    yield
    assert place(user) == 2


@case("document.previous_unfinished")
def previous_unfinished(user: User) -> Iterator[None]:
    open_row(user, 1)
    user.command("document.mark", "done")
    open_row(user, 2)
    yield
    assert place(user) == 0


@case("document.done_and_next")
def done_and_next(user: User) -> Iterator[None]:
    yield
    assert state(user, 0) == "done"
    assert place(user) == 1


@case("document.mark", "todo")
def mark_todo(user: User) -> Iterator[None]:
    user.command("document.mark", "done")
    assert state(user, 0) == "done"
    yield
    assert state(user, 0) == "todo"


@case("document.mark", "doing")
def mark_doing(user: User) -> Iterator[None]:
    yield
    assert state(user, 0) == "doing"


@case("document.mark", "done")
def mark_done(user: User) -> Iterator[None]:
    yield
    assert state(user, 0) == "done"
    assert place(user) == 0


@case("document.rename")
def rename(user: User) -> Iterator[None]:
    def enter(box: QInputDialog) -> int:
        box.setTextValue("Wells")
        return 1

    user.dialogs.answer("QInputDialog.exec", enter)
    yield
    assert user.documents()[0].title == "Wells"


@case("document.delete")
def delete(user: User) -> Iterator[None]:
    first = user.documents()[0]
    yield
    assert first.id not in {document.id for document in user.documents()}
    assert place(user) == 0


@case("document.filter")
def filter_documents(user: User) -> Iterator[None]:
    yield
    user.type("wells are dry")
    user.qtbot.waitUntil(lambda: len(user.window.documents.model.rows) == 1, timeout=3000)
