"""Every command of the window on a project that takes nothing: told in words, and everything shows what is stored."""

import importlib
import pkgutil

import pytest

from annotator.store import opening
from tests.faults.keeping import dump
from tests.gui import cases
from tests.gui.cases import CASES
from tests.gui.conftest import OpenWindow
from tests.making import PLAIN

for module in pkgutil.iter_modules(cases.__path__):
    importlib.import_module(f"tests.gui.cases.{module.name}")

TEXTS = (PLAIN, "A second article. It says that 7 of 10 wells are dry.", "A third one, with nothing in it.")


SHORT = {"span.delete", "document.done", "link.make", "document.rename"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    every = metafunc.config.getoption("--faults") == "long"
    chosen = [each for each in CASES if every or each[0] in SHORT]
    metafunc.parametrize(("command_id", "argument"), chosen, ids=lambda value: str(value or ""))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_its_key_is_told_to_have_failed(
    open_window: OpenWindow, command_id: str, argument: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No exception, nothing half done, and what the window shows is what is there."""
    user = open_window(*TEXTS)
    steps = CASES[command_id, argument](user)
    next(steps)
    window = user.window
    user.wait_for_jobs()
    session = window.session
    durable = opening._make_durable

    def refusing(connection: opening.sqlite3.Connection) -> None:
        durable(connection)
        connection.execute("PRAGMA query_only = ON")

    monkeypatch.setattr(opening, "_make_durable", refusing)  # the connections of jobs
    connection = session.project._opened.connection
    connection.execute("PRAGMA query_only = ON")
    path = session.project.path
    before = dump(path)
    user.command(command_id, argument)
    if user.program.window is window:
        user.wait_for_jobs()
    assert dump(path) == before
    if user.program.window is window and window.isVisible():
        document = window.focus.document
        stored = {span.id: span for span in session.query.spans(document.id)} if document else {}
        assert {key: stored.get(key) for key in window.focus.spans} == dict(window.focus.spans)
        connection.execute("PRAGMA query_only = OFF")
    user.dialogs.answers.clear()
    steps.close()
