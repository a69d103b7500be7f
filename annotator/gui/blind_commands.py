"""The switch of blind work: a setting of the project, so Undo takes it back like anything else."""

from annotator.core.errors import AnnotatorError
from annotator.edit.blinding import is_blind, work_blind
from annotator.gui.parts import Parts


class BlindCommands:
    """Handlers of the commands ``blind.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._status = parts.status
        self._actions = parts.actions

    def switch(self) -> None:
        """Work blind from now on, or no longer."""
        blind = not is_blind(self._session.query)
        try:
            self._session.commit(work_blind(self._session.query, blind=blind))
        except AnnotatorError as error:
            self._status.warn(str(error))
            self.show()
            return
        self._status.tell(
            "Working blind: of the others’ spans only those in documents that you have marked as done are shown"
            if blind
            else "No longer blind: everybody’s spans are shown"
        )

    def show(self) -> None:
        """Whether the project is worked on blind, in the menu."""
        self._actions().get("blind.switch").setChecked(is_blind(self._session.query))
