"""What a lint says: a kind, a place, one readable line, and what would mend it. Data only."""

from typing import NamedTuple

_SHOWN = 44  # characters of the text that a line repeats


class Kind(NamedTuple):
    """A kind of finding: its key, what people call it, and the sign it is told by where there is little room."""

    key: str
    name: str
    sign: str


KINDS = (
    Kind("figure", "Figure not tagged", "#"),
    Kind("mark", "Unpaired quotation mark", "”"),
    Kind("speaker", "Quote without speaker", "?"),
    Kind("unit", "Statistic without unit", "%"),
    Kind("again", "Tagged elsewhere, not here", "="),
    Kind("overlap", "Label overlaps itself", "∩"),
    Kind("edge", "Edge inside a word", "|"),
)


class Fix(NamedTuple):
    """What would mend a finding; ``hint`` says it in words ("tags it as statistic").

    ``act`` is ``tag`` ([start, end) as ``label``), ``move`` (the span to [start, end)), ``delete`` (the span), ``join``
    (the span and ``other`` into one), ``fill`` (``attribute`` of the span, by a person), or empty: nothing would.
    """

    act: str
    hint: str
    label: str = ""
    start: int = 0
    end: int = 0
    attribute: str = ""
    other: str = ""


class Finding(NamedTuple):
    """One finding at the code points ``[start, end)``, about the span ``span_id`` if it is about one."""

    start: int
    end: int
    kind: str
    message: str
    fix: Fix
    span_id: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """What a dismissal is remembered by."""
        return self.kind, self.start, self.end


def excerpt(text: str, start: int, end: int) -> str:
    """``[start, end)`` on one line, shortened."""
    shown = " ".join(text[start : min(end, start + _SHOWN)].split())
    return shown + "…" if end - start > _SHOWN else shown
