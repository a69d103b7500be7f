"""Linking by key: a list beside the chosen span, or the other end chosen in the text; following and removing links."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent

from annotator.core.errors import AnnotatorError
from annotator.core.model import Link, Span
from annotator.core.reading_order import order
from annotator.core.text import visible
from annotator.edit import linking
from annotator.edit.linking import Way
from annotator.gui.link_picker import Candidate, LinkPicker
from annotator.gui.parts import Parts
from annotator.gui.spans_panel import in_marks, one_line

_OFFERED = 200  # spans in the list; nobody goes further without typing
_LOOKED = 10_000  # spans either way among which it is looked for them: some 20 ms
_NEAR = 20_000  # code points around a span in which a name that is typed is looked for
_NO_SPAN = "Choose a span first: click it, or press ]"


class LinkCommands(QObject):
    """Handlers of the commands ``link.*``."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._focus, self._article, self._status = parts.focus, parts.article, parts.status
        self._picker: LinkPicker | None = None
        self._from: Span | None = None
        self._ways: list[Way] = []
        self._last: dict[str, Way] = {}
        self._picking = False
        self._ring: list[str] = []
        parts.focus.opened.connect(self._leave)
        parts.actions().get("span.back_to_text").triggered.connect(self._leave)

    # Making one

    def begin(self) -> None:
        """L: ask for the other end of a link from the chosen span."""
        span, scheme = self._focus.span, self._parts.session.scheme
        if span is None:
            self._status.tell(_NO_SPAN)
            return
        ways = linking.ways(span.label, scheme)
        if not ways:
            self._status.tell(f"The scheme has no links for a {scheme.label_name(span.label).lower()}")
            return
        self._leave()
        self._from, self._ways = span, ways
        last = self._last.get(span.label)
        self._article.layers.set_links(self._focus.links.of)
        self._the_picker().ask(
            [way.name for way in ways], ways.index(last) if last in ways else 0, self._offer, self._where(span)
        )
        self._status.tell(f"Link {in_marks(span.text)}: to what?")

    def _the_picker(self) -> LinkPicker:
        if self._picker is None:
            self._picker = LinkPicker(self._parts.pane)
            self._picker.picked.connect(self._picked)
            self._picker.in_text.connect(self._pick_in_text)
            self._picker.left.connect(self._leave)
        return self._picker

    def _where(self, span: Span) -> QRect:
        """Where the span stands in the pane."""
        view = self._article.viewport()
        boxes = self._article.places.boxes_of(span.start, span.end) or [QRect(0, 0, 1, 1)]
        found = boxes[0]
        for box in boxes:
            found = found.united(box)
        return found.translated(view.mapTo(self._parts.pane, QPoint(0, 0)))

    def _offer(self, nth: int, words: str) -> Sequence[Candidate]:
        """What fits at the other end: own spans before others', nearest first; then what could be tagged."""
        begun, way = self._from, self._ways[nth]
        if begun is None:
            return ()
        linked = {
            linking.other_end(link, begun.id) for link in self._focus.links.of(begun.id) if link.type == way.kind.key
        }
        parts, mine = words.casefold().split(), self._parts.session.owner_id
        fitting = (
            span
            for span in self._around(begun)
            if linking.fits(way, span)
            and span.id != begun.id
            and span.id not in linked
            and (span.annotator_id == mine or self._parts.pane.others_shown)
            and all(part in span.text.casefold() for part in parts)
        )
        near = sorted(
            islice(fitting, _OFFERED),
            key=lambda span: (span.annotator_id != mine, *_away(begun, span.start, span.end)),
        )
        rows = [self._candidate(begun, span) for span in near]
        return [*rows, *self._untagged(begun, way, words, near)]

    def _around(self, begun: Span) -> Iterator[Span]:
        """The spans behind and before one in turn, outwards; of very many only those around it."""
        spans, place = self._focus.order.spans, self._focus.order.place_for(begun)
        behind = islice(spans, place, place + _LOOKED)
        before = (spans[nth] for nth in range(place - 1, max(-1, place - _LOOKED), -1))
        for pair in zip_longest(behind, before):
            yield from (span for span in pair if span is not None)

    def _candidate(self, begun: Span, span: Span) -> Candidate:
        name = self._parts.session.scheme.label_name(span.label).lower()
        arrow = "↑" if span.start < begun.start else "↓"
        return Candidate(visible(one_line(span.text)), self._color(span.label), f"{name} {arrow}", span)

    def _color(self, label: str) -> QColor:
        return self._parts.spans.color_of(label)

    def _untagged(self, begun: Span, way: Way, words: str, known: Sequence[Span]) -> Sequence[Candidate]:
        """The nearest place where the text says what was typed, to be tagged and linked at once."""
        if len(words) < 2 or len(way.others) != 1:
            return ()
        from annotator.core.names import name_around
        from annotator.core.words import snap_to_words

        text, low = self._focus.text, max(0, begun.start - _NEAR)
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
        taken = [(span.start, span.end) for span in known]
        found = [
            match.span()
            for match in pattern.finditer(text, low, begun.end + _NEAR)
            if not any(start < match.end() and match.start() < end for start, end in taken)
            and not begun.start <= match.start() < begun.end
        ]
        if not found:
            return ()
        start, end = snap_to_words(text, *min(found, key=lambda place: _away(begun, *place)))
        if end - start > 2 and text[end - 2 : end] in ("’s", "'s"):
            end -= 2  # a name is tagged, not whose something is
        start, end = name_around(text, start, start + 1)[0], name_around(text, end - 1, end)[1]
        name = self._parts.session.scheme.label_name(way.others[0]).lower()
        shown = f"Tag “{visible(one_line(text[start:end]))}” as {name} and link"
        return [Candidate(shown, self._color(way.others[0]), "↑" if start < begun.start else "↓", None, (start, end))]

    def _picked(self, picked: Candidate) -> None:
        assert self._picker is not None
        if picked.link is not None:
            self._leave()
            self.unlink(picked.link)
            return
        problem = self._link(self._ways[self._picker.nth], picked.span, picked.extent)
        if problem:
            self._picker.say(problem)

    def _link(self, way: Way, other: Span | None, extent: tuple[int, int]) -> str:
        """Link, and leave; returns why that could not be done."""
        session, begun = self._parts.session, self._focus.spans.get(self._from.id) if self._from else None
        document = self._focus.document
        if begun is None or document is None:
            self._leave()
            return ""
        mine, scheme, text = session.owner_id, session.scheme, self._focus.text
        try:
            if other is None:
                changes = linking.link_new(
                    begun,
                    way,
                    extent,
                    document=document,
                    text=text,
                    annotator_id=mine,
                    scheme=scheme,
                    progress=self._focus.progress,
                )
            else:
                start, end = way.ends(begun, other)
                links = self._focus.links.of(start.id)
                changes = linking.link(start, end, way.kind, links, annotator_id=mine, scheme=scheme)
            session.commit(changes)
        except AnnotatorError as error:
            self._status.warn(str(error))
            return str(error)
        self._last[begun.label] = way
        self._ring = []
        self._leave()
        self.go_to(begun.id)
        now = self._focus.spans[begun.id].attributes
        filled = [key for key, value in now.items() if begun.attributes.get(key) != value]
        also = f"; {' and '.join(filled)} set" if filled else ""
        told = other.text if other else text[slice(*extent)]
        self._status.tell(f"{way.name}: {one_line(told)[:60]}{also}")
        return ""

    def _leave(self) -> None:
        """Esc: no link after all."""
        if self._picking:
            self._picking = False
            for widget in (self._article, self._parts.spans.list):
                widget.removeEventFilter(self)
            self._article.layers.set_pending_link("", "")
            self._status.tell("")
        if self._picker is not None and not self._picker.isHidden():
            self._picker.hide()
            self._article.setFocus()

    # Choosing the other end in the text

    def _pick_in_text(self) -> None:
        """Ctrl+L: any key that moves chooses the other end, Return or L takes it."""
        assert self._picker is not None
        self._picker.hide()
        self._article.setFocus()
        self._picking = True
        for widget in (self._article, self._parts.spans.list):
            widget.installEventFilter(self)
        self._turn(self._picker.nth)

    def _turn(self, nth: int) -> None:
        assert self._picker is not None
        assert self._from is not None
        self._picker.nth = nth
        way = self._ways[nth]
        names = self._parts.session.scheme.label_name
        to = " or ".join(f"a {names(label).lower()}" for label in way.others) or "any span"
        self._article.layers.set_pending_link(self._from.id, way.name)
        others = "  ".join(f"{n + 1} {each.name}" for n, each in enumerate(self._ways) if n != nth)
        self._status.tell(f"{way.name} {to}: go there, then Return or L; Esc leaves.   {others}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            do = self._meant(event)
            if do is not None:
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                else:
                    do()
                return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, digit = event.key(), event.key() - Qt.Key.Key_1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_L):
            return self._take_here
        if key == Qt.Key.Key_Escape:
            return self._leave
        return (lambda: self._turn(digit)) if 0 <= digit < len(self._ways) else None

    def _take_here(self) -> None:
        """The span at the caret, best one that fits; a selection is tagged where only one label fits."""
        assert self._picker is not None
        way, selection = self._ways[self._picker.nth], self._article.selection()
        if selection:
            self._link(way, None, selection)
            return
        here = self._article.spans_at(self._article.caret())
        chosen = [self._focus.span] if self._focus.span else []
        found = [span for span in (*chosen, *here) if self._from is None or span.id != self._from.id]
        other = next((span for span in found if linking.fits(way, span)), found[0] if found else self._focus.span)
        if other is None:
            self._status.warn("There is no span here: go to one, or select a name to tag and link it")
        else:
            self._link(way, other, (0, 0))

    # Following and removing

    def follow(self) -> None:
        """Shift+L: to the other end; again to the next of several, and back to where one came from."""
        span = self._focus.span
        if span is None:
            self._status.tell(_NO_SPAN)
            return
        if span.id not in self._ring or span.id != self._ring[0]:
            ends = {linking.other_end(link, span.id) for link in self._focus.links.of(span.id)}
            others = sorted((self._focus.spans[end] for end in ends if end in self._focus.spans), key=order)
            self._ring = [span.id, *(other.id for other in others)]
        ring = [each for each in self._ring if each in self._focus.spans]
        if len(ring) < 2:
            self._status.tell("This span has no links; L makes one")
            return
        # The ring is turned so that it begins with where one is: unless another span is chosen, it goes on.
        self._ring = [*ring[1:], ring[0]]
        self.go_to(self._ring[0])
        more = f"; Shift+L goes on, {len(ring)} in all" if len(ring) > 2 else "; Shift+L goes back"
        self._status.tell(f"{one_line(self._focus.spans[self._ring[0]].text)[:60]}{more}")

    def go_to(self, span_id: str) -> None:
        """Choose a span and put the caret at its start."""
        span = self._focus.spans.get(span_id)
        if span is not None:
            self._focus.choose(span_id)
            self._article.set_caret(span.start, scroll=False)
            self._article.reveal(span.start, span.end)

    def remove(self) -> None:
        """Alt+L: remove the link of the chosen span; of several, ask which."""
        span = self._focus.span
        if span is None:
            self._status.tell(_NO_SPAN)
            return
        links = self._focus.links.of(span.id)
        mine = [link for link in links if link.annotator_id == self._parts.session.owner_id]
        if len(mine) == 1:
            self.unlink(mine[0])
        elif mine:
            self._ask_which(span, mine)
        else:
            self._status.tell("The links of this span are others’" if links else "This span has no links")

    def _ask_which(self, span: Span, links: Sequence[Link]) -> None:
        rows = [self._row(link, span) for link in links]

        def offer(_nth: int, words: str) -> Sequence[Candidate]:
            return [row for row in rows if words.casefold() in row.text.casefold()]

        self._leave()
        self._the_picker().ask(["Remove which link?"], 0, offer, self._where(span), making=False)

    def _row(self, link: Link, span: Span) -> Candidate:
        other = self._focus.spans.get(linking.other_end(link, span.id))
        text = visible(one_line(other.text)) if other else "a span that is not here"
        name = linking.type_name(link.type, self._parts.session.scheme)
        hint = f"{name} →" if link.from_id == span.id else f"← {name}"
        return Candidate(text, self._color(other.label if other else ""), hint, other, link=link)

    def unlink(self, link: Link) -> None:
        session = self._parts.session
        self._ring = []
        try:
            session.commit(linking.unlink(link, annotator_id=session.owner_id, scheme=session.scheme))
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        self._status.tell(f"Link removed: {linking.type_name(link.type, session.scheme).lower()}")


def _away(span: Span, start: int, end: int) -> tuple[int, int]:
    """How far ``[start, end)`` is from a span: nearest first, of two equally near the later."""
    return max(0, start - span.end, span.start - end), -start
