"""The links of the spans that are looked at: asked for when first wanted, kept until a link changes. Reads only.

A document may have 100,000 spans: to read the links of all, or to ask anew at every repaint, would be felt.
"""

from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Link


class Links:
    """The links of one session's spans."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, list[Link]] = {}
        self._any: bool | None = None
        self.only = ""
        """The one annotator whose links there are; empty: everybody's."""

    def any(self) -> bool:
        """Whether the project has any link at all; most have none, and then nobody is asked further."""
        if self._any is None:
            self._any = self._session.query.has_links()
        return self._any

    def of(self, span_id: str) -> list[Link]:
        """The links that start or end at a span, by id."""
        if not self.any():
            return []
        found = self._known.get(span_id)
        if found is None:
            links = self._session.query.links_of(span_id)
            found = [link for link in links if self.only in ("", link.annotator_id)]
            self._known[span_id] = found
        return found

    def follow(self, changes: ChangeSet | None) -> None:
        """Take note of what changed; ``None``: anything may have."""
        if changes is None or any(isinstance(change.record, Link) for change in changes):
            self.forget()

    def forget(self) -> None:
        self._known.clear()
        self._any = None
