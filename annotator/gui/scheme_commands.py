"""What the commands of the scheme do: edit it, take one over from a file, write it to one. Each change is one step."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # its classes take a while to load: dialogs only when they are opened

from annotator.app.session import BULK
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import Scheme
from annotator.edit import drafts, guidelines, scheming
from annotator.edit.drafts import Draft
from annotator.edit.scheming import Plan
from annotator.gui.chrome import run
from annotator.gui.commands import Command
from annotator.gui.keymap import holder
from annotator.gui.parts import Parts

if TYPE_CHECKING:
    from annotator.edit.schemes import SchemeFile

_TAG = Command("span.tag", "Tag", "Span", scope="text", edits=True)
"""What any label's key does: which keys it would share with another command."""
_FILTER = "Schemes (*.toml)"


class SchemeCommands:
    """Handlers of the commands ``scheme.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._session = parts.session
        self._agreed = Plan((), (), ())
        """What was told of the draft that was agreed to last."""

    def edit(self) -> None:
        """The scheme editor; in a read-only project it only shows."""
        from annotator.gui.scheme.dialogs import SchemeDialog

        self._parts.inspector.commit()
        session = self._session
        dialog = SchemeDialog(
            drafts.draft_of(session.scheme),
            editable=not session.read_only,
            count=lambda label: session.query.usage.of_label(label),
            keys=self._command_of,
            agree=self._agree,
            parent=self._parts.window,
        )
        accepted, draft = run(dialog), dialog.draft
        # Where two dialogs close at once, a window manager may give the keyboard to nobody.
        self._parts.window.activateWindow()
        if accepted and draft.changed:
            self._carry_out(draft, "Edit scheme", self._agreed)

    def import_file(self) -> None:
        """Take over a scheme from a file, after telling what that changes."""
        from annotator.edit.incoming import incoming
        from annotator.edit.schemes import read_scheme
        from annotator.gui.scheme.dialogs import PlanDialog

        window, query = self._parts.window, self._session.query
        name, _ = QtWidgets.QFileDialog.getOpenFileName(window, "Import scheme", "", f"{_FILTER};;All files (*)")
        if not name:
            return
        try:
            file = read_scheme(Path(name))
        except AnnotatorError as error:
            from annotator.gui.dialogs import say

            say(window, "Import scheme", str(error))
            return

        def plan(remove: bool) -> tuple[Plan, Sequence[str]]:
            draft = self._with_free_keys(incoming(query, file, remove=remove))
            return scheming.plan(query, draft), self._taken_keys(file)

        lacks = "Also remove what the file does not have" if _lacks(query.scheme(), file) else ""
        dialog = PlanDialog("Import scheme", plan, lacks, window)
        accepted, remove = run(dialog), dialog.remove.isChecked()
        if accepted:
            draft = self._with_free_keys(incoming(query, file, remove=remove))
            self._carry_out(draft, "Import scheme", scheming.plan(query, draft))

    def export_file(self) -> None:
        """Write the scheme with its guidelines as TOML."""
        from annotator.edit.schemes import write_scheme
        from annotator.files import write_atomically

        suggested = self._session.project.path.with_suffix(".toml")
        name, _ = QtWidgets.QFileDialog.getSaveFileName(self._parts.window, "Export scheme", str(suggested), _FILTER)
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.toml")
        scheme = self._session.scheme
        try:
            write_atomically(path, write_scheme(scheme, guidelines.written(self._session.query, scheme)))
        except AnnotatorError as error:
            self._parts.status.warn(str(error))
            return
        self._parts.status.tell(f"Exported the scheme with its guidelines to {path.name}")

    def _agree(self, draft: Draft, editor: QtWidgets.QDialog) -> bool:
        """Whether to go through with a draft; only one that touches data is asked about."""
        from annotator.gui.scheme.dialogs import PlanDialog

        plan = self._agreed = scheming.plan(self._session.query, draft)
        if not plan.lines():
            return True
        dialog = PlanDialog("Edit scheme", lambda _: (plan, ()), "", editor)
        return run(dialog)

    def _carry_out(self, draft: Draft, name: str, plan: Plan) -> None:
        session, status = self._session, self._parts.status
        self._parts.back_up("scheme")

        def done() -> None:
            told = f": {_many(plan.records)} changed" if plan.records else ""
            status.tell(f"{name}{told}; Ctrl+Z takes it back")

        try:
            if plan.records > BULK:
                session.bulk(
                    name,
                    lambda query, tick: scheming.changes(query, draft, tick),
                    done,
                    lambda error: status.warn(str(error)),
                    merged=False,
                )
                return
            batches = scheming.changes(session.query, draft)
            session.commit(ChangeSet(name, tuple(change for batch in batches for change in batch)))
        except AnnotatorError as error:
            status.warn(str(error))
            return
        done()

    def _command_of(self, key: str) -> str:
        """The command, other than a label's, that has a key; empty if none has."""
        others = [command for command in self._parts.actions().commands if command.id != _TAG.id]
        found = holder(key, _TAG, others)
        return found.text.rstrip("…") if found else ""

    def _with_free_keys(self, draft: Draft) -> Draft:
        """The draft without those keys of labels that commands have."""
        for label in draft.scheme.labels:
            before = draft.before.label(label.key)
            if label.shortcut and self._command_of(label.shortcut) and label.shortcut != (before and before.shortcut):
                draft = drafts.set_label(draft, label.key, shortcut="")
        return draft

    def _taken_keys(self, file: "SchemeFile") -> list[str]:
        held = [(label, self._command_of(label.shortcut)) for label in file.scheme.labels if label.shortcut]
        return [
            f"without a key: label “{label.name}”, as {label.shortcut} is the key of “{command}”"
            for label, command in held
            if command
        ]


def _lacks(here: Scheme, file: "SchemeFile") -> bool:
    """Whether a project has something that a file does not."""

    def keys(scheme: Scheme) -> set[tuple[type, str, str]]:
        return {(type(each), getattr(each, "label", ""), each.key) for each in scheme.records()}

    return bool(keys(here) - keys(file.scheme))


def _many(records: int) -> str:
    return f"{records:,} record{'' if records == 1 else 's'}"
