"""What the handlers of commands work with: the session and the parts of the window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from annotator.app.focus import Focus
from annotator.app.pace import Pace
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.gui.article.view import ArticleView
from annotator.gui.article_pane import ArticlePane
from annotator.gui.documents_panel import DocumentsPanel
from annotator.gui.inspector import Inspector
from annotator.gui.label_bar import LabelBar
from annotator.gui.side import Side
from annotator.gui.spans_panel import SpansPanel
from annotator.gui.status import Status
from annotator.gui.theme import Theme

if TYPE_CHECKING:
    from annotator.gui.actions import Actions


class Parts(NamedTuple):
    """The window, taken apart. ``right`` holds ``side`` over ``inspector``; ``spans`` is the first page of ``side``.

    ``swap_center(widget)`` shows that instead of the panes, ``None`` the panes again;
    ``open_path(path, new)`` opens another project in place of this one, ``themed`` takes over other colours;
    ``back_up(why)`` queues a backup of what there is at this moment, whatever is done next.
    """

    session: Session
    focus: Focus
    settings: Settings
    window: QMainWindow
    status: Status
    pace: Pace
    documents: DocumentsPanel
    pane: ArticlePane
    article: ArticleView
    labels: LabelBar
    right: QSplitter
    side: Side
    spans: SpansPanel
    inspector: Inspector
    swap_center: Callable[[QWidget | None], None]
    open_path: Callable[[Path, bool], None]
    themed: Callable[[Theme], None]
    back_up: Callable[[str], None]
    actions: "Callable[[], Actions]"
