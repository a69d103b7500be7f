"""The text of an article with its spans as HTML: a paragraph for each line, spans cut where others begin and end.

Elements of HTML nest, spans overlap: so between two edges each span that lies there is opened anew, the outermost
first. Knows nothing of how they look.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from annotator.core.model import Span
from annotator.core.segments import segments

Tag = Callable[[Span, bool], str]
"""``tag(span, edge)``: what opens or closes a piece of a span; ``edge`` says that it is the first or last of it."""

# What would turn the reading order of all that follows, or hide in it: shown as its code instead.
_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def paragraphs(text: str, spans: Sequence[Span], opening: Tag, closing: Tag) -> Iterator[str]:
    """``<p>`` elements for the lines of the text; ``spans`` by where they begin."""
    seen_to = {span.id: span.start + len(text[span.start : span.end].rstrip("\n")) for span in spans}
    waiting, active, begun = list(reversed(spans)), list[Span](), set[str]()
    start = 0
    for line in text.split("\n"):
        end, pieces = start + len(line), ["<p dir=auto>"]
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [span for span in active if span.end > start]
        at = start
        for segment in segments(active, start, end):
            pieces.append(_shown(text[at : segment.start]))
            pieces += [opening(span, span.id not in begun) for span in segment.spans]
            pieces.append(_shown(text[segment.start : segment.end]))
            pieces += [closing(span, segment.end == seen_to[span.id]) for span in reversed(segment.spans)]
            begun.update(span.id for span in segment.spans)
            at = segment.end
        yield "".join([*pieces, _shown(text[at:end]), "</p>\n"])
        start = end + 1


def _shown(text: str) -> str:
    return _CONTROL.sub(lambda found: f"<span class=c data-c=U+{ord(found[0]):04X}></span>", escape(text))
