"""What the keys of review do: a decision about the case at hand, then on to the next. Each can be undone."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from annotator.agreement.cases import Case
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.edit import answering, reviewing
from annotator.gui.chrome import run
from annotator.gui.mode_commands import ModeCommands
from annotator.gui.parts import Parts
from annotator.gui.review.queue_page import KIND_NAMES


class ReviewCommands:
    """Handlers of the commands ``review.*``."""

    def __init__(self, parts: Parts, modes: ModeCommands) -> None:
        self._parts = parts
        self._modes = modes
        self._session = parts.session
        self._status = parts.status
        self._desk = modes.desk
        self._review = modes.desk.review
        self._desk.panel.asked.connect(self._asked)
        self._desk.panel.left.connect(parts.article.setFocus)

    def _asked(self, method: str, argument: str) -> None:
        run = getattr(self, method)
        run(argument) if argument else run()

    # Going about

    def next(self) -> None:
        if not self._review.step(1):
            self._status.tell("This is the last case")

    def previous(self) -> None:
        if not self._review.step(-1):
            self._status.tell("This is the first case")

    def next_undecided(self) -> None:
        if not self._review.move_on():
            self._tell_done()

    # Decisions

    def take(self, number: str) -> None:
        """The version of the annotator with this number; of one who has nothing here, that nothing is right."""
        people = self._review.ordered()
        if int(number) > len(people):
            self._status.tell(f"There are {len(people)} annotators here")
            return
        who = people[int(number) - 1]

        def verb(case: Case, comment: str) -> ChangeSet:
            if not case.of(who.id):
                return reviewing.reject(self._review.bench, case, comment=comment)
            return reviewing.take(self._review.bench, case, who.id, comment=comment)

        self._decide(verb, f"Took {self._review.name_of(who.id)}")

    def reject(self) -> None:
        self._decide(lambda case, comment: reviewing.reject(self._review.bench, case, comment=comment), "Rejected")

    def mix(self) -> None:
        """The edges of the first annotator with the values of the second; where only one set values, those."""

        def verb(case: Case, comment: str) -> ChangeSet:
            people = [each.id for each in self._review.ordered() if case.of(each.id)]
            if len(people) != 2:
                raise AnnotatorError("edges and values can be taken apart only between two annotators")
            return reviewing.mix(self._review.bench, case, people[0], people[1], comment=comment)

        self._decide(verb, "Took the edges of the first with the values of the second")

    def ask(self) -> None:
        """Ask what stands in the reason field; if nothing does, write it first."""
        panel = self._desk.panel
        if not panel.reason.text().strip():
            panel.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._status.tell("Write the question, Return, then Q")
            return
        self._decide(lambda case, question: reviewing.ask(self._review.bench, case, question), "Asked")

    def reply(self) -> None:
        """Write what stands in the reason field into the thread, behind an answer; the case goes on waiting."""
        case, panel = self._review.current, self._desk.panel
        verdicts = (self._review.answered(case) or self._review.asked(case)) if case else []
        if not verdicts:
            self._status.tell("There is no question of yours here; Q asks one")
            return
        if not panel.reason.text().strip():
            panel.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._status.tell("Write the reply, Return, then R")
            return
        threads, mine = self._review.threads, self._session.annotator.id
        text = panel.take_reason()
        said = [answering.say(each, threads.get(each.id, ()), text, annotator_id=mine) for each in verdicts]
        changes = ChangeSet("Reply", tuple(change for each in said for change in each))
        if self._commit(changes, "Replied") and not self._review.move_on():
            self._tell_done()

    def take_agreed(self) -> None:
        """All agreed cases of the document at once, after a look at how many they are."""
        open_ones = [each for each in self._review.every if each.kind == "agreed" and not self._review.decided(each)]
        if not open_ones:
            self._status.tell("No agreed case is open")
            return
        from annotator.gui.dialogs import confirm

        count = len(open_ones)
        if confirm(self._parts.window, "Take all agreed", f"Accept {count} agreed case{'s' * (count != 1)} here?"):
            self._commit(reviewing.take_agreed(self._review.bench, open_ones), f"Took {count} agreed")
            self._review.move_on()

    def _decide(self, verb: Callable[[Case, str], ChangeSet], done: str) -> None:
        case = self._review.current
        if case is None:
            self._status.tell("No case is at hand")
            return
        try:
            changes = verb(case, self._desk.panel.reason.text().strip())
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        self._desk.panel.take_reason()
        if self._commit(changes, done) and not self._review.move_on():
            self._tell_done()

    def _commit(self, changes: ChangeSet, done: str) -> bool:
        try:
            self._session.commit(changes)
        except AnnotatorError as error:
            self._status.warn(str(error))
            return False
        self._status.tell(f"{done}; Ctrl+Z takes it back")
        return True

    def _tell_done(self) -> None:
        left, waiting = self._review.left(), sum(map(self._review.waits, self._review.every))
        if left and left == waiting:
            self._status.tell(f"Every other case is decided; {left} wait{'s' * (left == 1)} for an answer")
        elif left:
            self._status.tell(f"Nothing undecided is shown; {left} other cases are open")
        else:
            self._status.tell("Every case here is decided; Ctrl+Return marks it as done and goes on")

    # Gold by hand

    def fix(self) -> None:
        """Make a gold span of the case at hand and edit it with the keys of annotating."""
        case = self._review.current
        if case is None:
            self._status.tell("No case is at hand")
            return
        changes = reviewing.fix(self._review.bench, case, comment=self._desk.panel.take_reason())
        if self._commit(changes, "Fix"):
            gold = next(change.record for change in changes if change.record.id in self._parts.focus.spans
                        and self._parts.focus.spans[change.record.id].origin == reviewing.REVIEW)  # fmt: skip
            self._modes.fix()
            self._parts.focus.choose(gold.id)
            self._status.tell("Put the gold span right: edges A S D F, R and a label, Return for values. Esc: done")

    def missing(self) -> None:
        """Tag as gold what nobody has."""
        self._modes.fix()
        self._parts.focus.choose(None)
        self._status.tell("Select what is missing, or put the caret there, and press a label key. Esc: done")

    def fixed(self) -> None:
        """Esc while gold is edited: out of a field first, then back to the cases."""
        article = self._parts.article
        if not article.hasFocus():
            self._parts.inspector.commit()
            article.setFocus()
            return
        self._parts.inspector.commit()
        self._modes.review()
        if not self._review.current or self._review.decided(self._review.current):
            self.next_undecided()

    # What is shown

    def reason(self) -> None:
        self._desk.panel.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def people(self) -> None:
        """Choose whom to review."""
        from annotator.edit.agreeing import comparable
        from annotator.gui.review.people_dialog import PeopleDialog

        others: list[Annotator] = [
            each for each in comparable(self._session.query) if each.id != self._session.annotator.id
        ]
        if not others:
            self._status.tell("Nobody else has tagged anything here; merge a colleague’s file first")
            return
        dialog = PeopleDialog(others, {each.id for each in self._review.annotators}, self._parts.window)
        if run(dialog):
            self._review.start(dialog.chosen())

    def hide_names(self) -> None:
        self._review.show(names_hidden=not self._review.names_hidden)

    def undecided_only(self) -> None:
        self._review.show(undecided_only=not self._review.undecided_only)

    def worst_first(self) -> None:
        self._review.show(worst_first=not self._review.worst_first)

    def kind(self) -> None:
        """The next kind of which there are cases; after the last all of them."""
        counts = self._review.counts()
        kinds = ["", *(kind for kind in KIND_NAMES if kind and counts[kind])]
        place = kinds.index(self._review.kind) if self._review.kind in kinds else 0
        self._review.show(kind=kinds[(place + 1) % len(kinds)])
        self._status.tell(f"Cases shown: {KIND_NAMES[self._review.kind]}")
