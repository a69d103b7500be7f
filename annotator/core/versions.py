"""In what several versions of one passage differ. Pure; positions are code points, half open."""

from collections.abc import Sequence

from annotator.core.model import Span

Stretch = tuple[int, int]


def shared_by_all(versions: Sequence[Sequence[Span]]) -> list[Stretch]:
    """The stretches that every version covers, in order; a version may have several spans."""
    if not versions:
        return []
    common = _joined(versions[0])
    for version in versions[1:]:
        common = [(max(a, c), min(b, d)) for a, b in common for c, d in _joined(version) if max(a, c) < min(b, d)]
    return common


def marked(start: int, end: int, common: Sequence[Stretch]) -> list[tuple[int, int, bool]]:
    """``[start, end)`` cut where what all share begins and ends; true for the pieces that not all have."""
    pieces: list[tuple[int, int, bool]] = []
    at = start
    for begin, stop in common:
        begin, stop = max(begin, start), min(stop, end)
        if begin >= stop:
            continue
        if at < begin:
            pieces.append((at, begin, True))
        pieces.append((begin, stop, False))
        at = stop
    if at < end:
        pieces.append((at, end, True))
    return pieces


def _joined(spans: Sequence[Span]) -> list[Stretch]:
    found: list[Stretch] = []
    for span in sorted(spans, key=lambda each: each.start):
        if found and span.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found
