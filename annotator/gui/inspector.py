"""The chosen span, or how to choose one. What there is to see of a span is in ``span_form``. Reads the focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Attribute, Label, Link, LinkType, Record, Span
from annotator.gui.chrome import plain_label

if TYPE_CHECKING:  # imported with the first span chosen: the start need not wait for it
    from annotator.gui.span_form import SpanForm


_SCHEME = (Label, Attribute, LinkType)


class Inspector(QScrollArea):
    """``failed`` carries the line to show when a change could not be made."""

    failed = Signal(str)
    followed = Signal(str)
    """A span id: the other end of a link."""

    def __init__(self, session: Session, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._focus = focus
        self._span: Span | None = None
        self._made: SpanForm | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Inspector")
        self.setObjectName("inspector")  # the theme frames it while the keyboard scrolls it
        hint = "No span chosen.\n\nClick a highlighted passage, or press ] to go to the next one."
        self._hint = plain_label(hint, "muted")
        self._hint.setWordWrap(True)
        body = QWidget()
        body.setObjectName("panel")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.addWidget(self._hint)
        self._column.addStretch()
        self.setWidget(body)
        # A turn of the event loop later: the text is painted first, and keys held down are not kept waiting.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.show_span)
        focus.opened.connect(self._turn)
        focus.chosen.connect(self._turn)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._turn)
        self.show_span()

    @property
    def form(self) -> "SpanForm":
        """The form of the chosen span, made when first asked for."""
        if self._made is None:
            from annotator.gui.span_form import SpanForm

            self._made = SpanForm(self._session, self._focus)
            self._made.failed.connect(self._warn)
            self._made.followed.connect(self.followed)
            self._column.insertWidget(1, self._made)
        if self._soon.isActive():
            self.show_span()
        return self._made

    def _turn(self) -> None:
        """Another span is meant: what was typed for the one before is kept at once, the new one shown soon."""
        span = self._focus.span
        if self._span is not None and (span is None or span.id != self._span.id):
            self.commit()
        self._soon.start()

    def show_span(self) -> None:
        """Show the span of the focus now."""
        self._soon.stop()
        span = self._span = self._focus.span
        self._hint.setVisible(span is None)
        if span is not None:
            self.form.show_span(span)
        elif self._made is not None:
            self._made.leave()

    def _warn(self, problem: str) -> None:
        self.failed.emit(problem)
        self.show_span()

    def focus_first(self) -> bool:
        """Put the keyboard into the first field; false if no span is chosen."""
        self.show_span()
        if self._span is None:
            return False
        first = self.form.first_field()
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(first)
        return True

    def focus_field(self, key: str) -> bool:
        """Put the keyboard into the field of an attribute; false if the chosen span has none of that key."""
        self.show_span()
        field = self.form.fields.get(key) if self._span is not None else None
        if field is None:
            return False
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(field)
        return True

    def focus_note(self) -> bool:
        self.show_span()
        if self._span is None:
            return False
        self.form.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(self.form.note)
        return True

    def commit(self) -> None:
        """Keep whatever is still being typed."""
        if self._made is not None:
            self._made.commit()

    def keep_all(self) -> bool:
        """Keep that and what could not be saved before; whether nothing is left that is not saved."""
        return self._made is None or self._made.keep_all()

    def stop(self) -> None:
        """Show nothing more: the project is about to be closed."""
        self._soon.stop()

    def _follow(self, changes: ChangeSet | None) -> None:
        if self._span is None or changes is None:
            self._soon.start()
            return
        mine = self._span.id
        if any(mine in _ends(change.record) or isinstance(change.record, _SCHEME) for change in changes):
            self._soon.start()


def _ends(record: Record) -> tuple[str, ...]:
    """The ids of the spans that a record is about."""
    return (record.from_id, record.to_id) if isinstance(record, Link) else (record.id,)
