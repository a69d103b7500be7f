"""What somebody typed for a span and the project did not take, as on a full disk: kept, shown again, tried again.

Only in memory: it is asked about before the window closes.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Span

Verb: TypeAlias = Callable[[Span], ChangeSet]


class _Typed(NamedTuple):
    text: str
    verb: Verb


class Unsaved:
    """By span and field; a field is known by the key of its attribute, the note by an empty one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._typed: dict[tuple[str, str], _Typed] = {}

    def __len__(self) -> int:
        return len(self._typed)

    def text(self, span_id: str, key: str) -> str | None:
        """What was typed there and is not in the project."""
        typed = self._typed.get((span_id, key))
        return typed.text if typed else None

    def keep(self, span_id: str, key: str, text: str, verb: Verb) -> None:
        self._typed[span_id, key] = _Typed(text, verb)

    def drop(self, span_id: str, key: str) -> None:
        self._typed.pop((span_id, key), None)

    def try_again(self) -> None:
        """Commit what there is; what still cannot be saved stays, without another word."""
        for (span_id, key), typed in list(self._typed.items()):
            span = self._session.query.find(Span, span_id)
            try:
                if span is not None:
                    self._session.commit(typed.verb(span))
            except AnnotatorError:
                return
            self.drop(span_id, key)
