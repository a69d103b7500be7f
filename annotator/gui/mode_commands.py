"""What the window is used for: annotating, reviewing others' spans, or putting gold right in the middle of a review."""

from typing import TYPE_CHECKING

from annotator.core.changes import ChangeSet
from annotator.gui.parts import Parts

if TYPE_CHECKING:
    from annotator.gui.review.desk import ReviewDesk


class ModeCommands:
    """Handlers of the commands ``mode.*``; the one place that knows the mode."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.mode = "annotate"
        self._desk: ReviewDesk | None = None

    @property
    def desk(self) -> "ReviewDesk":
        """The review, made when first asked for."""
        if self._desk is None:
            from annotator.gui.review.desk import ReviewDesk

            self._desk = ReviewDesk(self._parts)
        return self._desk

    def annotate(self) -> None:
        """Back to one's own spans."""
        self._parts.session.act_as_gold(False)
        if self._desk is not None:
            self._desk.close()
        self._turn("annotate")

    def review(self) -> None:
        """To the cases of the document, or back to them from editing gold."""
        self._parts.session.act_as_gold(False)
        self.desk.enter()
        self._turn("review")

    def fix(self) -> None:
        """Edit gold's spans with the keys of annotating, until Esc."""
        self._parts.session.act_as_gold(True)
        self.desk.leave()
        self._turn("fix")

    def taken_back(self, changes: ChangeSet) -> None:
        """A decision was undone or done again: its case is at hand again."""
        if self.mode != "annotate":
            self.desk.show_case_of(change.record for change in changes)

    def _turn(self, mode: str) -> None:
        self.mode = mode
        actions = self._parts.actions()
        actions.set_mode(mode)
        actions.get("mode.annotate" if mode == "annotate" else "mode.review").setChecked(True)
        self._parts.article.setFocus()
