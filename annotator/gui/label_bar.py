"""The bar over the text: labels with counts and keys, what Undo would take back, and who is tagging."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Annotator, Span
from annotator.core.scheme import Scheme
from annotator.core.text import visible
from annotator.gui.label_button import LabelButton

_LONGEST_NAME = 30


class LabelBar(QWidget):
    """``picked`` carries a label key; ``annotator_picked`` an ``Annotator``; ``annotator_asked`` wants a new name."""

    picked = Signal(str)
    annotator_picked = Signal(object)
    annotator_asked = Signal()

    def __init__(self, session: Session, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._focus = focus
        self._buttons: list[LabelButton] = []
        self._counts: Counter[str] = Counter()
        self._modes = QHBoxLayout()
        self._modes.setSpacing(0)
        self._tools: QWidget | None = None
        self._middle = QWidget()
        self._labels = QHBoxLayout(self._middle)
        self._labels.setContentsMargins(0, 0, 0, 0)
        self._labels.setSpacing(8)
        self._undo, self._commands = QToolButton(), QToolButton()
        for button in (self._undo, self._commands):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._who = QToolButton()
        self._who.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._who.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._who)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._who.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        row.addLayout(self._modes)
        row.addWidget(self._middle)
        row.addStretch()
        self._row = row
        row.addWidget(self._undo)
        row.addWidget(self._commands)
        row.addWidget(self._who)
        focus.opened.connect(self.show_counts)
        focus.filled.connect(self._add)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._show_annotator)
        self._show_annotator()

    def set_scheme(self, scheme: Scheme, colors: dict[str, QColor]) -> None:
        for button in self._buttons:
            # Out of the layout at once: room for both old and new ones would make the window wider for good.
            self._labels.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [LabelButton(label, colors[label.key]) for label in scheme.labels]
        for button in self._buttons:
            button.clicked.connect(lambda _=False, key=button.label.key: self.picked.emit(key))
            button.setEnabled(not self._session.read_only)
            self._labels.addWidget(button)
        self.show_counts()

    def set_actions(self, undo: QAction, commands: QAction, modes: Sequence[QAction]) -> None:
        """Show what would be undone (``undo`` says it itself), the way to every command, and the modes, the answers
        last."""
        self._undo.setDefaultAction(undo)
        self._commands.setDefaultAction(commands)
        for mode in modes:
            mode.setIconText(mode.text().replace("&", "").split()[0])
            button = QToolButton()
            button.setObjectName("mode")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setDefaultAction(mode)
            self._modes.addWidget(button)
            self._answers = button
        self._answers.hide()
        modes[0].setChecked(True)
        self.show_keys()

    def show_answers(self, left: int, *, there_are: bool) -> None:
        """How many answers of reviewers are open; while there are none at all, nothing is said of them."""
        self._answers.defaultAction().setIconText(f"{left:,} answer{'s' * (left != 1)}" if left else "Answers")
        self._answers.setVisible(there_are)
        self.show_keys()

    def show_keys(self) -> None:
        commands = self._commands.defaultAction()
        # Beside the answers there is no room for the key; its tool tip tells it.
        key = "" if self._answers.isVisibleTo(self) else commands.shortcut().toString()
        commands.setIconText(f"Commands   {key}".rstrip())

    def show_tools(self, tools: QWidget | None, *, wide: bool = False) -> None:
        """Other tools in place of the labels, ``wide`` ones in place of Undo and Commands too (their keys go on);
        ``None`` brings the labels back."""
        # What goes is hidden before what comes shows: both at once would make the window wider for good.
        if self._tools is not None:
            self._tools.hide()
        self._tools = tools
        if tools is not None:
            self._middle.hide()
        for button in (self._undo, self._commands):
            button.setVisible(not wide)
        self._middle.setVisible(tools is None)
        if tools is not None:
            if self._row.indexOf(tools) < 0:
                self._row.insertWidget(1, tools)
            tools.show()

    def show_counts(self) -> None:
        """How many spans of each label this annotator has in the document."""
        mine = self._session.owner_id
        self._counts = Counter(span.label for span in self._focus.spans.values() if span.annotator_id == mine)
        self._show_counts()

    def _add(self, spans: list[Span]) -> None:
        """More spans of a long document have been read."""
        if self._focus.complete:
            self.show_counts()
            return
        mine = self._session.owner_id
        self._counts.update(span.label for span in spans if span.annotator_id == mine)
        self._show_counts()

    def _show_counts(self) -> None:
        for button in self._buttons:
            button.set_count(self._counts[button.label.key])

    def _follow(self, changes: ChangeSet | None) -> None:
        if changes is None:
            self.show_counts()
            return
        document, mine = self._focus.document, self._session.owner_id
        for change in changes:
            for side, step in ((change.before, -1), (change.after, 1)):
                here = isinstance(side, Span) and document is not None and side.document_id == document.id
                if here and isinstance(side, Span) and side.annotator_id == mine:
                    self._counts[side.label] += step
        self._show_counts()

    def _show_annotator(self) -> None:
        name = visible(self._session.annotator.name)
        short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        self._who.setText(f"👤 {short}".replace("&", "&&"))
        self._who.setToolTip(f"{name} is tagging; click to change")
        self._who.setAccessibleName(f"Annotator: {name}")
        self.show_counts()

    def _fill_menu(self) -> None:
        from annotator.formats.bundle import unique_names

        self._menu.clear()
        people = [each for each in self._session.query.every(Annotator) if each.kind == "person"]
        if all(each.id != self._session.annotator.id for each in people):
            people.append(self._session.annotator)
        names = unique_names(people)
        for person in sorted(people, key=lambda each: names[each.id].lower()):
            action = self._menu.addAction(visible(names[person.id]).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(person.id == self._session.annotator.id)
            action.triggered.connect(lambda _=False, each=person: self.annotator_picked.emit(each))
        self._menu.addSeparator()
        self._menu.addAction("Someone else…").triggered.connect(self.annotator_asked)
