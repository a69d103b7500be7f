"""Finding in the open document: the bar, its matches, walking through them.

What takes longer than a blink is a job; one at a time, and always for what was asked last.
"""

from PySide6.QtCore import QTimer

from annotator.app.jobs import Tick
from annotator.core.errors import AnnotatorError
from annotator.core.find import NOTHING, Matches, Options, TooSlow, find
from annotator.gui.find_bar import FindBar
from annotator.gui.parts import Parts

_BLINK = 0.04  # seconds that finding may take in the window's own thread
_LIMIT = 3.0  # seconds it may take at all
_SHORT = 400_000  # code points that are gone through in a blink, expressions aside
_LONGEST = 200  # code points of a selection that is taken as what to find
_PAUSE_MILLISECONDS = 120


class FindCommands:
    """Handlers of the commands ``find.*`` for the document."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._bar: FindBar | None = None
        self._matches: Matches | None = None  # None: not looked for in this document
        self._asked: tuple[str, Options] = ("", Options())
        self._origin = 0
        self._running = self._again = False
        self._follow = True  # go to what is found; not when only the document is another
        self._pause = QTimer(parts.window, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._look)
        parts.focus.opened.connect(self._other_document)
        parts.actions().get("span.back_to_text").triggered.connect(self._back_in_text)

    def show(self) -> None:
        """Ctrl+F: the bar, with what is selected as the first query."""
        bar = self._the_bar()
        selection = self._parts.article.selection()
        text = self._parts.focus.text[slice(*selection)] if selection else ""
        self._origin = selection[0] if selection else self._parts.article.caret()
        bar.ask(text if len(text) <= _LONGEST and "\n" not in text else "")
        if self._matches is None:
            self._look()
        else:
            self._mark(self._current())

    def next(self) -> None:
        self._step(1)

    def previous(self) -> None:
        self._step(-1)

    def _the_bar(self) -> FindBar:
        if self._bar is None:
            self._bar = FindBar()
            self._bar.hide()
            self._parts.pane.set_foot(self._bar)
            self._bar.asked.connect(self._ask)
            self._bar.stepped.connect(self._step)
            self._bar.closed.connect(self._closed)
        return self._bar

    def _ask(self) -> None:
        """Live, as one types: at once where that is quick."""
        self._follow = True
        if len(self._parts.focus.text) <= _SHORT:
            self._look()
        else:
            self._pause.start()

    def _look(self) -> None:
        self._pause.stop()
        bar, text = self._the_bar(), self._parts.focus.text
        self._asked = query, options = bar.field.text(), bar.options()
        self._matches = None
        if self._running:
            self._again = True
        elif len(text) > _SHORT:
            self._look_aside()
        else:
            try:
                self._take(find(text, query, options, seconds=_BLINK))
            except TooSlow:
                self._look_aside()
            except AnnotatorError as error:
                self._fail(error)

    def _look_aside(self) -> None:
        query, options = self._asked
        text = self._parts.focus.text
        self._running, self._again = True, False
        self._the_bar().say("Looking…")

        def work(tick: Tick) -> Matches:
            return find(text, query, options, seconds=_LIMIT)

        def done(found: Matches) -> None:
            self._running = False
            if self._again:
                self._look()
            elif text is self._parts.focus.text:  # else another document is open, and nobody looks at the bar
                self._take(found)

        self._parts.session.jobs.start(f"Finding “{query[:40]}”", work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._running = False
        if self._again:
            self._look()
        elif isinstance(error, AnnotatorError):
            self._fail(error)

    def _fail(self, error: AnnotatorError) -> None:
        self._matches = NOTHING
        self._parts.article.layers.set_matches(None)
        message = str(error)
        self._the_bar().say("", message[:1].upper() + message[1:])

    def _take(self, found: Matches) -> None:
        self._matches = found
        here = found.from_(self._origin)
        if not self._asked[0]:
            self._parts.article.layers.set_matches(None)
            self._the_bar().say("")
        elif not found:
            self._mark(-1)
        elif self._follow:
            self._go_to(here % len(found))
        else:
            self._mark(-1)

    def _step(self, step: int) -> None:
        article, bar = self._parts.article, self._the_bar()
        if not bar.field.text():
            self.show()
            return
        if self._matches is None:
            self._origin, self._follow = article.caret(), False
            self._look()
        if not self._matches:
            self._parts.status.tell(bar.problem.text() or bar.said.whole())
            return
        selection, caret, total = article.selection(), article.caret(), len(self._matches)
        start, end = selection or (caret, caret)
        goal = self._matches.from_(max(start + 1, end) if selection else caret) if step > 0 else -1
        if step < 0:
            goal = self._matches.from_(start) - 1
        if not 0 <= goal < total:
            self._parts.status.tell("On from the top" if step > 0 else "On from the end")
        self._go_to(goal % total)

    def _go_to(self, nth: int) -> None:
        assert self._matches is not None
        self._parts.article.select(*self._matches[nth])
        self._mark(nth)

    def _current(self) -> int:
        selection = self._parts.article.selection()
        return self._matches.place_of(*selection) if self._matches and selection else -1

    def _mark(self, nth: int) -> None:
        bar, found = self._the_bar(), self._matches or NOTHING
        if found:
            bar.say(f"{nth + 1:,} of {len(found):,}" if nth >= 0 else _counted(len(found)))
        else:
            bar.say("Not found" if bar.field.text() else "")
        if not bar.isHidden():
            self._parts.article.layers.set_matches(found, nth)

    def _closed(self) -> None:
        self._parts.article.layers.set_matches(None)
        self._parts.article.setFocus()

    def _back_in_text(self) -> None:
        if self._bar is not None and not self._bar.isHidden():
            self._bar.close_()

    def _other_document(self) -> None:
        self._matches = None
        if self._bar is not None and not self._bar.isHidden():
            self._origin, self._follow = self._parts.article.caret(), False
            self._look()


def _counted(count: int) -> str:
    return "1 match" if count == 1 else f"{count:,} matches"
