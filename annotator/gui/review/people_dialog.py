"""Whom to review: a list of names with ticks."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from annotator.core.model import Annotator
from annotator.formats.bundle import unique_names
from annotator.gui.tick_dialog import TickDialog


class PeopleDialog(TickDialog):
    """Ticks beside annotators."""

    def __init__(
        self, people: Sequence[Annotator], chosen: Collection[str], parent: QWidget | None = None, *,
        title: str = "Whom to review",
    ) -> None:  # fmt: skip
        unique = unique_names(people)
        names = {person.id: unique[person.id] for person in people}
        hint = "Their spans are compared in the documents that they have marked as done."
        super().__init__(title, hint, names, chosen, parent)
        self._people = people

    def chosen(self) -> list[Annotator]:
        """The people with a tick."""
        ticked = set(self.ticked())
        return [each for each in self._people if each.id in ticked]
