"""How somebody likes to read, between the settings and the article. What is out of bounds is put right."""

from annotator.app.settings import Settings
from annotator.core.text import visible
from annotator.gui.article.fonts import FULL, Reading

LINES = (100, 200)
COLUMNS = (45, 110)
PARAGRAPHS = (0, 200)


def remembered(settings: Settings) -> tuple[Reading, str]:
    """What was chosen, and a line to tell if the font is not there any more."""
    usual = Reading()
    column = settings.number("reading/column", usual.column)
    reading = Reading(
        family=settings.text("reading/family", usual.family),
        line=_within(settings.number("reading/line", usual.line), LINES),
        column=column if column == FULL else _within(column, COLUMNS),
        paragraph=_within(settings.number("reading/paragraph", usual.paragraph), PARAGRAPHS),
    )
    if not reading.family:
        return reading, ""
    from PySide6.QtGui import QFontDatabase

    if QFontDatabase.hasFamily(reading.family):
        return reading, ""
    notice = f"The font “{visible(reading.family)}” is not on this computer: the text is set in the usual one (Ctrl+,)"
    return reading._replace(family=""), notice


def remember(settings: Settings, reading: Reading) -> None:
    for name, value in reading._asdict().items():
        settings.set(f"reading/{name}", value)


def stepped(reading: Reading, *, line: int = 0, column: int = 0) -> Reading:
    """Lines farther apart or closer by steps of 10 percent, the column wider or narrower by steps of 5 characters.

    Wider than the widest column is the whole page.
    """
    width = COLUMNS[1] + 5 if reading.column == FULL else reading.column
    width = max(COLUMNS[0], width + 5 * column)
    return reading._replace(
        line=_within(reading.line + 10 * line, LINES), column=FULL if width > COLUMNS[1] else width
    )


def _within(value: int, bounds: tuple[int, int]) -> int:
    return min(max(value, bounds[0]), bounds[1])
