"""Filling in attributes fast: a pass over the own spans with unset values, a key a value; copying.

Every value is a step of its own that undo takes back, and the pass goes back to its question with it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.app.reading import Reading
from annotator.app.slices import Slices
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Attribute, Json, Span
from annotator.core.text import visible
from annotator.edit import filling, tagging
from annotator.edit.blinding import only
from annotator.gui.fill_panel import FillPanel, Question
from annotator.gui.parts import Parts
from annotator.gui.spans_panel import in_marks, one_line
from annotator.store.queries import Queries

_ASKS = "fill/asks"
_MANY = 2000  # spans; of more the questions are counted a portion at a time
_OFFERED = 9
_WAIT = 0.02  # seconds for values from other documents; later ones come in beside


class Step(NamedTuple):
    """One question of a pass."""

    span_id: str
    attribute: Attribute


class FillCommands(QObject):
    """Handlers of the commands ``fill.*``."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._session, self._focus, self._status = parts.session, parts.focus, parts.status
        self._panel: FillPanel | None = None
        self._reading: Reading | None = None
        self._counting = Slices(self)
        self._steps: list[Step] = []
        self._at = -1
        self._ahead: Iterator[Step] = iter(())
        self._total, self._counted, self._set = 0, False, 0
        self._answering = False
        self._asked: dict[str, tuple[Attribute, ...]] = {}
        parts.focus.opened.connect(self._end)
        parts.session.changed.connect(self._follow)

    @property
    def running(self) -> bool:
        return self._panel is not None and not self._panel.isHidden()

    # The pass

    def begin(self) -> None:
        """P: ask for what the own spans do not say, from the chosen one or the caret on, then those before."""
        order, chosen = self._focus.order, self._focus.span
        self._asked = filling.asked(self._session.scheme, self._wanted())
        place = order.place_of(chosen) if chosen else -1
        place = place if place >= 0 else order.behind(self._parts.article.caret())
        spans = order.spans.copy()
        self._steps, self._at, self._set = [], -1, 0
        self._ahead = self._questions(chain(islice(spans, place, None), islice(spans, place)))
        self._total, self._counted = 0, False
        if len(spans) <= _MANY:
            for _ in self._count(spans):
                pass
        else:
            self._counting.start(self._count(spans))
        self._next()

    def _wanted(self) -> frozenset[str]:
        """The attributes that are asked for, as remembered; those of another scheme are of no use here."""
        known = {filling.name_of(each) for each in self._session.scheme.attributes}
        return frozenset(self._parts.settings.text(_ASKS, "").split()) & known

    def _questions(self, spans: Iterable[Span]) -> Iterator[Step]:
        """What is unset when its turn comes."""
        mine = self._session.owner_id
        for each in spans:
            asked = self._asked.get(each.label)
            span = self._focus.spans.get(each.id) if asked and each.annotator_id == mine else None
            for attribute in filling.unset(span, asked) if span is not None and asked else ():
                yield Step(each.id, attribute)

    def _count(self, spans: list[Span]) -> Iterator[None]:
        for _ in self._questions(spans):
            self._total += 1
            yield
        self._counted = True
        if self.running and self._panel is not None:
            self._panel.progress.setText(self._progress())

    def _progress(self) -> str:
        return f"{self._at + 1:,} of {self._total:,}" if self._counted else f"{self._at + 1:,}"

    def _next(self) -> None:
        """To the next question that is still open."""
        while True:
            if self._at + 1 >= len(self._steps):
                following = next(self._ahead, None)
                if following is None:
                    self._finish()
                    return
                self._steps.append(following)
            self._at += 1
            span = self._focus.spans.get(self._steps[self._at].span_id)
            if span is not None and self._steps[self._at].attribute.key not in span.attributes:
                self._show(span)
                return

    def _back(self) -> None:
        """Backspace: to the question before, answered or not."""
        for place in range(self._at - 1, -1, -1):
            span = self._focus.spans.get(self._steps[place].span_id)
            if span is not None:
                self._at = place
                self._show(span)
                return
        self._status.tell("This is the first question")

    def _show(self, span: Span) -> None:
        attribute = self._steps[self._at].attribute
        self._focus.choose(span.id)
        self._parts.article.set_caret(span.start, scroll=False)
        self._parts.article.reveal(span.start, span.end)
        now = span.attributes.get(attribute.key)
        self._the_panel().ask(
            Question(
                label=self._session.scheme.label_name(span.label),
                color=self._parts.spans.color_of(span.label),
                text=visible(one_line(span.text)),
                attribute=attribute,
                offers=self._offers(span, attribute),
                guess=self._guess(span, attribute) if now is None else str(now),
                now="" if now is None else _told(now),
                progress=self._progress(),
            )
        )
        if attribute.completes:
            self._ask_elsewhere(span, attribute)

    def _offers(self, span: Span, attribute: Attribute) -> list[tuple[str, Json]]:
        if attribute.type == "choice":
            return [(value, value) for value in attribute.values]
        if attribute.type == "boolean":
            return [("yes", True), ("no", False)]
        if attribute.type == "number" or not attribute.completes:
            return []
        here = filling.given_here(self._focus.spans.values(), attribute, self._session.scheme, span.start)
        return [(visible(value), value) for value in here[:_OFFERED]]

    def _guess(self, span: Span, attribute: Attribute) -> str:
        """What a number attribute may be, the first number for the first, the second for the second; and the unit."""
        if attribute.type == "text" and attribute.key == "unit":
            return visible(filling.unit_in(span.text))
        if attribute.type != "number":
            return ""
        kin = [each.key for each in self._session.scheme.attributes_of(span.label) if each.type == "number"]
        found = filling.numbers_in(span.text)[kin.index(attribute.key) :]
        return str(found[0]) if found else ""

    def _ask_elsewhere(self, span: Span, attribute: Attribute) -> None:
        """Values from other documents: behind those of this one, once they are read."""
        if self._reading is None:
            self._reading = self._session.reading()
            self._reading.answered.connect(self._offer_elsewhere)
        step, document_id, mine = self._steps[self._at], span.document_id, self._session.annotator.id

        def look(query: Queries) -> tuple[Step, list[str]]:
            return step, query.values_given(attribute.label, attribute.key, document_id, only(query, mine))

        self._reading.ask(look, wait=_WAIT)

    def _offer_elsewhere(self, answer: tuple[Step, list[str]]) -> None:
        step, values = answer
        panel = self._panel
        if panel is None or not self.running or panel.question is None or self._steps[self._at] != step:
            return
        known = {value for _, value in panel.question.offers}
        more = [(visible(value), value) for value in values if value not in known]
        if more:
            panel.offer([*panel.question.offers, *more])

    def _answer(self, value: Json) -> None:
        step = self._steps[self._at]
        span = self._focus.spans.get(step.span_id)
        if span is None:
            self._next()
            return
        self._answering = True
        try:
            self._session.commit(
                tagging.set_attribute(
                    span,
                    step.attribute.key,
                    value,
                    name=step.attribute.name,
                    annotator_id=self._session.owner_id,
                    scheme=self._session.scheme,
                )
            )
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        finally:
            self._answering = False
        self._set += 1
        self._status.tell(f"{step.attribute.name}: {_told(value)}")
        self._next()

    def _follow(self, changes: ChangeSet | None) -> None:
        """An undo: back to the question whose answer it took."""
        panel = self._panel
        if panel is None or not self.running or self._answering or changes is None:
            return
        if not panel.hasFocus() and not (panel.field and panel.field.hasFocus()):
            return  # somebody is at work elsewhere; the keyboard stays there
        lost = {
            (change.before.id, key)
            for change in changes
            if isinstance(change.before, Span) and isinstance(change.after, Span)
            for key, value in change.before.attributes.items()
            if change.after.attributes.get(key) != value
        }
        for place in range(self._at, -1, -1):
            step = self._steps[place]
            span = self._focus.spans.get(step.span_id)
            if span is not None and (step.span_id, step.attribute.key) in lost:
                self._at = place
                self._show(span)
                return

    def _finish(self) -> None:
        told = "1 value set" if self._set == 1 else f"{self._set:,} values set"
        self._end()
        self._status.tell(f"{told}; nothing is left to ask" if self._set or self._steps else "Nothing is unset here")

    def _end(self) -> None:
        """Esc, or another document: everything set stays."""
        self._counting.stop()
        if self._panel is not None and self.running:
            self._panel.hide()
            self._parts.article.setFocus()

    def _the_panel(self) -> FillPanel:
        if self._panel is None:
            self._panel = panel = FillPanel()
            panel.hide()
            self._parts.pane.set_foot(panel)
            panel.answered.connect(self._answer)
            panel.skipped.connect(self._next)
            panel.back.connect(self._back)
            panel.ended.connect(self._end)
            panel.choosing.connect(self._choose_asked)
        return self._panel

    # What is asked for

    def _choose_asked(self) -> None:
        """Alt+A: all attributes, only this one, or any of them."""
        panel, scheme, wanted = self._the_panel(), self._session.scheme, self._wanted()
        menu = QMenu(panel)
        everything = frozenset(filling.name_of(each) for each in scheme.attributes)
        self._entry(menu, "&All attributes", frozenset(), not wanted)
        if panel.question is not None:
            this = panel.question.attribute
            only = frozenset({filling.name_of(this)})
            self._entry(menu, f"&Only {_escaped(this.name.lower())}", only, wanted == only)
        menu.addSeparator()
        for attribute in (each for label in scheme.labels for each in scheme.attributes_of(label.key)):
            name, given = filling.name_of(attribute), wanted or everything
            told = f"{scheme.label_name(attribute.label)}: {attribute.name.lower()}"
            self._entry(menu, _escaped(told), given ^ {name}, name in given)
        menu.setActiveAction(menu.actions()[0])
        corner = panel.asks.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))

    def _entry(self, menu: QMenu, text: str, wanted: frozenset[str], checked: bool) -> None:
        action: QAction = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda: self._ask_for(wanted))

    def _ask_for(self, wanted: frozenset[str]) -> None:
        self._parts.settings.set(_ASKS, " ".join(sorted(wanted)))
        self.begin()

    # Copying

    def copy(self) -> None:
        """Shift+P: what the own span of this label before has and the chosen one has not."""
        span, scheme, mine = self._focus.span, self._session.scheme, self._session.owner_id
        if span is None:
            self._status.tell("Choose a span first: click it, or press ]")
            return
        spans = self._focus.order.spans
        places = range(self._focus.order.place_of(span) - 1, -1, -1)
        same = (spans[n] for n in places if spans[n].label == span.label and spans[n].annotator_id == mine)
        source = next(same, None)
        if source is None:
            self._status.tell(f"There is no {scheme.label_name(span.label).lower()} of yours before this one")
            return
        try:
            self._session.commit(filling.copy_unset(span, source, annotator_id=mine, scheme=scheme))
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        names = {each.key: each.name for each in scheme.attributes_of(span.label)}
        taken = [(key, value) for key, value in source.attributes.items() if key not in span.attributes]
        told = ", ".join(f"{names.get(key, key).lower()} {_told(value)}" for key, value in taken)
        self._status.tell(f"Copied from {in_marks(source.text, 30)}: {told}")


def _told(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _escaped(text: str) -> str:
    return visible(text).replace("&", "&&")
