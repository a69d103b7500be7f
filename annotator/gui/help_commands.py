"""What the Help menu does: the palette, the keys and how to change them, what this program is."""

from PySide6.QtWidgets import QMessageBox

from annotator import __version__
from annotator.gui.chrome import run
from annotator.gui.dialogs import say
from annotator.gui.palette import Palette, Recent
from annotator.gui.parts import Parts


class HelpCommands:
    """Handlers of the commands ``help.*``."""

    def __init__(self, parts: Parts) -> None:
        self._window = parts.window
        self._actions = parts.actions
        self._settings = parts.settings
        self._status = parts.status

    def palette(self) -> None:
        """Any command, by typing part of its name; it runs when the palette has gone."""
        palette = Palette(self._actions(), Recent(self._settings), self._window)
        if run(palette) and palette.chosen:
            palette.chosen.trigger()

    def keys(self) -> None:
        from annotator.gui.key_sheet import KeySheet

        run(KeySheet(self._actions().commands, self.shortcuts, self._status.warn, self._window))

    def shortcuts(self) -> None:
        """Change the keys of commands; each change works at once."""
        from annotator.gui.shortcuts_dialog import ShortcutsDialog

        actions = self._actions()
        run(ShortcutsDialog(actions, actions.menu_keys(), self._window))

    def about(self) -> None:
        text = f"Annotator {__version__}\n\nMarks up articles for fact-checking. Everything stays in one file of yours."
        say(self._window, "About Annotator", text, QMessageBox.Icon.Information)
