"""What the Help menu does: the palette, the list of keys, what this program is."""

from PySide6.QtWidgets import QMessageBox

from annotator import __version__
from annotator.gui.dialogs import KeysDialog, say
from annotator.gui.palette import Palette
from annotator.gui.parts import Parts


class HelpCommands:
    """Handlers of the commands ``help.*``."""

    def __init__(self, parts: Parts) -> None:
        self._window = parts.window
        self._actions = parts.actions

    def palette(self) -> None:
        """Any command, by typing part of its name; it runs when the palette has gone."""
        palette = Palette(self._actions(), self._window)
        if palette.exec() and palette.chosen:
            palette.chosen.trigger()

    def keys(self) -> None:
        KeysDialog(self._actions().commands, self._window).exec()

    def about(self) -> None:
        text = f"Annotator {__version__}\n\nMarks up articles for fact-checking. Everything stays in one file of yours."
        say(self._window, "About Annotator", text, QMessageBox.Icon.Information)
