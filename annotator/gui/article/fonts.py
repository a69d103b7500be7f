"""The typeface of the article and what follows from it: line pitch, column width, spacing.

One place for every proportion of the page, in em (the size of the font), so that zooming scales all of it.
"""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

SERIF = (
    "Noto Serif",
    "Source Serif 4",
    "Source Serif Pro",
    "Charter",
    "Georgia",
    "DejaVu Serif",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "Noto Naskh Arabic",
    "Geeza Pro",
    "Noto Serif Hebrew",
    "Noto Color Emoji",
)
BASE_POINTS = 13.0
FULL = 0
"""The width of a column that takes all the room there is."""
_LEAST = 1.36  # em: the ascent and descent of the usual font
_SAMPLE = "In the hills west of the county town, the road now ends at a clinic; it"


class Reading(NamedTuple):
    """How somebody likes to read. ``family``: a font before the usual ones, or none; ``line``: the distance of lines in
    percent of the least there can be; ``column``: characters in a line, or ``FULL``; ``paragraph``: the room between
    paragraphs in percent of the size of the font.
    """

    family: str = ""
    line: int = 122
    column: int = 75
    paragraph: int = 90


def article_font(zoom: int, family: str = "") -> QFont:
    """The font of the text at ``zoom`` percent; what ``family`` has no letters for, or is not there, the usual ones."""
    font = QFont()
    font.setFamilies([family, *SERIF] if family else list(SERIF))
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPointSizeF(BASE_POINTS * zoom / 100)
    return font


class Metrics(NamedTuple):
    """Whole pixels of the page at one font size.

    ``ascent`` and ``descent`` are those of the font; ``tint_ascent`` is how far above the base line a tint begins.
    ``pitch`` is the distance of base lines, ``lane_room`` what underlines may use below the descent, ``gap`` the least
    free height between two lines of larger glyphs.
    """

    em: float
    ascent: int
    descent: int
    tint_ascent: int
    pitch: int
    lane_room: int
    gap: int
    paragraph_gap: int
    column: int
    side: int

    @classmethod
    def of(cls, font: QFont, reading: Reading) -> "Metrics":
        metrics = QFontMetricsF(font)
        # Not font.pixelSize(), which is -1 for a font that was given in points.
        em = (metrics.ascent() + metrics.descent()) / _LEAST
        ascent, descent = round(metrics.ascent() + 0.49), round(metrics.descent() + 0.49)
        tint_ascent = min(ascent, round(em * 0.98))
        pitch = max(round(em * _LEAST * reading.line / 100), ascent + descent)
        free = pitch - tint_ascent - descent
        return cls(
            em=em,
            ascent=ascent,
            descent=descent,
            tint_ascent=tint_ascent,
            pitch=pitch,
            lane_room=free + round(em * 0.18),
            gap=round(max(4, round(em * 0.3)) * min(1.0, (reading.line - 100) / (Reading().line - 100))),
            paragraph_gap=round(em * reading.paragraph / 100),
            column=round(metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * (reading.column or 10_000)),
            side=max(16, round(em * 1.6)),
        )
