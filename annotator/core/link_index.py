"""The links of one document by the spans they join, so that nobody asks the project for them at every key press.

Knows nothing of spans but their ids, and nothing of what a link means.
"""

from collections.abc import Iterable

from annotator.core.model import Link


class LinkIndex:
    """Links found by either end. Those of one span keep the order in which they came."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._links: dict[str, Link] = {}
        self._by_span: dict[str, dict[str, Link]] = {}
        for link in links:
            self.add(link)

    def __len__(self) -> int:
        return len(self._links)

    def __contains__(self, span_id: object) -> bool:
        """Whether a span has any link."""
        return span_id in self._by_span

    def get(self, link_id: str) -> Link | None:
        return self._links.get(link_id)

    def of(self, span_id: str) -> list[Link]:
        """The links that start or end at a span."""
        return list(self._by_span.get(span_id, {}).values())

    def starts(self, span_id: str) -> bool:
        """Whether any link starts at a span."""
        return any(link.from_id == span_id for link in self._by_span.get(span_id, {}).values())

    def add(self, link: Link) -> None:
        """Add a link, or put it in the place of the one with the same id."""
        before = self._links.get(link.id)
        if before is not None and (before.from_id, before.to_id) != (link.from_id, link.to_id):
            self.remove(link.id)
        self._links[link.id] = link
        for end in (link.from_id, link.to_id):
            self._by_span.setdefault(end, {})[link.id] = link

    def remove(self, link_id: str) -> None:
        link = self._links.pop(link_id, None)
        if link is None:
            return
        for end in {link.from_id, link.to_id}:
            del self._by_span[end][link_id]
            if not self._by_span[end]:
                del self._by_span[end]


def other_end(link: Link, span_id: str) -> str:
    """The id of the span at the other end."""
    return link.to_id if link.from_id == span_id else link.from_id
