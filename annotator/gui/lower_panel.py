"""A panel that for a while takes the inspector's place in the right column, which then is as it was before."""

from PySide6.QtWidgets import QSplitter, QWidget


class LowerPanel:
    """``show`` it and ``put_away`` again; how the column is divided is remembered for both. Either twice is once."""

    def __init__(self, column: QSplitter, usual: QWidget, panel: QWidget) -> None:
        self._column = column
        self._usual = usual
        self._panel = panel
        self._before: list[int] | None = None
        self._own: list[int] | None = None
        column.addWidget(panel)
        panel.hide()

    def show(self) -> None:
        """In place of the usual one: three fifths of the height at first."""
        if self._before is not None:
            return
        column = self._column
        self._before = column.sizes()
        self._panel.show()
        self._usual.hide()
        if self._own is None:
            self._own = [0] * column.count()
            self._own[0], self._own[column.indexOf(self._panel)] = column.height() * 2 // 5, column.height() * 3 // 5
        column.setSizes(self._own)

    def put_away(self) -> None:
        """The usual one is back, as it was."""
        if self._before is None:
            return
        self._own = self._column.sizes()
        self._panel.hide()
        self._usual.show()
        self._column.setSizes(self._before)
        self._before = None
