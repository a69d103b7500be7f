"""Tag all occurrences of what is selected, or of the chosen span's text: asks, and commits as one step."""

from PySide6.QtGui import QColor

from annotator.app.session import BULK
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Json, Label, Span
from annotator.core.text import trim
from annotator.edit import occurrences
from annotator.gui.article.colors import adapted
from annotator.gui.chrome import run
from annotator.gui.parts import Parts


class OccurrenceCommands:
    """Handlers of the commands ``occurrences.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def tag(self) -> None:
        """O: a list of all places, and their tags as one act."""
        parts = self._parts
        document, selection, span = parts.focus.document, parts.article.selection(), parts.focus.span
        extent = trim(parts.focus.text, *selection) if selection else (span.start, span.end) if span else (0, 0)
        if document is None or extent[0] >= extent[1]:
            parts.status.warn("Select a text or choose a span: all occurrences of it are tagged")
            return
        if span and (span.start, span.end) != extent:
            span = None
        from annotator.gui.occurrences_dialog import OccurrencesDialog

        dialog = OccurrencesDialog(parts.session, document, extent, span, self._colors(), parts.window)
        accepted = run(dialog)
        label, picked = dialog.label(), dialog.picked()
        values = dict(span.attributes) if span and dialog.copies_values() else {}
        if accepted and label and picked:
            self._tag(picked, label, values)

    def _tag(self, picked: list[occurrences.Occurrence], label: Label, values: dict[str, Json]) -> None:
        session, mine = self._parts.session, self._parts.session.annotator.id
        name = occurrences.name(len(picked), label)
        if len(picked) > BULK:
            session.bulk(
                name,
                lambda query, tick: occurrences.tag_all(
                    query, picked, label=label, annotator_id=mine, attributes=values, tick=tick
                ),
                lambda: self._tell(picked, label),
                lambda error: self._parts.status.warn(str(error)),
                merged=False,
            )
            return
        try:
            batches = occurrences.tag_all(
                session.query, picked, label=label, annotator_id=mine, attributes=values, tick=lambda done, total: None
            )
            changes = ChangeSet(name, tuple(change for batch in batches for change in batch))
            session.commit(changes)
        except AnnotatorError as error:
            self._parts.status.warn(str(error))
            return
        self._tell(picked, label)
        here = (each.record for each in changes if isinstance(each.record, Span))
        self._parts.focus.choose(next((each.id for each in here if each.id in self._parts.focus.spans), None))

    def _tell(self, picked: list[occurrences.Occurrence], label: Label) -> None:
        documents = len({each.document.id for each in picked})
        where = f" in {documents:,} documents" if documents > 1 else ""
        name = occurrences.name(len(picked), label)
        self._parts.status.tell(f"{name.replace('Tag', 'Tagged', 1)}{where}; Ctrl+Z takes all of it back")

    def _colors(self) -> dict[str, QColor]:
        article = self._parts.article.colors
        found = {label.key: adapted(label.color, article) for label in self._parts.session.scheme.labels}
        return {**found, "": adapted(article.unknown, article)}
