"""Review mode as a whole: its parts, made and wired when it is first entered, shown and put away with the mode."""

from collections.abc import Iterable

from PySide6.QtGui import QColor

from annotator.app.review import Review
from annotator.core.model import Record, Verdict
from annotator.gui.article.colors import adapted
from annotator.gui.lower_panel import LowerPanel
from annotator.gui.parts import Parts
from annotator.gui.review.bar import ReviewBar
from annotator.gui.review.case_panel import CasePanel
from annotator.gui.review.lanes import COLORS, Lane, LaneLayer
from annotator.gui.review.queue_page import QueuePage


class ReviewDesk:
    """``enter`` and ``leave`` the mode; in between the parts follow ``review``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        actions = parts.actions()
        self.review = Review(parts.session, parts.focus, parts.window)
        self.bar = ReviewBar(self.review, actions.get("review.people"), actions.get("review.hide_names"))
        self.queue = QueuePage(self.review)
        self.panel = CasePanel(parts.session, self.review)
        self.lanes = parts.article.layers.add(LaneLayer)
        parts.side.add("review", "Cases", lambda: self.queue)
        self._lower = LowerPanel(parts.right, parts.inspector, self.panel)
        actions.add_text(self.queue.list)
        self.review.changed.connect(self._show_lanes)
        self.review.chosen.connect(self._show_case)
        parts.article.span_clicked.connect(self._span_clicked)

    def enter(self) -> None:
        parts = self._parts
        parts.right.show()
        parts.labels.show_tools(self.bar)
        parts.side.show_only("review")
        self._lower.show()
        parts.article.set_own("")
        if not self.review.on:
            self.review.start()
        self._show_lanes()
        self._show_case()

    def leave(self) -> None:
        """Put it away, for good or while gold is being edited."""
        parts = self._parts
        self._lower.put_away()
        parts.labels.show_tools(None)
        parts.side.show_all_but("review")
        parts.article.set_own(parts.session.owner_id)

    def close(self) -> None:
        """Back to annotating: nothing of the review shows in the text any more."""
        self.leave()
        self.review.stop()
        self._show_lanes()

    def show_case_of(self, records: Iterable[Record]) -> None:
        """Bring the case that one of these belongs to to hand."""
        for record in records:
            span_id = record.span_id if isinstance(record, Verdict) else record.id
            if case := self.review.case_of(span_id):
                self.review.choose(case)
                return

    def _show_lanes(self) -> None:
        review, colors = self.review, self._parts.article.colors
        shades: dict[str, QColor] = {}
        lanes = []
        for number, person in enumerate(review.ordered() if review.on else ()):
            color = COLORS[number % len(COLORS)]
            shades[person.id] = adapted(color, colors)
            lanes.append(Lane(person.id, color, review.name_of(person.id)[:1]))
        self.lanes.lanes = lanes
        self.lanes.silent = frozenset(s.id for case in review.every if case.kind == "agreed" for s in case.spans)
        self.panel.set_lanes(shades)
        self._parts.article.viewport().update()

    def _show_case(self) -> None:
        case = self.review.current
        if case is None or not self.review.on:
            return
        self._parts.focus.choose(case.spans[0].id)
        self._parts.article.set_caret(case.start, scroll=False)
        self._parts.article.reveal(case.start, case.end)

    def _span_clicked(self, span_id: str) -> None:
        if self.review.on and (case := self.review.case_of(span_id)):
            self.review.choose(case)
