"""The numbers and bullets of Word's lists, which stand in no paragraph: counted as Word counts them."""

import re
from typing import Any, NamedTuple

from annotator.formats.extract.packed import attribute, found, local

_PLACE = re.compile(r"%([1-9])")
_MOST = 9  # levels of a list


class _Level(NamedTuple):
    format: str = "decimal"
    text: str = "%1."
    start: int = 1


class Lists:
    """Made from the roots of styles.xml and numbering.xml, or ``None``; asked once per paragraph, in their order."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._styles = {} if styles is None else {attribute(each, "styleId"): each for each in found(styles, "style")}
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        for each in numbering:
            if local(each) == "abstractNum":
                levels = {_integer(attribute(lvl, "ilvl")): _level(lvl) for lvl in each if local(lvl) == "lvl"}
                self._levels[attribute(each, "abstractNumId")] = levels
            elif local(each) == "num":
                for inner in each:
                    if local(inner) == "abstractNumId":
                        self._abstract[attribute(each, "numId")] = attribute(inner, "val")

    def mark(self, paragraph: Any) -> tuple[str, str]:
        """What stands before the text of a paragraph, and the name of its style in small letters."""
        properties = next((each for each in paragraph if local(each) == "pPr"), None)
        if properties is None:
            return "", ""
        style = next((attribute(each, "val") for each in properties if local(each) == "pStyle"), "")
        list_, level = self._of(properties, style)
        return self._counted(list_, level) if list_ else "", style.casefold()

    def _of(self, properties: Any, style: str) -> tuple[str, int]:
        """The list and the level of a paragraph, its own or its style's."""
        for _ in range(_MOST):
            for each in properties if properties is not None else ():
                if local(each) == "numPr":
                    said = {local(one): attribute(one, "val") for one in each}
                    if "numId" in said:
                        return "" if said["numId"] == "0" else said["numId"], _integer(said.get("ilvl", "0"))
            parent = self._styles.get(style)
            if parent is None:
                break
            properties = next((each for each in parent if local(each) == "pPr"), None)
            style = next((attribute(each, "val") for each in parent if local(each) == "basedOn"), "")
        return "", 0

    def _counted(self, list_: str, level: int) -> str:
        abstract = self._abstract.get(list_, "")
        levels = self._levels.get(abstract)
        if levels is None or not 0 <= level < _MOST:
            return ""
        here = levels.get(level, _Level())
        if here.format == "bullet":
            return "• "
        if here.format == "none":
            return ""
        counts = self._counts.setdefault(abstract, [None] * _MOST)
        before = counts[level]
        counts[level] = here.start if before is None else before + 1
        counts[level + 1 :] = [None] * (_MOST - level - 1)

        def number(match: re.Match[str]) -> str:
            which = int(match.group(1)) - 1
            one = levels.get(which, _Level())
            return _written(counts[which] or one.start, one.format)

        said = _PLACE.sub(number, here.text).strip()
        return f"{said} " if said else ""


def _level(element: Any) -> _Level:
    said = {local(each): attribute(each, "val") for each in element}
    start = _integer(said.get("start", "1"), 1)
    return _Level(said.get("numFmt", "decimal"), said.get("lvlText", "%1."), start)


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)


def _roman(number: int) -> str:
    said = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        said += letters * (number // value)
        number %= value
    return said


def _integer(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
