"""The title of a text that comes without one. Reads, never changes the text."""

import re

LONGEST_TITLE = 120
_MARKS = re.compile(r"^(?:#{1,6}\s+|[-*•‣◦·–—>]\s*)+")


def title_of(text: str, otherwise: str) -> str:
    """The first line that is not blank, if it is short enough to be a title, without bullet or heading mark."""
    for line in text.split("\n", 20)[:20]:
        title = _MARKS.sub("", line.strip()).strip()
        if title:
            return title if len(title) <= LONGEST_TITLE else otherwise
    return otherwise
