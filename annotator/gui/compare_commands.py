"""What is compared, and the report: the keys and buttons of compare mode."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from annotator.app.jobs import Tick
from annotator.core.model import Annotator
from annotator.core.text import visible
from annotator.formats.bundle import unique_names
from annotator.gui.chrome import run
from annotator.gui.compare.bar import CompareBar, say
from annotator.gui.compare.choice import Choice
from annotator.gui.compare.view import CompareView
from annotator.gui.mode_commands import ModeCommands
from annotator.gui.parts import Parts

_FILTER = "Page to read (*.html);;Table of the cases (*.csv)"
_SHOWN = ("people", "labels", "gold", "documents", "independent", "feedback")


class CompareCommands:
    """Handlers of the commands ``compare.*``, and of compare mode as a whole."""

    def __init__(self, parts: Parts, modes: ModeCommands) -> None:
        self._parts = parts
        self._session = parts.session
        self._window = parts.window
        self._status = parts.status
        self.view = CompareView(parts.session)
        self.view.asked.connect(modes.to_cases)
        self.view.told.connect(parts.status.tell)
        self.view.shown.connect(self._tell)
        actions = parts.actions()
        self._actions = {name: actions.get(f"compare.{name}") for name in (*_SHOWN, "report")}
        self.bar = CompareBar([action for name, action in self._actions.items() if name != "independent"])
        say(self._actions["report"], "Export report…")

    def enter(self) -> None:
        """Show the figures in place of the panes, and the tools in place of the labels."""
        self._tell()  # before they show: the names of the commands would make the window wider for good
        self._parts.labels.show_tools(self.bar, wide=True)
        self._parts.swap_center(self.view)
        self.view.compute()

    def people(self) -> None:
        """Choose whom to compare."""
        from annotator.edit.agreeing import comparable
        from annotator.gui.review.people_dialog import PeopleDialog

        able = comparable(self._session.query)
        if len(able) < 2:
            self._status.tell("It takes two to agree; merge a colleague’s file first")
            return
        chosen = self.view.choice.people or [each.id for each in able]
        dialog = PeopleDialog(able, chosen, self._window, title="Whom to compare")
        if run(dialog):
            ids = tuple(each.id for each in dialog.chosen())
            self._choose(people=() if len(ids) == len(able) else ids)

    def labels(self) -> None:
        """Choose which labels to compare; auxiliary ones have no tick at first."""
        from annotator.gui.tick_dialog import TickDialog

        labels = self._session.scheme.labels
        usual = tuple(label.key for label in labels if not label.auxiliary)
        names = {label.key: label.name for label in labels}
        chosen = self.view.choice.labels or usual
        dialog = TickDialog("Which labels to compare", "Space ticks, Return takes them.", names, chosen, self._window)
        if run(dialog):
            ticked = tuple(dialog.ticked())
            self._choose(labels=() if ticked == usual else ticked)

    def gold(self) -> None:
        self._choose(gold=not self.view.choice.gold)

    def documents(self) -> None:
        """Documents that all have done, or unfinished ones too."""
        self._choose(unfinished=not self.view.choice.unfinished)

    def independent(self) -> None:
        self._choose(independent=not self.view.choice.independent)

    def feedback(self) -> None:
        self.view.turn()
        self._tell()

    def report(self) -> None:
        """Ask where to, and write it as a job: a page, or the table of its cases."""
        path = self._session.project.path
        suggested = str(path.with_name(f"{path.stem} report.html"))
        name, kind = QFileDialog.getSaveFileName(self._window, "Export report", suggested, _FILTER)
        if not name:
            return
        target = Path(name)
        if not target.suffix:
            target = target.with_name(f"{target.name}{'.csv' if 'csv' in kind else '.html'}")
        choice = self.view.choice

        def work(tick: Tick) -> str:
            from annotator.edit import reporting

            with self._session.project.worker() as project:
                ids = choice.ids(project.query)
                found = reporting.report(project.query, path, ids, unfinished=choice.unfinished, tick=tick)
                reporting.write_one(path, target, found)
            return f"{found.figures.documents:,} documents, {len(found.people):,} annotators"

        def done(what: str) -> None:
            self._status.tell(f"{what} in {visible(target.name)}")

        self._session.jobs.start("Report", work, done, lambda error: self._status.warn(str(error)))

    def _choose(self, **changes: object) -> None:
        self.view.compute(Choice(**{**self.view.choice._asdict(), **changes}))
        self._tell()

    def _tell(self) -> None:
        """Let the buttons say what is chosen."""
        choice, found = self.view.choice, self.view.figures
        names = unique_names(self._session.query.every(Annotator))
        people = ", ".join(visible(names.get(each, "?")) for each in choice.people)
        say(self._actions["people"], people or "All annotators")
        labels = ", ".join(visible(self._session.scheme.label_name(each)) for each in choice.labels)
        say(self._actions["labels"], labels or "All labels")
        count = found.documents if found else 0
        say(self._actions["documents"], f"{count:,} document{'s' * (count != 1)}")
        say(self._actions["gold"], "Compare with gold")
        say(self._actions["feedback"], "Feedback")
        self._actions["gold"].setChecked(choice.gold)
        self._actions["documents"].setChecked(choice.unfinished)
        self._actions["independent"].setChecked(choice.independent)
        self._actions["feedback"].setChecked(self.view.pages.currentIndex() == 1)
