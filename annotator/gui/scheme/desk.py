"""What the pages of the scheme editor work at together: one draft, and whoever wants to know that it has changed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import AnnotatorError
from annotator.core.model import Attribute, Label
from annotator.core.scheme import Scheme
from annotator.edit.drafts import Draft


class Desk(QObject):
    """``changed``: the draft is another one; ``said`` carries a line for the user, empty to take it away."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, draft: Draft, keys: Callable[[str], str], parent: QObject | None = None) -> None:
        """``keys`` tells which command has a key, empty for none."""
        super().__init__(parent)
        self.draft = draft
        self.keys = keys
        self.refused = False
        """Whether the last thing tried could not be done."""

    @property
    def scheme(self) -> Scheme:
        return self.draft.scheme

    def label(self, key: str) -> Label | None:
        return self.scheme.label(key)

    def attribute(self, label: str, key: str) -> Attribute | None:
        return next((each for each in self.scheme.attributes_of(label) if each.key == key), None)

    def do(self, verb: Callable[[Draft], Draft]) -> bool:
        """Change the draft; say why if that is not possible."""
        try:
            draft = verb(self.draft)
        except AnnotatorError as error:
            self.refuse(str(error))
            return False
        self.refused = False
        self.said.emit("")
        if draft != self.draft:
            self.draft = draft
            self.changed.emit()
        return True

    def refuse(self, why: str) -> None:
        self.refused = True
        self.said.emit(why[:1].upper() + why[1:])
        self.changed.emit()  # the fields show again what is so
