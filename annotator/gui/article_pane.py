"""The middle of the window: the article and the floating label bar. Follows focus and session.

It shows; what the user does there it hands on: choosing to the focus, tags and dragged edges to its signals.
"""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.app.focus import Focus
from annotator.app.session import Session
from annotator.core.changes import ChangeSet
from annotator.core.model import Document, Link, Span
from annotator.gui.article.view import ArticleView
from annotator.gui.selection_bar import SelectionBar


class ArticlePane(QWidget):
    """The article of the focus."""

    tag_asked = Signal(str)
    """A label key, from the floating bar."""
    escaped = Signal()
    """Esc was pressed in the text, and there was nothing it could end."""

    def __init__(self, session: Session, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._focus = focus
        self.others_shown = True
        self._loading = False
        self.article = ArticleView()
        self.article.setObjectName("article")  # the theme's style sheet knows it by this name
        self.bar = SelectionBar(self.article.viewport())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.article)
        self.article.set_own(session.owner_id)
        self.article.span_clicked.connect(focus.choose)
        self.article.caret_moved.connect(self._follow_caret)
        self.article.selection_settled.connect(self._offer_labels)
        self.article.selection_changed.connect(lambda start, end: self.bar.hide())
        self.bar.picked.connect(self.tag_asked)
        self.article.verticalScrollBar().valueChanged.connect(self.bar.hide)
        focus.opened.connect(self._load)
        focus.filled.connect(self._add)
        focus.chosen.connect(self._show_chosen)
        session.changed.connect(self._follow)
        session.annotator_changed.connect(self._reload_owner)

    def set_foot(self, foot: QWidget) -> None:
        """Put something under the text, such as what to find."""
        self._column.addWidget(foot)

    def show_others(self, shown: bool) -> None:
        self.others_shown = shown
        self.article.show_only("" if shown else self._session.owner_id)

    def _reload_owner(self) -> None:
        self.article.set_own(self._session.owner_id)
        if not self.others_shown:
            self.show_others(False)

    def _load(self) -> None:
        if self._focus.again and self._focus.text == self.article.text():
            self.article.show_spans(self._focus.spans.values())
        else:
            self.bar.hide()
            self._loading = True
            self.article.load(self._focus.text, self._focus.spans.values(), self._session.scheme)
            self._loading = False
        self._show_links()
        self._show_header()

    def _add(self, spans: list[Span]) -> None:
        self.article.apply_changes((), spans)

    def _show_links(self) -> None:
        if self._focus.links.any():
            self.article.layers.set_links(self._focus.links.of)

    def _show_chosen(self) -> None:
        self.article.choose(self._focus.span_id, scroll=not self._focus.again)

    def _show_header(self) -> None:
        document = self._focus.document
        if document is None or self._focus.text.lstrip("\n\ufeff ").startswith(document.title):
            # The text begins with its own title: saying it twice would only push it down.
            self.article.set_header("", "")
            return
        facts = [document.source, str(document.meta.get("date", "")), f"{document.length:,} characters"]
        self.article.set_header(document.title, " · ".join(fact for fact in facts if fact))

    def _follow_caret(self, position: int) -> None:
        """The chosen span is the one the caret is in: what Delete and Retag act on is always in sight."""
        if self._loading:
            return
        chosen = self._focus.span
        if chosen is not None and chosen.start <= position <= chosen.end:
            return
        here = self.article.spans_at(position)
        mine = [span for span in here if span.annotator_id == self._session.owner_id]
        first = next(iter(mine or here), None)
        self._focus.choose(first.id if first else None)

    def _offer_labels(self, where: QRect) -> None:
        if not self._session.read_only:
            self.bar.show_at(where)

    def _follow(self, changes: ChangeSet | None) -> None:
        document = self._focus.document
        if document is None or changes is None:
            return  # the focus has reloaded, and told us
        removed, updated = [], []
        for change in changes:
            record = change.record
            if isinstance(record, Span) and record.document_id == document.id:
                if change.after is None:
                    removed.append(record.id)
                elif record.id in self._focus.spans:
                    updated.append(record)
            elif isinstance(record, Document) and record.id == document.id:
                self._show_header()
        if any(isinstance(change.record, Link) for change in changes):
            self.article.layers.set_links(self._focus.links.of)
        if removed or updated:
            self.article.apply_changes(removed, updated)
            if self._focus.span_id:
                self.article.choose(self._focus.span_id, scroll=False)
