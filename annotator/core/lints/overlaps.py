"""Spans of one label that overlap each other: found by one sweep in the order of their start.

A quotation within a quotation is none: there the text itself nests.
"""

from collections.abc import Set

from annotator.core.lints.findings import Finding, Fix, excerpt
from annotator.core.model import Span
from annotator.core.scheme import Scheme, with_unit


class Overlaps:
    """Takes spans by start, the longer first; tells of each the one before that reaches into it."""

    def __init__(self, scheme: Scheme, linked: Set[str]) -> None:
        self._scheme = scheme
        self._linked = linked
        self._nesting = with_unit(scheme, "quotation")
        self._reach: dict[str, Span] = {}

    def take(self, text: str, span: Span) -> Finding | None:
        before = self._reach.get(span.label)
        if before is None or span.end > before.end:
            self._reach[span.label] = span
        if before is None or span.start >= before.end:
            return None
        name = self._scheme.label_name(span.label).lower()
        end = min(span.end, before.end)
        if (span.start, span.end) == (before.start, before.end):
            lesser = min(span, before, key=self._richness)
            fix = Fix("delete", "deletes the one that says less")
            message = f"Twice {name}: {excerpt(text, span.start, end)}"
            return Finding(span.start, end, "overlap", message, fix, lesser.id)
        if span.label in self._nesting and span.end <= before.end:
            return None
        message = f"Two of {name}: {excerpt(text, span.start, end)}"
        if span.end <= before.end:
            fix = Fix("delete", f"deletes the inner {name}")
        else:
            fix = Fix("join", "joins the two", start=before.start, end=span.end, other=before.id)
        return Finding(span.start, end, "overlap", message, fix, span.id)

    def _richness(self, span: Span) -> int:
        """How much would be lost with it."""
        return len(span.attributes) + bool(span.note) + (span.id in self._linked)
