"""A caret that thinks in language: by word, sentence, paragraph, figure, quotation and span; selections that grow."""

from collections.abc import Iterator

from annotator.core import ladder, walking
from annotator.core.words import next_word, previous_word
from annotator.gui.parts import Parts
from annotator.gui.span_commands import SpanCommands
from annotator.gui.spans_panel import one_line

_NAMES = {"number": "figure"}  # what a unit is called, where not by its own name

_EXTENT = tuple[int, int]


class CaretCommands:
    """Handlers of the commands ``caret.*``. A ``direction`` is ``1`` or ``-1`` in writing."""

    def __init__(self, parts: Parts, spans: SpanCommands) -> None:
        self._session = parts.session
        self._focus = parts.focus
        self._article = parts.article
        self._panel = parts.spans
        self._status = parts.status
        self._spans = spans
        self._way: list[tuple[_EXTENT, _EXTENT]] = []  # how the selection grew: before, after

    def word(self, way: str) -> None:
        """``left`` or ``right`` as one sees it: in right-to-left text the left is ahead. ``select left`` selects."""
        ahead = way.endswith("right") != self._article.right_to_left()
        text, caret = self._focus.text, self._article.caret()
        place = next_word(text, caret) if ahead else previous_word(text, caret)
        self._article.move_caret(place, select=way.startswith("select"))

    def step(self, how: str) -> None:
        """``how`` is a unit and a direction, such as ``sentence -1``."""
        kind, direction = how.split()
        self._go(kind, int(direction), self._units(kind, int(direction)))

    def untagged(self, direction: str) -> None:
        """The next figure over which this annotator has no statistic."""
        found = self._units("number", int(direction))
        self._go("untagged figure", int(direction), (unit for unit in found if not self._is_tagged(*unit)))

    def paragraph(self, direction: str) -> None:
        text, caret = self._focus.text, self._article.caret()
        find = walking.next_paragraph if direction == "1" else walking.previous_paragraph
        place = find(text, caret)
        if place is None:
            self._say_none("paragraph", int(direction))
        else:
            self._article.set_caret(place)

    def span(self, direction: str) -> None:
        """The next span of the chosen span's label, or of the one that was chosen last."""
        label, step, model = self._focus.last_label, int(direction), self._panel.model
        chosen = self._focus.span
        place = model.place_of(chosen) if chosen else -1
        if place < 0:
            behind = model.behind(self._article.caret())
            place = behind - 1 if step > 0 else behind
        rows = range(place + 1, len(model.spans)) if step > 0 else range(place - 1, -1, -1)
        found = next((model.spans[row] for row in rows if model.spans[row].label == label), None)
        if found:
            self._spans.go_to(found.id)
        else:
            self._say_none(self._session.scheme.label_name(label).lower() if label else "span", step)

    def expand(self) -> None:
        """Select the next larger unit around the caret or the selection."""
        caret = self._article.caret()
        before = self._article.selection() or (caret, caret)
        after = ladder.larger(self._focus.text, *before)
        if after is None:
            self._status.tell("The whole line is selected")
            return
        if not self._way or self._way[-1][1] != before:
            self._way.clear()
        self._way.append((before, after))
        self._article.select(*after)

    def shrink(self) -> None:
        """Back the way the selection grew; of one made otherwise, the next smaller unit at its start."""
        selection = self._article.selection()
        if selection is None:
            self._status.tell("Nothing is selected; E selects the word at the caret")
            return
        if self._way and self._way[-1][1] == selection:
            before = self._way.pop()[0]
        else:
            self._way.clear()
            before = ladder.smaller(self._focus.text, *selection, selection[0]) or (selection[0], selection[0])
        self._article.select(*before)

    def _units(self, kind: str, direction: int) -> Iterator[_EXTENT]:
        caret = self._article.caret()
        for unit in walking.walk(self._focus.text, caret, kind, direction):
            # The caret may stand a little inside the unit that it went to.
            if not (unit[0] < caret < unit[1] and walking.place_in(self._focus.text, unit, kind) == caret):
                yield unit

    def _is_tagged(self, start: int, end: int) -> bool:
        labels = {label.key for label in self._session.scheme.labels if label.unit == "number"}
        mine = self._session.owner_id
        over = self._article.spans_between(start, end)
        return any(span.label in labels and span.annotator_id == mine for span in over)

    def _go(self, name: str, direction: int, units: Iterator[_EXTENT]) -> None:
        text, kind = self._focus.text, "number" if name.endswith("figure") else name
        unit = next(units, None)
        if unit is not None:
            self._article.set_caret(walking.place_in(text, unit, kind), scroll=False)
            self._article.reveal(*unit)
            self._tell_what_a_key_tags(kind, unit)
            return
        searched = walking.horizon(text, self._article.caret(), direction)
        if 0 < searched < len(text):
            self._article.set_caret(searched)
            name = _NAMES.get(name, name)
            self._status.tell(f"No {name} in {walking.FARTHEST:,} characters; pressed again the key looks on from here")
        else:
            self._say_none(_NAMES.get(name, name), direction)

    def _tell_what_a_key_tags(self, kind: str, unit: _EXTENT) -> None:
        label = next((each for each in self._session.scheme.labels if each.unit == kind and each.shortcut), None)
        if label and kind != "sentence":
            self._status.tell(f"{label.shortcut} tags: {one_line(self._focus.text[slice(*unit)])}")

    def _say_none(self, name: str, direction: int) -> None:
        self._status.tell(f"No further {name} {'below' if direction > 0 else 'above'}")
