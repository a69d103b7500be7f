"""The viewport of a scroll area, made in Python. No logic.

Qt makes one of its own, but the first time PySide meets a widget that it has not made it loads every class of widget
there is to find out which one this is. That takes 10 ms, at the start.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def set_viewport(area: QAbstractScrollArea) -> None:
    """Give a text or a list a viewport like the one that Qt has just made for it."""
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")  # by this name Qt's style sheets know it
    viewport.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    viewport.setAutoFillBackground(True)
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAcceptDrops(area.acceptDrops())
    area.setViewport(viewport)
