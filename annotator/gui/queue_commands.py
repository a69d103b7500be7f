"""What is sorted, shown, assigned and counted in the list of documents: the queue somebody works through."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu

from annotator.app.settings import project_key
from annotator.core import listing
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.text import visible
from annotator.gui.chrome import run
from annotator.gui.parts import Parts

if TYPE_CHECKING:  # dialogs are imported where they are opened
    from annotator.gui.assign_dialog import Request

BULK = 500
"""Assignments up to which they are made at once; more are a job."""


class QueueCommands:
    """Handlers of the commands ``queue.*``."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._settings = parts.settings
        self._panel = parts.documents
        self._status = parts.status
        self._pace = parts.pace
        self._window = parts.window
        self._actions = parts.actions
        self._panel.chosen.connect(self._remember)

    def menu(self) -> None:
        """The choices under the button of the panel: the actions of the two menus, one under the other."""
        menu = self._popup()
        for place, name in enumerate(("Sort by", "Show")):
            if place:
                menu.addSeparator()
            menu.addActions(self._actions().menu(f"Document/{name}").actions())
        self._show(menu)

    def _popup(self) -> QMenu:
        menu = QMenu(self._panel)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show(self, menu: QMenu) -> None:
        self._panel.show()
        button = self._panel.menu_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def show_checks(self) -> None:
        """Tick what is chosen."""
        chosen, get = self._panel.listing, self._actions().get
        if chosen.sort.startswith("label:"):
            get("queue.sort_by_label").setChecked(True)
        else:
            get("queue.sort", chosen.sort).setChecked(True)
        get("queue.reverse").setChecked(chosen.descending)
        get("queue.show", " ".join(chosen.states)).setChecked(True)
        for name in listing.ASSIGNED:
            get("queue.assigned", name).setChecked(chosen.assigned == name)

    def _remember(self) -> None:
        key = project_key(self._session.project.path, "documents")
        self._settings.set(key, listing.written(self._panel.listing))
        self.show_checks()

    def _choose(self, **choices: Any) -> None:
        self._panel.show()
        self._panel.choose(**choices)

    def sort(self, name: str) -> None:
        """Sort by something. What is much, or late, stands first; names and the project's order begin at the top."""
        self._choose(sort=name, descending=name not in ("position", "title", "state"))

    def sort_by_label(self) -> None:
        """Ask for the label whose spans are counted."""
        menu = self._popup()
        for label in self._session.scheme.labels:
            action = menu.addAction(visible(label.name).replace("&", "&&"))
            action.triggered.connect(lambda _=False, key=label.key: self.sort(f"label:{key}"))
        menu.aboutToHide.connect(self.show_checks)
        self._show(menu)
        menu.setActiveAction(menu.actions()[0])

    def reverse(self) -> None:
        self._choose(descending=not self._panel.listing.descending)

    def show(self, states: str) -> None:
        self._choose(states=tuple(states.split()))

    def assigned(self, who: str) -> None:
        self._choose(assigned="" if self._panel.listing.assigned == who else who)

    def add_term(self, term: str) -> None:
        """Put a term into the filter, to be completed there where it is not complete."""
        field = self._panel.filter
        name = term.rstrip("<>=0123456789")
        kept = [word for word in field.text().split() if not word.startswith(name)]
        self._panel.show()
        field.setText(" ".join([*kept, term]))
        field.setFocus()

    def show_everything(self) -> None:
        self._panel.filter.clear()
        self._choose(states=(), assigned="", sort="position", descending=False)

    def assign(self) -> None:
        from annotator.gui.assign_dialog import AssignDialog

        listed = self._panel.model.rows.numbers
        filtered = len(listed) < self._panel.total
        dialog = AssignDialog(self._session, listed, filtered=filtered, parent=self._window)
        if run(dialog):
            self._assign(dialog.request())

    def _assign(self, request: "Request") -> None:
        from annotator.edit import assigning

        session = self._session
        known = {person.id for person in request.people if session.query.find(type(person), person.id)}
        newcomers = [each for each in request.people if each.id not in known | {session.annotator.id}]
        label = assigning.name_of_act(len(request.numbers), request.people, request.way)
        asked = partial(
            assigning.assign, numbers=request.numbers, people=request.people, way=request.way, newcomers=newcomers
        )
        try:
            if len(request.numbers) * len(request.people) > BULK:
                session.bulk(
                    label,
                    lambda query, tick: asked(query, tick=tick),
                    lambda: self._status.tell(f"Done: {label[:1].lower()}{label[1:]}"),
                    self._failed,
                    merged=False,
                )
                return
            changes = ChangeSet(label, tuple(change for batch in asked(session.query) for change in batch))
            session.commit(changes)
        except AnnotatorError as error:
            self._status.warn(str(error))
            return
        self._status.tell(f"Done: {label[:1].lower()}{label[1:]}" if changes else "Nothing to change: it is so already")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._status.tell(str(error))
        else:
            self._status.warn(str(error))

    def progress(self) -> None:
        """Open the page that says how far everybody is."""
        from annotator.gui.article.colors import adapted
        from annotator.gui.progress_dialog import ProgressDialog
        from annotator.gui.theme import resolve

        paper = resolve(self._settings.text("view/theme", "system")).article
        colors = {label.key: adapted(label.color, paper) for label in self._session.scheme.labels}
        run(ProgressDialog(self._session, colors, self._pace.text(), self._window))
