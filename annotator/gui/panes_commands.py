"""From pane to pane by key: documents, text, the page on the right, the inspector."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.parts import Parts


class PanesCommands:
    """Handlers of the commands ``panes.*``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._panes: tuple[tuple[QWidget, Callable[[], object]], ...] = (
            (parts.documents, parts.documents.list.setFocus),
            (parts.pane, parts.article.setFocus),
            (parts.side, self._to_side),
            (parts.inspector, parts.inspector.focus_first),
        )

    def next(self) -> None:
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        """To the next pane that is shown and has something to take the keyboard."""
        here = self._here()
        for distance in range(1, len(self._panes) + 1):
            pane, take = self._panes[(here + step * distance) % len(self._panes)]
            if pane.isVisible():
                take()
                if self._within(pane):
                    return

    def _here(self) -> int:
        places = [place for place, (pane, _) in enumerate(self._panes) if self._within(pane)]
        return places[0] if places else 1

    @staticmethod
    def _within(pane: QWidget) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and pane.isAncestorOf(focused)

    def _to_side(self) -> None:
        side = self._parts.side
        if side.current == "spans":
            self._parts.spans.list.setFocus()
        else:
            side.page(side.current).take_keyboard()
