"""Hand-outs in the window: whom for, then where to. Written as a job; nothing of the open project changes."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from annotator.app.jobs import Tick
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.edit.handout import HandedOut, hand_out, name_of_file, person_to_hand_to
from annotator.formats.bundle import unique_names
from annotator.gui.dialogs import confirm, pick
from annotator.gui.parts import Parts

_FILTER = "Annotator projects (*.annotator);;All files (*)"


class HandoutCommands:
    """Handlers of the commands ``handout.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._status = parts.status
        self._window = parts.window

    def write(self) -> None:
        """For work to begin: ask whom it is for and where to, and write it."""
        self._ask(answers=False)

    def answers(self) -> None:
        """For a review to go back: with what came of their spans."""
        self._ask(answers=True)

    def _ask(self, *, answers: bool) -> None:
        try:
            person = self._person()
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        if person is None:
            return
        suggested = name_of_file(self._session.project.path, person)
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Hand-out", str(suggested), _FILTER, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            path = Path(name)
            self._write(person, path if path.suffix else path.with_name(f"{path.name}.annotator"), answers)

    def _person(self) -> Annotator | None:
        query = self._session.query
        people = unique_names(each for each in query.every(Annotator) if each.kind == "person")
        others = sorted(name for id_, name in people.items() if id_ != self._session.annotator.id)
        name = pick(self._window, "Hand-out", "A project of their own for the annotator:", others)
        if not name or not name.strip():
            return None
        person = person_to_hand_to(query, name, new=True)
        question = f"Nobody here is called “{visible(person.name)}” yet. Hand out to somebody new?"
        known = person.id in people
        return person if known or confirm(self._window, "Hand-out", question) else None

    def _write(self, person: Annotator, path: Path, answers: bool) -> None:
        def work(tick: Tick) -> HandedOut:
            with self._session.project.worker() as project:
                return hand_out(project, path, person, answers=answers, tick=tick)

        def done(out: HandedOut) -> None:
            spans = f"{out.spans:,} span{'s' * (out.spans != 1)}"
            documents = f"{out.documents:,} document{'s' * (out.documents != 1)}"
            told = f"{documents} and {spans} for {visible(person.name)} in {path.name}"
            left = f"; {out.links_left_out} links to others’ spans were left out" if out.links_left_out else ""
            self._status.tell(f"{told}{left}")

        self._session.jobs.start(f"Hand-out for {person.name}", work, done, lambda e: self._status.warn(str(e)))
