"""The sheet of keys: every command with the keys it has now, by menu, in as many columns as there is room for.

Made of the table of commands, so it cannot be out of date. Shows, and writes itself to a file; changes nothing.
"""

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.gui.chrome import filter_field, heading, plain_label
from annotator.gui.commands import Command
from annotator.gui.keymap import native

_WHERE = "Single keys work while the text or the list of spans has the keyboard; Esc goes there."
_GAP = 36


def by_menu(commands: Iterable[Command], words: Iterable[str] = ()) -> dict[str, list[Command]]:
    """The commands that have keys, in the order of the menus; only those that contain all ``words``."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        said = f"{command.menu} {command.text} {' '.join(map(native, command.keys))}".lower()
        if command.keys and all(word in said for word in words):
            found.setdefault(command.menu, []).append(command)
    return found


def as_html(commands: Iterable[Command]) -> str:
    """A page to print, with nothing in it but the keys."""
    lines = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Annotator: keys</title><style>',
        "body { font: 10pt sans-serif; columns: 3 19em; } h2 { font-size: 11pt; margin: 0.6em 0 0.2em; }",
        "table { width: 100%; border-collapse: collapse; } td { padding: 1px 6px 1px 0; break-inside: avoid; }",
        "td + td { text-align: right; } kbd { border: 1px solid #999; border-radius: 3px; padding: 0 4px; }",
        "</style></head><body>",
        f"<p>{escape(_WHERE)}</p>",
    ]
    for menu, group in by_menu(commands).items():
        lines.append(f"<h2>{escape(menu.replace('/', ' › '))}</h2><table>")
        for command in group:
            keys = " ".join(f"<kbd>{escape(native(key))}</kbd>" for key in command.keys)
            lines.append(f"<tr><td>{escape(visible(command.text).rstrip('…'))}</td><td>{keys}</td></tr>")
        lines.append("</table>")
    return "\n".join([*lines, "</body></html>", ""])


class KeySheet(QDialog):
    """``edit`` opens the shortcut editor, ``warn`` shows a line when the page could not be written."""

    def __init__(
        self,
        commands: Iterable[Command],
        edit: Callable[[], None],
        warn: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self._commands = list(commands)
        self._warn = warn
        self.words = filter_field("Filter by command or key…", "Filter keys")
        self.area = QScrollArea()
        self.area.setObjectName("sheet")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        change = buttons.addButton("Change keys…", QDialogButtonBox.ButtonRole.ActionRole)
        save = buttons.addButton("Save as HTML…", QDialogButtonBox.ButtonRole.ActionRole)
        for button in buttons.findChildren(QPushButton):
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        save.clicked.connect(self._save)
        change.clicked.connect(self.accept)
        change.clicked.connect(edit)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(self.words)
        box.addWidget(self.area, 1)
        box.addWidget(plain_label(_WHERE, "muted"))
        box.addWidget(buttons)
        self.words.textChanged.connect(lambda _: self._fill())
        self.words.installEventFilter(self)
        self.words.setFocus()
        screen = parent.size() if parent else self.size()
        self.resize(max(640, screen.width() - 60), max(480, screen.height() - 60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Make the columns anew, of about the same height, a menu never torn from its heading."""
        groups = by_menu(self._commands, self.words.text().lower().split())
        blocks = [self._block(menu, commands) for menu, commands in groups.items()]
        page = QWidget()
        page.setObjectName("panel")
        row = QHBoxLayout(page)
        row.setSpacing(_GAP)
        sizes = [block.sizeHint() for block in blocks]
        heights = [size.height() for size in sizes]
        for columns in (_columns(heights, count) for count in range(len(blocks), 0, -1)):
            needed = sum(max(sizes[number].width() for number in column) + _GAP for column in columns)
            if needed <= self.area.width() - 2 * _GAP or len(columns) == 1:
                break
        for column in columns if blocks else ():
            part = QVBoxLayout()
            part.setSpacing(16)
            for number in column:
                part.addWidget(blocks[number])
            part.addStretch()
            row.addLayout(part)
        if not blocks:
            row.addWidget(plain_label("No key, and no command with a key, is called so", "muted"))
        row.addStretch()
        self.area.setWidget(page)

    @staticmethod
    def _block(menu: str, commands: list[Command]) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.addWidget(heading(menu.replace("/", " › ")), 0, 0, 1, 2)
        for number, command in enumerate(commands, 1):
            grid.addWidget(plain_label(visible(command.text).rstrip("…")), number, 0)
            keys = QHBoxLayout()
            keys.setSpacing(4)
            keys.addStretch()
            for key in command.keys:
                keys.addWidget(plain_label(native(key), "key"))
            grid.addLayout(keys, number, 1)
        return block

    def _save(self) -> None:
        from annotator.files import write_atomically

        name, _ = QFileDialog.getSaveFileName(self, "Save the keys", "annotator-keys.html", "HTML (*.html)")
        if name:
            try:
                write_atomically(Path(name), [as_html(self._commands)])
            except AnnotatorError as error:
                self._warn(str(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard stays in the filter; arrows and Page keys scroll the sheet."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            bar = self.area.verticalScrollBar()
            page, line = bar.pageStep(), 40
            steps = {
                Qt.Key.Key_Down: line,
                Qt.Key.Key_Up: -line,
                Qt.Key.Key_PageDown: page,
                Qt.Key.Key_PageUp: -page,
            }
            if event.key() in steps:
                bar.setValue(bar.value() + steps[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)


def _columns(heights: list[int], count: int) -> list[list[int]]:
    """Blocks of these heights, in order, in at most ``count`` columns of which the highest is as low as it can be."""
    low, high = max(heights, default=0), sum(heights)
    while low < high:
        limit = (low + high) // 2
        if len(_packed(heights, limit)) <= count:
            high = limit
        else:
            low = limit + 1
    return _packed(heights, low)


def _packed(heights: list[int], limit: int) -> list[list[int]]:
    columns: list[list[int]] = []
    filled = 0
    for number, height in enumerate(heights):
        if not columns or filled + height > limit:
            columns.append([])
            filled = 0
        columns[-1].append(number)
        filled += height
    return columns
