"""Somebody who annotates for hours: acts drawn at random, done by keys, and a model of what the file must hold then.

The model knows no change sets and no history: it is told what a key should do, and remembers before and after for Undo.
"""

import gc
import random
import re
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import SIGNAL, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.model import Link, Span
from annotator.gui.palette import Palette
from tests.gui.conftest import CTRL, SHIFT, User

ALT = Qt.KeyboardModifier.AltModifier
LABELS = {"1": "claim", "2": "statistic", "3": "quote", "4": "source"}
MOST_SPANS = 40
"""In one document; where there are more, some go."""


def article(number: int) -> str:
    """Some 5,000 characters, always the same for one number; words, figures, quotations, one character a code point."""
    chance = random.Random(number)
    words = re.findall(r"\w+", "the port council said that prices of bread rose and nobody knew why wells were dry")

    def sentence() -> str:
        said = [chance.choice(words) for _ in range(chance.randint(6, 16))]
        said[chance.randrange(len(said))] = f"{chance.randint(2, 9000):,}"
        if chance.random() < 0.3:
            said[2:4] = [f"“{said[2]} {said[3]}”"]
        return " ".join(said).capitalize() + "."

    return "\n".join([f"Report {number}", *(" ".join(sentence() for _ in range(4)) for _ in range(15))])


class Held(NamedTuple):
    """What the model knows of a span."""

    document: str
    label: str
    start: int
    end: int
    note: str
    attributes: str


Spans: TypeAlias = dict[str, Held | None]
Links: TypeAlias = dict[str, tuple[str, str, str] | None]


class Step(NamedTuple):
    """One act: spans and links as they were and as they became, ``None`` where there was or is none."""

    spans_before: Spans
    spans_after: Spans
    links_before: Links
    links_after: Links


class Model:
    """What must be in the file."""

    def __init__(self) -> None:
        self.spans: dict[str, Held] = {}
        self.links: dict[str, tuple[str, str, str]] = {}
        self.undo: deque[Step] = deque(maxlen=300)
        self.redo: list[Step] = []

    def act(self, spans: Spans, links: Links | None = None) -> None:
        links = links or {}
        step = Step({each: self.spans.get(each) for each in spans}, spans, {e: self.links.get(e) for e in links}, links)
        self._put(step.spans_after, step.links_after)
        self.undo.append(step)
        self.redo.clear()

    def take_back(self) -> None:
        step = self.undo.pop()
        self._put(step.spans_before, step.links_before)
        self.redo.append(step)

    def do_again(self) -> None:
        step = self.redo.pop()
        self._put(step.spans_after, step.links_after)
        self.undo.append(step)

    def _put(self, spans: Spans, links: Links) -> None:
        for id_, held in spans.items():
            if held is None:
                del self.spans[id_]
            else:
                self.spans[id_] = held
        for id_, link in links.items():
            if link is None:
                del self.links[id_]
            else:
                self.links[id_] = link


def as_held(span: Span) -> Held:
    return Held(span.document_id, span.label, span.start, span.end, span.note, str(sorted(span.attributes.items())))


def as_link(link: Link) -> tuple[str, str, str]:
    return link.type, link.from_id, link.to_id


