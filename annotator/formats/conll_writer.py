"""Bundles -> CoNLL-2002: a word and its tag a line, a blank line between sentences, byte for byte repeatable.

Of spans that overlap the longest stays, the others are counted as lost; so is who made what. ``-DOCSTART-`` names the
document's text by its hash, so that a project that has it puts the spans where they were.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.core.model import Span
from annotator.core.sentences import sentences
from annotator.formats.bundle import Bundle, Written
from annotator.formats.foreign import count
from annotator.formats.tokens import words

DOCUMENT = "-DOCSTART-"


class _Stretch(NamedTuple):
    start: int
    end: int
    label: str


def write_bio(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """B- for the first word of a span, I- for the others, O for the rest."""
    return (_document(bundle, written, marks="BIIB") for bundle in bundles)


def write_bioes(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    """The same with E- for the last word of a span and S- for its only one."""
    return (_document(bundle, written, marks="BIES") for bundle in bundles)


def _document(bundle: Bundle, written: Written, marks: str) -> str:
    """``marks`` are those of the first word of a span, of one inside, of the last and of the only one."""
    count(written, bundle)
    stretches = _apart(bundle.text, bundle.spans, written)
    edges = sorted({edge for stretch in stretches for edge in stretch[:2]})
    starts = [stretch.start for stretch in stretches]
    breaks = _breaks(bundle.text, stretches, starts)
    lines = [f"{DOCUMENT} {bundle.document.sha256} O", ""]
    last = 0
    for start, end in words(bundle.text, edges):
        if last and bisect_right(breaks, start) > bisect_right(breaks, last - 1):
            lines.append("")
        lines.append(f"{bundle.text[start:end]} {_tag(start, end, stretches, starts, marks)}")
        last = end
    return "\n".join([*lines, "", ""])


def _apart(text: str, spans: Iterable[Span], written: Written) -> list[_Stretch]:
    """The spans that do not overlap a longer one, in order, without blanks at their edges."""
    kept: list[_Stretch] = []
    blank = overlapping = trimmed = 0
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start, one.label, one.annotator_id, one.id)):
        start = span.end - len(text[span.start : span.end].lstrip())
        end = span.start + len(text[span.start : span.end].rstrip())
        if start >= end:
            blank += 1
            continue
        stretch = _Stretch(start, end, _name(span.label, written))
        at = bisect_left(kept, stretch)
        if (at and kept[at - 1].end > start) or (at < len(kept) and kept[at].start < end):
            overlapping += 1
            continue
        trimmed += (start, end) != (span.start, span.end)
        insort(kept, stretch)
    written.spans -= blank + overlapping
    written.lose("spans that overlap a longer one", overlapping)
    written.lose("spans of blanks alone", blank)
    written.lose("spans’ blanks at the edges", trimmed)
    return kept


def _name(label: str, written: Written) -> str:
    name = "_".join(label.split()) or "_"
    if name != label:
        written.lose("names as they were (blanks became _)")
    return name


def _breaks(text: str, stretches: list[_Stretch], starts: list[int]) -> list[int]:
    """Where sentences begin, but for those that begin inside a span: a span is never broken."""
    found = []
    for start, _ in sentences(text):
        at = bisect_right(starts, start) - 1
        if at < 0 or not stretches[at].start < start < stretches[at].end:
            found.append(start)
    return found


def _tag(start: int, end: int, stretches: list[_Stretch], starts: list[int], marks: str) -> str:
    at = bisect_right(starts, start) - 1
    if at < 0 or start >= stretches[at].end:
        return "O"
    first, last = start == stretches[at].start, end == stretches[at].end
    mark = marks[3] if first and last else marks[0] if first else marks[2] if last else marks[1]
    return f"{mark}-{stretches[at].label}"
