"""What the window is used for: annotating, reviewing others' spans, putting gold right meanwhile, comparing people,
reading what reviewers answered."""

from typing import TYPE_CHECKING

from annotator.core.changes import ChangeSet
from annotator.core.model import Annotator
from annotator.gui.parts import Parts

if TYPE_CHECKING:
    from annotator.app.answers import Answers
    from annotator.gui.answers.desk import AnswersDesk
    from annotator.gui.compare.tables import Way
    from annotator.gui.compare_commands import CompareCommands
    from annotator.gui.review.desk import ReviewDesk


class ModeCommands:
    """Handlers of the commands ``mode.*``; the one place that knows the mode."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.mode = "annotate"
        self._desk: ReviewDesk | None = None
        self._comparison: CompareCommands | None = None
        self._answers: Answers | None = None
        self._answers_desk: AnswersDesk | None = None

    @property
    def desk(self) -> "ReviewDesk":
        """The review, made when first asked for."""
        if self._desk is None:
            from annotator.gui.review.desk import ReviewDesk

            self._desk = ReviewDesk(self._parts)
        return self._desk

    @property
    def answers_state(self) -> "Answers":
        """What was answered to the annotator; read once the window is there, since the bar tells how much is open."""
        if self._answers is None:
            from annotator.app.answers import Answers

            self._answers = Answers(self._parts.session, self._parts.window)
            self._answers.changed.connect(self._tell_answers)
            self._answers.read()
        return self._answers

    def _tell_answers(self) -> None:
        answers = self.answers_state
        self._parts.labels.show_answers(answers.left(), there_are=bool(answers.every) or self.mode == "answers")

    @property
    def answers_desk(self) -> "AnswersDesk":
        """The answers, made when first asked for."""
        if self._answers_desk is None:
            from annotator.gui.answers.desk import AnswersDesk

            self._answers_desk = AnswersDesk(self._parts, self.answers_state)
        return self._answers_desk

    def _leave(self) -> None:
        """Put away what belongs to the mode that ends."""
        self._parts.session.act_as_gold(False)
        if self._desk is not None:
            self._desk.close()
        if self._answers_desk is not None:
            self._answers_desk.leave()

    def annotate(self) -> None:
        """Back to one's own spans."""
        self._leave()
        self._parts.labels.show_tools(None)
        self._turn("annotate")

    def answers(self) -> None:
        """To what reviewers said of one's own spans."""
        self._leave()
        self.answers_desk.enter()
        self._turn("answers")

    def review(self) -> None:
        """To the cases of the document, or back to them from editing gold."""
        self._parts.session.act_as_gold(False)
        if self._answers_desk is not None:
            self._answers_desk.leave()
        self._parts.focus.review(True)
        self.desk.enter()
        self._turn("review")

    @property
    def comparison(self) -> "CompareCommands":
        """The comparison, made when first asked for."""
        if self._comparison is None:
            from annotator.gui.compare_commands import CompareCommands

            self._comparison = CompareCommands(self._parts, self)
        return self._comparison

    def compare(self) -> None:
        """To the figures of agreement."""
        self._leave()
        self.comparison.enter()
        self._turn("compare")
        self.comparison.view.first.setFocus()

    def to_cases(self, way: "Way") -> None:
        """From a figure to its cases: in the open document if it has such, else in the first that does."""
        from annotator.edit.agreeing import first_document_with

        query = self._parts.session.query
        figures = self.comparison.view.figures
        assert figures is not None
        people = {each.id for each in query.every(Annotator) if each.kind == "person"}
        ids = [each for each in way.people or figures.annotators if each in people]  # gold makes no cases
        self.review()
        review = self.desk.review
        review.start(person for person in query.every(Annotator) if person.id in ids)
        review.show(kind=way.kind, label=way.label)
        if not review.shown:
            target = first_document_with(query, ids, kind=way.kind, label=way.label)
            if target:
                self._parts.documents.opened.emit(target)
            else:
                self._parts.status.tell("There is no such case in what they have finished")

    def fix(self) -> None:
        """Edit gold's spans with the keys of annotating, until Esc."""
        self._parts.session.act_as_gold(True)
        self.desk.leave()
        self._turn("fix")

    def taken_back(self, changes: ChangeSet) -> None:
        """A decision was undone or done again: its case is at hand again."""
        if self.mode in ("review", "fix"):
            self.desk.show_case_of(change.record for change in changes)
        elif self.mode == "answers":
            self.answers_state.choose_about(change.record for change in changes)

    def _turn(self, mode: str) -> None:
        self.mode = mode
        self._parts.focus.review(mode in ("review", "fix"))
        actions = self._parts.actions()
        actions.set_mode(mode)
        actions.get(f"mode.{'review' if mode == 'fix' else mode}").setChecked(True)
        if self._answers is not None:
            self._tell_answers()
        if mode != "compare":
            self._parts.swap_center(None)
            self._parts.article.setFocus()
