"""The upper part of the right column: pages under a row of tabs, each made when it is first shown."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QToolButton, QVBoxLayout, QWidget


class Page(QWidget):
    """One page. The default is that its first field takes the keyboard, and that it has no colours of its own."""

    titled = Signal(str)
    """What its tab is to say from now on, such as ``Checks 12``."""

    def set_colors(self, colors: dict[str, QColor]) -> None:
        """Label colours fit for the theme, by key; ``""`` is the colour of unknown labels."""

    def take_keyboard(self) -> None:
        """Put the keyboard where somebody begins who comes here by a key."""
        self.focusNextChild()


class Side(QWidget):
    """``add`` pages by name; ``show_page`` brings one to the front."""

    turned = Signal(str)
    """Another page is at the front: its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._factories: dict[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._tabs: dict[str, QToolButton] = {}
        self._colors: dict[str, QColor] = {}
        self.current = ""
        self._row = QHBoxLayout()
        self._row.setContentsMargins(8, 6, 8, 0)
        self._row.setSpacing(2)
        self._row.addStretch()
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addLayout(self._stack, 1)

    def add(self, name: str, title: str, factory: Callable[[], Page]) -> None:
        """A tab for a page that ``factory`` makes when it is first shown."""
        tab = QToolButton()
        tab.setObjectName("tab")
        tab.setText(title)
        tab.setCheckable(True)
        tab.setAutoExclusive(True)
        tab.clicked.connect(lambda: self.show_page(name))
        self._factories[name] = factory
        self._tabs[name] = tab
        self._row.insertWidget(self._row.count() - 1, tab)

    def set_title(self, name: str, title: str) -> None:
        """What the tab of a page says, be the page made or not."""
        self._tabs[name].setText(title)

    def page(self, name: str) -> Page:
        """The page of that name, made if need be."""
        if name not in self._pages:
            page = self._factories[name]()
            page.titled.connect(self._tabs[name].setText)
            page.set_colors(self._colors)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Bring a page to the front; where the keyboard is stays as it is."""
        page = self.page(name)
        self._tabs[name].setChecked(True)
        if name != self.current:
            self.current = name
            held = self.window().focusWidget()
            self._stack.setCurrentWidget(page)
            if held is not None and held.isVisible() and not held.hasFocus():
                held.setFocus()  # a stack gives the keyboard to the page that comes, if it ever had it
            self.turned.emit(name)

    def show_only(self, name: str) -> None:
        """This page alone, without the tabs of the others."""
        for each, tab in self._tabs.items():
            tab.setVisible(each == name)
        self.show_page(name)

    def show_all_but(self, name: str) -> None:
        """All tabs but this one, and the first page at the front."""
        for each, tab in self._tabs.items():
            tab.setVisible(each != name)
        if self.current == name:
            self.show_page(next(each for each in self._tabs if each != name))

    def set_colors(self, colors: dict[str, QColor]) -> None:
        self._colors = colors
        for page in self._pages.values():
            page.set_colors(colors)
