"""Everything about one span: label, text, offsets, its attributes as a form, note, links and history.

Hands every change to the session as a verb of ``edit``. The fields are built anew only when the attributes are others.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError, Stale
from annotator.core.model import Annotator, Attribute, Json, Link, Span
from annotator.core.text import visible
from annotator.edit import filling, linking, tagging
from annotator.edit.blinding import only
from annotator.gui.chrome import heading, plain_label
from annotator.gui.fields import ChoiceField, NoteField, TextField, complete, field_for
from annotator.gui.link_rows import LinkRows, Row
from annotator.gui.spans_panel import one_line
from annotator.gui.unsaved import Unsaved
from annotator.store.history import Happening

_EXCERPT = 400
_HISTORY_LINES = 12
_NOTE = ""  # what the note is called among the fields


class SpanForm(QWidget):
    """``failed`` carries the line to show when a change could not be made; what is shown is then no longer so."""

    failed = Signal(str)
    followed = Signal(str)
    """The id of the span at the other end of a link that somebody wants to go to."""

    def __init__(self, session: Session, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._focus = focus
        self._span: Span | None = None
        self.unsaved = Unsaved(session)
        self.fields: dict[str, TextField | ChoiceField] = {}
        self._built_for: tuple[Attribute, ...] | None = None
        self._title = heading("")
        self._offsets = plain_label("", "muted")
        self.text = plain_label()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._owner = plain_label("", "muted")
        self._owner.setWordWrap(True)
        self.note = NoteField()
        self.note.setAccessibleName("Note")
        self.note.committed.connect(self._set_note)
        self.links = LinkRows()
        self.links.followed.connect(self.followed)
        self.links.removed.connect(self._unlink)
        self.links.retyped.connect(self._retype)
        self.links.emptied.connect(self.note.setFocus)
        self.history = plain_label("", "muted")
        self.history.setWordWrap(True)
        self._lay_out()
        session.changed.connect(self._something_was_saved)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch()
        top.addWidget(self._offsets)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.text)
        column.addWidget(self._owner)
        column.addLayout(self._form)
        self._links_heading, self._history_heading = heading("Links"), heading("History")
        for widget in (self._links_heading, self.links, self._history_heading, self.history):
            column.addWidget(widget)

    def show_span(self, span: Span) -> None:
        """Show a span; what was typed for the one before must have been committed."""
        self._span = span
        self.show()
        self._build(self._session.scheme.attributes_of(span.label))
        own = span.annotator_id == self._session.owner_id
        editable = own and not self._session.read_only
        self._title.setText(self._session.scheme.label_name(span.label).upper())
        self._offsets.setText(f"{span.start}–{span.end}")
        self._offsets.setToolTip(f"characters {span.start} to {span.end}, {span.end - span.start} in all")
        self.text.setText(_excerpt(span.text))
        self._owner.setVisible(not own)
        if not own:
            owner = self._session.query.find(Annotator, span.annotator_id)
            name = visible(owner.name) if owner else "someone unknown"
            self._owner.setText(f"Tagged by {name}; only they can change it.")
        for key, field in self.fields.items():
            typed = self.unsaved.text(span.id, key)
            if isinstance(field, ChoiceField) or typed is None:
                field.show_value(span.attributes.get(key))
            else:
                field.show_unsaved(span.attributes.get(key), typed)
            field.setEnabled(editable)
        typed = self.unsaved.text(span.id, _NOTE)
        if typed is None:
            self.note.show_value(span.note)
        else:
            self.note.show_unsaved(span.note, typed)
        self.note.setEnabled(editable)
        self._show_links(span)
        self._show_history(span)

    def leave(self) -> None:
        """No span is meant any more."""
        self._span = None
        self.hide()

    def commit(self) -> None:
        """Keep whatever is still being typed."""
        for field in self.fields.values():
            field.commit()
        self.note.commit()

    def keep_all(self) -> bool:
        """Keep that and what could not be saved before; whether nothing is left that is not saved."""
        self.commit()
        self.unsaved.try_again()
        return not self.unsaved

    def _something_was_saved(self) -> None:
        if self.unsaved:
            QTimer.singleShot(0, self, self.keep_all)

    def first_field(self) -> QWidget:
        """Where one begins to type."""
        return next(iter(self.fields.values()), self.note)

    def _build(self, attributes: tuple[Attribute, ...]) -> None:
        if attributes == self._built_for:
            return
        self._built_for = attributes
        self.fields.clear()
        while self._form.rowCount():
            row = self._form.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                widget = item.widget() if item else None
                if widget is not None and widget is not self.note:
                    # Not setParent(None): that makes it a window of its own for a moment, which takes the keyboard.
                    widget.hide()
                    widget.deleteLater()
        for attribute in attributes:
            field = field_for(attribute)
            field.setAccessibleName(attribute.name)
            if attribute.description:
                field.setToolTip(attribute.description)
            field.committed.connect(lambda value, each=attribute: self._set(each, value))
            if attribute.completes and isinstance(field, TextField):
                field.entered.connect(lambda field=field, each=attribute: self._offer_completions(field, each))
            label = plain_label(attribute.name, "muted")
            label.setBuddy(field)
            self._form.addRow(label, field)
            # At once: the layout would show it a moment later, and the keyboard go to the text meanwhile.
            field.show()
            self.fields[attribute.key] = field
        note = plain_label("Note", "muted")
        note.setBuddy(self.note)
        self._form.addRow(note, self.note)
        self.note.show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        stops: list[QWidget] = [*self.fields.values(), self.note]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _offer_completions(self, field: TextField, attribute: Attribute) -> None:
        # Only when somebody is about to type: looking through all spans at every choice would be felt.
        if self._span is not None:
            span, query = self._span, self._session.query
            here = filling.given_here(self._focus.spans.values(), attribute, self._session.scheme, span.start)
            whose = only(query, self._session.annotator.id)
            given = query.values_given(span.label, attribute.key, span.document_id, whose)
            complete(field, list(dict.fromkeys([*here, *given])))

    def _show_links(self, span: Span) -> None:
        rows, mine = [], self._session.owner_id
        for link in self._focus.links.of(span.id):
            other_id = linking.other_end(link, span.id)
            other = self._focus.spans.get(other_id)
            name = linking.type_name(link.type, self._session.scheme)
            told = f"{name} →" if link.from_id == span.id else f"← {name}"
            text = visible(f"{told} {one_line(other.text) if other else 'a span that is not here'}")
            rows.append(Row(link, other_id, text, link.annotator_id == mine and not self._session.read_only))
        self.links.show_rows(rows)
        self.links.setVisible(bool(rows))
        self._links_heading.setVisible(bool(rows))

    def _unlink(self, link: Link) -> None:
        scheme, mine = self._session.scheme, self._session.owner_id
        self._commit(lambda span: linking.unlink(link, annotator_id=mine, scheme=scheme))

    def _retype(self, link: Link) -> None:
        """Give a link the next type that the scheme allows between its ends."""
        scheme, spans, mine = self._session.scheme, self._focus.spans, self._session.owner_id
        start, end = spans.get(link.from_id), spans.get(link.to_id)
        if start is None or end is None:
            return
        kinds = [way.kind for way in linking.ways(start.label, scheme) if way.out and linking.fits(way, end)]
        place = next((nth for nth, kind in enumerate(kinds) if kind.key == link.type), -1)
        if kinds and (len(kinds) > 1 or place < 0):
            kind, links = kinds[(place + 1) % len(kinds)], self._focus.links.of(start.id)
            self._commit(
                lambda span: linking.retype(link, kind, start, end, links, annotator_id=mine, scheme=scheme)
            )

    def _show_history(self, span: Span) -> None:
        happenings = self._session.project.record_history(span.id)
        names = {each.id: each.name for each in self._session.query.every(Annotator)}
        lines = [_told(each, names) for each in reversed(happenings[-_HISTORY_LINES:])]
        if len(happenings) > _HISTORY_LINES:
            lines.append(f"… and {len(happenings) - _HISTORY_LINES} earlier")
        if span.created_at:
            made = "Imported" if span.origin == "import" else "Tagged"
            lines.append(_told(Happening(span.created_at, span.annotator_id, "do", made), names))
        self.history.setText("\n".join(lines))

    def _set(self, attribute: Attribute, value: Json) -> None:
        self._commit(
            lambda span: tagging.set_attribute(
                span,
                attribute.key,
                value,
                name=attribute.name,
                annotator_id=self._session.owner_id,
                scheme=self._session.scheme,
            ),
            attribute.key,
        )

    def _set_note(self, text: str) -> None:
        self._commit(
            lambda span: tagging.set_note(
                span, text, annotator_id=self._session.owner_id, scheme=self._session.scheme
            ),
            _NOTE,
        )

    def _commit(self, verb: Callable[[Span], ChangeSet], key: str | None = None) -> None:
        """Commit a change to the span shown. ``key`` says in which field it was typed."""
        # The span as it is shown now: it may have been moved since the form was filled, or another document be open.
        # (What another program has made of it meanwhile is refused: nobody has seen that yet.)
        shown = self._focus.spans.get(self._span.id) if self._span else None
        span = shown or (self._session.query.find(Span, self._span.id) if self._span else None)
        if span is None:
            return
        if key is not None:
            self.unsaved.drop(span.id, key)
        try:
            self._session.commit(verb(span))
        except Stale as error:
            self.failed.emit(str(error))  # what it is now shows in place of what was typed
        except AnnotatorError as error:
            field = self.note if key == _NOTE else self.fields.get(key or "")
            if key is not None and field is not None and not isinstance(field, ChoiceField):
                self.unsaved.keep(span.id, key, field.typed(), verb)
            self.failed.emit(str(error))


def _excerpt(text: str) -> str:
    shown = visible(text).replace("\n", " ")
    return shown if len(shown) <= _EXCERPT else f"{shown[:_EXCERPT]}…"


def _told(happening: Happening, names: dict[str, str]) -> str:
    try:
        moment = datetime.fromisoformat(happening.at).astimezone()
    except ValueError:
        return f"{visible(happening.at)}  {happening.label.lower()}"  # a foreign file's own idea of a time
    day = "" if moment.date() == datetime.now().astimezone().date() else f"{moment:%d %b %Y} "
    act = happening.label[:1].lower() + happening.label[1:]
    words = {"do": act, "undo": f"undid: {act}", "redo": f"redid: {act}"}[happening.kind]
    return f"{day}{moment:%H:%M}  {words} · {visible(names.get(happening.annotator_id, 'someone'))}"
