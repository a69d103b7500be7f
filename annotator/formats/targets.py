"""Annotations that say their place by a quote and a position: which document they are about, and where they lie in it.

The text they were made on may be another than ours: that of a page with its menus, or counted in other units. So a
position is believed where the quote stands; else the quote is looked for, by what stands around it. If that does not
tell, one place near where it is said to be does, by as much as quotes that stand only once have moved.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from annotator.core.anchor import Anchors, Quote, squeezed
from annotator.core.text import canonical
from annotator.formats.bundle import Context, Known
from annotator.formats.offsets import NEARBY, UNITS, Stretch, likely_unit, positions
from annotator.formats.strict import Refusal, shown

_SAMPLE = 50
"""How many quotes tell which of several documents is meant."""


class Target(NamedTuple):
    """A place as an annotation says it; positions count whatever that program counts."""

    quote: Quote | None = None
    start: int | None = None
    end: int | None = None


class Ground:
    """A text that targets lie in. ``own`` says that it came with them, so that their positions count it."""

    def __init__(self, raw: str, targets: Sequence[Target], *, own: bool) -> None:
        found = canonical(raw)
        self.text = found.text
        self.by_quote = 0
        stretches = [
            Stretch(start, end, quote.exact)
            for quote, start, end in targets
            if quote is not None and start is not None and end is not None
        ]
        unit, right = likely_unit(raw, stretches, ("codepoint", "utf16"))
        self._trusted = own or 0 < right == len(stretches)
        self._length, self._place = positions(raw, found, unit)
        self._targets = targets
        self._moves: list[tuple[int, int]] | None = None
        self._note = ""
        if unit != "codepoint" and stretches:
            self._note = f"positions taken as {UNITS[unit]}: so {right} of {len(stretches)} quotes are right"

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors(self.text)

    def notes(self) -> Iterable[str]:
        """What the user should know, once all is located."""
        if self._note:
            yield self._note
        if self.by_quote:
            yield f"{self.by_quote} placed where their quote stands, which is not where they say"

    def locate(self, target: Target) -> tuple[int, int]:
        """Where a target lies in the canonical text. Raises ``Refusal``."""
        stated, quote = self._stated(target), target.quote
        if quote is None:
            if stated is None or not self._trusted:
                raise Refusal(
                    "has no quote, and its position counts a text that is not here"
                    if not self._trusted
                    else "has no place inside the text"
                )
            return stated
        exact = canonical(quote.exact).text
        if stated is not None and self.text[slice(*stated)] == exact and self._trusted:
            return stated
        places = self._anchors.find(quote)
        believed = stated is not None and (self._trusted or len(places) != 1)
        if stated is not None and believed and squeezed(self.text[slice(*stated)]) == squeezed(exact) != "":
            return stated
        if len(places) > 1 and target.start is not None:
            expected = target.start + self._move(target.start)
            near = [place for place in places if abs(place[0] - expected) <= NEARBY]
            places = near if len(near) == 1 else places
        if len(places) == 1:
            self.by_quote += stated is None or places[0] != stated
            return places[0]
        if not places:
            raise Refusal(f"its quote {shown(quote.exact)} does not stand in the text")
        raise Refusal(
            f"its quote {shown(quote.exact)} stands {len(places)} times in the text, and what stands around it does not"
            " tell which is meant"
        )

    def _move(self, start: int) -> int:
        """How far from where it is said to be the nearest quote stands that stands only once; 0 if there is none."""
        if self._moves is None:
            self._moves = []
            for quote, said, _ in self._targets:
                places = self._anchors.find(quote) if quote is not None and said is not None else []
                if said is not None and len(places) == 1:
                    self._moves.append((said, places[0][0] - said))
        return min(self._moves, key=lambda one: abs(one[0] - start))[1] if self._moves else 0

    def _stated(self, target: Target) -> tuple[int, int] | None:
        start, end = target.start, target.end
        if start is None or end is None or not 0 <= start < end <= self._length:
            return None
        try:
            start, end = (self._place(start), self._place(end)) if self._place else (start, end)
        except Refusal:  # inside a character
            return None
        return (start, end) if start < end else None


def document_of(context: Context, names: Sequence[str], ids: Sequence[str], targets: Sequence[Target]) -> Known:
    """The project's document that annotations are about, by the ids and names they give it, the surest first; of
    several of one name that in which most quotes stand. Raises ``Refusal``."""
    if context.document is not None:
        return context.document
    for id_ in filter(None, ids):
        known = context.lookup("", id_)
        if known is not None:
            return known
    for name in filter(None, names):
        found = context.called(name)
        if len(found) == 1:
            return found[0]
        if found:
            return _fitting(name, found, targets)
    told = next(filter(None, [*names, *ids]), "")
    raise Refusal(
        f"the project has no document from {shown(told, 80)}: import the article first, or name it with --document"
        if told
        else "does not say which document it is about: name it with --document"
    )


def _fitting(name: str, found: Sequence[Known], targets: Sequence[Target]) -> Known:
    quotes = [target.quote for target in targets if target.quote is not None][:_SAMPLE]
    standing = []
    for _, text in found:
        anchors = Anchors(text)
        standing.append(sum(bool(anchors.find(quote)) for quote in quotes))
    best = [known for known, count in zip(found, standing, strict=True) if count == max(standing)]
    if len(best) > 1:
        raise Refusal(
            f"{len(best)} documents of the project come from {shown(name, 80)}: --document says which is meant"
        )
    return best[0]
