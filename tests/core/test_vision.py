"""Colours as other eyes see them: the simulation against published values, and the palette that labels are offered."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from annotator.core.vision import CLOSE, KINDS, PALETTE, contrast, freshest, gap, linear, simulated
from annotator.edit.schemes import default_scheme
from annotator.gui.article.colors import adapted, blend
from annotator.gui.article.colors import contrast as painted_contrast
from annotator.gui.theme import THEMES


def hexed(light: tuple[float, float, float]) -> str:
    channels = (12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055 for x in light)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("grey", ["#000000", "#808080", "#ffffff"])
def test_grey_stays_grey(kind: str, grey: str) -> None:
    seen = hexed(simulated(linear(grey), kind))
    assert all(abs(int(seen[p : p + 2], 16) - int(grey[p : p + 2], 16)) <= 1 for p in (1, 3, 5))


def test_red_and_green_come_close_to_eyes_without_red_or_green_cones() -> None:
    plain = gap("#C00000", "#C07000")
    assert plain.kind in ("protanopia", "deuteranopia")
    red, olive = "#9E2A2B", "#5C6B00"
    for kind in ("protanopia", "deuteranopia"):
        red_seen, olive_seen = hexed(simulated(linear(red), kind)), hexed(simulated(linear(olive), kind))
        assert abs(int(red_seen[1:3], 16) - int(red_seen[3:5], 16)) < 40, "red and green channel fall together"
        assert contrast(red_seen, olive_seen) < 2.2


def test_the_same_colour_is_no_distance_away_and_black_is_far_from_white() -> None:
    assert gap("#123456", "#123456").distance == 0
    assert gap("#000000", "#FFFFFF").distance > 99
    assert gap("#0072B2", "#C77700") == gap("#C77700", "#0072B2")


@pytest.mark.parametrize(("a", "b"), list(combinations(PALETTE, 2)))
def test_colours_of_the_palette_are_told_apart_by_any_eye(a: str, b: str) -> None:
    assert gap(PALETTE[a], PALETTE[b]).distance > CLOSE


@pytest.mark.parametrize("color", PALETTE.values())
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_colours_of_the_palette_stand_out_and_leave_the_text_readable(color: str, theme: object) -> None:
    colors = theme.article  # type: ignore[attr-defined]
    for name in ("light", "dark"):
        assert contrast(color, THEMES[name].article.paper) >= 3
    line = adapted(color, colors)
    assert painted_contrast(line, QColor(colors.paper)) >= 3
    tints = [(line, colors.tint_alpha)]
    assert painted_contrast(blend(tints, colors), QColor(colors.text)) >= 4.5
    assert painted_contrast(blend(tints * 4, colors), QColor(colors.text)) >= 4.5


def test_the_default_scheme_is_of_the_palette() -> None:
    assert {label.color for label in default_scheme().labels} <= set(PALETTE.values())


def test_a_new_label_gets_a_colour_far_from_those_in_use() -> None:
    used: list[str] = []
    for _ in PALETTE:
        color = freshest(used)
        assert color not in used
        used.append(color)
