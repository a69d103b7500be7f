"""How many figures of a text nobody tagged: counted for lists of documents, so positions alone, no findings.

A figure is tagged when a span shares a character with its number.
"""

from array import array
from collections.abc import Iterable, Sequence

from annotator.core.figures import counting


def number_places(text: str) -> "array[int]":
    """Start and end of the number of each figure, one after the other, in order."""
    places = array("q")
    for figure in counting(text):
        places.extend((figure.number_start, figure.number_end))
    return places


def places_of(texts: Sequence[str]) -> list["array[int]"]:
    """The same for several texts: what a process of its own is asked."""
    return [number_places(text) for text in texts]


def untagged(places: Sequence[int], extents: Iterable[tuple[int, int]]) -> int:
    """How many of these numbers no extent touches; the extents come by their start."""
    numbers = list(zip(places[::2], places[1::2], strict=True))
    free, first = 0, 0
    reach = sorted(extents)
    ends: list[int] = []  # the furthest end up to each extent: the one that starts last need not reach furthest
    for _, end in reach:
        ends.append(max(end, ends[-1]) if ends else end)
    for start, end in numbers:
        while first < len(reach) and reach[first][0] < end:
            first += 1
        free += first == 0 or ends[first - 1] <= start
    return free
