"""The drawings of a report as inline SVG: heat map, bars, days. Strings only; everything given is escaped here.

Colours come from the page's classes (``heat``, ``bar``, ``off``), so that they fit light and dark; shades of one hue.
"""

from collections.abc import Mapping, Sequence
from html import escape

from annotator.agreement.figures import Figure
from annotator.core.text import visible

_CELL, _ROW, _NAMES = 64, 26, 150


def short(value: float | None) -> str:
    """``.86``, ``1.00``; an em dash where it is not defined."""
    if value is None:
        return "—"
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if abs(value) < 0.995 else text


def told(figure: Figure) -> str:
    interval = f" [{short(figure.interval[0])}, {short(figure.interval[1])}]" if figure.interval else ""
    return f"{short(figure.value)}{interval}"


def clipped(name: str, most: int) -> str:
    name = visible(name)
    return escape(name if len(name) <= most else f"{name[: most - 1]}…")


def heat_map(names: Sequence[str], cells: Mapping[tuple[int, int], tuple[Figure, int]]) -> str:
    """Annotator by annotator: the figure, how sure it is, and on how many spans it stands."""
    size = len(names) * _CELL
    parts = [_open(_NAMES + size, 30 + size, "Agreement of each pair")]
    for row, name in enumerate(names):
        y = 30 + row * _CELL
        parts.append(_text(_NAMES - 8, y + _CELL / 2 + 4, clipped(name, 20), "end"))
        parts.append(_text(_NAMES + row * _CELL + _CELL / 2, 20, clipped(name, 9), "middle"))
        for column in range(len(names)):
            x = _NAMES + column * _CELL
            figure, count = cells.get((row, column), (Figure(None), 0))
            parts.append(_shaded(x, y, figure.value))
            parts.append(_text(x + _CELL / 2, y + 26, short(figure.value), "middle"))
            if figure.interval:
                pair = f"{short(figure.interval[0])}–{short(figure.interval[1])}"
                parts.append(_text(x + _CELL / 2, y + 41, pair, "middle", "small"))
            if count:
                parts.append(_text(x + _CELL / 2, y + 55, f"n {count:,}", "middle", "small"))
    return "".join([*parts, "</svg>"])


def bars(counts: Sequence[tuple[str, int]], title: str) -> str:
    """A bar for each name, with its number."""
    most = max((count for _, count in counts), default=0) or 1
    parts = [_open(600, len(counts) * _ROW + 4, title)]
    for place, (name, count) in enumerate(counts):
        y = place * _ROW + 4
        width = 380 * count / most
        parts.append(_text(0, y + 14, clipped(name, 22), "start"))
        parts.append(f'<rect class="bar" x="{_NAMES}" y="{y}" width="{width:.1f}" height="18" rx="2"/>')
        parts.append(_text(_NAMES + width + 8, y + 14, f"{count:,}", "start"))
    return "".join([*parts, "</svg>"])


def days(counts: Mapping[str, Mapping[str, int]], right: str) -> str:
    """A bar for each day: below what was right, above, outlined, what deviated; the share over it."""
    step = max(14, min(44, 600 // max(1, len(counts))))
    tallest = max((sum(each.values()) for each in counts.values()), default=0) or 1
    parts = [_open(len(counts) * step + 60, 130, "Right and deviating, by day")]
    for place, (day, each) in enumerate(counts.items()):
        x, good, total = place * step, each.get(right, 0), sum(each.values())
        low, high = 80 * good / tallest, 80 * (total - good) / tallest
        for name, top, height in (("bar", 100 - low, low), ("off", 100 - low - high, high)):
            box = f'x="{x + 2}" y="{top:.1f}" width="{step - 4}" height="{height:.1f}"'
            parts.append(f'<rect class="{name}" {box}/>')
        if step >= 30 or not place:
            parts.append(_text(x + step / 2, 94 - low - high, f"{100 * good // total}%", "middle", "small"))
            parts.append(_text(x + step / 2, 116, escape(day[5:]), "middle", "small"))
    return "".join([*parts, "</svg>"])


def _open(width: float, height: float, title: str) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"<title>{escape(title)}</title>"
    )


def _shaded(x: float, y: float, share: float | None) -> str:
    strength = 0 if share is None else min(max(share, 0.0), 1.0) * 0.5
    box = f'x="{x:g}" y="{y:g}" width="{_CELL}" height="{_CELL}"'
    return f'<rect class="heat" {box} fill-opacity="{strength:.2f}"/><rect class="frame" {box}/>'


def _text(x: float, y: float, escaped: str, anchor: str, name: str = "") -> str:
    named = f' class="{name}"' if name else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{named}>{escaped}</text>'
