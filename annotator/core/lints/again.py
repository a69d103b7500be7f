"""Text that is tagged in one place of a document and stands untagged in another.

The words of the text are gone through once; what stands at each is looked up by its first characters and then by each
length that tagged texts with that beginning have, so the number of spans matters little.
"""

from collections import defaultdict
from collections.abc import Iterator

from annotator.core.buckets import SpanIndex
from annotator.core.lints.edges import inside_word
from annotator.core.lints.findings import Finding, Fix, excerpt
from annotator.core.model import Span
from annotator.core.numerals import find_numbers
from annotator.core.patterns import Lazy
from annotator.core.scheme import Scheme, with_unit

_HEAD = 3
_LEAST = 4  # characters; of a shorter text each occurrence means something else
_MOST = 20  # places
_HAN = Lazy(r"\p{Han}")
_START = Lazy(r"(?<![\w\p{M}])\S|\p{Han}")


class Again:
    """``add`` the spans of one annotator, then ``look`` through the text part by part; ``findings`` are what is left.

    A text that stands untagged in very many places was not forgotten there: of it nothing is told.
    """

    def __init__(self, spans: SpanIndex, scheme: Scheme) -> None:
        self._spans = spans
        self._scheme = scheme
        # An auxiliary label marks one place of a name, not each.
        self._known = {label.key for label in scheme.labels if not label.auxiliary}
        self._numbers = with_unit(scheme, "number")
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        self._labels: dict[str, tuple[str, ...]] = {}
        self._places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, span: Span) -> None:
        if span.label in self._known and _worth_looking_for(span.text, words_only=span.label in self._numbers):
            self._lengths[span.text[:_HEAD]].add(len(span.text))
            before = self._labels.get(span.text, ())
            if span.label not in before:
                self._labels[span.text] = (*before, span.label)

    def look(self, text: str, lo: int, hi: int) -> None:
        """Remember what begins in ``[lo, hi)``, the longest at each place."""
        if not self._lengths:
            return
        done: dict[str, int] = {}
        for match in _START.finditer(text, lo, hi):
            start = match.start()
            lengths = self._lengths.get(text[start : start + _HEAD])
            for length in sorted(lengths, reverse=True) if lengths else ():
                end = start + length
                for label in self._labels.get(text[start:end], ()):
                    if done.get(label, -1) <= start and self._missing(text, start, end, label):
                        done[label] = end
                        self._remember(text[start:end], label, start)

    def _missing(self, text: str, start: int, end: int, label: str) -> bool:
        if any(span.label == label for span in self._spans.query(start, end)):
            return False
        return not inside_word(text, start) and not inside_word(text, end)

    def _remember(self, what: str, label: str, start: int) -> None:
        places = self._places[what, label]
        places.append(start)
        if len(places) > _MOST:
            self._labels[what] = tuple(each for each in self._labels[what] if each != label)
            places.clear()

    def findings(self) -> Iterator[Finding]:
        for (what, label), places in self._places.items():
            name = self._scheme.label_name(label).lower()
            message = f"Tagged as {name} elsewhere: {excerpt(what, 0, len(what))}"
            for start in places:
                end = start + len(what)
                yield Finding(start, end, "again", message, Fix("tag", f"tags it as {name}", label, start, end))


def _worth_looking_for(text: str, *, words_only: bool) -> bool:
    """Long enough to mean the same everywhere. Whether a number counts as a figure was judged place by place, so of
    figures only those in words are looked for ("twice as many"), and not a mere "half"."""
    if len(text) < (_HEAD if _HAN.match(text) else _LEAST) or not any(char.isalpha() for char in text):
        return False
    return not words_only or (" " in text and next(find_numbers(text, 0, len(text)), None) is None)
