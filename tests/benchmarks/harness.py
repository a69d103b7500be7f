"""How speed is measured here: ours and the bare reference in turns, each pair one ratio, the median counts.

Absolute times differ between machines and between two minutes on one machine; the ratio of two runs side by side
hardly does. A benchmark is a function that returns a ``Result``; modules list theirs in ``BENCHMARKS``.
"""

import gc
import statistics
from collections.abc import Callable
from dataclasses import dataclass

PAIRS = 9
Timed = Callable[[], float]
"""Does one measured run, with its own set-up and tear-down, and returns the seconds that count."""


@dataclass(frozen=True, slots=True)
class Result:
    """The ratios ours / reference of one benchmark, its limit, and the seconds of the reference."""

    name: str
    ratios: tuple[float, ...]
    limit: float
    reference: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.ratios)

    @property
    def passed(self) -> bool:
        return self.median <= self.limit

    def row(self) -> str:
        low, high, bare = min(self.ratios), max(self.ratios), statistics.median(self.reference) * 1000
        verdict = "ok" if self.passed else "TOO SLOW"
        return f"{self.name:<58}{self.median:7.2f}{low:7.2f}{high:7.2f}{self.limit:7.2f}{bare:11.2f} ms  {verdict}"


HEADER = f"{'benchmark':<58}{'ratio':>7}{'min':>7}{'max':>7}{'limit':>7}{'reference':>14}"


def compare(name: str, ours: Timed, reference: Timed, limit: float, pairs: int = PAIRS) -> Result:
    """Run both ``pairs`` times in turns after one unmeasured round each."""
    if pairs < 7:
        raise ValueError("fewer than 7 pairs say nothing")
    ours()
    reference()
    ratios, bare = [], []
    for number in range(pairs):
        gc.collect()
        # Which goes first alternates, so that neither always finds the warm cache.
        if number % 2:
            base, own = reference(), ours()
        else:
            own, base = ours(), reference()
        ratios.append(own / base)
        bare.append(base)
    return Result(name, tuple(ratios), limit, tuple(bare))


def compare_long(name: str, ours: Timed, reference: Timed, limit: float, pairs: int = 3) -> Result:
    """For runs of half a minute each, in which the noise of a moment means nothing: few pairs."""
    own, base = zip(*((ours(), reference()) for _ in range(pairs)), strict=True)
    return Result(name, tuple(a / b for a, b in zip(own, base, strict=True)), limit, base)
