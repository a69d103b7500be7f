"""The text of an article with its spans as HTML: a paragraph for each line, spans cut where others begin and end.

Elements of HTML nest, spans overlap: so between two edges each span that lies there is opened anew, the outermost
first. Knows nothing of how they look.
"""

import heapq
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from annotator.core.model import Span
from annotator.formats.readable_style import LANES

Tag = Callable[[Span, bool], str]
"""``tag(span, edge)``: what opens or closes a piece of a span; ``edge`` says that it is the first or last of it."""

# What would turn the reading order of all that follows, or hide in it: shown as its code instead.
_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def lanes(spans: Sequence[Span]) -> dict[str, int]:
    """The line, from 0, that each span is underlined on: no two that overlap share one, up to ``LANES``.

    ``spans`` are in reading order, the longer of two that begin together first.
    """
    taken: list[tuple[int, int]] = []  # where each lane in use becomes free, and its number
    free: list[int] = []
    found, used = {}, 0
    for span in spans:
        while taken and taken[0][0] <= span.start:
            heapq.heappush(free, heapq.heappop(taken)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, used = used, used + 1
        heapq.heappush(taken, (span.end, lane))
        found[span.id] = min(lane, LANES - 1)
    return found


def paragraphs(text: str, spans: Sequence[Span], opening: Tag, closing: Tag) -> Iterator[str]:
    """``<p>`` elements for the lines of the text; ``spans`` as above."""
    waiting, active, begun = iter(spans), list[Span](), set[str]()
    following = next(waiting, None)
    seen_to = {span.id: span.start + len(text[span.start : span.end].rstrip("\n")) for span in spans}
    at = 0
    for line in text.split("\n"):
        end, pieces = at + len(line), ["<p dir=auto>"]
        while True:
            while following is not None and following.start <= at:
                active.append(following)
                following = next(waiting, None)
            active = [span for span in active if span.end > at]
            if at >= end:
                break
            edge = min([end, *(span.end for span in active), *([following.start] if following else [])])
            pieces += [opening(span, span.id not in begun) for span in active]
            begun.update(span.id for span in active)
            pieces.append(_shown(text[at:edge]))
            pieces += [closing(span, edge == seen_to[span.id]) for span in reversed(active)]
            at = edge
        yield "".join(pieces) + "</p>\n"
        at = end + 1


def _shown(text: str) -> str:
    return _CONTROL.sub(lambda found: f"<span class=c data-c=U+{ord(found[0]):04X}></span>", escape(text))
