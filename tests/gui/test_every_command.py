"""Every command of the table does what it says when its key is pressed; what is checked is in ``cases``."""

import importlib
import pkgutil

import pytest

from annotator.edit.schemes import default_scheme
from annotator.gui.commands import command_table
from tests.gui import cases
from tests.gui.cases import CASES
from tests.gui.conftest import OpenWindow
from tests.making import PLAIN

for module in pkgutil.iter_modules(cases.__path__):
    importlib.import_module(f"tests.gui.cases.{module.name}")

COMMANDS = {(command.id, command.argument) for command in command_table(default_scheme())}
TEXTS = (PLAIN, "A second article. It says that 7 of 10 wells are dry.", "A third one, with nothing in it.")


@pytest.mark.parametrize(("command_id", "argument"), CASES, ids=lambda value: str(value or ""))
def test_its_key_does_it(open_window: OpenWindow, command_id: str, argument: str | None) -> None:
    user = open_window(*TEXTS)
    steps = CASES[command_id, argument](user)
    next(steps)
    user.command(command_id, argument)
    assert next(steps, "looked") == "looked", "a case yields once: where the key is pressed"


def test_every_command_has_a_case() -> None:
    assert sorted(map(str, COMMANDS - CASES.keys())) == []
    assert sorted(map(str, CASES.keys() - COMMANDS)) == []
