"""The colours of the article and how label colours are made to fit a theme.

Colours are text (``#rrggbb`` or ``#aarrggbb``), so that a theme is plain data. No painting here.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtGui import QColor


class ArticleColors(NamedTuple):
    """What the article is painted with. ``selection`` is translucent, so that tints show through it.

    ``tint_alpha`` (0 to 1) is how much of a label's colour a tint takes; ``line_contrast`` the least contrast of an
    underline against the paper, ``text_contrast`` that of the text against any tint. ``found`` is laid under what was
    looked for.
    """

    text: str
    paper: str
    muted: str
    rule: str
    selection: str
    chosen: str
    unknown: str
    tint_alpha: float
    line_contrast: float = 3.0
    text_contrast: float = 4.5
    found: str = "#66f5c518"


LIGHT = ArticleColors(
    text="#1b2030",
    paper="#fffefb",
    muted="#667085",
    rule="#dfe1e6",
    selection="#4d6366b0",
    chosen="#2563eb",
    unknown="#6b7280",
    tint_alpha=0.19,
)
DARK = ArticleColors(
    text="#e4e6eb",
    paper="#17191e",
    muted="#9aa3b2",
    rule="#343843",
    selection="#66808ad8",
    chosen="#79a8ff",
    unknown="#9aa3b2",
    tint_alpha=0.30,
    line_contrast=4.5,
    text_contrast=6.0,
    found="#668a6a00",
)


def luminance(color: QColor) -> float:
    """Relative luminance after WCAG 2, 0 to 1; the alpha channel is ignored."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(a: QColor, b: QColor) -> float:
    """Contrast of two opaque colours after WCAG 2, 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def mix(under: QColor, over: QColor, alpha: float) -> QColor:
    """``over`` laid on the opaque ``under`` with ``alpha`` from 0 to 1."""

    def channel(a: float, b: float) -> float:
        return a + (b - a) * alpha

    return QColor.fromRgbF(
        channel(under.redF(), over.redF()),
        channel(under.greenF(), over.greenF()),
        channel(under.blueF(), over.blueF()),
    )


def adapted(color: str, colors: ArticleColors, least: float | None = None) -> QColor:
    """A label's colour, made lighter or darker until it stands out from the paper; the hue stays.

    ``least`` is the contrast wanted, by default that of an underline. A text that is no colour counts as unknown.
    """
    wanted = QColor(color)
    if not wanted.isValid():
        wanted = QColor(colors.unknown)
    paper = QColor(colors.paper)
    target = QColor("#ffffff") if luminance(paper) < 0.18 else QColor("#000000")
    least = colors.line_contrast if least is None else least
    found = wanted
    for step in range(1, 21):
        if contrast(found, paper) >= least:
            break
        found = mix(wanted, target, step / 20)
    return found


def blend(tints: Iterable[tuple[QColor, float]], colors: ArticleColors) -> QColor:
    """Tints, the outermost first, laid on the paper; opaque, and never so strong that the text gets hard to read."""
    paper, text = QColor(colors.paper), QColor(colors.text)
    found = paper
    for color, alpha in tints:
        found = mix(found, color, alpha)
    for step in range(1, 11):
        if contrast(found, text) >= colors.text_contrast:
            break
        found = mix(found, paper, step / 10)
    return found
