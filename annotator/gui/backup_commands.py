"""What the commands of backups do: look through them, and go on with one that was restored."""

from pathlib import Path

from annotator.gui.chrome import run
from annotator.gui.parts import Parts


class BackupCommands:
    """Handlers of the commands ``backup.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def show(self) -> None:
        """The list of backups; one that was restored there may be opened at once."""
        from annotator.gui.backups_dialog import BackupsDialog

        self._parts.inspector.commit()
        dialog = BackupsDialog(self._parts.session, self._parts.window)
        accepted = run(dialog)
        opened: Path | None = dialog.restored if accepted else None
        self._parts.window.activateWindow()
        if opened is not None:
            self._parts.open_path(opened, False)
