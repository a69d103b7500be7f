"""How far apart two colours look, to any eye: also to those without one of the three kinds of cone.

Colour blindness is simulated after Machado, Oliveira, Fernandes (2009), "A Physiologically-based Model for Simulation
of Color Vision Deficiency", with the matrices of full severity, applied to linear light. The distance is Euclidean in
Oklab (Ottosson 2020), a hundredfold: about 2 is just seen side by side. Colours are #RRGGBB.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import dist
from typing import NamedTuple, TypeAlias

Triple: TypeAlias = tuple[float, float, float]

KINDS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
_RARE = {"tritanopia": 5 / 3}
"""One in ten thousand has it, one man in twelve one of the others: its distances count for more, so it warns later."""
CLOSE = 5.0
"""Two label colours nearer than this are told to be easily mixed up."""
PALETTE = {
    "Blue": "#0072B2",
    "Amber": "#C77700",
    "Green": "#00875A",
    "Grey": "#6B7280",
    "Red": "#D11500",
    "Violet": "#773DFF",
    "Mauve": "#C07CB9",
    "Sea green": "#4EA26F",
    "Magenta": "#D100BC",
    "Lavender": "#A27AFF",
}
"""The colours offered: of the family of Okabe and Ito (2008), each 3:1 on light and on dark paper, which leaves a
narrow band of lightness; the last six were found by a search for those farthest from each other and the first four."""


class Gap(NamedTuple):
    """How far apart two colours are, and to which eyes that is: ``""`` those of most people, else one of ``KINDS``."""

    distance: float
    kind: str


@lru_cache(maxsize=1024)
def gap(a: str, b: str) -> Gap:
    """How far apart two colours are to whichever eyes tell them apart worst."""
    first, second = linear(a), linear(b)
    gaps = [Gap(100 * dist(_oklab(first), _oklab(second)), "")]
    for kind in KINDS:
        seen = dist(_oklab(simulated(first, kind)), _oklab(simulated(second, kind)))
        gaps.append(Gap(100 * seen * _RARE.get(kind, 1.0), kind))
    return min(gaps)


def freshest(used: Iterable[str]) -> str:
    """The colour of the palette that is farthest from those in use."""
    used = list(used)
    return max(PALETTE.values(), key=lambda color: min((gap(color, each).distance for each in used), default=0.0))


def simulated(light: Triple, kind: str) -> Triple:
    """Linear light as somebody with this kind of colour blindness sees it, cut to what a screen can show."""
    red, green, blue = (min(max(_dot(row, light), 0.0), 1.0) for row in KINDS[kind])
    return red, green, blue


def linear(color: str) -> Triple:
    """The linear light of a colour, each channel 0 to 1."""
    red, green, blue = (_expanded(int(color[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def contrast(a: str, b: str) -> float:
    """Contrast of two colours after WCAG 2, 1 to 21."""
    low, high = sorted(_dot((0.2126, 0.7152, 0.0722), linear(color)) for color in (a, b))
    return (high + 0.05) / (low + 0.05)


def _expanded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _oklab(light: Triple) -> Triple:
    cones = (
        _dot((0.4122214708, 0.5363325363, 0.0514459929), light) ** (1 / 3),
        _dot((0.2119034982, 0.6806995451, 0.1073969566), light) ** (1 / 3),
        _dot((0.0883024619, 0.2817188376, 0.6299787005), light) ** (1 / 3),
    )
    return (
        _dot((0.2104542553, 0.7936177850, -0.0040720468), cones),
        _dot((1.9779984951, -2.4285922050, 0.4505937099), cones),
        _dot((0.0259040371, 0.7827717662, -0.8086757660), cones),
    )


def _dot(weights: Triple, values: Triple) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
