"""What the Edit menu does: undo, redo, and who is tagging."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction

from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator, Dismissal, Document, Progress, Span
from annotator.gui.parts import Parts
from annotator.store.history import Entry
from annotator.user import current_user, remember_annotator, tidy_name


class EditCommands:
    """Handlers of the commands ``edit.*``; keeps the texts of the undo and redo actions true."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._article = parts.article
        self._inspector = parts.inspector
        self._status = parts.status
        self._window = parts.window
        self._actions: tuple[QAction, QAction] | None = None
        self.followers: list[Callable[[ChangeSet], None]] = []
        """Told what was taken back or done again, once it is shown."""
        self._session.changed.connect(self.refresh)
        self._session.annotator_changed.connect(self.refresh)

    def watch(self, undo: QAction, redo: QAction) -> None:
        """Keep these two saying what they would take back."""
        self._actions = (undo, redo)
        self.refresh()

    def refresh(self) -> None:
        if self._actions is None:
            return
        entries = self._session.undo_entry(), self._session.redo_entry()
        for action, entry, word, arrow in zip(self._actions, entries, ("Undo", "Redo"), "↶↷", strict=True):
            name = f"{entry.label[:1].lower()}{entry.label[1:]}" if entry else ""
            action.setText(f"{word} {name}".strip().replace("&", "&&"))
            key = action.shortcut().toString()
            shown = entry.label if entry else word
            action.setIconText(f"{arrow} {shown}   {key}".rstrip().replace("&", "&&"))
            action.setToolTip(f"{word} {name} ({key})" if key else f"{word} {name}")
            action.setEnabled(entry is not None and not self._session.read_only)

    def undo(self) -> None:
        """Take back the last act, in whatever document it was, and show where."""
        self._inspector.commit()
        self._take_back(self._session.undo_entry(), "Undid")

    def redo(self) -> None:
        self._inspector.commit()
        self._take_back(self._session.redo_entry(), "Did again")

    def _take_back(self, entry: Entry | None, word: str) -> None:
        if entry is None:
            self._status.tell("Nothing to take back")
            return

        def done(changes: ChangeSet) -> None:
            self._show(changes)
            for follow in self.followers:
                follow(changes)
            self._status.tell(f"{word}: {entry.label[:1].lower()}{entry.label[1:]}")

        try:
            self._session.take_back(entry, done, lambda error: self._status.warn(str(error)))
        except AnnotatorError as error:
            self._status.warn(str(error))

    def _show(self, changes: ChangeSet) -> None:
        """Bring the place of what changed into view, opening its document if need be."""
        records = [change.record for change in changes]
        places = [record for record in records if isinstance(record, Span | Dismissal)]
        documents = [change.after.id for change in changes if isinstance(change.after, Document)]
        progress = [record.document_id for record in records if isinstance(record, Progress)]
        current = self._focus.document.id if self._focus.document else None
        place = self._nearest(places, current)
        target = next(iter([*([place.document_id] if place else []), *documents, *progress]), None)
        if target and target != current and self._session.query.find(Document, target):
            self._focus.open(target, place.start if place else 0)
        if place and self._focus.document and place.document_id == self._focus.document.id:
            self._article.set_caret(place.start, scroll=False)
            self._article.reveal(place.start, place.end)
            self._focus.choose(place.id if place.id in self._focus.spans else None)

    def _nearest(self, places: Sequence[Span | Dismissal], current: str | None) -> Span | Dismissal | None:
        """Of many places the one that is least far to go to: in the open document the one nearest to the caret."""
        here = [place for place in places if place.document_id == current]
        if here:
            caret = self._article.caret()
            return min(here, key=lambda place: abs(place.start - caret))
        beside = (place for place in places if place.document_id == places[0].document_id)
        return min(beside, key=lambda place: place.start, default=None)

    def annotator(self) -> None:
        """Ask for a name, and be that annotator from now on."""
        now = self._session.annotator.name
        from annotator.gui.dialogs import ask

        name = tidy_name(ask(self._window, "Who is tagging", "Name of the annotator:", now) or "")
        if not name or name == now:
            return
        self.be(self._session.query.person_called(name) or current_user(name).annotator)

    def be(self, annotator: Annotator) -> None:
        """Switch to an annotator; remembered for the next start."""
        self._inspector.commit()
        remember_annotator(annotator)
        self._session.be(annotator)
        self._status.tell(f"{annotator.name} is tagging now")
