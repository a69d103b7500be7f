"""What makes reading comfortable: font, lines and column of the text, focus mode, the whole screen."""

from PySide6.QtCore import QPoint, Qt

from annotator.gui.article.fonts import FULL, Reading
from annotator.gui.chrome import run
from annotator.gui.focus_mode import FocusMode
from annotator.gui.parts import Parts
from annotator.gui.reading import remember, stepped


class ReadingCommands:
    """Handlers of the commands ``reading.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._article = parts.article
        self._focus_mode = FocusMode(parts)

    def settings(self) -> None:
        """Everything in one dialog, beside the text, which shows each change at once."""
        from annotator.gui.reading_dialog import ReadingDialog

        window = self._parts.window
        dialog = ReadingDialog(self._article, self.set, self._set_theme, self._theme(), window)
        corner = window.mapToGlobal(QPoint(window.width(), 0))
        dialog.adjustSize()
        dialog.move(corner - QPoint(dialog.width() + 12, -80))
        run(dialog)

    def _theme(self) -> str:
        return self._parts.settings.text("view/theme", "system")

    def _set_theme(self, name: str) -> None:
        self._parts.actions().get("view.theme", name).trigger()

    def set(self, reading: Reading) -> None:
        """Set the text so, and remember it."""
        self._article.set_reading(reading)
        remember(self._parts.settings, reading)

    def looser(self) -> None:
        self._step(line=1)

    def tighter(self) -> None:
        self._step(line=-1)

    def wider(self) -> None:
        self._step(column=1)

    def narrower(self) -> None:
        self._step(column=-1)

    def _step(self, *, line: int = 0, column: int = 0) -> None:
        reading = stepped(self._article.reading, line=line, column=column)
        self.set(reading)
        width = "as wide as the page" if reading.column == FULL else f"{reading.column} characters wide"
        self._parts.status.tell(f"Line height {reading.line}%" if line else f"Column {width}")

    def focus_mode(self) -> None:
        self._focus_mode.toggle()

    def full_screen(self) -> None:
        window = self._parts.window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._parts.actions().get("reading.full_screen").setChecked(window.isFullScreen())