class Person:
    """At the window, with a ``model`` kept beside. ``live`` does some acts; each is one to a few keys."""

    def __init__(self, user: User, seed: int) -> None:
        self.user, self.model, self.chance = user, Model(), random.Random(seed)
        self.did: Counter[str] = Counter()
        self._acts: dict[Callable[[], None], int] = {
            self.tag: 22, self.tag_at_caret: 10, self.retag: 8, self.move_edge: 10, self.delete: 12, self.note: 5,
            self.attribute: 4, self.link: 4, self.undo: 10, self.redo: 5, self.switch: 8, self.walk: 6, self.find: 4,
            self.filter: 2, self.search: 1, self.click: 3, self.checks: 2, self.review: 1, self.palette: 1,
            self.side: 1,
        }  # fmt: skip

    def live(self, acts: int) -> None:
        for act in self.chance.choices(list(self._acts), list(self._acts.values()), k=acts):
            self._do(act)

    def do_everything(self) -> None:
        """Every act there is, once."""
        for act in self._acts:
            self._do(act)

    def _do(self, act: Callable[[], None]) -> None:
        act()
        self.did[act.__name__] += 1
        QApplication.processEvents()

    # What somebody looks at

    @property
    def focus_spans(self) -> dict[str, Span]:
        return self.user.window.focus.spans

    @property
    def document_id(self) -> str:
        document = self.user.window.focus.document
        assert document is not None
        return document.id

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.user.focused(), key, modifiers)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.user.focused(), text)

    def choose(self) -> Span | None:
        """Go to some span of the document by the keys for it."""
        if not self.focus_spans:
            return None
        article = self.user.article
        article.setFocus()
        self.user.window.pane.article.set_caret(self.chance.randrange(len(self.user.window.focus.text)))
        self.key(Qt.Key.Key_BracketRight)
        if self.user.window.focus.span is None:
            self.key(Qt.Key.Key_BracketLeft)
        span = self.user.window.focus.span
        assert span is not None
        assert as_held(span) == self.model.spans[span.id]
        return span

    # Acts

    def tag(self) -> None:
        text = self.user.window.focus.text
        words = [n for n in range(len(text) - 60) if text[n].isalnum() and (n == 0 or not text[n - 1].isalnum())]
        start = self.chance.choice(words)
        end = start + self.chance.randint(1, 50)
        piece = text[start:end].rstrip()
        self.user.article.setFocus()
        self.user.window.pane.article.select(start, start + len(piece))
        digit = self.chance.choice(list(LABELS))
        new = self._tagged(digit)
        assert as_held(new) == Held(self.document_id, LABELS[digit], start, start + len(piece), "", "[]")

    def tag_at_caret(self) -> None:
        self.user.article.setFocus()
        self.user.window.pane.article.set_caret(self.chance.randrange(20, len(self.user.window.focus.text)))
        digit = self.chance.choice(list(LABELS))
        new = self._tagged(digit)
        assert new.label == LABELS[digit]
        assert new.text == self.user.window.focus.text[new.start : new.end]

    def _tagged(self, digit: str) -> Span:
        self.type(digit)
        span = self.user.window.focus.span
        assert span is not None
        assert span.id not in self.model.spans
        self.model.act({span.id: as_held(span)})
        return span

    def retag(self) -> None:
        span = self.choose()
        if span is None:
            return
        digit = self.chance.choice([key for key, label in LABELS.items() if label != span.label])
        self.type("r")
        self.type(digit)
        after = as_held(self.focus_spans[span.id])
        assert after[:5] == as_held(span)._replace(label=LABELS[digit])[:5]
        self.model.act({span.id: after})

    def move_edge(self) -> None:
        span = self.choose()
        if span is None or span.end - span.start < 3:
            return
        side, by = self.chance.choice(["start", "end"]), self.chance.choice([-1, 1])
        key = Qt.Key.Key_Left if by < 0 else Qt.Key.Key_Right
        self.key(key, ALT | SHIFT if side == "start" else ALT)
        held = as_held(span)
        at = (held.start if side == "start" else held.end) + by
        if not 0 <= at <= len(self.user.window.focus.text):
            return
        self.model.act({span.id: held._replace(**{side: at})})

    def delete(self) -> None:
        for _ in range(1 if len(self.focus_spans) <= MOST_SPANS else 3):
            span = self.choose()
            if span is None:
                return
            self.key(Qt.Key.Key_Delete)
            tied = {id_: None for id_, (_, one, other) in self.model.links.items() if span.id in (one, other)}
            self.model.act({span.id: None}, tied)

    def note(self) -> None:
        span = self.choose()
        if span is None:
            return
        self.type("n")
        self.type("why? ")
        self.key(Qt.Key.Key_Escape)
        after = self.focus_spans[span.id]
        assert "why? " in after.note
        self.model.act({span.id: as_held(after)})

    def attribute(self) -> None:
        span = self.choose()
        if span is None:
            return
        self.key(Qt.Key.Key_Return)
        self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Escape)
        after = as_held(self.focus_spans[span.id])
        if after != as_held(span):
            assert after[:5] == as_held(span)[:5]
            self.model.act({span.id: after})

    def link(self) -> None:
        span = self.choose()
        if span is None:
            return
        self.type("l")
        self.key(Qt.Key.Key_Return)
        made = [each for each in self.user.window.session.query.links_of(span.id) if each.id not in self.model.links]
        if made:
            (new,) = made
            assert span.id in (new.from_id, new.to_id)
            changed = {each: as_held(self.focus_spans[each]) for each in (new.from_id, new.to_id)}
            spans: Spans = {each: held for each, held in changed.items() if held != self.model.spans[each]}
            self.model.act(spans, {new.id: as_link(new)})
        self.key(Qt.Key.Key_Escape)

    def undo(self) -> None:
        for _ in range(min(self.chance.choice([1, 1, 2, 6]), len(self.model.undo))):
            self.user.article.setFocus()
            self.key(Qt.Key.Key_Z, CTRL)
            self.model.take_back()

    def redo(self) -> None:
        for _ in range(min(self.chance.choice([1, 2, 9]), len(self.model.redo))):
            self.user.article.setFocus()
            self.key(Qt.Key.Key_Z, CTRL | SHIFT)
            self.model.do_again()

    def switch(self) -> None:
        self.key(self.chance.choice([Qt.Key.Key_PageDown, Qt.Key.Key_PageUp]), ALT)

    def walk(self) -> None:
        self.user.article.setFocus()
        for _ in range(5):
            self.type(self.chance.choice("jkgGqQJK"))
        self.key(self.chance.choice([Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_End]))

    def find(self) -> None:
        self.user.article.setFocus()
        self.key(Qt.Key.Key_F, CTRL)
        self.type(self.chance.choice(["port", "said", "12", "zebra"]))
        self.key(Qt.Key.Key_F3)
        self.key(Qt.Key.Key_F3, SHIFT)
        self.key(Qt.Key.Key_Escape)

    def filter(self) -> None:
        self.key(Qt.Key.Key_D, CTRL | SHIFT)
        self.type("report")
        self.user.qtbot.wait(150)
        self.key(Qt.Key.Key_A, CTRL)
        self.key(Qt.Key.Key_Delete)
        self.user.qtbot.wait(150)
        self.key(Qt.Key.Key_Escape)
        self.user.article.setFocus()

    def search(self) -> None:
        self.key(Qt.Key.Key_F, CTRL | SHIFT)
        self.key(Qt.Key.Key_A, CTRL)
        self.type(self.chance.choice(["bread", "wells", "said"]))
        self.user.qtbot.wait(200)
        self.key(Qt.Key.Key_F3, CTRL)
        self.user.article.setFocus()

    def click(self) -> None:
        article = self.user.window.pane.article
        article.setFocus()
        place = article.viewport().rect().center()
        QTest.mouseClick(article.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def checks(self) -> None:
        self.user.article.setFocus()
        self.key(Qt.Key.Key_F4)
        self.key(Qt.Key.Key_F4, SHIFT)

    def review(self) -> None:
        """Into every other mode and back."""
        for mode in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1):
            self.key(mode, CTRL)
            self.user.qtbot.wait(50)
        self.user.article.setFocus()

    def palette(self) -> None:
        def look(palette: Palette) -> int:
            palette.show()
            palette.words.setFocus()
            QTest.keyClicks(palette.words, "exp")
            palette.reject()
            return 0

        self.user.dialogs.answer("QDialog.exec", look)
        self.key(Qt.Key.Key_P, CTRL | SHIFT)
        self.user.dialogs.shown.clear()
        self.user.window.activateWindow()
        self.user.article.setFocus()

    def side(self) -> None:
        """Each page of the right column."""
        for key in (Qt.Key.Key_C, Qt.Key.Key_F):
            self.key(key, CTRL | SHIFT)
        self.user.article.setFocus()
        self.type("h")
        self.user.article.setFocus()

    def compare(self) -> None:
        """The file, through another connection, against the model."""
        stored = {span.id: as_held(span) for span in self.user.stored()}
        assert stored == self.model.spans
        links = {each.id: as_link(each) for each in self.user.window.session.query.every(Link)}
        assert links == self.model.links


def objects(window: QWidget, session: QObject) -> Counter[str]:
    """How many there are of each class: widgets, what hangs on the window, what of our own Python holds; and how many
    are told of changes."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    found = Counter(f"widget {each.metaObject().className()}" for each in QApplication.allWidgets())
    found.update(f"child {each.metaObject().className()}" for each in window.findChildren(QObject))
    held = [type(each) for each in gc.get_objects() if isinstance(each, QObject)]
    found.update(f"held {each.__name__}" for each in held if each.__module__.startswith("annotator"))
    for name in ("changed", "annotator_changed"):
        found[f"told of {name}"] = session.receivers(SIGNAL(f"{name}({'PyObject' if name == 'changed' else ''})"))
    return found


def megabytes() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
