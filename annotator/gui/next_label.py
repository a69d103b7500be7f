"""The state between a key such as R or C and the label key that ends it: which span is meant, what is to be done."""

from collections.abc import Callable

from annotator.core.model import Label, Span
from annotator.gui.parts import Parts
from annotator.gui.spans_panel import in_marks


class NextLabel:
    """Keeps what the next label key does, until it is pressed, Esc is, or another span is chosen."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._status = parts.status
        self._waiting: tuple[str, Callable[[Span, Label], object]] | None = None
        parts.focus.opened.connect(self.stop)
        parts.focus.chosen.connect(self.stop)

    def ask(self, span: Span, doing: str, then: Callable[[Span, Label], object]) -> None:
        """Wait for a label key; ``doing`` is what the status bar calls it ("Retag")."""
        self._waiting = span.id, then
        labels = self._session.scheme.labels
        keys = "  ".join(f"{label.shortcut} {label.name}" for label in labels if label.shortcut)
        self._status.tell(f"{doing} {in_marks(span.text, 30)} as:  {keys}   Esc leaves it")

    @property
    def waiting(self) -> bool:
        return self._waiting is not None

    def take(self, label_key: str) -> bool:
        """Do with this label what was asked for; false if nothing was."""
        if self._waiting is None:
            return False
        span_id, then = self._waiting
        self.stop()
        span, label = self._focus.spans.get(span_id), self._session.scheme.label(label_key)
        if span and label:
            then(span, label)
        return True

    def stop(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self._status.tell("")
