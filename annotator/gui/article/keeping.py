"""Keeps one's place: whatever happens to the lines of the page, the line at its top stays there."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QScrollBar

from annotator.gui.article.places import Places


class Keeper:
    """Remembers the place itself, not the line that it came to stand in: else every change would creep upwards."""

    def __init__(self, bar: QScrollBar, places: Places) -> None:
        self._bar = bar
        self._places = places
        self._kept = (-1, -1)  # a position, and where the line at the top began when it had been put there

    def forget(self) -> None:
        self._kept = (-1, -1)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Within this, lines may be made anew. At the very top one stays at the very top."""
        if not self._bar.value():
            yield
            return
        top = self._places.range_in_view()[0]
        position, began = self._kept
        position = position if top == began else top
        yield
        self._bar.setValue(self._places.line_number(position))
        self._kept = position, self._places.range_in_view()[0]
