"""The three kinds of text that Label Studio marks regions in, plain, HTML and dialogues: where a region lies in each.

Knows the shape of a region's ``value``, and nothing of tasks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from annotator.core.anchor import Anchors, Quote, squeezed
from annotator.core.model import Json
from annotator.core.text import canonical, trim
from annotator.formats.markup import Markup
from annotator.formats.offsets import NEARBY, UNITS, Stretch, found_nearby, likely_unit, positions
from annotator.formats.strict import Refusal, shown

Place: TypeAlias = tuple[int, int]

_ADDRESS = re.compile(
    r"\s*(?:[\w-]+:(?://|image/)\S+|/[\w./%-]{3,}|\S+\.(?:csv|gif|jpe?g|json|mp[34]|pdf|png|wav))\s*", re.IGNORECASE
)
_TAGS = re.compile(r"\s*<(?:!doctype|html|body|div|p|span|table|h[1-6]|article|section|ul|ol)\b[^<]*>", re.IGNORECASE)


def readable(value: Json) -> bool:
    """Whether a value of a task's data may be a text that regions lie in."""
    if isinstance(value, str):
        return bool(value) and not _ADDRESS.fullmatch(value)
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "text" in one for one in value)


class Text:
    """A text and what gives the places that a region's ``value`` may mean, the likeliest first."""

    def __init__(self, text: str, places: Callable[[dict[str, Json]], Iterator[Place | None]], *notes: str) -> None:
        self.text = text
        self.notes = notes
        self._places = places
        self._anchors: Anchors | None = None

    def locate(self, value: dict[str, Json], given: str | None) -> tuple[int, int, bool]:
        """Where a region lies, and whether that is not where it says but where its text stands, once and nearby.

        Raises ``Refusal``.
        """
        places = [place for place in self._places(value) if place is not None]
        given = None if given is None else _spoken(given, self.text)
        words = None if given is None else squeezed(given)
        for start, end in places:
            if words is None or squeezed(self.text[start:end]) == words:
                return start, end, False
        if given is None:
            raise Refusal(f"lies outside the text of {len(self.text)} characters, or marks nothing")
        found = self._found(given, places[0][0] if places else None)
        if found is not None:
            return *found, True
        if not places:
            raise Refusal(f"lies outside the text, and its text {shown(given)} does not stand there once")
        start, end = places[0]
        raise Refusal(f"its text {shown(given)} is not what stands at {start} to {end}: {shown(self.text[start:end])}")

    def _found(self, given: str, near: int | None) -> Place | None:
        found = None if near is None else found_nearby(self.text, given, near)
        if found is not None:
            return found
        if self._anchors is None:
            self._anchors = Anchors(self.text)
        within = None if near is None else (near - NEARBY, near + NEARBY + len(given))
        all_found = self._anchors.find(Quote(given), within)
        return all_found[0] if len(all_found) == 1 else None


def _spoken(given: str, text: str) -> str:
    """The text of a result as it stands in ``text``: line ends may be written in it as a backslash and an n."""
    given = canonical(given).text
    return given if "\\n" not in given or given in text else given.replace("\\n", "\n")


def text_of(raw: Json, marks: Sequence[tuple[str, dict[str, Json], str | None]], *, plain: bool = False) -> Text:
    """The text of a task's data, by what its regions (type, value and text) take it for, unless it is known to be
    ``plain``. Raises ``Refusal``."""
    if isinstance(raw, list):
        return _dialogue(raw)
    if not isinstance(raw, str):
        raise Refusal(f"its text is {shown(raw)}, not a text")
    html = any("globalOffsets" in value or isinstance(value.get("start"), str) for _, value, _ in marks)
    if html or (not plain and not marks and _TAGS.match(raw)):
        return _page(raw)
    return _plain(raw, [(value, given) for _, value, given in marks])


def _plain(raw: str, marks: Sequence[tuple[dict[str, Json], str | None]]) -> Text:
    found = canonical(raw)
    stretches = [
        Stretch(value["start"], value["end"], None if given is None else _spoken(given, found.text))
        for value, given in marks
        if type(value.get("start")) is int and type(value.get("end")) is int
    ]
    unit, right = likely_unit(raw, stretches, ("codepoint", "utf16"))
    length, place = positions(raw, found, unit)

    def places(value: dict[str, Json]) -> Iterator[Place | None]:
        start, end = value.get("start"), value.get("end")
        if type(start) is int and type(end) is int and 0 <= start < end <= length:
            try:
                start, end = (place(start), place(end)) if place else (start, end)
            except Refusal:  # inside a character
                return
            yield (start, end) if start < end else None

    notes = []
    if unit != "codepoint":
        notes.append(f"positions taken as {UNITS[unit]}: so {right} of {len(stretches)} texts are right")
    if found.replaced:
        notes.append(f"{found.replaced} characters that are no text (controls, half pairs) became U+FFFD")
    return Text(found.text, places, *notes)


def _page(raw: str) -> Text:
    page = Markup(raw)

    def tidied(place: Place | None) -> Place | None:
        if place is None:
            return None
        start, end = trim(page.text, *place)
        return (start, end) if start < end else None

    def places(value: dict[str, Json]) -> Iterator[Place | None]:
        ends = [_by_path(page, value.get(edge), value.get(f"{edge}Offset")) for edge in ("start", "end")]
        if ends[0] is not None and ends[1] is not None:
            yield tidied(page.stretch(ends[0], ends[1]))
        told = value.get("globalOffsets")
        if isinstance(told, dict) and type(told.get("start")) is int and type(told.get("end")) is int:
            yield tidied(page.stretch(told["start"], told["end"]))

    return Text(page.text, places)


def _by_path(page: Markup, path: Json, offset: Json) -> int | None:
    return page.at(path, offset) if isinstance(path, str) and type(offset) is int else None


def _dialogue(turns: list[Json]) -> Text:
    """One line for each turn, with who speaks before it; regions count turns, and characters inside of them."""
    lines: list[str] = []
    starts: list[tuple[int, int]] = []
    at = 0
    for turn in turns:
        words = turn.get("text")
        said = canonical(words if isinstance(words, str) else "").text
        who = next((turn[key] for key in ("author", "speaker", "name") if isinstance(turn.get(key), str)), "")
        head = f"{canonical(who).text.rstrip(': ')}: " if who else ""
        starts.append((at + len(head), len(said)))
        lines.append(head + said)
        at += len(lines[-1]) + 1

    def position(turn: Json, offset: Json) -> int | None:
        number = str(turn)
        if not (number.isdecimal() and len(number) < 10 and int(number) < len(starts)) or type(offset) is not int:
            return None
        begin, length = starts[int(number)]
        return begin + offset if 0 <= offset <= length else None

    def places(value: dict[str, Json]) -> Iterator[Place | None]:
        start = position(value.get("start"), value.get("startOffset"))
        end = position(value.get("end"), value.get("endOffset"))
        yield (start, end) if start is not None and end is not None and start < end else None

    return Text("\n".join(lines), places)
