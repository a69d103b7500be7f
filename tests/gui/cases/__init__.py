"""What each command does when its key is pressed: one module for each group of commands.

A case is a generator function under ``@case("group.method", argument)``: it prepares, yields, and then looks. Where it
yields, the harness presses the first key of the command where the keyboard is, or runs a command that has no key
through the palette. Dialogs that the command opens are answered beforehand: ``user.dialogs.answer(...)``.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from tests.gui.conftest import User

Steps: TypeAlias = Callable[[User], Iterator[None]]

CASES: dict[tuple[str, str | None], Steps] = {}


def case(command_id: str, argument: str | None = None) -> Callable[[Steps], Steps]:
    def keep(steps: Steps) -> Steps:
        assert (command_id, argument) not in CASES, f"two cases for {command_id} {argument}"
        CASES[command_id, argument] = steps
        return steps

    return keep
