"""The page that searches all documents: a field, ready-made questions, hits by rank. Reads only; opens by a signal."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.jobs import Tick
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.model import Annotator
from annotator.core.search_query import HELP, HINT, Wanted, understand
from annotator.core.text import visible
from annotator.edit.blinding import is_blind
from annotator.gui.chrome import filter_field, paint_swatch, plain_label
from annotator.gui.context_line import paint_context
from annotator.gui.row_list import ITEM, RowList, RowModel
from annotator.gui.side import Page
from annotator.gui.spans_panel import one_line
from annotator.store.search import Hit, Hits
from annotator.user import search_index

READY = (
    ("Quotes without speaker", "label:quote no:speaker"),
    ("Statistics without unit", "label:statistic no:unit"),
    ("Spans with a note", "has:note"),
    ("Spans with a link", "has:link"),
    ("Documents in progress", "is:doing"),
)
_PAUSE_MILLISECONDS = 200
_CHANGED_MILLISECONDS = 1000  # after a change until the hits are looked for anew


class _Delegate(QStyledItemDelegate):
    """Two lines: a document's title over the place found, or a span's text over its document and note."""

    def __init__(self, page: "SearchPage") -> None:
        super().__init__(page)
        self._page = page

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(ITEM)
        palette, metrics = option.palette, option.fontMetrics
        painter.save()
        self._page.list.paint_row(painter, option, index)
        box = QRectF(option.rect).adjusted(12, 5, -12, -5)
        left = box.left()
        if hit.span_id:
            color = self._page.color_of(hit.label)
            paint_swatch(painter, QRectF(left, box.top() + metrics.height() / 2 - 5, 10, 10), color)
            left += 18
        upper = QRectF(left, box.top(), box.right() - left, metrics.height())
        lower = QRectF(box.left(), box.bottom() - metrics.height(), box.width(), metrics.height())
        head = hit.context.line if hit.span_id else visible(hit.title)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        shown = metrics.elidedText(head, Qt.TextElideMode.ElideRight, int(upper.width()))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, shown)
        if hit.span_id:
            note = f"✎ {one_line(hit.note)} · " if hit.note else ""
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            shown = metrics.elidedText(note + visible(hit.title), Qt.TextElideMode.ElideRight, int(lower.width()))
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, shown)
        else:
            paint_context(painter, lower, hit.context, palette, option.font)
        painter.restore()


class SearchPage(Page):
    """``opened`` carries the hit to go to."""

    opened = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._colors: dict[str, QColor] = {}
        self._asked: object = None  # the search whose answer is waited for
        self._answered = ""  # the query whose hits are shown
        self._go = False  # to the first hit, as soon as it is found
        self.field = filter_field(HINT, "Search all documents")
        self.field.installEventFilter(self)
        self._said = plain_label("", "muted")
        self._said.setWordWrap(True)
        self.help = plain_label(HELP, "muted")
        self.help.setWordWrap(True)
        self.model = RowModel(lambda hit: f"{hit.title}: {hit.context.line}", self)
        self.list = RowList(self.model, 0)
        self.list.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().height() + 14)
        self.list.setAccessibleName("Hits")
        self.list.setItemDelegate(_Delegate(self))
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.search)
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.list.activated.connect(lambda _: self.open_current())
        self.list.clicked.connect(lambda _: self.open_current())
        session.changed.connect(self._follow)
        self._show(Hits())

    def _lay_out(self) -> None:
        ready = QToolButton()
        ready.setText("▾")
        ready.setToolTip("Ready-made questions (Alt+Down)")
        ready.setAccessibleName("Ready-made questions")
        ready.clicked.connect(self._offer)
        self._ready = ready
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.field, 1)
        top.addWidget(ready)
        words = QVBoxLayout()
        words.setContentsMargins(12, 0, 12, 0)
        words.addWidget(self._said)
        words.addWidget(self.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(words)
        column.addWidget(self.list, 1)
        column.addStretch()

    def set_colors(self, colors: dict[str, QColor]) -> None:
        self._colors = colors
        self.list.viewport().update()

    def color_of(self, label: str) -> QColor:
        return self._colors.get(label) or self._colors.get("") or QColor("gray")

    def take_keyboard(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def said(self) -> str:
        return self._said.text()

    # Asking

    def _offer(self) -> None:
        menu = QMenu(self)
        for title, query in READY:
            menu.addAction(f"{title}\t{query}", partial(self.ask, query))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._ready.mapToGlobal(QPoint(0, self._ready.height())))
        menu.setActiveAction(menu.actions()[0])

    def ask(self, query: str) -> None:
        """Search for this, at once."""
        self.field.setText(query)
        self.take_keyboard()
        self.search()

    def _typed(self) -> None:
        self._go = False
        self._pause.start(_PAUSE_MILLISECONDS)

    def search(self) -> None:
        """Look for what stands in the field; the answer of a search that is no longer wanted is dropped."""
        self._pause.stop()
        session, query = self._session, self.field.text()
        self._asked = token = object()
        try:
            wanted = understand(query, session.scheme, session.query.every(Annotator), session.annotator.id)
        except AnnotatorError as error:
            self._show(Hits(), str(error))
            return
        if not wanted:
            self._show(Hits())
            return
        if not self.model.items:
            self._said.setText("Looking…")

        def work(tick: Tick) -> Hits:
            def checked(done: int, total: int) -> None:
                if token is not self._asked:
                    raise Cancelled("no longer asked for")
                tick(done, total)

            return _look(session, wanted, search_index(session.project.path), checked)

        def done(found: Hits) -> None:
            if token is self._asked:
                self._answered = query
                self._show(found, _counted(found))
                if self._go:
                    self._enter()

        def failed(error: Exception) -> None:
            if token is self._asked:
                self._show(Hits(), "Stopped" if isinstance(error, Cancelled) else str(error))

        session.jobs.start("Searching", work, done, failed)

    def _show(self, found: Hits, said: str = "") -> None:
        current = self.current()
        self.model.show(found.listed)
        self.help.setVisible(not self.field.text())
        self.list.setVisible(bool(self.field.text()))
        self._said.setText(said)
        self._said.setVisible(bool(said))
        places = (
            row for row, hit in enumerate(found.listed) if current and hit[:2] + hit[5:6] == current[:2] + current[5:6]
        )
        self.list.show_row(next(places, -1))

    def _follow(self, changes: ChangeSet | None) -> None:
        if self.isVisible() and self.field.text():
            self._pause.start(_CHANGED_MILLISECONDS)

    # Going to a hit

    def current(self) -> Hit | None:
        row = self.list.currentIndex().row()
        return self.model.items[row] if 0 <= row < len(self.model.items) else None

    def open_current(self) -> None:
        hit = self.current()
        if hit:
            self.opened.emit(hit)

    def step(self, step: int) -> bool:
        """To the next (1) or previous (-1) hit; false at the end."""
        row = self.list.currentIndex().row() + step if self.current() else 0
        if not 0 <= row < len(self.model.items):
            return False
        self.list.show_row(row)
        self.open_current()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._offer()
        elif event.key() == Qt.Key.Key_Down and self.model.items:
            self.list.setFocus()
            self.list.show_row(max(0, self.list.currentIndex().row()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            return False
        return True

    def _enter(self) -> None:
        """Go to the first hit; a query that was not looked for yet is looked for now."""
        self._go = self._pause.isActive() or self.field.text() != self._answered
        if self._go:
            self.search()
        elif self.model.items:
            self.list.show_row(max(0, self.list.currentIndex().row()))
            self.open_current()


def _look(session: Session, wanted: Wanted, index: Path, tick: Tick) -> Hits:
    from annotator.store.search_index import tidy

    tidy(index.parent)
    with session.project.worker() as project:
        search = project.search(index, session.annotator.id, blind=is_blind(project.query))
        search.update(tick)
        return search.find(wanted, tick)


def _counted(found: Hits) -> str:
    parts = []
    for count, word in ((found.documents, "document"), (found.spans, "span")):
        if count:
            parts.append(f"{count:,} {word}{'s' if count != 1 else ''}")
    all_of = found.documents + found.spans
    best = f"The best {len(found.listed):,} of " if len(found.listed) < all_of else ""
    return best + " and ".join(parts) if parts else "Nothing found"
